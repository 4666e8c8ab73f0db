"""From exact drafts to lines: share, adjustments, rounding. One rounding for each figure.

``line`` rounds each line, ``slice`` has rounded each slice before (see ``rating``), ``total``
rounds where the running sum of a component's period stands, so that the lines of a period add up
to the rounded exact total.
"""

from math import gcd

from calc.commission.adjusting import Factors
from calc.commission.numbers import ROUNDINGS, WHOLE, Ratio, Rounding, share_of
from calc.commission.plan import WHOLE_TOTAL, Component
from calc.commission.rater import Draft, Drafts
from calc.commission.standing import Standing
from calc.commission.tracing import Recorder
from calc.commission.values import Line


def lines_of(
    component: Component, drafts: Drafts, standing: Standing, trace: Recorder | None
) -> list[Line]:
    """The lines of one component, in the order of periods."""
    plan, payee, name = standing.plan, standing.person.id, component.id
    rounding = ROUNDINGS[plan.rounding]
    factors = Factors(name, standing, trace)
    pay = _by_total if plan.round_at == WHOLE_TOTAL else _by_line
    lines: list[Line] = []
    for period in sorted(drafts):
        factor = factors.of(period) if factors else None
        found = pay(drafts[period], payee, name, period, rounding, factor)
        if trace is not None:
            _record(trace, drafts[period], found, plan.rounding)
        lines += found
    return lines


def _by_line(
    drafts: list[Draft],
    payee: str,
    name: str,
    period: str,
    rounding: Rounding,
    factor: Ratio | None,
) -> list[Line]:
    lines, make = [], tuple.__new__
    for credit, base, before, rate, earned, less, of, reason in drafts:
        share = credit.share
        if share is WHOLE or share == WHOLE:
            gross = rounding(earned, of) - (rounding(less, of) if less else 0)
        else:
            gross = share_of(earned, of, share, rounding) - share_of(less, of, share, rounding)
        paid = gross
        if factor is not None:
            more, among = factor
            paid = share_of(earned * more, of * among, share, rounding) - share_of(
                less * more, of * among, share, rounding
            )
        line = (payee, credit.id, name, period, base, before, rate, gross, paid, reason)
        lines.append(make(Line, line))
    return lines


def _by_total(
    drafts: list[Draft],
    payee: str,
    name: str,
    period: str,
    rounding: Rounding,
    factor: Ratio | None,
) -> list[Line]:
    lines = []
    exact: Ratio = (0, 1)
    more, among = factor or (1, 1)
    gross_before = paid_before = 0
    for credit, base, before, rate, earned, less, of, reason in drafts:
        start, end, shares = credit.share
        exact = _add(exact, ((earned - less) * (end - start), of * shares))
        gross_after = rounding(*exact)
        paid_after = rounding(exact[0] * more, exact[1] * among)
        gross, paid = gross_after - gross_before, paid_after - paid_before
        gross_before, paid_before = gross_after, paid_after
        lines.append(Line(payee, credit.id, name, period, base, before, rate, gross, paid, reason))
    return lines


def _add(a: Ratio, b: Ratio) -> Ratio:
    if a[1] == b[1]:
        return a[0] + b[0], a[1]
    common = gcd(a[1], b[1])
    return a[0] * (b[1] // common) + b[0] * (a[1] // common), a[1] // common * b[1]


def _record(trace: Recorder, drafts: list[Draft], lines: list[Line], mode: str) -> None:
    for draft, line in zip(drafts, lines, strict=True):
        credit, _, _, _, earned, less, of, reason = draft
        trace.rounded(
            credit,
            line.period,
            reason,
            mode=mode,
            earned=earned,
            less=less,
            of=of,
            share=f"{credit.share[0]}–{credit.share[1]}/{credit.share[2]}",
            gross=line.gross,
            paid=line.paid,
        )
