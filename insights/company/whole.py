"""Fills an empty installation with a company: the same seed and day give the same company."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from activities.builders import make_standard_types
from insights.company.agreements import StateOf, agree, usual_state
from insights.company.log import Habit, log_weeks
from insights.company.market import sell
from insights.company.staff import Staff, by_skill, hire
from insights.company.strategy import decide


@dataclass(frozen=True)
class Company:
    """What was made, for whoever goes on from there."""

    staff: Staff
    skill: dict[int, int]
    start: date


@transaction.atomic
def make_company(
    *,
    people: int,
    weeks: int,
    seed: int,
    today: date,
    now: datetime,
    state_of: StateOf = usual_state,
    deals_a_week: int = 1,
) -> Company:
    """Write a company of ``people`` people with ``weeks`` weeks of work up to ``today``.

    ``state_of`` says how the document of the running quarter stands, by the rep's place. Raises
    ValueError for fewer than 10 people or no week.
    """
    if weeks < 1:
        raise ValueError("A company needs at least one week of work.")
    random = Random(seed)  # noqa: S311 chance for a made-up company, no secrets
    start = today - timedelta(weeks=weeks)
    staff = hire(people=people, random=random, start=start, today=today, now=now)
    skill = by_skill(staff.reps, random)
    habits = {
        pk: Habit(percent=percent + random.randint(-8, 8), off_in_a_hundred=random.randint(4, 12))
        for pk, percent in skill.items()
    }
    make_standard_types()
    objectives = decide(staff=staff, start=start, today=today, deals_a_week=deals_a_week)
    agree(
        staff=staff,
        skill=skill,
        objectives=objectives,
        random=random,
        start=start,
        today=today,
        state_of=state_of,
        deals_a_week=deals_a_week,
    )
    log_weeks(reps=staff.reps, habits=habits, weeks=weeks, random=random, today=today, now=now)
    sell(
        reps=staff.reps,
        skill=skill,
        weeks=weeks,
        random=random,
        today=today,
        deals_a_week=deals_a_week,
    )
    return Company(staff, skill, start)
