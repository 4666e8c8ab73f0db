"""Marginal rates: each slice of an amount has the rate of the tier it lies in."""

from fractions import Fraction

from calc.commission import plan as p
from calc.commission.numbers import ONE, ROUNDINGS, half_away
from calc.commission.rater import Draft, Drafts, Rater
from calc.commission.tables import Table, Tiers
from calc.commission.values import EARNED, cannot


def marginal(rater: Rater) -> Drafts:
    """Each slice at its own tier's rate, along the running total of the window."""
    if rater.rate.axis.kind == p.DEAL:
        return _marginal_by_deal(rater)
    if rater.rate.axis.kind == p.PAYOUT:
        return _marginal_by_payout(rater)
    if rater.lookup != rater.component.id:
        return _marginal_elsewhere(rater)
    running, window, period, denominator, more = 0, "", "", ONE, 1
    bucket: list[Draft] = []
    tables, areas, column = scaled(rater.rate.tables, 1), [0], 0
    step, columned, trace = rater.step, rater.rate.columns is not None, rater.trace
    by_slice = rater.standing.plan.round_at == p.SLICE
    for credit, current, base in rater.entries:
        if current != period:
            period, bucket = current, rater.bucket(current)
            opened = rater.window(period)
            if opened != window:
                window, running = opened, 0
                tables = scaled(rater.rate.tables, rater.quota(period))
                areas = [0] * len(tables)
                more, denominator = rater.times(period)
                denominator *= ONE * step
        start, end = running * step, (running + base) * step
        if columned:
            column = rater.column(credit, period, base)
            areas[column] = tables[column].area(start)
        table = tables[column]
        area = table.area(end)
        earned = (area - areas[column]) * more
        areas[column] = area
        if by_slice:
            earned = _sliced(rater, table, start, end, more, denominator)
        if trace is not None:
            trace.sliced(credit, period, table.slices(start, end), step)
        shown = _mean(earned, denominator, base)
        bucket.append((credit, base, running, shown, earned, 0, denominator, EARNED))
        running += base
    return rater.drafts


def _mean(earned: int, denominator: int, base: int) -> int:
    """The rate to show: what was earned over the base, in billionths."""
    if base > 0:
        return half_away(earned * ONE, denominator * base)
    return half_away(-earned * ONE, -base * denominator) if base else 0


def scaled(tables: tuple[Table, ...], quota: int) -> list[Tiers]:
    """The same tiers with their bounds in parts of a quota made into amounts."""
    tiers = [table for table in tables if isinstance(table, Tiers)]
    return tiers if quota == 1 else [table.scaled(quota) for table in tiers]


def _sliced(rater: Rater, table: Tiers, before: int, after: int, more: int, of: int) -> int:
    """What is earned when every slice is rounded on its own; as a multiple of the denominator."""
    rounding = ROUNDINGS[rater.standing.plan.rounding]
    pieces = table.slices(before, after)
    return of * sum(rounding((end - start) * rate * more, of) for start, end, rate in pieces)


def _marginal_elsewhere(rater: Rater) -> Drafts:
    """Slices along the running total of another measure, in its own unit.

    What the component counts of a deal is spread evenly over the way the deal moves the measure.
    """
    places, step = rater.standing.places(rater.lookup), rater.step
    for entry in rater.entries:
        credit, period, base = entry
        before, after = places[credit.id]
        quota = rater.quota(period)
        table = scaled((rater.rate.tables[rater.column(credit, period, base)],), quota)[0]
        start, end = before * step, after * step
        if start == end:
            rater.whole(entry, before, (start, quota))
            continue
        more, denominator = rater.times(period)
        earned = (table.area(end) - table.area(start)) * base * more
        denominator *= ONE * abs(end - start)
        if end < start:
            earned = -earned
        if rater.trace is not None:
            rater.trace.sliced(credit, period, table.slices(start, end), step)
        shown = _mean(earned, denominator, base)
        rater.bucket(period).append((credit, base, before, shown, earned, 0, denominator, EARNED))
    return rater.drafts


def _marginal_by_deal(rater: Rater) -> Drafts:
    """Each deal is cut by the table on its own; a return walks the same slices."""
    rounded = rater.standing.plan.round_at == p.SLICE
    before: dict[str, int] = {}
    for credit, period, base in rater.entries:
        (table,) = scaled((rater.rate.tables[rater.column(credit, period, base)],), 1)
        more, denominator = rater.times(period)
        denominator *= ONE
        size, sign = abs(base), -1 if base < 0 else 1
        earned = (
            _sliced(rater, table, 0, size, more, denominator)
            if rounded
            else table.area(size) * more
        )
        if rater.trace is not None:
            rater.trace.sliced(credit, period, table.slices(0, size), 1)
        window = rater.window(period)
        running = before.get(window, 0)
        before[window] = running + base
        shown = half_away(earned * ONE, denominator * size) if size else 0
        draft = (credit, base, running, shown, sign * earned, 0, denominator, EARNED)
        rater.bucket(period).append(draft)
    return rater.drafts


def _marginal_by_payout(rater: Rater) -> Drafts:
    """Slices along what was paid so far: a tier ends when the pay reaches its bound."""
    window, paid, running = "", Fraction(0), 0
    for credit, period, base in rater.entries:
        opened = rater.window(period)
        if opened != window:
            window, paid, running = opened, Fraction(0), 0
        (table,) = scaled((rater.rate.tables[rater.column(credit, period, base)],), 1)
        more, of = rater.times(period)
        start, left = paid, Fraction(abs(base))
        if base < 0:
            raise cannot(
                "return", f"deals/{credit.id}", "Tiers by payout cannot walk a return back."
            )
        while left:
            tier = table.tier(paid.numerator, paid.denominator)
            rate = Fraction(table.rates[tier] * more, ONE * of)
            room = table.bounds[tier] - paid if tier < len(table.bounds) else None
            part = left if room is None or rate * left <= room else room / rate
            if rater.trace is not None:
                rater.trace.step(
                    credit, period, EARNED, "slice", amount=str(part), rate=table.rates[tier]
                )
            paid, left = paid + part * rate, left - part
        earned = paid - start
        shown = half_away(earned.numerator * ONE, earned.denominator * base) if base else 0
        draft = (credit, base, running, shown, earned.numerator, 0, earned.denominator, EARNED)
        rater.bucket(period).append(draft)
        running += base
    return rater.drafts
