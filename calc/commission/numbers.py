"""The scales and roundings of the engine. Whole numbers only; a fraction is two of them.

* Money is in minor units of its currency (cents).
* A rate, factor, attainment or free figure is in billionths: ``ONE`` is 100 %, or the number 1.
  That is a thousand times finer than parts per million, so 15.625 % and 0.0001 % are exact.
* A count (units, deals, hours) is in thousandths: ``UNIT`` is one piece.

An exact amount is carried as numerator and denominator and rounded at one named point.
"""

from collections.abc import Callable, Sequence

ONE = 1_000_000_000
UNIT = 1_000

HALF_AWAY = "half_away"
HALF_EVEN = "half_even"

Ratio = tuple[int, int]
"""Numerator and a denominator above zero."""

WHOLE: tuple[int, int, int] = (0, 1, 1)
"""The share of one who shares with nobody: from 0 to 1 of 1. See :func:`share_of`."""


def half_away(numerator: int, denominator: int) -> int:
    """Round to a whole number, halves away from zero: the commercial rule."""
    if numerator < 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def half_even(numerator: int, denominator: int) -> int:
    """Round to a whole number, halves to the even neighbour: the bankers' rule."""
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    if twice > denominator or (twice == denominator and whole & 1):
        whole += 1
    return whole


Rounding = Callable[[int, int], int]
ROUNDINGS: dict[str, Rounding] = {HALF_AWAY: half_away, HALF_EVEN: half_even}


def share_of(
    numerator: int, denominator: int, share: tuple[int, int, int], rounding: Rounding
) -> int:
    """The part from ``share[0]`` to ``share[1]`` of ``share[2]`` of an amount.

    Both edges are rounded, not the part: neighbouring parts add up to the rounded whole exactly.
    """
    start, end, of = share
    below = rounding(numerator * start, denominator * of) if start else 0
    return rounding(numerator * end, denominator * of) - below


def edges(weights: Sequence[int], of: int) -> list[tuple[int, int, int]]:
    """The shares that lie side by side, one for each weight, out of ``of``."""
    found, edge = [], 0
    for weight in weights:
        found.append((edge, edge + weight, of))
        edge += weight
    return found
