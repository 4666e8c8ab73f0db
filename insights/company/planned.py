"""Days on which nobody works, and weeks that were worked out from a target."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from calc.periods import monday_of, quarter
from expectations.actions.planning import put_quantities, save_planning
from expectations.models import DocumentVersion
from expectations.planning import Figures
from expectations.planning_words import how
from expectations.queries.planning import activity_types, basis_of, first_figures
from expectations.rules import sides
from people.actions import add_away, add_days_off
from people.models import Person

HOLIDAYS = (
    (1, 1, "New Year’s Day"), (5, 1, "May Day"), (12, 25, "Christmas Day"),
    (12, 26, "Second Christmas Day"),
)  # fmt: skip


def take_days_off(hr: Person, rep: Person, today: date, at: datetime) -> None:
    """Public holidays of three years, and two weeks in which the rep is away next quarter."""
    days = [
        (date(year, month, day), name)
        for year in range(today.year - 1, today.year + 2)
        for month, day, name in HOLIDAYS
    ]
    add_days_off(days=days, team=None, by=hr, now=at)
    coming = quarter(quarter(today).end + timedelta(days=1))
    first = monday_of(coming.start + timedelta(days=40))
    add_away(person=rep, starts_on=first, ends_on=first + timedelta(days=11), by=rep, now=at)


def enter_target(
    version: DocumentVersion, manager: Person, hours: Decimal, today: date, at: datetime
) -> Figures:
    """What the manager enters to work out the week: the target of the draft and the hours."""
    figures = replace(first_figures(version, activity_types(version, manager, today)), hours=hours)
    save_planning(version=version, figures=figures, revision=0, actor=manager, now=at)
    return figures


def work_out(
    version: DocumentVersion, manager: Person, hours: Decimal, today: date, at: datetime
) -> None:
    """Enter the target and put the weekly quantities into the draft, as the page does."""
    figures = enter_target(version, manager, hours, today, at)
    both = sides(version, today)
    plan = basis_of(
        version, both, manager, today,
        types=activity_types(version, manager, today), currency=figures.currency,
    ).plan(figures)  # fmt: skip
    if plan.complete:
        put_quantities(
            version=version, changes=plan.changes, how=how(plan), actor=manager,
            today=today, now=at,
        )  # fmt: skip
