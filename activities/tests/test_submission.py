"""POST …/submission/ and …/reopening/: saying that a week is complete, and taking it back."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from activities.builders import make_week
from activities.models import Week
from activities.tests.conftest import LAST_MONDAY, MONDAY
from audit.models import Event
from tests.cast import NOW

LAST = reverse("activities:submission", args=[LAST_MONDAY])
THIS = reverse("activities:submission", args=[MONDAY])
REOPEN = reverse("activities:reopening", args=[LAST_MONDAY])


def test_a_week_is_submitted_and_the_event_says_how_late(rep, cast, calls):
    make_week(person=cast.rep, monday=LAST_MONDAY, entries={calls: [1]})
    answer = rep.post(LAST, follow=True)
    assert "Week 10 is submitted." in answer.text
    assert Week.objects.get().submitted_at == NOW
    event = Event.objects.get()
    assert (event.verb, event.data["days_late"]) == ("activities.week_submitted", 3)


def test_a_week_in_which_nothing_was_done_can_be_submitted(rep):
    rep.post(LAST)
    assert Week.objects.get().is_submitted


def test_twice_is_once(rep):
    for _ in range(2):
        assert rep.post(LAST).status_code == 302
    assert Event.objects.count() == 1


def test_before_friday_it_cannot_be_submitted(rep):
    assert rep.post(THIS).status_code == 403
    assert not Week.objects.exists()
    assert "from Friday on" in rep.get(reverse("activities:week")).text


@pytest.mark.parametrize(
    ("zone", "status"), [("Pacific/Auckland", 302), ("UTC", 403), ("Pacific/Honolulu", 403)]
)
def test_friday_begins_where_the_person_is(cast, at, zone, status):
    cast.rep.time_zone = zone
    cast.rep.save()
    with at(datetime(2026, 3, 12, 13, tzinfo=UTC), cast.rep) as client:
        assert client.post(THIS).status_code == status


def test_a_submitted_week_is_shown_without_fields(rep, cast, calls):
    make_week(
        person=cast.rep, monday=LAST_MONDAY, entries={calls: [17]}, submitted_at=NOW,
        reflection="A good week.",
    )  # fmt: skip
    page = rep.get(reverse("activities:week_of", args=[LAST_MONDAY]))
    assert "<input name=" not in page.text
    assert "A good week." in page.text
    assert "submitted today, 10:00" in page.text
    assert page.context["next_step"].act == "Nothing waits for you."


def test_reopening_lets_one_correct_it_and_is_recorded(rep, cast):
    make_week(person=cast.rep, monday=LAST_MONDAY, submitted_at=NOW)
    for _ in range(2):
        rep.post(REOPEN)
    assert not Week.objects.get().is_submitted
    assert [event.verb for event in Event.objects.all()] == ["activities.week_reopened"]


def test_reopening_touches_ones_own_week_only(cast, client_for):
    make_week(person=cast.rep, monday=LAST_MONDAY, submitted_at=NOW)
    client_for(cast.manager).post(REOPEN)
    assert Week.objects.get(person=cast.rep).is_submitted


@pytest.mark.parametrize("name", ["submission", "reopening"])
def test_weeks_that_are_none(rep, name):
    future = reverse(f"activities:{name}", args=[date(2026, 3, 16)])
    tuesday = reverse(f"activities:{name}", args=[date(2026, 3, 3)])
    assert rep.post(future).status_code == 403
    assert rep.post(tuesday).status_code == 404
    assert rep.get(future).status_code == 405
