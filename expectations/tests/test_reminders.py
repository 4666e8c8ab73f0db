"""Two weeks into a quarter a manager is told, once, how many have nothing signed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from expectations.builders import make_document
from expectations.models import State
from expectations.reminders import is_due, remind_of_unsigned
from notifications.models import Notification

DAY_15 = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
KIND = "expectations.unsigned_due"


def told() -> dict[str, int]:
    return {
        each.recipient.first_name: each.data["number"]
        for each in Notification.objects.filter(kind=KIND)
    }


def test_on_the_fifteenth_day_at_nine_and_not_a_minute_earlier(cast):
    remind_of_unsigned(DAY_15 - timedelta(minutes=1))
    assert told() == {}
    remind_of_unsigned(DAY_15)
    assert told()["Mila"] == 2
    assert told()["Oskar"] == 1
    assert "Rhea" not in told()


def test_each_minute_tells_nothing_new(cast):
    for minutes in range(3):
        remind_of_unsigned(DAY_15 + timedelta(minutes=minutes))
    assert Notification.objects.filter(recipient=cast.manager, kind=KIND).count() == 1


def test_who_has_signed_is_not_counted_and_who_only_shared_is(cast):
    make_document(person=cast.rep, state=State.ACTIVE)
    make_document(person=cast.peer, state=State.SHARED)
    remind_of_unsigned(DAY_15)
    assert told()["Mila"] == 1


def test_who_came_within_the_two_weeks_has_time(cast):
    for person in (cast.rep, cast.peer):
        person.hired_on = date(2026, 1, 10)
        person.save()
    remind_of_unsigned(DAY_15)
    assert "Mila" not in told()


def test_by_the_clock_of_the_manager(cast):
    cast.manager.time_zone = "America/New_York"
    cast.manager.save()
    remind_of_unsigned(DAY_15)
    assert "Mila" not in told()
    remind_of_unsigned(DAY_15 + timedelta(hours=5))
    assert told()["Mila"] == 2


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 1, 14), False), (date(2026, 1, 15), True), (date(2026, 1, 28), True),
        (date(2026, 1, 29), False), (date(2026, 3, 31), False), (date(2026, 4, 15), True),
    ],
)  # fmt: skip
def test_for_two_weeks(day, due):
    assert is_due(day) is due


def test_it_leads_to_ones_people(cast, client_for):
    remind_of_unsigned(DAY_15)
    url = Notification.objects.get(recipient=cast.manager, kind=KIND).url
    assert client_for(cast.manager).get(url).status_code == 200
