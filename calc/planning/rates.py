"""Which rate to reckon with: the person's own, else the team's, else what somebody entered.

A rate is taken from cases only where there are enough of them (``calc.funnel.TOO_FEW``) and it
is over 0: from a rate of 0 nothing can be reckoned backwards, whatever it is made of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from calc.funnel import TOO_FEW, Z_95, Share

OWN, TEAM, ENTERED = "own", "team", "entered"
BEST = "best"  # own, else team, else entered
CHOICES = (BEST, TEAM, ENTERED)


@dataclass(frozen=True)
class Spread:
    """How much single values of one kind were: the number of them, their mean and its range.

    The range holds the true mean 19 times in 20: mean ± 1.96 s/√n with the sample's s (normal
    approximation; from 20 values on). None for fewer than two values.
    """

    n: int
    mean: Fraction
    low: Decimal | None
    high: Decimal | None

    @property
    def too_few(self) -> bool:
        """Are there too few values to conclude anything?"""
        return self.n < TOO_FEW


def spread(values: Iterable[int]) -> Spread | None:
    """The mean of values (minor units, say) with its range; None without a value."""
    each = list(values)
    if not each:
        return None
    n = len(each)
    mean = Fraction(sum(each), n)
    if n < 2:
        return Spread(n, mean, None, None)
    variance = (sum(value * value for value in each) - n * mean * mean) / (n - 1)
    with localcontext() as context:
        context.prec = 50
        middle = Decimal(mean.numerator) / mean.denominator
        reach = Z_95 * (Decimal(variance.numerator) / variance.denominator / n).sqrt()
        low, high = middle - reach, middle + reach
    return Spread(n, mean, +low, +high)


@dataclass(frozen=True)
class Rate:
    """A rate to reckon with: its value, whose it is, and the cases behind it (none if entered)."""

    value: Fraction
    source: str
    share: Share | None = None


@dataclass(frozen=True)
class Size:
    """A deal size to reckon with, in minor units: whose it is, and the deals behind it."""

    value: Fraction
    source: str
    spread: Spread | None = None


def usable(share: Share | None) -> bool:
    """Can a rate be taken from these cases: enough of them, and one at least that went on?"""
    return share is not None and not share.too_few and share.hits > 0


def pick_rate(
    own: Share | None, team: Share | None, entered: Fraction | None, choice: str = BEST
) -> Rate | None:
    """The rate to reckon with; None where there is none. Raises ValueError for another choice."""
    shares = {OWN: own, TEAM: team}
    for source in _in_order(choice):
        share = shares[source]
        if share is not None and usable(share):
            return Rate(Fraction(share.hits, share.n), source, share)
    return None if entered is None else Rate(entered, ENTERED)


def pick_size(
    own: Spread | None, team: Spread | None, entered: int | None, choice: str = BEST
) -> Size | None:
    """The deal size to reckon with; None where there is none. Raises ValueError likewise."""
    spreads = {OWN: own, TEAM: team}
    for source in _in_order(choice):
        found = spreads[source]
        if found is not None and not found.too_few and found.mean > 0:
            return Size(found.mean, source, found)
    return None if entered is None else Size(Fraction(entered), ENTERED)


def _in_order(choice: str) -> tuple[str, ...]:
    if choice not in CHOICES:
        raise ValueError(f"{choice!r} is no choice.")
    return {BEST: (OWN, TEAM), TEAM: (TEAM,), ENTERED: ()}[choice]
