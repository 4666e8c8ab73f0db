"""What a measure counts: which credits of a person, and how much of each."""

from collections.abc import Callable, Sequence
from datetime import date

from calc.commission import plan as p
from calc.commission.calendar import Calendar
from calc.commission.numbers import UNIT
from calc.commission.values import Credit

Entry = tuple[Credit, str, int]
"""A credit, the pay period it falls in, and how much of it is counted."""


class PeriodOfDay(dict[date, str]):
    """The key of the pay period of each day, worked out once for each day."""

    def __init__(self, calendar: Calendar, kind: str) -> None:
        super().__init__()
        self._calendar = calendar
        self._kind = kind

    def __missing__(self, day: date) -> str:
        key = self[day] = self._calendar.key(self._kind, day)
        return key


def in_order(credits: Sequence[Credit]) -> list[Credit]:
    """The one order in which credits are counted: by day, then by id."""
    return sorted(credits, key=_order)


def _order(credit: Credit) -> tuple[date, str]:
    return credit.date, credit.id


def entries(measure: p.Measure, credits: Sequence[Credit], period_of: PeriodOfDay) -> list[Entry]:
    """What a measure that hangs on deals counts, in the order of the credits."""
    where = measure.where
    roles = where.roles
    if where != p.Where(roles):
        wanted = _wanted(where)
        credits = [credit for credit in credits if wanted(credit)]
    if measure.base.kind in {p.REVENUE, p.COMMISSION}:
        return [(c, period_of[c.date], c.amount) for c in credits if c.role in roles]
    counted = BASES[measure.base.kind]
    return [(c, period_of[c.date], counted(c)) for c in credits if c.role in roles]


def _deals(credit: Credit) -> int:
    """One piece; a return takes one back."""
    return UNIT if credit.amount >= 0 else -UNIT


BASES: dict[str, Callable[[Credit], int]] = {
    p.REVENUE: lambda credit: credit.amount,
    p.COMMISSION: lambda credit: credit.amount,
    p.MARGIN: lambda credit: credit.amount - credit.cost,
    p.UNITS: lambda credit: credit.units,
    p.DEALS: _deals,
}


def _wanted(where: p.Where) -> Callable[[Credit], bool]:
    first, last = where.start or date.min, where.end or date.max

    def wanted(credit: Credit) -> bool:
        return (
            (not where.products or credit.product in where.products)
            and (not where.tags or not where.tags.isdisjoint(credit.tags))
            and where.not_tags.isdisjoint(credit.tags)
            and first <= credit.date <= last
        )

    return wanted
