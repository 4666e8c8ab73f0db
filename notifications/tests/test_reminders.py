"""Once a minute each room is asked what is due; the tick is the scheduler's sign of life."""

from datetime import timedelta

import pytest

from notifications import reminders
from notifications.actions import beat, notify
from notifications.models import Heartbeat, Notification
from notifications.queries import backlog
from notifications.tasks import deliver, sweep, tick
from notifications.tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def providers(monkeypatch):
    """Only the providers that a test registers."""
    alone: list[reminders.Provider] = []
    monkeypatch.setattr(reminders, "_providers", alone)
    return alone


def remind(person):
    def provider(now):
        notify(
            key=f"week:{now:%G-%V}",
            recipients=[person],
            kind="activities.week_due",
            data={"week": "2 to 8 Mar 2026"},
            url="/week/",
            now=now,
        )

    return provider


def test_each_minute_asks_and_tells_once(cast, providers, woken):
    reminders.register(remind(cast.rep))
    for minute in range(3):
        reminders.ask_all(NOW + timedelta(minutes=minute))
    assert Notification.objects.filter(recipient=cast.rep).count() == 1


def test_one_room_that_fails_hinders_no_other(cast, providers, woken, caplog):
    def broken(now):
        remind(cast.manager)(now)
        raise RuntimeError("no idea what is due")

    reminders.register(broken)
    reminders.register(remind(cast.rep))
    reminders.ask_all(NOW)
    assert not Notification.objects.filter(recipient=cast.manager).exists()  # all or nothing
    assert Notification.objects.filter(recipient=cast.rep).exists()
    assert "no idea what is due" in caplog.text


def test_registering_twice_asks_once(cast, providers):
    provider = remind(cast.rep)
    reminders.register(provider)
    reminders.register(provider)
    assert providers == [provider]


def test_the_tick_leaves_a_sign_of_life(frozen_day, providers):
    tick()
    tick()
    assert Heartbeat.objects.get().at == NOW


def test_the_tasks_read_the_clock(cast, providers, tell):
    tell(now=NOW)
    sweep()
    deliver(1234567)


def test_how_the_outbox_does(cast, tell):
    assert backlog(NOW).oldest_due is None
    assert backlog(NOW).last_tick is None
    tell()
    beat(now=NOW)
    later = backlog(NOW + timedelta(seconds=30))
    assert (later.oldest_due, later.last_tick, later.given_up) == (30, 30, 0)
