"""``manage.py demo_data``: alive on whatever day it is made, and never in production."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from activities.models import Entry
from audit.models import Event
from expectations.models import DocumentVersion, State
from insights.company.demo import PASSWORD, address, make_demo, sign_ins
from notifications.models import Notification
from people.models import Invitation, Person, Role
from sales.models import Deal

# A usual day, the first and the last of a quarter, a leap day, the turn of the year.
DAYS = (
    date(2026, 3, 11),
    date(2026, 4, 1),
    date(2026, 9, 30),
    date(2028, 2, 29),
    date(2026, 12, 31),
    date(2027, 1, 1),
)


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def person(role: str) -> Person:
    return Person.objects.get(email=address(role))


@pytest.fixture(params=DAYS, ids=str)
def today(request, db):
    with time_machine.travel(at_noon(request.param), tick=False):
        make_demo(today=request.param, now=at_noon(request.param))
        yield request.param


def test_it_is_alive_on_any_day(today):
    rep, manager = person("rep"), person("manager")
    versions = DocumentVersion.objects.filter(document__person=rep)

    assert versions.in_force_on(today).count() == 1
    coming = versions.get(state=State.SHARED)
    assert coming.document.starts_on > today
    assert coming.author == manager
    assert Notification.objects.filter(recipient=rep, kind="expectations.shared").exists()

    states = DocumentVersion.objects.filter(author=manager).values_list("state", flat=True)
    assert {State.DRAFT, State.SHARED, State.ACTIVE} <= set(states)
    half_signed = DocumentVersion.objects.filter(
        state=State.SHARED, author=manager, signatures__side="person"
    )
    assert half_signed.count() == 1
    assert Notification.objects.filter(recipient=manager, kind="expectations.signed").exists()

    for deals in (Deal.objects.open(), Deal.objects.won(), Deal.objects.lost()):
        assert deals.filter(owner=rep).exists()
    assert Entry.objects.filter(week__person=rep).count() > 100
    assert Invitation.objects.open_on(at_noon(today)).count() == 1
    assert Event.objects.exists()


@pytest.fixture
def demo(db):
    with time_machine.travel(at_noon(DAYS[0]), tick=False):
        call_command("demo_data")
        yield


def test_there_is_somebody_for_each_role(demo):
    assert [each.role for each in sign_ins()] == [
        "rep", "manager", "hr", "compensation", "executive", "administrator",
    ]  # fmt: skip
    for role in Role.values:
        assert person(role).has_role(role)
    assert not person("rep").roles
    assert (
        Person.objects.reporting_to(person("manager"), DAYS[0]).filter(pk=person("rep").pk).exists()
    )


def test_the_printed_password_opens_the_door(demo):
    browser = Client()
    browser.post(reverse("people:sign_in"), {"email": address("rep"), "password": PASSWORD})
    assert browser.session["_auth_user_id"] == str(person("rep").pk)


def test_who_one_can_sign_in_as_is_printed(demo, capsys):
    call_command("demo_data", if_empty=True, print_sign_ins=True)
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) == 6
    assert "rep@northwind.example" in printed
    assert PASSWORD in printed


def test_printing_where_there_is_no_demo_prints_nothing(cast, capsys):
    call_command("demo_data", if_empty=True, print_sign_ins=True)
    assert capsys.readouterr().out == ""


def test_a_second_run_is_refused(demo):
    with pytest.raises(CommandError, match="people here already"):
        call_command("demo_data")


def test_a_second_run_that_may_find_people_changes_nothing(demo):
    before = Person.objects.count(), Deal.objects.count()
    call_command("demo_data", if_empty=True)
    assert (Person.objects.count(), Deal.objects.count()) == before


def test_it_never_comes_into_production(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="never come into production"):
        call_command("demo_data", if_empty=True)
    assert not Person.objects.exists()
