"""How deals move: shares with how sure they are, the age of what is open, cover for what is left.

A share says of how many it is one. Below ``TOO_FEW`` cases it is no share to conclude from, and
its interval says so too. Nothing here is a float; ages are whole days that the caller counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise

TOO_FEW = 20  # cases; with fewer, nothing is concluded
OLD_DAYS = 90  # an open deal older than this asks for a look
Z_95 = Decimal("1.959963984540054")  # the normal quantile that holds 19 times in 20


@dataclass(frozen=True)
class Interval:
    """Both ends of a range of shares, from 0 to 1."""

    low: Decimal
    high: Decimal

    def __contains__(self, share: Decimal) -> bool:
        return self.low <= share <= self.high


def wilson(hits: int, n: int, z: Decimal = Z_95) -> Interval:
    """The range in which the true share lies 19 times in 20, when ``hits`` of ``n`` were seen.

    Wilson's score interval (E. B. Wilson, JASA 22, 1927; method 3 of R. G. Newcombe, Statistics
    in Medicine 17, 1998): it stays within 0 and 1 and holds for few cases too. Raises ValueError
    unless 0 ≤ hits ≤ n and n > 0.
    """
    _check(hits, n)
    if n == 0:
        raise ValueError("No cases, no interval.")
    with localcontext() as context:
        context.prec = 50
        square = z * z
        middle = 2 * hits + square
        reach = z * (square + Decimal(4 * hits * (n - hits)) / n).sqrt()
        whole = 2 * (n + square)
        low = Decimal(0) if hits == 0 else (middle - reach) / whole
        high = Decimal(1) if hits == n else (middle + reach) / whole
    return Interval(+low, +high)


@dataclass(frozen=True)
class Share:
    """``hits`` of ``n`` cases, as in "106 of 200"."""

    hits: int
    n: int

    def __post_init__(self) -> None:
        _check(self.hits, self.n)

    @property
    def value(self) -> Decimal | None:
        """The share from 0 to 1; None without a case."""
        return Decimal(self.hits) / self.n if self.n else None

    @property
    def interval(self) -> Interval | None:
        """Where the true share lies 19 times in 20; None without a case."""
        return wilson(self.hits, self.n) if self.n else None

    @property
    def too_few(self) -> bool:
        """Are there too few cases to conclude anything?"""
        return self.n < TOO_FEW


def conversion(counts: Sequence[int]) -> list[Share]:
    """The share of each step that reached the next: [2000, 200, 70] gives 200 of 2000, 70 of 200.

    Counts are of cases that reached a step at least, so they never rise; ValueError if they do.
    """
    return [Share(after, before) for before, after in pairwise(counts)]


@dataclass(frozen=True)
class Ageing:
    """How old a set of open deals is, in days. ``undated`` ones have no opening date."""

    dated: int
    undated: int
    median: Decimal | None
    old: Share


def ageing(ages: Iterable[tuple[int | None, int]], limit: int = OLD_DAYS) -> Ageing:
    """Sum up pairs of (age in days or None, number of deals of that age).

    The median of an even number is the mean of the two in the middle. ``old`` counts the dated
    deals that are older than ``limit`` days, of all dated ones. An age below 0 (opened in the
    future) counts as it stands.
    """
    pairs = list(ages)
    dated = sorted((age, count) for age, count in pairs if age is not None and count)
    total = sum(count for _, count in dated)
    return Ageing(
        dated=total,
        undated=sum(count for age, count in pairs if age is None),
        median=_median(dated, total) if total else None,
        old=Share(sum(count for age, count in dated if age > limit), total),
    )


def coverage(open_value: int, left: int) -> Decimal | None:
    """How many times the open deals cover what is left to the target; both in minor units.

    None when nothing is left: then there is nothing to cover.
    """
    return Decimal(open_value) / left if left > 0 else None


def _median(dated: Sequence[tuple[int, int]], total: int) -> Decimal:
    lower = _at(dated, (total - 1) // 2)
    upper = _at(dated, total // 2)
    return Decimal(lower + upper) / 2


def _at(dated: Sequence[tuple[int, int]], place: int) -> int:
    """The age at ``place`` (from 0) when all deals stand in a row by age."""
    for age, count in dated:
        if place < count:
            return age
        place -= count
    raise IndexError(place)


def _check(hits: int, n: int) -> None:
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no share.")
