"""Writes down how one line comes about, while the calculation runs.

The engine calls the recorder where it looks something up, cuts, multiplies, rounds and bounds.
In a bulk run there is none; there is no second way to calculate.
"""

from collections.abc import Iterable

from calc.commission import plan as p
from calc.commission.numbers import Ratio
from calc.commission.tables import Slice
from calc.commission.values import EARNED, TRUE_UP, Credit, Line, Step


class Recorder:
    """Keeps the steps of one line."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.component = ""
        self.steps: list[Step] = []

    def wants(self, credit: str, period: str) -> bool:
        line = self.line
        return (line.component, line.credit, line.period) == (self.component, credit, period)

    def step(self, credit: Credit, period: str, reason: str, what: str, **facts: int | str) -> None:
        if self.wants(credit.id, period) and reason == self.line.reason:
            self.steps.append(Step(what, tuple(facts.items())))

    def looked_up(
        self, credit: Credit, period: str, axis: p.Axis, position: Ratio, top: int, bottom: int
    ) -> None:
        """A rate was looked up at a position; both are exact, as numerator and denominator."""
        self.step(
            credit,
            period,
            self.line.reason if self.line.reason in {EARNED, TRUE_UP} else EARNED,
            "looked_up",
            by=f"{axis.kind}:{axis.name}" if axis.name else axis.kind,
            at=position[0],
            at_of=position[1],
            rate=top,
            rate_of=bottom,
        )

    def sliced(self, credit: Credit, period: str, slices: Iterable[Slice], unit: int) -> None:
        """An amount was cut; the slices are counted in ``unit`` parts of the measure's unit."""
        for start, end, rate in slices:
            self.step(credit, period, EARNED, "slice", start=start, end=end, of=unit, rate=rate)

    def multiplied(self, period: str, adjustment: str, top: int, bottom: int) -> None:
        if self.line.period == period:
            facts = (("adjustment", adjustment), ("factor", top), ("of", bottom))
            self.steps.append(Step("multiplied", facts))

    def rounded(self, credit: Credit, period: str, reason: str, **facts: int | str) -> None:
        self.step(credit, period, reason, "rounded", **facts)

    def bounded(self, line: Line, what: str, **facts: int | str) -> None:
        if line.key == self.line.key:
            self.steps.append(Step(what, tuple(facts.items())))
