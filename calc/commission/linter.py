"""What is questionable in a plan that can be read: findings with their place and their money.

Gaps, overlaps and unknown names are errors of ``parse`` already; here is what a plan may say but
somebody will regret. Whether more sales can ever pay less is asked of the engine itself.
"""

from itertools import pairwise

from calc.commission import plan as p
from calc.commission.examples import run_tests
from calc.commission.numbers import ONE, UNIT, half_away
from calc.commission.payout_curve import payout_curve
from calc.commission.tables import Curve, Tiers
from calc.commission.values import Finding, Findings
from calc.money import Money, exponent

_WINDOWS = ("week", "month", "quarter", "half", "year", "anniversary", "ever")


def lint(plan: p.Plan) -> tuple[Finding, ...]:
    """All findings of a plan, its own tests included."""
    findings = Findings()
    _terms(plan, findings)
    for number, component in enumerate(plan.components):
        at = f"/components/{number}"
        _bounds_in_nines(plan, component, at, findings)
        _cliffs(plan, component, at, findings)
        _falls(plan, component, at, findings)
        _pays_again(plan, component, at, findings)
        _limits(plan, component, at, findings)
    _same_deals_twice(plan, findings)
    _draw(plan, findings)
    for outcome in run_tests(plan):
        findings.extend(outcome.findings)
    return tuple(findings)


def _terms(plan: p.Plan, findings: Findings) -> None:
    if not plan.earned_on:
        text = "It is not said when commission is earned: at booking, invoice, delivery or payment."
        findings.error("earned", "/earned", text)
    if not plan.leaver:
        findings.warn("leaver", "/leaver", "It is not said what somebody who leaves still gets.")
    if plan.clawback is None:
        findings.warn("no_clawback", "/clawback", "It is not said what a lost deal takes back.")
    elif plan.clawback.within_months is None:
        text = "A clawback has no end: pay of any age can be taken back."
        findings.warn("clawback_without_end", "/clawback/within_months", text)
    if not plan.tests:
        findings.warn("no_tests", "/tests", "The plan has no test: nobody has said what it pays.")


def _bounds_in_nines(plan: p.Plan, component: p.Component, at: str, findings: Findings) -> None:
    rate = component.rate
    whole = 10 ** exponent(plan.currency)
    if rate.axis.kind not in {p.TOTAL, p.DEAL, p.PAYOUT} or whole == 1:
        return
    if component.measure.in_pieces and not component.placed_by:
        whole = UNIT
    for number, bound in enumerate(
        rate.tables[0].bounds if isinstance(rate.tables[0], Tiers) else ()
    ):
        if bound % whole == whole - 1:
            text = "This bound ends in 9s. A tier holds from its bound on: write the round figure."
            findings.warn("bound_99", f"{at}/rate/tiers/{number + 1}/from", text)


def _cliffs(plan: p.Plan, component: p.Component, at: str, findings: Findings) -> None:
    """What one more sale at a bound is worth, where a rate applies to more than its slice."""
    rate = component.rate
    if rate.method in {p.FLAT, p.MARGINAL} or rate.columns is not None:
        return
    for table in rate.tables:
        if not isinstance(table, Tiers):
            continue
        for number, (bound, (low, high)) in enumerate(
            zip(table.bounds, pairwise(table.rates), strict=True)
        ):
            base = _base_at(plan, component, bound)
            money = None if base is None else half_away(base * (high - low) * rate.times, ONE * ONE)
            place = f"{at}/rate/tiers/{number + 1}"
            if high < low:
                _fall(plan, place, money, findings)
            elif high > low:
                size = f" by {Money(money, plan.currency)}" if money else ""
                text = f"Reaching this bound raises the pay at once{size}."
                findings.warn("cliff", place, text, money)


def _base_at(plan: p.Plan, component: p.Component, bound: int) -> int | None:
    """How much of the base the rate is applied to when the bound is reached."""
    kind, axis = component.measure.base.kind, component.rate.axis
    if kind in {p.PERIOD, p.WINDOW}:
        return UNIT
    if kind == p.TARGET:
        return dict(plan.targets).get(component.measure.base.name)
    if axis.kind == p.ATTAINMENT:
        quota = dict(plan.quotas).get(plan.measure(axis.name).quota)
        return None if quota is None else half_away(bound * quota, ONE)
    return bound if axis.kind in {p.TOTAL, p.DEAL} else None


def _fall(plan: p.Plan, at: str, money: int | None, findings: Findings) -> None:
    size = f" by {Money(abs(money), plan.currency)}" if money else ""
    findings.warn("falls", at, f"Selling more pays less here{size}.", money)


def _falls(plan: p.Plan, component: p.Component, at: str, findings: Findings) -> None:
    """The engine itself is asked whether more sales pay less anywhere."""
    if not component.measure.hangs_on_deals or any(
        f.code == "falls" and f.at.startswith(f"{at}/") for f in findings
    ):
        return
    points = payout_curve(plan, component)
    worst = min(
        (two for two in pairwise(points) if two[1].paid < two[0].paid),
        key=lambda two: two[1].paid - two[0].paid,
        default=None,
    )
    if worst is None:
        return
    low, high = worst
    sold = f"{Money(low.sold, plan.currency)} to {Money(high.sold, plan.currency)}"
    lost = low.paid - high.paid
    text = f"Selling more pays less: from {sold} the pay falls by {Money(lost, plan.currency)}."
    findings.warn("falls", at, text, -lost)


def _pays_again(plan: p.Plan, component: p.Component, at: str, findings: Findings) -> None:
    """A sum of every period, looked up in a longer window, is paid again and again."""
    measure, axis = component.measure, component.rate.axis
    if measure.base.kind not in {p.PERIOD, p.TARGET} or component.rate.method == p.FLAT:
        return
    if axis.kind not in {p.TOTAL, p.ATTAINMENT}:
        return
    paid_each = plan.period if measure.base.kind == p.PERIOD else measure.window
    window = plan.measure(axis.name).window
    if _WINDOWS.index(window) > _WINDOWS.index(paid_each):
        text = (
            f"What is reached once in a {window} is paid again every {paid_each} of it. To pay it "
            f"once, count a {window} and let the rate be retroactive."
        )
        findings.warn("pays_again", f"{at}/base", text, _first_sum(component))


def _first_sum(component: p.Component) -> int | None:
    table = component.rate.tables[0]
    rates = [y for _, y in table.points] if isinstance(table, Curve) else list(table.rates)
    sums = [rate for rate in rates if rate]
    return half_away(sums[0] * UNIT, ONE) if component.measure.in_pieces and sums else None


def _limits(plan: p.Plan, component: p.Component, at: str, findings: Findings) -> None:
    for number, cap in enumerate(component.caps):
        for floor in component.floors:
            if cap.per == floor.per and cap.at < floor.at:
                text = "The cap is below the floor; the cap wins."
                findings.warn("cap_below_floor", f"{at}/caps/{number}", text, cap.at - floor.at)
        if cap.at == 0:
            findings.warn("cap_of_nothing", f"{at}/caps/{number}", "A cap of 0 pays nothing.", 0)


def _same_deals_twice(plan: p.Plan, findings: Findings) -> None:
    for number, component in enumerate(plan.components):
        for other in plan.components[:number]:
            one, two = component.measure, other.measure
            if one.hangs_on_deals and (one.where, one.base) == (two.where, two.base):
                text = f"“{one.id}” and “{two.id}” pay on the same deals; both are paid."
                findings.note("both_pay", f"/components/{number}", text)


def _draw(plan: p.Plan, findings: Findings) -> None:
    draw = plan.settlement.draw
    if draw is None or draw.kind != "recoverable":
        return
    at = "/settlement/draw"
    amounts = [phase.amount for phase in draw.amounts if phase.amount]
    least = max([draw.recovery_floor, *(amounts if draw.timing == "top_up" else [])], default=0)
    endless = draw.amounts[-1].amount is not None
    most = min((cap.at for cap in plan.caps if cap.per == p.PERIOD), default=None)
    money = max(amounts, default=0)
    if draw.recovery_share == 0:
        findings.error(
            "draw_never_recovered",
            f"{at}/recovery/share",
            "A share of 0 % takes nothing back.",
            money,
        )
    elif draw.forgiven_at and draw.recovery_start >= draw.forgiven_at:
        text = "The draw is forgiven before its recovery begins."
        findings.error("draw_never_recovered", f"{at}/recovery/from", text, money)
    elif most is not None and endless and most <= least:
        text = (
            f"No more than {Money(most, plan.currency)} can be earned and "
            f"{Money(least, plan.currency)} is always paid: nothing is left to recover the draw."
        )
        findings.error("draw_never_recovered", at, text, money)
    if draw.counts and not any(_earns(c) for c in plan.components if c.id in draw.counts):
        text = "The components that recover the draw never pay anything."
        findings.error("draw_never_recovered", f"{at}/counts", text, money)


def _earns(component: p.Component) -> bool:
    return any(
        any(y for _, y in table.points) if isinstance(table, Curve) else any(table.rates)
        for table in component.rate.tables
    )
