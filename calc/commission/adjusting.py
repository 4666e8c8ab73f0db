"""Gates and multipliers: conditions at the end of a period, and what they do to components."""

from calc.commission import plan as p
from calc.commission.numbers import ONE, Ratio
from calc.commission.standing import Standing
from calc.commission.tracing import Recorder


def holds(condition: p.Condition | None, standing: Standing, period: str) -> bool:
    """Whether a condition holds for a person at the end of a period."""
    if condition is None:
        return True
    match condition.relation:
        case "all":
            return all(holds(part, standing, period) for part in condition.parts)
        case "any":
            return any(holds(part, standing, period) for part in condition.parts)
        case "not":
            return not holds(condition.parts[0], standing, period)
    top, bottom = standing.position(condition.axis, period)
    bound = condition.value * bottom
    match condition.relation:
        case "at_least":
            return top >= bound
        case "above":
            return top > bound
        case "at_most":
            return top <= bound
    return top < bound


class Factors:
    """What a component is multiplied with in each period: the product of its adjustments."""

    def __init__(self, component: str, standing: Standing, trace: Recorder | None) -> None:
        self._standing = standing
        self._trace = trace
        self._adjustments = [
            adjustment
            for adjustment in standing.plan.adjustments
            if component in adjustment.components and adjustment.cap is None
        ]

    def of(self, period: str) -> Ratio:
        top, bottom = 1, 1
        for adjustment in self._adjustments:
            if not holds(adjustment.when, self._standing, period):
                continue
            more, of = adjustment.factor, ONE
            if adjustment.table is not None and adjustment.axis is not None:
                more, of = adjustment.table.at(*self._standing.position(adjustment.axis, period))
            top, bottom = top * more, bottom * of
            if self._trace is not None:
                self._trace.multiplied(period, adjustment.id, more, of)
        return top, bottom

    def __bool__(self) -> bool:
        return bool(self._adjustments)
