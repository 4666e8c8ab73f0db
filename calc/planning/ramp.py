"""The ramp of somebody who has just begun: which share of the full target is asked when.

A ramp is a percentage for each month after the day of hiring; after its last month the full
target counts. Half, three quarters, all, in the first three months, is a published usage
(getchief.com, glossary, "SDR ramp").
"""

from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction
from math import ceil

USUAL_RAMP = (50, 75, 100)
MOST_MONTHS = 24


def month_of_work(hired_on: date, day: date) -> int:
    """Which month of work it is: 1 from the day of hiring on; 0 before it.

    A month of work begins on the same day of the month, or on the last day of a month that does
    not have it.
    """
    if day < hired_on:
        return 0
    months = (day.year - hired_on.year) * 12 + day.month - hired_on.month
    last = _last_day(day.year, day.month)
    return months + (1 if day.day >= min(hired_on.day, last) else 0)


def share_of_target(hired_on: date | None, days: Collection[date], ramp: Sequence[int]) -> Fraction:
    """The share of the full target that the working days of a period carry, from 0 to 1.

    Each day carries what its month of work does; the share is their mean. 1 without a day of
    hiring, without a ramp or without days.
    """
    if hired_on is None or not ramp or not days:
        return Fraction(1)
    percent = sum(_percent(month_of_work(hired_on, day), ramp) for day in days)
    return Fraction(percent, 100 * len(days))


def ramped(target: int, share: Fraction) -> int:
    """The part of the target that is asked, rounded up to a whole minor unit."""
    return ceil(target * share)


def _percent(month: int, ramp: Sequence[int]) -> int:
    if month < 1:
        return 0
    return ramp[month - 1] if month <= len(ramp) else 100


def _last_day(year: int, month: int) -> int:
    after = date(year + month // 12, month % 12 + 1, 1)
    return (after - date.resolution).day
