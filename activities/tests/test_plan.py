"""The weekly plan is written down when a document becomes active."""

from datetime import date
from decimal import Decimal

import pytest

from activities.actions import write_plan
from activities.builders import make_activity_type, make_plan_line
from activities.models import PlanLine, PlanSkill
from activities.plans import PlannedActivity, PlannedSkill
from audit.models import Event
from tests.cast import NOW

JANUARY, MARCH, DECEMBER = date(2026, 1, 1), date(2026, 3, 2), date(2026, 12, 31)


@pytest.fixture
def calls(db):
    return make_activity_type(name="Calls")


def write(cast, calls, quantity=100, **fields):
    return write_plan(
        **{
            "person": cast.rep,
            "lines": [PlannedActivity(calls.pk, Decimal(quantity), "New revenue")],
            "skills": [PlannedSkill("Asking discovery questions", 2, 3)],
            "starts_on": JANUARY,
            "ends_on": DECEMBER,
            "document": 7,
            "actor": cast.manager,
            "now": NOW,
            **fields,
        }
    )


def spans(person):
    return [
        (line.weekly_quantity, line.starts_on, line.ends_on)
        for line in PlanLine.objects.filter(person=person).order_by("starts_on")
    ]


def test_it_writes_lines_and_skills_with_what_they_serve(cast, calls):
    assert write(cast, calls)
    line = PlanLine.objects.get()
    assert (line.activity_type, line.weekly_quantity, line.serves) == (calls, 100, "New revenue")
    assert (line.document, line.starts_on, line.ends_on) == (7, JANUARY, DECEMBER)
    skill = PlanSkill.objects.get()
    assert (skill.name, skill.level_now, skill.level_needed) == ("Asking discovery questions", 2, 3)
    assert Event.objects.get().verb == "activities.plan_written"


def test_writing_it_again_changes_nothing(cast, calls):
    write(cast, calls)
    numbers = list(PlanLine.objects.values_list("pk", flat=True))
    assert not write(cast, calls)
    assert list(PlanLine.objects.values_list("pk", flat=True)) == numbers
    assert Event.objects.count() == 1


def test_a_new_version_ends_the_earlier_lines_the_day_before(cast, calls):
    write(cast, calls, 100)
    write(cast, calls, 120, starts_on=MARCH)
    assert spans(cast.rep) == [(100, JANUARY, date(2026, 3, 1)), (120, MARCH, DECEMBER)]


def test_a_new_version_of_the_same_day_takes_its_place(cast, calls):
    write(cast, calls, 100)
    write(cast, calls, 120)
    assert spans(cast.rep) == [(120, JANUARY, DECEMBER)]


def test_a_plan_that_begins_after_the_period_stays(cast, calls):
    next_year = date(2027, 1, 1)
    write(cast, calls, 130, starts_on=next_year, ends_on=None, document=8)
    write(cast, calls, 100)
    assert spans(cast.rep) == [(100, JANUARY, DECEMBER), (130, next_year, None)]


def test_a_plan_without_activities_ends_what_was_planned(cast, calls):
    write(cast, calls)
    write(cast, calls, lines=[], skills=[], starts_on=MARCH)
    assert spans(cast.rep) == [(100, JANUARY, date(2026, 3, 1))]
    assert PlanSkill.objects.get().ends_on == date(2026, 3, 1)


def test_the_plans_of_others_are_left_alone(cast, calls):
    make_plan_line(person=cast.peer, activity_type=calls, weekly_quantity=80)
    write(cast, calls)
    assert spans(cast.peer) == [(80, date(2020, 1, 6), None)]
