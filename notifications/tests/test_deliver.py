"""A delivery is claimed by one worker, tried again with pauses, and given up in the end."""

import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from notifications import channels
from notifications.actions import FIRST_PAUSE, LONGEST_PAUSE, deliver, sweep, try_again
from notifications.models import LEASE, MOST_ATTEMPTS, Delivery, Status
from notifications.tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def server_down(monkeypatch):
    def refuse(delivery):
        raise smtplib.SMTPServerDisconnected("the mail server is away")

    monkeypatch.setitem(channels.SENDERS, "email", refuse)


def test_it_is_sent_once(delivery, cast):
    assert deliver(delivery_id=delivery.pk, now=NOW)
    assert not deliver(delivery_id=delivery.pk, now=NOW)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.sent_at, delivery.attempts) == (Status.SENT, NOW, 1)
    assert delivery.lease_until is None
    assert [each.to for each in mail.outbox] == [[cast.rep.email]]


def test_one_that_is_not_there(db):
    assert not deliver(delivery_id=987654, now=NOW)


def test_while_one_worker_has_it_no_other_takes_it(delivery):
    assert Delivery.objects.claim(delivery.pk, NOW)
    assert Delivery.objects.claim(delivery.pk, NOW + LEASE) is None


def test_what_a_dead_worker_left_is_taken_after_its_lease(delivery):
    Delivery.objects.claim(delivery.pk, NOW)
    later = NOW + LEASE + timedelta(seconds=1)
    assert deliver(delivery_id=delivery.pk, now=later)
    delivery.refresh_from_db()
    assert delivery.attempts == 2


def test_a_slow_worker_cannot_end_what_another_took_over(delivery, monkeypatch):
    """The first falls asleep while it sends; the second is done when the first wakes up."""
    send = channels.SENDERS["email"]
    later = NOW + LEASE + timedelta(seconds=1)

    def asleep(slow):
        monkeypatch.setitem(channels.SENDERS, "email", send)
        assert deliver(delivery_id=delivery.pk, now=later)
        raise smtplib.SMTPServerDisconnected("too late")

    monkeypatch.setitem(channels.SENDERS, "email", asleep)
    assert not deliver(delivery_id=delivery.pk, now=NOW)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.sent_at, delivery.attempts) == (Status.SENT, later, 2)


def test_both_mails_of_a_delivery_carry_one_message_id(delivery):
    deliver(delivery_id=delivery.pk, now=NOW)
    Delivery.objects.update(status=Status.PENDING)  # the commit that a crash swallowed
    deliver(delivery_id=delivery.pk, now=NOW)
    first, second = (each.extra_headers["Message-ID"] for each in mail.outbox)
    assert first == second == channels.message_id(delivery)


def test_a_failure_waits_longer_each_time_and_is_given_up(delivery, server_down):
    now, pauses = NOW, []
    for _ in range(MOST_ATTEMPTS):
        assert not deliver(delivery_id=delivery.pk, now=now)
        delivery.refresh_from_db()
        pauses.append(delivery.not_before - now)
        now = max(delivery.not_before, now)
    assert pauses[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert max(pauses) <= LONGEST_PAUSE
    assert delivery.status == Status.DEAD
    assert delivery.last_error == "SMTPServerDisconnected: the mail server is away"
    assert not deliver(delivery_id=delivery.pk, now=now + timedelta(days=1))


def test_it_is_not_tried_before_its_pause_is_over(delivery, server_down):
    deliver(delivery_id=delivery.pk, now=NOW)
    assert not Delivery.objects.due(NOW + FIRST_PAUSE - timedelta(seconds=1)).exists()
    assert Delivery.objects.due(NOW + FIRST_PAUSE).exists()


def test_a_worker_that_dies_each_time_is_given_up_too(delivery, woken):
    now = NOW
    for _ in range(MOST_ATTEMPTS):
        assert Delivery.objects.claim(delivery.pk, now)
        now += LEASE + timedelta(seconds=1)
    assert sweep(now=now) == 0
    delivery.refresh_from_db()
    assert delivery.status == Status.DEAD
    assert "died" in delivery.last_error


def test_the_account_was_switched_off_meanwhile(delivery, cast):
    cast.rep.is_active = False
    cast.rep.save()
    assert not deliver(delivery_id=delivery.pk, now=NOW)
    delivery.refresh_from_db()
    assert delivery.status == Status.SKIPPED
    assert mail.outbox == []


# --- the sweep -----------------------------------------------------------------------------------


def test_the_sweep_wakes_workers_for_what_is_due(cast, tell, woken):
    tell(cast.rep, key="due")
    tell(cast.rep, key="later", now=NOW + timedelta(hours=1))
    tell(cast.rep, key="sent")
    Delivery.objects.filter(notification__key="sent").update(status=Status.SENT)
    tell(cast.rep, key="held")
    held = Delivery.objects.get(notification__key="held")
    Delivery.objects.claim(held.pk, NOW)
    due = Delivery.objects.get(notification__key="due")

    assert sweep(now=NOW) == 1
    assert woken == [due.pk]
    woken.clear()
    assert sweep(now=NOW + LEASE + timedelta(seconds=1)) == 2
    assert woken == [due.pk, held.pk]


def test_two_sweeps_at_once_deliver_once(delivery, woken):
    sweep(now=NOW)
    sweep(now=NOW)
    assert woken == [delivery.pk, delivery.pk]
    for each in woken:
        deliver(delivery_id=each, now=NOW)
    assert len(mail.outbox) == 1


# --- another try ---------------------------------------------------------------------------------


def test_another_try_gives_the_attempts_back(delivery, woken, django_capture_on_commit_callbacks):
    Delivery.objects.update(status=Status.DEAD, attempts=MOST_ATTEMPTS)
    with django_capture_on_commit_callbacks(execute=True):
        assert try_again(delivery=delivery, now=NOW)
    assert woken == [delivery.pk]
    assert deliver(delivery_id=delivery.pk, now=NOW)


def test_another_try_of_what_is_on_its_way_changes_nothing(delivery):
    assert not try_again(delivery=delivery, now=NOW)


# --- at the same moment --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_send_it_once(delivery):
    together = threading.Barrier(8)

    def work(_):
        together.wait()
        try:
            return deliver(delivery_id=delivery.pk, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        sent = list(workers.map(work, range(8)))
    assert sorted(sent) == [False] * 7 + [True]
    assert len(mail.outbox) == 1
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (Status.SENT, 1)
