"""Sums of what was logged."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from activities.models import Entry
from people.models import Person

_HUNDREDTHS = Decimal("0.01")


def exact(total: Decimal) -> Decimal:
    """A sum as the database gave it, with the two decimals its parts have.

    SQLite adds decimals as binary fractions; at two decimals the sum of any year is exact again.
    """
    return total.quantize(_HUNDREDTHS)


def done_by_person(
    people: Iterable[int] | QuerySet[Person], *, start: date, end: date
) -> dict[tuple[int, int], Decimal]:
    """How much of each activity each person logged from day to day, by person and type.

    One query. As with results, whoever calls it has asked whom the figures may be told.
    """
    chosen = people if isinstance(people, QuerySet) else list(people)
    entries = Entry.objects.filter(week__person__in=chosen, day__gte=start, day__lte=end)
    rows = _summed(entries, ["week__person", "activity_type"])
    return {(person, key): exact(total) for person, key, total in rows}


def done_by_day_of(
    people: Iterable[int], kinds: Iterable[int] | None, start: date, end: date
) -> dict[int, list[tuple[date, int, Decimal]]]:
    """What each person logged of these activity types (None: all): day, type, how much.

    One query.
    """
    wanted = None if kinds is None else set(kinds)
    # By person and day, of which there are few; an index of types would read everybody's.
    entries = Entry.objects.filter(week__person__in=list(people), day__gte=start, day__lte=end)
    found: dict[int, list[tuple[date, int, Decimal]]] = {}
    for person, day, kind, total in _summed(entries, ["week__person", "day", "activity_type"]):
        if wanted is None or kind in wanted:
            found.setdefault(person, []).append((day, kind, exact(total)))
    return found


def done_by_week(*, person_id: int, first: date, last: date) -> dict[tuple[date, int], Decimal]:
    """How much of each activity one person logged in each week, by Monday and type."""
    entries = Entry.objects.filter(
        week__person=person_id, week__monday__gte=first, week__monday__lte=last
    )
    rows = _summed(entries, ["week__monday", "activity_type"])
    return {(monday, key): exact(total) for monday, key, total in rows}


def _summed(entries: QuerySet[Entry], keys: list[str]) -> Iterable[tuple[Any, ...]]:
    return entries.order_by().values_list(*keys).annotate(done=Sum("quantity"))
