"""Rate tables: tiers and curves. Where a figure stands in them, and what it is worth there.

Tiers are half-open. ``takes_bound`` says which tier a figure exactly on a bound belongs to:
the upper one, [from, to), or the lower one, (from, to]. Up to which figure a table counts
(a cap on attainment) is its ``limit``.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from calc.commission.numbers import ONE, Ratio

UPPER = "upper"
LOWER = "lower"

FLAT = "flat"
EXTEND = "extend"


class Slice(NamedTuple):
    """The part of an amount that lies in one tier. ``end`` above ``start``, or below for a return."""

    start: int
    end: int
    rate: int


@dataclass(frozen=True)
class Tiers:
    """Steps: ``rates[i]`` holds from ``bounds[i - 1]`` to ``bounds[i]``; the ends are open.

    Rates are billionths. ``areas[i]`` is what everything below ``bounds[i]`` is worth.
    """

    bounds: tuple[int, ...]
    rates: tuple[int, ...]
    takes_bound: str = UPPER
    limit: int | None = None
    areas: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        worth, low, areas = 0, 0, []
        for bound, rate in zip(self.bounds, self.rates, strict=False):
            worth += (bound - low) * rate
            low = bound
            areas.append(worth)
        object.__setattr__(self, "areas", tuple(areas))

    def tier(self, numerator: int, denominator: int = 1) -> int:
        """The number of the tier that a figure stands in."""
        if self.limit is not None and numerator > self.limit * denominator:
            numerator, denominator = self.limit, 1
        if self.takes_bound == UPPER:
            return bisect_right(self.bounds, numerator // denominator)
        return bisect_left(self.bounds, -(-numerator // denominator))

    def at(self, numerator: int, denominator: int = 1) -> Ratio:
        """The rate for a figure."""
        return self.rates[self.tier(numerator, denominator)], ONE

    def area(self, figure: int) -> int:
        """What everything from 0 to ``figure`` is worth when each slice has its tier's rate.

        Above the limit nothing is added. Below zero the first rate goes on.
        """
        if self.limit is not None and figure > self.limit:
            figure = self.limit
        tier = bisect_right(self.bounds, figure)
        if not tier:
            return figure * self.rates[0]
        return self.areas[tier - 1] + (figure - self.bounds[tier - 1]) * self.rates[tier]

    def slices(self, before: int, after: int) -> Iterator[Slice]:
        """The way from one figure to another, cut at the bounds (and at the limit)."""
        low, high = min(before, after), max(before, after)
        ends = self.bounds if self.limit is None else tuple(sorted({*self.bounds, self.limit}))
        cuts = [low, *(end for end in ends if low < end < high), high]
        pieces = []
        for start, end in pairwise(cuts):
            over = self.limit is not None and start >= self.limit
            pieces.append(
                Slice(start, end, 0 if over else self.rates[bisect_right(self.bounds, start)])
            )
        if after >= before:
            yield from pieces
        else:
            yield from (Slice(piece.end, piece.start, piece.rate) for piece in reversed(pieces))

    def scaled(self, factor: int) -> "Tiers":
        """The same table with its bounds counted in ``factor`` times finer steps."""
        limit = None if self.limit is None else self.limit * factor
        return replace(self, bounds=tuple(bound * factor for bound in self.bounds), limit=limit)


@dataclass(frozen=True)
class Curve:
    """Points joined by straight lines. Before the first and after the last point it stays flat,
    or goes on as steep as its last part (``beyond`` = extend)."""

    points: tuple[tuple[int, int], ...]
    beyond: str = FLAT
    limit: int | None = None

    def at(self, numerator: int, denominator: int = 1) -> Ratio:
        """The rate for a figure, exact."""
        if self.limit is not None and numerator > self.limit * denominator:
            numerator, denominator = self.limit, 1
        (x0, y0), *_ = self.points
        if numerator <= x0 * denominator:
            return y0, ONE
        for (x0, y0), (x1, y1) in pairwise(self.points):
            if numerator <= x1 * denominator:
                return _between(x0, y0, x1, y1, numerator, denominator)
        x1, y1 = self.points[-1]
        if self.beyond == FLAT or len(self.points) == 1:
            return y1, ONE
        x0, y0 = self.points[-2]
        return _between(x0, y0, x1, y1, numerator, denominator)


Table = Tiers | Curve


def _between(x0: int, y0: int, x1: int, y1: int, numerator: int, denominator: int) -> Ratio:
    rise = (numerator - x0 * denominator) * (y1 - y0)
    run = denominator * (x1 - x0)
    return y0 * run + rise, run * ONE
