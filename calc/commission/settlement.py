"""From what lines pay to cash, period by period: greater of, guarantee, draw, debt carried on.

A period whose lines are below zero (clawbacks) pays nothing and carries the rest on. A draw is
paid beside it, either as the shortfall or all of it ahead.
"""

from collections.abc import Iterable
from typing import NamedTuple

from calc.commission import plan as p
from calc.commission.aftermath import Payable
from calc.commission.numbers import ONE, half_away
from calc.commission.standing import Standing


class Statement(NamedTuple):
    """One person's period in cash, in minor units.

    ``earned`` what became due of what the lines pay; ``dropped`` the smaller side of "greater of"; ``debt_taken``
    taken for a debt carried on; ``guaranteed`` the top-up to the guarantee; ``advanced`` from the
    draw; ``usable`` how much of what was earned recovery may take; ``recovered``, ``forgiven``;
    ``settled`` what is paid with the period, without what was paid ahead; ``paid`` in all.
    ``owed`` of the draw and ``debt`` are the balances afterwards.
    """

    payee: str
    period: str
    earned: int
    dropped: int
    debt_taken: int
    guaranteed: int
    advanced: int
    usable: int
    recovered: int
    forgiven: int
    settled: int
    paid: int
    owed: int
    debt: int


def settle(
    plan: p.Plan,
    standing: Standing,
    payables: Iterable[Payable],
) -> list[Statement]:
    """The statements of one person, each from the balances of the one before; the first from
    those that the person brings along."""
    by_period: dict[str, dict[str, int]] = {period: {} for period in standing.periods}
    for period, component, amount in payables:
        sums = by_period.setdefault(period, {})
        sums[component] = sums.get(component, 0) + amount
    found, owed, debt = [], standing.person.owed, standing.person.debt
    for period in sorted(by_period):
        statement = _statement(plan, standing, period, by_period[period], owed, debt)
        owed, debt = statement.owed, statement.debt
        found.append(statement)
    return found


def _statement(
    plan: p.Plan, standing: Standing, period: str, sums: dict[str, int], owed: int, debt: int
) -> Statement:
    rules = plan.settlement
    earned = sum(sums.values())
    dropped = _dropped(rules, sums)
    free = earned - dropped - debt
    debt_taken = debt - max(-free, 0) if free < 0 else debt
    debt, free = max(-free, 0), max(free, 0)
    guarantee = amount_in(rules.guarantee, period) if _is_here(standing, period) else None
    guaranteed = max((guarantee or 0) - free, 0)
    free += guaranteed
    draw = _NO_DRAW
    if rules.draw is not None:
        counted = (
            sum(sums.get(name, 0) for name in rules.draw.counts) if rules.draw.counts else free
        )
        here = _is_here(standing, period)
        draw = _drawn(rules.draw, period, min(max(counted, 0), free), owed, here=here)
    settled = free - draw.recovered + draw.topped_up
    return Statement(
        standing.person.id,
        period,
        earned,
        dropped,
        debt_taken,
        guaranteed,
        draw.advanced,
        draw.usable,
        draw.recovered,
        draw.forgiven,
        settled,
        settled + draw.advanced - draw.topped_up,
        draw.owed,
        debt,
    )


def _dropped(rules: p.Settlement, sums: dict[str, int]) -> int:
    """What the smaller sides of "greater of" would have paid."""
    sides = [sum(sums.get(name, 0) for name in group) for group in rules.greater_of]
    return sum(sides) - max(sides) if sides else 0


def _is_here(standing: Standing, period: str) -> bool:
    return period in standing.periods


def amount_in(phases: tuple[p.Phase, ...], period: str) -> int | None:
    """The amount that holds in a period, None when none does."""
    found = None
    for phase in phases:
        if phase.start <= period:
            found = phase.amount
    return found


class _Drawn(NamedTuple):
    advanced: int = 0
    topped_up: int = 0
    usable: int = 0
    recovered: int = 0
    forgiven: int = 0
    owed: int = 0


_NO_DRAW = _Drawn()


def _drawn(draw: p.Draw, period: str, earned: int, owed: int, *, here: bool) -> _Drawn:
    """What a draw does in one period: advance, recovery, forgiving, and what is owed then."""
    amount = (amount_in(draw.amounts, period) or 0) if here else 0
    lends = draw.kind == "recoverable"
    forgiven = 0
    if draw.forgiven_at and period >= draw.forgiven_at:
        forgiven, owed, lends = owed, 0, False
    usable = half_away(earned * draw.recovery_share, ONE) if period >= draw.recovery_start else 0
    if draw.timing == "advance":
        recovered = max(min(owed + amount, usable, earned - draw.recovery_floor), 0)
        owed = owed + amount - recovered if lends else 0
        return _Drawn(amount, 0, usable, recovered, forgiven, owed)
    if earned < amount:
        short = amount - earned
        return _Drawn(short, short, usable, 0, forgiven, owed + short if lends else owed)
    least = max(draw.recovery_floor, amount)
    recovered = max(min(owed, usable, earned - least), 0)
    return _Drawn(0, 0, usable, recovered, forgiven, owed - recovered)
