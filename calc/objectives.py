"""How objectives add up: what serves an objective against what it asks for.

Targets are added only where their units say the same and can be added: 40% and 60% are no 100%.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

RATIOS = frozenset({"%", "×", "x"})
Figure = tuple[Decimal | None, str]  # a target and its unit


@dataclass(frozen=True)
class AddsUp:
    """The targets below an objective together: ``total`` of ``counted`` of them, in its unit.

    ``apart`` more have another unit or no target. ``gap`` is the total less the target: below
    zero something is missing, above zero there is a margin.
    """

    total: Decimal
    counted: int
    apart: int
    gap: Decimal


def same_unit(one: str, other: str) -> bool:
    """Do both mean the same? Capitals and blanks do not matter."""
    return one.strip().casefold() == other.strip().casefold()


def adds_up(target: Decimal | None, unit: str, below: Iterable[Figure]) -> AddsUp | None:
    """What the targets ``below`` come to against ``target``.

    None where there is no sum to speak of: no target above, a unit that cannot be added, or
    nothing below in the same unit.
    """
    figures = list(below)
    if target is None or unit.strip() in RATIOS:
        return None
    counted = [value for value, of in figures if value is not None and same_unit(of, unit)]
    if not counted:
        return None
    total = sum(counted, Decimal(0))
    return AddsUp(total, len(counted), len(figures) - len(counted), total - target)


def share_of(part: Figure, whole: Figure) -> Decimal | None:
    """The part of a target that one below it carries, as a share of one; None if not comparable."""
    (value, unit), (target, above) = part, whole
    if value is None or not target or not same_unit(unit, above) or unit.strip() in RATIOS:
        return None
    return value / target
