"""Nudges about the week, each once, by the clock on the wall of the person."""

from datetime import UTC, date, datetime, timedelta

import pytest

from activities.builders import make_plan_line, make_week
from activities.reminders import due, remind_of_weeks
from activities.tests.conftest import MONDAY
from notifications.models import Notification
from tests.cast import NOW

FRIDAY_AFTERNOON = datetime(2026, 3, 13, 15, 0, tzinfo=UTC)
NEXT_MONDAY_MORNING = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def plan(cast, calls):
    return make_plan_line(person=cast.rep, activity_type=calls, starts_on=MONDAY)


def told():
    return [
        (each.recipient.name, each.key.rsplit(":", 1)[-1], each.url)
        for each in Notification.objects.order_by("pk")
    ]


def test_on_friday_at_15_00_and_not_a_minute_earlier(cast, plan):
    remind_of_weeks(FRIDAY_AFTERNOON - MINUTE)
    assert told() == []
    remind_of_weeks(FRIDAY_AFTERNOON)
    assert told() == [("Rhea Solbergh", "friday", "/week/2026-03-09/")]
    assert Notification.objects.get().data == {"week": "9 to 15 March 2026"}


def test_and_on_monday_at_9_about_the_week_before(cast, plan):
    cast.rep.plan_lines.update(ends_on=MONDAY + timedelta(days=6))
    remind_of_weeks(NEXT_MONDAY_MORNING - MINUTE)
    assert told() == []
    remind_of_weeks(NEXT_MONDAY_MORNING)
    assert told() == [("Rhea Solbergh", "monday", "/week/2026-03-09/")]


def test_each_minute_tells_nothing_new(cast, plan):
    for minutes in range(3):
        remind_of_weeks(FRIDAY_AFTERNOON + minutes * MINUTE)
    assert len(told()) == 1


def test_what_was_not_said_in_time_is_said_later_but_not_for_ever(cast, plan):
    remind_of_weeks(FRIDAY_AFTERNOON + timedelta(days=2))
    assert [name for _, name, _ in told()] == ["friday"]
    remind_of_weeks(NEXT_MONDAY_MORNING + timedelta(days=1, hours=20))
    assert [name for _, name, _ in told()] == ["friday"]


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("Pacific/Auckland", datetime(2026, 3, 13, 2, 0, tzinfo=UTC)),  # 15:00 at +13
        ("Pacific/Honolulu", datetime(2026, 3, 14, 1, 0, tzinfo=UTC)),  # 15:00 at -10
        ("Europe/Vienna", datetime(2026, 3, 13, 14, 0, tzinfo=UTC)),
    ],
)
def test_it_is_friday_afternoon_where_the_person_is(cast, plan, zone, at):
    cast.rep.time_zone = zone
    cast.rep.save()
    remind_of_weeks(at - MINUTE)
    assert told() == []
    remind_of_weeks(at)
    assert len(told()) == 1


def test_in_the_week_of_the_clock_change_it_is_15_00_all_the_same(cast, plan):
    cast.rep.time_zone = "Europe/Vienna"  # summer time begins on Sunday 29 March
    cast.rep.save()
    monday_after = datetime(2026, 3, 30, 7, 0, tzinfo=UTC)  # 09:00 at +2
    remind_of_weeks(monday_after - MINUTE)
    assert told() == []
    remind_of_weeks(monday_after)
    assert [name for _, name, _ in told()] == ["monday"]


def test_who_submitted_is_left_in_peace(cast, plan):
    make_week(person=cast.rep, monday=MONDAY, submitted_at=NOW)
    remind_of_weeks(FRIDAY_AFTERNOON)
    assert told() == []


def test_who_has_no_plan_or_left_or_is_switched_off_is_left_in_peace(cast, calls):
    make_plan_line(person=cast.peer, activity_type=calls, weekly_quantity=0)
    make_plan_line(person=cast.manager, activity_type=calls, ends_on=date(2026, 3, 8))
    make_plan_line(person=cast.deactivated, activity_type=calls)
    make_plan_line(person=cast.other_rep, activity_type=calls)
    cast.other_rep.left_on = date(2026, 3, 11)
    cast.other_rep.save()
    remind_of_weeks(FRIDAY_AFTERNOON)
    assert told() == []


def test_nothing_is_due_between_the_nudges():
    assert list(due(datetime(2026, 3, 12, 12, 0))) == []  # noqa: DTZ001 a clock on a wall
    both = [(monday, nudge.name) for monday, nudge in due(datetime(2026, 3, 16, 9, 0))]  # noqa: DTZ001
    assert both == [(MONDAY, "monday")]


@pytest.mark.parametrize("number", [1, 30])
def test_a_quiet_minute_asks_as_often_for_one_person_as_for_thirty(
    cast, calls, number, django_assert_num_queries
):
    from people.builders import make_person

    for _ in range(number):
        person = make_person()
        make_plan_line(person=person, activity_type=calls)
        make_week(person=person, monday=MONDAY, submitted_at=NOW)
    with django_assert_num_queries(2):
        remind_of_weeks(FRIDAY_AFTERNOON)
