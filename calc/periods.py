"""Weeks, quarters and working days. Dates come in as arguments; nothing here asks a clock."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Period:
    """A span of whole days, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"A period cannot end ({self.end}) before it starts ({self.start}).")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def days(self) -> Iterator[date]:
        day = self.start
        while day <= self.end:
            yield day
            day += timedelta(days=1)


def monday_of(day: date) -> date:
    """The Monday of the ISO week that holds ``day``."""
    return day - timedelta(days=day.weekday())


def week(day: date) -> Period:
    """The ISO week, Monday to Sunday, that holds ``day``."""
    monday = monday_of(day)
    return Period(monday, monday + timedelta(days=6))


def month(day: date) -> Period:
    """The calendar month that holds ``day``."""
    start = day.replace(day=1)
    next_start = (start + timedelta(days=31)).replace(day=1)
    return Period(start, next_start - timedelta(days=1))


def quarter(day: date) -> Period:
    """The calendar quarter that holds ``day``."""
    start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    last_month = start.replace(month=start.month + 2)
    return Period(start, month(last_month).end)


def year(day: date) -> Period:
    """The calendar year that holds ``day``."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def working_days(period: Period, holidays: Collection[date] = ()) -> int:
    """Number of days from Monday to Friday in the period that are no holidays."""
    weeks, rest = divmod((period.end - period.start).days + 1, 7)
    tail = sum(1 for i in range(rest) if (period.start.weekday() + i) % 7 < 5)
    lost = sum(1 for day in set(holidays) if day in period and day.weekday() < 5)
    return weeks * 5 + tail - lost


def working_dates(period: Period, holidays: Collection[date] = ()) -> list[date]:
    """The days that :func:`working_days` counts, in order."""
    off = set(holidays)
    return [day for day in period.days() if day.weekday() < 5 and day not in off]


def working_days_until(period: Period, day: date, holidays: Collection[date] = ()) -> int:
    """Working days of the period that have passed when ``day`` ends; 0 before it starts."""
    if day < period.start:
        return 0
    return working_days(Period(period.start, min(day, period.end)), holidays)
