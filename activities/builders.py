"""Makes activity types, plans and logged weeks for tests, demo data and whole companies.

Plain keyword functions. They write rows and skip rules, mails and audit; whoever needs those
calls activities.actions. The ``…_row`` functions write nothing: they make rows for
``bulk_create``.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from activities.models import ActivityType, Entry, PlanLine, PlanSkill, Week
from activities.standard import STANDARD_TYPES
from people.models import Person

LONG_AGO = date(2020, 1, 6)

Quantity = Decimal | int | str
# Per activity type (or its number): a quantity for each day from Monday on, None for no entry.
Done = Mapping[ActivityType | int, Sequence[Quantity | None]]

_numbers = count(1)


def make_activity_type(
    *, name: str = "", unit: str = ActivityType.Unit.COUNT, position: int = 0, **fields: Any
) -> ActivityType:
    return ActivityType.objects.create(
        name=name or f"Activity {next(_numbers)}", unit=unit, position=position, **fields
    )


def make_standard_types() -> list[ActivityType]:
    """The usual activity types of a sales organisation; those that are there are kept."""
    there: dict[str, ActivityType] = {}
    # What a type leads to stands after it in the list, so the last one is made first.
    for position, each in reversed(list(enumerate(STANDARD_TYPES))):
        there[each.name] = ActivityType.objects.get_or_create(
            name=each.name,
            defaults={
                "unit": each.unit,
                "position": position,
                "minutes": each.minutes,
                "leads_to": there.get(each.leads_to),
            },
        )[0]
    return [there[each.name] for each in STANDARD_TYPES]


def plan_line_row(
    *,
    person: Person | int,
    activity_type: ActivityType | int,
    weekly_quantity: Quantity,
    serves: str = "",
    document: int | None = None,
    position: int = 0,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> PlanLine:
    """An unsaved line of a weekly plan."""
    return PlanLine(
        person_id=_key(person),
        activity_type_id=_key(activity_type),
        weekly_quantity=Decimal(weekly_quantity),
        serves=serves,
        document=document,
        position=position,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def make_plan_line(
    *,
    person: Person,
    activity_type: ActivityType | None = None,
    weekly_quantity: Quantity = 10,
    **fields: Any,
) -> PlanLine:
    """A line of somebody's weekly plan, of a new activity type unless one is given."""
    line = plan_line_row(
        person=person,
        activity_type=activity_type or make_activity_type(),
        weekly_quantity=weekly_quantity,
        **fields,
    )
    line.save()
    return line


def make_plan_skill(*, person: Person, name: str, **fields: Any) -> PlanSkill:
    return PlanSkill.objects.create(
        person=person, name=name, **{"starts_on": LONG_AGO, "ends_on": None, **fields}
    )


def week_row(
    *,
    person: Person | int,
    monday: date,
    submitted_at: datetime | None = None,
    saved_at: datetime | None = None,
    skill_practised: str = "",
    reflection: str = "",
) -> Week:
    """An unsaved week."""
    return Week(
        person_id=_key(person),
        monday=monday,
        submitted_at=submitted_at,
        saved_at=saved_at or submitted_at,
        skill_practised=skill_practised,
        reflection=reflection,
    )


def entry_rows(week: Week, done: Done, **fields: Any) -> list[Entry]:
    """Unsaved entries of a saved week: ``{calls: [22, 25, None, 27]}`` is Monday to Thursday."""
    return [
        Entry(
            week_id=week.pk,
            activity_type_id=_key(activity_type),
            day=week.monday + timedelta(days=place),
            quantity=Decimal(quantity),
            **fields,
        )
        for activity_type, quantities in done.items()
        for place, quantity in enumerate(quantities)
        if quantity is not None
    ]


def make_week(*, person: Person, monday: date, entries: Done | None = None, **fields: Any) -> Week:
    """A week somebody logged; see :func:`entry_rows` for ``entries``."""
    week = week_row(person=person, monday=monday, **fields)
    week.save()
    Entry.objects.bulk_create(entry_rows(week, entries or {}))
    return week


def _key(row: Person | ActivityType | int) -> int:
    return row if isinstance(row, int) else row.pk
