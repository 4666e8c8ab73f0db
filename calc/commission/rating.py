"""From what is counted to what it earns: what a rate that was found is applied to."""

from collections.abc import Callable

from calc.commission import plan as p
from calc.commission.counting import Entry
from calc.commission.numbers import ONE, Ratio, half_away
from calc.commission.rater import Draft, Drafts, Rater
from calc.commission.slicing import marginal
from calc.commission.standing import Standing
from calc.commission.tracing import Recorder
from calc.commission.values import EARNED


def drafts_of(component: p.Component, standing: Standing, trace: Recorder | None) -> Drafts:
    """What a component earns one person, by pay period."""
    return _METHODS[component.rate.method](Rater(component, standing, trace))


def _flat(rater: Rater) -> Drafts:
    table = rater.rate.tables[0]
    rate, before, window, period = table.at(0)[0], 0, "", ""
    more, of, shown = 1, ONE, rate
    bucket: list[Draft] = []
    for credit, current, base in rater.entries:
        if current != period:
            period, bucket = current, rater.bucket(current)
            opened = rater.standing.window(rater.component.measure.window, period)
            if opened != window:
                window, before = opened, 0
                more, of = rater.times(period)
                shown = half_away(rate * more, of)
                of *= ONE
        bucket.append((credit, base, before, shown, base * rate * more, 0, of, EARNED))
        before += base
    return rater.drafts


def _by_deal(rater: Rater) -> Drafts:
    """The whole deal at the rate it stands at, or that its running total reaches with it."""
    axis, running = rater.rate.axis, 0
    along_run = axis.kind in {p.TOTAL, p.ATTAINMENT} and rater.component.measure.hangs_on_deals
    places = rater.standing.places(rater.lookup) if along_run else {}
    window = ""
    for entry in rater.entries:
        credit, period, base = entry
        opened = rater.window(period)
        if opened != window:
            window, running = opened, 0
        if along_run:
            before, after = places[credit.id]
            position = after * rater.step, rater.quota(period)
        else:
            before, position = running, rater.of_credit(axis, credit, period, base)
        rater.whole(entry, before, position)
        running += base
    return rater.drafts


def _by_period(rater: Rater) -> Drafts:
    """All entries of a pay period at the rate reached at its end."""
    running, window = 0, ""
    for entry in rater.entries:
        period = entry[1]
        opened = rater.window(period)
        if opened != window:
            window, running = opened, 0
        rater.whole(entry, running, rater.standing.position(rater.rate.axis, period))
        running += entry[2]
    return rater.drafts


def _retroactive(rater: Rater) -> Drafts:
    """All entries of the window at the rate reached; earlier ones get the difference.

    With a true-up at once, the entries of a period have the rate reached at its end and those
    before it the difference in the same period. With a later one, entries first earn their
    slices, and the difference comes in the period after it arose, or in the window's last.
    """
    by_period: dict[str, list[Entry]] = {}
    for entry in rater.entries:
        by_period.setdefault(entry[1], []).append(entry)
    at_once = rater.rate.true_up == p.SAME_PERIOD
    if not at_once:
        marginal(rater)
    window = ""
    seen: list[_Owed] = []
    for period in sorted({*rater.standing.periods, *by_period}):
        opened = rater.window(period)
        if opened != window:
            window, seen = opened, []
        new = [_Owed(rater, entry) for entry in by_period.get(period, ())]
        seen.extend(new)
        position = rater.standing.position(rater.rate.axis, period) if seen else (0, 1)
        due = _due_in(rater, period, window)
        running = 0
        for owed in seen:
            if at_once or due:
                owed.bring_to(position, due or period, running)
            running += owed.entry[2]
    return rater.drafts


def _due_in(rater: Rater, period: str, window: str) -> str:
    """The period in which the differences that arose in ``period`` are paid; "" for not yet."""
    if rater.rate.true_up == p.NEXT_PERIOD:
        return rater.standing.plan.calendar.following(period)
    if rater.rate.true_up == p.WINDOW_END:
        following = rater.standing.plan.calendar.following(period)
        return "" if rater.window(following) == window else period
    return ""


class _Owed:
    """An entry of a retroactive window, and the rate that it has been given so far."""

    def __init__(self, rater: Rater, entry: Entry) -> None:
        self.rater = rater
        self.entry = entry
        self.given: Ratio | None = None
        if rater.rate.true_up != p.SAME_PERIOD:
            credit, period, base = entry
            drafts = rater.drafts.get(period, [])
            mine = next(d for d in drafts if d[0] is credit)
            more, of = rater.times(period)
            self.given = (mine[4] * of, mine[6] * base * more) if base * more else (0, 1)
            if self.given[1] < 0:
                self.given = (-self.given[0], -self.given[1])

    def bring_to(self, position: Ratio, period: str, running: int) -> None:
        """Give the entry the rate of this position; what it had already is taken off."""
        rater, (credit, own_period, base) = self.rater, self.entry
        table = rater.rate.tables[rater.column(credit, own_period, base)]
        top, bottom = table.at(*position)
        given = self.given
        if given is not None and top * given[1] == given[0] * bottom:
            return
        if rater.trace is not None:
            rater.trace.looked_up(credit, period, rater.rate.axis, position, top, bottom)
        rater.add(self.entry, period, running, (top, bottom), given)
        self.given = (top, bottom)


_METHODS: dict[str, Callable[[Rater], Drafts]] = {
    p.FLAT: _flat,
    p.MARGINAL: marginal,
    p.BY_DEAL: _by_deal,
    p.BY_PERIOD: _by_period,
    p.RETROACTIVE: _retroactive,
}
