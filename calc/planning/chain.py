"""Reckoning backwards: how much of each step it takes for a number of deals.

Steps stand in the order in which they are worked: calls, first meetings, second meetings,
proposals. The rate of a step is the share of it that leads to the next one, that of the last step
the share that leads to a deal. A step is made of whole things: nobody holds half a meeting. So
each amount is rounded up before the step ahead of it is reckoned.

    14 deals ← 35 proposals (40 %) ← 70 second meetings (50 %)
             ← 200 first meetings (35 %) ← 2,000 calls (10 %)

Source of the formula and the figures: mysalesprocess.com/sales-math. Everything is whole numbers
and fractions; there is no rounding but up.
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import ceil, floor

WORKING_DAYS_A_WEEK = 5
WHOLE_OVER = 5  # a week; up to that, halves are planned
_HALF = Decimal("0.5")


def deals_for(target: int, deal_size: Fraction | int) -> int:
    """How many deals of this size reach the target at least; both in minor units.

    Raises ValueError for a target below 0 or a deal size of 0 or less.
    """
    if target < 0 or deal_size <= 0:
        raise ValueError("A target is 0 or more, and a deal is worth more than 0.")
    return ceil(Fraction(target) / deal_size)


def backwards(deals: int, rates: Sequence[Fraction]) -> tuple[int, ...]:
    """How much of each step it takes, and the deals last: always one more than there are rates.

    Each amount is the smallest whole one that reaches the next. Raises ValueError for a rate
    that is not over 0 and up to 1, or fewer than 0 deals.
    """
    _check(deals, rates)
    needed = [deals]
    for rate in reversed(rates):
        needed.append(ceil(needed[-1] / rate))
    return tuple(reversed(needed))


def forwards(first: int, rates: Sequence[Fraction]) -> tuple[int, ...]:
    """What comes of ``first`` of the first step: each step after it, and the deals last.

    Rounded down at each step: what is not finished does not go on. ``forwards(backwards(n)[0])``
    never ends below n.
    """
    _check(first, rates)
    reached = [first]
    for rate in rates:
        reached.append(floor(reached[-1] * rate))
    return tuple(reached)


def a_week(amount: int, working_days: int) -> Decimal:
    """An amount of a whole period as so much a full week of five working days.

    Rounded up, so that the weeks of the period reach the amount: to whole ones over 5 a week, to
    halves below. Raises ValueError without a working day.
    """
    if working_days <= 0:
        raise ValueError("A period without a working day has no weeks.")
    exact = Fraction(amount * WORKING_DAYS_A_WEEK, working_days)
    if exact > WHOLE_OVER:
        return Decimal(ceil(exact))
    return Decimal(ceil(exact * 2)) * _HALF


def a_day(weekly: Decimal) -> Decimal:
    """A weekly quantity as so much a working day, rounded up to a tenth. For reading only."""
    return (weekly / WORKING_DAYS_A_WEEK).quantize(Decimal("0.1"), ROUND_CEILING)


def _check(amount: int, rates: Sequence[Fraction]) -> None:
    if amount < 0:
        raise ValueError("There is no less than nothing.")
    if not all(0 < rate <= 1 for rate in rates):
        raise ValueError("A rate is more than 0 and at most 1.")
