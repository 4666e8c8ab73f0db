"""Periods and windows by their keys.

A key says its kind by its form and sorts in time among its kind: ``2026-W05`` (ISO week),
``2026-01``, ``2026-Q1``, ``2026-H1``, ``2026``, ``ever``, ``Y01`` (the person's first year).
Where the business year does not start in January, quarters, halves and years carry the number of
the calendar year they start in.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from calc.commission.values import cannot
from calc.periods import Period, month, week

WEEK = "week"
MONTH = "month"
QUARTER = "quarter"
HALF = "half"
YEAR = "year"
EVER = "ever"
ANNIVERSARY = "anniversary"

PERIODS = (WEEK, MONTH, QUARTER, HALF, YEAR)
WINDOWS = (*PERIODS, EVER, ANNIVERSARY)

_MONTHS = {QUARTER: 3, HALF: 6, YEAR: 12}


@dataclass(frozen=True)
class Calendar:
    """The business calendar: which month the business year starts in."""

    first_month: int = 1

    def key(self, kind: str, day: date, start: date | None = None) -> str:
        """The key of the period of ``kind`` that holds ``day``.

        ``start`` is the person's first day, which the anniversary years count from.
        """
        if kind == MONTH:
            return f"{day.year:04}-{day.month:02}"
        if kind == WEEK:
            year, number, _ = day.isocalendar()
            return f"{year:04}-W{number:02}"
        if kind == EVER:
            return EVER
        if kind == ANNIVERSARY:
            if start is None:
                raise cannot("no_start", "", "A year from the first day needs the first day.")
            return f"Y{months_between(start, day) // 12 + 1:02}"
        offset = (day.month - self.first_month) % 12
        year = day.year - (day.month < self.first_month)
        if kind == QUARTER:
            return f"{year:04}-Q{offset // 3 + 1}"
        if kind == HALF:
            return f"{year:04}-H{offset // 6 + 1}"
        return f"{year:04}"

    def span(self, key: str) -> Period:
        """The days of a period. ValueError for a key that is none, or has no fixed days."""
        return _span(self.first_month, key)

    def following(self, key: str) -> str:
        """The key of the period after this one."""
        return self.key(kind_of(key), self.span(key).end + timedelta(days=1))

    def keys(self, kind: str, first: date, last: date) -> tuple[str, ...]:
        """The keys of all periods of a kind from one day to another."""
        found = [self.key(kind, first)]
        while self.span(found[-1]).end < last:
            found.append(self.following(found[-1]))
        return tuple(found)


@lru_cache(maxsize=4096)
def _span(first_month: int, key: str) -> Period:
    kind = kind_of(key)
    if kind == WEEK:
        return week(date.fromisocalendar(int(key[:4]), int(key[6:]), 1))
    year = int(key[:4])
    if kind == MONTH:
        return month(date(year, int(key[5:]), 1))
    length = _MONTHS[kind]
    number = 0 if kind == YEAR else int(key[6:]) - 1
    if not 0 <= number < 12 // length:
        raise ValueError(f"{key} is no period.")
    begin = add_months(date(year, first_month, 1), number * length)
    return Period(begin, add_months(begin, length) - timedelta(days=1))


def kind_of(key: str) -> str:
    """What kind of period a key names; ValueError when none with days of its own."""
    digits, mark = key[:4], key[4:6]
    if digits.isascii() and digits.isdigit() and int(digits):
        if not key[4:]:
            return YEAR
        number = key[6:]
        if number.isascii() and number.isdigit():
            if mark == "-W" and len(number) == 2:
                return WEEK
            if mark == "-Q" and len(number) == 1:
                return QUARTER
            if mark == "-H" and len(number) == 1:
                return HALF
        if len(key) == 7 and key[4] == "-" and key[5:].isascii() and key[5:].isdigit():
            return MONTH
    raise ValueError(f"{key!r} is no period: write 2026-01, 2026-Q1, 2026-H1, 2026 or 2026-W05.")


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a month that is too short."""
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    return first.replace(day=min(day.day, month(first).end.day))


def months_between(start: date, day: date) -> int:
    """Whole months from one day to another; the same day of the month completes one.

    A month that is too short is complete on its last day. Below zero before the start.
    """
    months = (day.year - start.year) * 12 + day.month - start.month
    return months - (add_months(start, months) > day)
