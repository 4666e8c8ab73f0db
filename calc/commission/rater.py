"""A component before one person: what is counted, which table holds, where a figure stands.

What comes out are drafts of lines, exact and not yet rounded: credit, base, the running total
before it, the rate shown, and the exact amount ``earned / denominator`` less ``less /
denominator``, which is what a difference line finds given already.
"""

from dataclasses import dataclass

from calc.commission import plan as p
from calc.commission.counting import Entry
from calc.commission.numbers import ONE, Ratio, half_away
from calc.commission.standing import Standing
from calc.commission.tracing import Recorder
from calc.commission.values import EARNED, TRUE_UP, Credit, cannot

Draft = tuple[Credit, int, int, int, int, int, int, str]
Drafts = dict[str, list[Draft]]


@dataclass
class Rater:
    """A component before one person: its entries, its tables, and where a figure stands."""

    component: p.Component
    standing: Standing
    trace: Recorder | None

    def __post_init__(self) -> None:
        self.rate = self.component.rate
        self.entries: list[Entry] = self.standing.tally(self.component.id).entries
        self.drafts: Drafts = {}

    @property
    def lookup(self) -> str:
        """The measure whose running total is looked up."""
        axis = self.rate.axis
        along_run = axis.kind in {p.TOTAL, p.ATTAINMENT}
        return (along_run and axis.name) or self.component.placed_by or self.component.id

    def window(self, period: str) -> str:
        measure = self.standing.tally(self.lookup).measure
        return self.standing.window(measure.window, period)

    def bucket(self, period: str) -> list[Draft]:
        return self.drafts.setdefault(period, [])

    def times(self, period: str) -> Ratio:
        """What every rate is multiplied with, besides the table."""
        rate, standing = self.rate, self.standing
        if not rate.per_quota:
            return (1, 1) if rate.times == ONE else (rate.times, ONE)
        measure = standing.tally(self.lookup).measure
        target = standing.target(rate.per_quota, measure.window, period)
        return rate.times * target, ONE * standing.quota(self.lookup, period)

    def quota(self, period: str) -> int:
        """What the bounds are parts of: the quota for an axis of attainment, else 1.

        Then a running total is compared in ``step`` times finer units.
        """
        if self.rate.axis.kind != p.ATTAINMENT:
            return 1
        return self.standing.quota(self.lookup, period)

    @property
    def step(self) -> int:
        return ONE if self.rate.axis.kind == p.ATTAINMENT else 1

    # --- which table, which position ------------------------------------------------------------
    def column(self, credit: Credit, period: str, base: int) -> int:
        columns = self.rate.columns
        if columns is None:
            return 0
        if columns.bounds is not None:
            return columns.bounds.rates[
                columns.bounds.tier(*self.of_credit(columns.axis, credit, period, base))
            ]
        words = (credit.product,) if columns.axis.kind == p.PRODUCT else tuple(sorted(credit.tags))
        for word in words:
            if word in columns.labels:
                return columns.labels.index(word)
        if "*" in columns.labels:
            return columns.labels.index("*")
        text = f"No column of the matrix is for {columns.axis.kind} {', '.join(words) or 'none'}."
        raise cannot("no_column", f"deals/{credit.id}", text)

    def of_credit(self, axis: p.Axis, credit: Credit, period: str, base: int) -> Ratio:
        """The figure of an axis for one credit."""
        match axis.kind:
            case p.DEAL:
                return abs(base), 1
            case p.MARGIN_SHARE:
                if not credit.amount:
                    raise cannot(
                        "no_amount", f"deals/{credit.id}", "A deal of 0 has no margin share."
                    )
                margin = (credit.amount - credit.cost) * ONE
                return (margin, credit.amount) if credit.amount > 0 else (-margin, -credit.amount)
            case p.FACT:
                if axis.name not in credit.facts:
                    text = f"The deal does not say its “{axis.name}”."
                    raise cannot("no_fact", f"deals/{credit.id}", text)
                return credit.facts[axis.name], 1
            case p.TENURE:
                return self.standing.tenure(credit.date), 1
        return self.standing.position(axis, period)

    # --- drafts ---------------------------------------------------------------------------------
    def whole(self, entry: Entry, before: int, position: Ratio, prior: Ratio | None = None) -> None:
        """A draft with one rate for the whole base."""
        credit, period, base = entry
        table = self.rate.tables[self.column(credit, period, base)]
        top, bottom = table.at(*position)
        if self.trace is not None:
            self.trace.looked_up(credit, period, self.rate.axis, position, top, bottom)
        self.add(entry, period, before, (top, bottom), prior)

    def add(self, entry: Entry, period: str, before: int, rate: Ratio, prior: Ratio | None) -> None:
        """A draft of base × rate, less base × the prior rate if there is one."""
        credit, own_period, base = entry
        (top, bottom), (more, of) = rate, self.times(own_period)
        top, bottom = top * more, bottom * of
        less, reason = 0, EARNED
        if prior is not None:
            reason = TRUE_UP
            less, other = prior[0] * more, prior[1] * of
            top, less, bottom = (
                (top * other, less * bottom, bottom * other)
                if other != bottom
                else (top, less, bottom)
            )
        shown = half_away((top - less) * ONE, bottom)
        self.bucket(period).append(
            (credit, base, before, shown, base * top, base * less, bottom, reason)
        )
