"""What a plan pays for how much is sold: the curve to draw, and where it jumps or falls.

Every point is a run of the engine: one person sells one deal of that size in one period. Metrics
are taken as 100 %, facts of a deal as 0, the quota and targets as the plan says.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from calc.commission import plan as p
from calc.commission.engine import Engine
from calc.commission.numbers import ONE
from calc.commission.tables import Curve, Table
from calc.commission.values import EVERY, CannotCalculate, Credit, Person

_FIRST = date(2001, 1, 1)
_MOST_POINTS = 400


@dataclass(frozen=True)
class Point:
    """Sold (minor units, or thousandths where pieces are counted) and paid (minor units)."""

    sold: int
    paid: int


def payout_curve(plan: p.Plan, component: p.Component, grid: int = 20) -> tuple[Point, ...]:
    """The pay of the whole plan for deals that this component counts.

    Points lie at every bound of the plan, one minor unit beside it, and on a grid up to half as
    far again as the last bound. Empty when the plan needs more than can be assumed.
    """
    amounts = _amounts(plan, component, grid)
    sample, person = _sample(plan, component), _person(plan)
    engine = Engine(plan, sample.date, sample.date)
    found = []
    try:
        for sold in amounts:
            credit = sample._replace(amount=sold, units=sold)
            lines = engine.lines(person, [credit])
            found.append(Point(sold, sum(line.paid for line in lines)))
    except CannotCalculate:
        return ()
    return tuple(found)


def bounds_in_money(plan: p.Plan, component: p.Component) -> set[int]:
    """The bounds of a component's tables and of the plan's conditions, as amounts sold."""
    found: set[int] = set()
    for axis, bounds in _bounds(plan, component):
        if axis.kind == p.ATTAINMENT:
            quota = dict(plan.quotas).get(plan.measure(axis.name).quota, 0)
            found |= {-(-bound * quota // ONE) for bound in bounds}
        elif axis.kind in {p.TOTAL, p.DEAL}:
            found |= set(bounds)
    return {bound for bound in found if bound > 0}


def _bounds(plan: p.Plan, component: p.Component) -> list[tuple[p.Axis, tuple[int, ...]]]:
    rate = component.rate
    found = [(rate.axis, _edges(table)) for table in rate.tables]
    if rate.columns is not None and rate.columns.bounds is not None:
        found.append((rate.columns.axis, rate.columns.bounds.bounds))
    for adjustment in plan.adjustments:
        if adjustment.axis is not None and adjustment.table is not None:
            found.append((adjustment.axis, _edges(adjustment.table)))
        found += _conditions(adjustment.when)
    return found


def _edges(table: Table) -> tuple[int, ...]:
    edges = tuple(x for x, _ in table.points) if isinstance(table, Curve) else table.bounds
    return edges if table.limit is None else (*edges, table.limit)


def _conditions(condition: p.Condition | None) -> list[tuple[p.Axis, tuple[int, ...]]]:
    if condition is None:
        return []
    if condition.parts:
        return [pair for part in condition.parts for pair in _conditions(part)]
    return [(condition.axis, (condition.value,))]


def _amounts(plan: p.Plan, component: p.Component, grid: int) -> list[int]:
    bounds = sorted(bounds_in_money(plan, component))[: _MOST_POINTS // 4]
    quotas = [quota for _, quota in plan.quotas]
    end = max([*bounds, *quotas, 100_000]) * 3 // 2
    steps = {end * n // grid for n in range(grid + 1)}
    beside = {bound + n for bound in bounds for n in (-1, 0, 1)}
    return sorted(amount for amount in steps | beside if amount >= 0)


def _sample(plan: p.Plan, component: p.Component) -> Credit:
    """A credit that the component counts."""
    where = component.measure.where
    rate = component.rate
    facts = {axis.name: 0 for axis in plan.axes() if axis.kind == p.FACT}
    product = min(where.products, default="")
    tags = frozenset({min(where.tags)}) if where.tags else frozenset()
    if rate.columns is not None and rate.columns.labels:
        label = rate.columns.labels[0]
        if rate.columns.axis.kind == p.PRODUCT:
            product = product or label
        else:
            tags |= {label}
    day = where.start or (where.end or _FIRST)
    return Credit(
        "sample",
        "somebody",
        day,
        0,
        plan.currency,
        product=product,
        role=min(where.roles),
        tags=tags,
        facts=facts,
    )


def _person(plan: p.Plan) -> Person:
    named = {axis.name for axis in plan.axes() if axis.kind == p.METRIC}
    named |= {m.base.name for m in plan.all_measures.values() if m.base.kind == p.METRIC}
    metrics = {name: {EVERY: ONE} for name in named}
    return Person("somebody", start=date.min + timedelta(days=366), metrics=metrics)
