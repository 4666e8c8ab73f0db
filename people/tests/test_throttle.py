"""How often one may be wrong, also at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from people import throttle
from people.models import Door, SignInAttempt
from people.throttle import Turn
from tests.cast import NOW


def take(name="rhea@northwind.example", address="192.0.2.1", now=NOW, door=Door.SIGN_IN):
    return throttle.take_turn(door=door, name=name, address=address, now=now)


def test_turns_count_down(db):
    assert [take().left for _ in range(5)] == [4, 3, 2, 1, 0]
    assert take() == Turn(allowed=False, wait=15)


def test_tries_grow_old_one_by_one(db):
    for minute in range(5):
        take(now=NOW + timedelta(minutes=minute))
    refused = take(now=NOW + timedelta(minutes=10))
    assert refused == Turn(allowed=False, wait=5)
    assert take(now=NOW + timedelta(minutes=15)).allowed
    assert not take(now=NOW + timedelta(minutes=15)).allowed


def test_the_wait_is_rounded_up(db):
    for _ in range(5):
        take()
    assert take(now=NOW + timedelta(minutes=14, seconds=59)).wait == 1
    assert take(now=NOW + timedelta(minutes=13, seconds=30)).wait == 2


def test_doors_count_for_themselves(db):
    for _ in range(5):
        take()
    assert take(door=Door.RESET).allowed


def test_an_unknown_address_counts_by_name(db):
    for _ in range(5):
        take(address=None)
    assert not take(address=None).allowed
    assert take(name="other@northwind.example", address=None).allowed


def test_the_address_limit_holds_over_names(db, settings):
    settings.SIGN_IN_TRIES_PER_ADDRESS = 3
    assert [take(name=f"n{number}").left for number in range(3)] == [2, 1, 0]
    assert not take(name="n9").allowed
    assert take(name="n9", address="192.0.2.2").allowed


def test_giving_back(db):
    for _ in range(5):
        take()
    throttle.give_back(door=Door.SIGN_IN, name=" RHEA@Northwind.example")
    assert take().left == 4


def test_old_tries_are_forgotten(db):
    take()
    take(now=NOW + timedelta(minutes=10))
    assert throttle.forget_old(NOW + timedelta(minutes=15)) == 1
    assert SignInAttempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="the database in memory is one connection's"
)
@pytest.mark.parametrize("names", [1, 4])
def test_at_the_same_moment_no_more_get_through(settings, names):
    settings.SIGN_IN_TRIES_PER_ADDRESS = 7
    limit = min(7, 5 * names)

    def one(number):
        try:
            return take(name=f"name {number % names}").allowed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        allowed = list(pool.map(one, range(48)))
    assert sum(allowed) == limit
    assert SignInAttempt.objects.count() == limit
    assert connection.vendor == "postgresql"
