"""Does the week fit into its hours? And if not: what would make it fit?

A week's work is what the steps take, in minutes for one of each, and what else the week already
holds. All figures are whole or exact; a week fits when its minutes are at most those it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from calc.planning.chain import a_week, backwards

PER_MILLE = 1000  # rates are searched in tenths of a percent


@dataclass(frozen=True)
class Week:
    """The week a plan has to fit into.

    ``minutes`` is what one of each step takes (0 where nobody said: it takes no time here),
    ``other`` what else is expected in the week, ``has`` the minutes there are, ``days`` the
    working days of the whole period.
    """

    minutes: tuple[int, ...]
    other: Fraction
    has: Fraction
    days: int


@dataclass(frozen=True)
class Fewer:
    """One step cut until the week fits, all others as they were."""

    step: int
    most: Decimal  # a week; below 0 never: then ``fits`` is False
    fits: bool


@dataclass(frozen=True)
class Load:
    """How a week is filled, and what would make it fit.

    ``fewer`` and ``rates`` have one entry for each step: what is left of it when it alone gives
    way, and the rate from which on all fits (None where not even every one leading on would do,
    or the step is not the one that is too much). ``deals`` are those for which there is time.
    All three are empty or the full number when the week fits.
    """

    weekly: tuple[Decimal, ...]
    takes: Fraction
    has: Fraction
    deals: int
    fewer: tuple[Fewer, ...] = ()
    rates: tuple[Fraction | None, ...] = ()

    @property
    def over(self) -> Fraction:
        """Minutes that are too much; 0 or less when it fits."""
        return self.takes - self.has

    @property
    def fits(self) -> bool:
        return self.over <= 0


def weekly_quantities(deals: int, rates: Sequence[Fraction], days: int) -> tuple[Decimal, ...]:
    """What each step takes a week for so many deals; the deals themselves are not in it."""
    return tuple(a_week(amount, days) for amount in backwards(deals, rates)[:-1])


def load(deals: int, rates: Sequence[Fraction], week: Week) -> Load:
    """Hold the plan for so many deals against the week. Raises ValueError as the chain does."""
    weekly = weekly_quantities(deals, rates, week.days)
    takes = _minutes(weekly, week)
    if takes <= week.has:
        return Load(weekly, takes, week.has, deals)
    return Load(
        weekly,
        takes,
        week.has,
        deals=_deals_that_fit(deals, rates, week),
        fewer=tuple(_fewer(step, weekly, takes, week) for step in range(len(rates))),
        rates=tuple(_rate_that_fits(step, deals, rates, week) for step in range(len(rates))),
    )


def _minutes(weekly: Sequence[Decimal], week: Week) -> Fraction:
    each = zip(weekly, week.minutes, strict=True)
    return week.other + sum((Fraction(amount) * minutes for amount, minutes in each), Fraction(0))


def _fits(deals: int, rates: Sequence[Fraction], week: Week) -> bool:
    return _minutes(weekly_quantities(deals, rates, week.days), week) <= week.has


def _deals_that_fit(deals: int, rates: Sequence[Fraction], week: Week) -> int:
    """The most deals, up to those wanted, for which there is time: more never take less."""
    low, high = 0, deals
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(middle, rates, week):
            low = middle
        else:
            high = middle - 1
    return low


def _fewer(step: int, weekly: Sequence[Decimal], takes: Fraction, week: Week) -> Fewer:
    minutes = week.minutes[step]
    rest = week.has - (takes - Fraction(weekly[step]) * minutes)
    if minutes == 0 or rest < 0:
        return Fewer(step, Decimal(0), fits=False)
    halves = floor(rest / minutes * 2)
    most = Decimal(halves) / 2 if halves < 10 else Decimal(halves // 2)
    return Fewer(step, most, fits=True)


def _rate_that_fits(
    step: int, deals: int, rates: Sequence[Fraction], week: Week
) -> Fraction | None:
    """The lowest rate of one step, in tenths of a percent, from which on all fits.

    A higher rate never needs more, so the first that fits is found by halving.
    """

    def fits(per_mille: int) -> bool:
        changed = [*rates[:step], Fraction(per_mille, PER_MILLE), *rates[step + 1 :]]
        return _fits(deals, changed, week)

    if not fits(PER_MILLE):
        return None
    low, high = floor(rates[step] * PER_MILLE) + 1, PER_MILLE
    while low < high:
        middle = (low + high) // 2
        if fits(middle):
            high = middle
        else:
            low = middle + 1
    return Fraction(high, PER_MILLE)
