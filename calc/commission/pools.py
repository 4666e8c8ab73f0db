"""A sum that a team shares. The only thing that needs more than one person's credits."""

from collections.abc import Sequence

from calc.commission import plan as p
from calc.commission.adjusting import holds
from calc.commission.numbers import ONE, half_away
from calc.commission.standing import Standing
from calc.commission.values import Line
from calc.money import Money, split


def share_out(pool: p.Pool, team: Sequence[Standing]) -> list[Line]:
    """The lines of a pool, in the last pay period of each window; they add up to the pool.

    What is left of the last unit goes to the largest remainders, the first id of equals first.
    """
    team = sorted(team, key=lambda standing: standing.person.id)
    last: dict[str, str] = {}
    for standing in team:
        for period in standing.periods:
            window = standing.window(pool.window, period)
            last[window] = max(last.get(window, ""), period)
    return [line for period in sorted(last.values()) for line in _shares(pool, team, period)]


def _shares(pool: p.Pool, team: Sequence[Standing], period: str) -> list[Line]:
    sharing = [
        standing
        for standing in team
        if period in standing.periods and holds(pool.among, standing, period)
    ]
    weights = [
        max(standing.total(pool.shared_by, period), 0) if pool.shared_by else 1
        for standing in sharing
    ]
    if not any(weights):
        return []
    currency = sharing[0].plan.currency
    amount = _amount(pool, [one for one in team if period in one.periods], period)
    parts = split(Money(amount, currency), weights)
    return [
        Line(
            standing.person.id,
            "",
            pool.id,
            period,
            amount,
            0,
            half_away(weight * ONE, sum(weights)),
            part.minor,
            part.minor,
        )
        for standing, weight, part in zip(sharing, weights, parts, strict=True)
    ]


def _amount(pool: p.Pool, team: Sequence[Standing], period: str) -> int:
    """The pool, scaled by the attainment of the whole team where the plan says so."""
    if pool.table is None:
        return pool.amount
    total = sum(standing.total(pool.measure, period) for standing in team)
    quota = sum(standing.quota(pool.measure, period) for standing in team)
    top, bottom = pool.table.at(total * ONE, quota)
    return half_away(pool.amount * top, bottom)
