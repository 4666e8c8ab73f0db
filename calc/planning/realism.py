"""A target against what was reached before: where it lies, and how much that says.

A past period is a span as long as the one that is planned. The team's are those of everybody
else, one for each person and span; from fewer than ``calc.funnel.TOO_FEW`` of them nothing is
concluded, and of one's own there are hardly ever so many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from calc.funnel import Share
from calc.periods import Period, month

MOST_PERIODS = 8


@dataclass(frozen=True)
class Place:
    """Where a target lies among past results: how many reached it, the middle and the best."""

    reached: Share
    median: Fraction | None
    best: int | None

    @property
    def n(self) -> int:
        return self.reached.n

    @property
    def says_something(self) -> bool:
        """Are there enough results to conclude from?"""
        return not self.reached.too_few


def place(target: int, results: Sequence[int]) -> Place:
    """Hold a target against results in the same unit. The middle of an even number is halved."""
    each = sorted(results)
    n = len(each)
    if not n:
        return Place(Share(0, 0), None, None)
    median = Fraction(each[(n - 1) // 2] + each[n // 2], 2)
    return Place(Share(sum(1 for result in each if result >= target), n), median, each[-1])


def past_periods(period: Period, until: date, most: int = MOST_PERIODS) -> list[Period]:
    """Spans as long as ``period``, one before the other, that end on ``until`` at the latest.

    A period of whole months is moved by months, any other by its days. The newest comes first;
    those that lie after ``until`` are passed over.
    """
    found: list[Period] = []
    step = 1
    while len(found) < most:
        earlier = _moved_back(period, step)
        if earlier is None:
            break
        if earlier.end <= until:
            found.append(earlier)
        step += 1
    return found


def months_of(period: Period) -> int:
    """How many whole calendar months the period is; 0 when it is none."""
    if period.start.day != 1 or month(period.end).end != period.end:
        return 0
    years = period.end.year - period.start.year
    return years * 12 + period.end.month - period.start.month + 1


def _moved_back(period: Period, steps: int) -> Period | None:
    """The period ``steps`` of its own lengths earlier; None before the first year there is."""
    months = months_of(period)
    try:
        if not months:
            length = timedelta(days=(period.end - period.start).days + 1)
            return Period(period.start - steps * length, period.end - steps * length)
        first = period.start.year * 12 + period.start.month - 1 - steps * months
        last = first + months - 1
        return Period(
            date(first // 12, first % 12 + 1, 1),
            month(date(last // 12, last % 12 + 1, 1)).end,
        )
    except (OverflowError, ValueError):
        return None
