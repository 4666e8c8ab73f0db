"""Leaps: what a business reaches slowly is to be multiplied, or halved, within weeks.

The figures are compared with each other only, never with a market: five times within a year, or
more than half as much again each month, for revenue, profit, market share, turnover of staff.
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.smart import lexicon as say
from calc.smart.reading import Amount, Reading

_A_YEAR = 12
_MOST_A_YEAR = 5
_MOST_A_MONTH = Decimal("1.5")
_ALWAYS = 10  # ten times is a leap whatever the time


@dataclass(frozen=True)
class Leap:
    """Where the leap stands."""

    start: int
    end: int


def leap_of(reading: Reading) -> Leap | None:
    """The leap that a text asks for, or None."""
    if not any(word in say.LAGGING for word in reading.words):
        return None
    months = next((span.months for span in reading.times if span.months), None)
    for one, factor in _factors(reading):
        if factor >= _ALWAYS or (months and _too_fast(factor, months)):
            return Leap(one.start, one.end)
    return None


def _too_fast(factor: Decimal, months: Decimal) -> bool:
    if months <= _A_YEAR:
        return factor >= _MOST_A_YEAR or factor > _MOST_A_MONTH**months
    return False


def _factors(reading: Reading) -> list[tuple[Amount, Decimal]]:
    words = reading.words
    falls = any(word in say.FALLING for word in words)
    rises = any(word in say.RISING for word in words)
    multiplies = "multiply" in words
    found = []
    for place, one in enumerate(reading.amounts):
        before = words[one.first - 1] if one.first else ""
        inside = words[one.first : one.last + 1]
        if one.value is None or not 0 < one.value < 10**15:
            continue
        if inside[-1] in ("x", "×") or (before == "by" and multiplies):
            found.append((one, one.value))
        elif inside[0] in say.TIMES_ITSELF:
            found.append((one, Decimal(say.TIMES_ITSELF[inside[0]])))
        elif one.is_share and falls and before == "by" and one.value < 100:
            found.append((one, 100 / (100 - one.value)))
        elif one.is_share and rises and before == "by":
            found.append((one, 1 + one.value / 100))
        elif before == "to" and place:
            found += _from_to(one, reading.amounts[place - 1], words)
    return found


def _from_to(one: Amount, other: Amount, words: list[str]) -> list[tuple[Amount, Decimal]]:
    start, end = other.value, one.value
    near = one.first - other.last <= 3 and other.first and words[other.first - 1] == "from"
    if not near or not start or not end or start <= 0:
        return []
    return [(one, max(end / start, start / end))]
