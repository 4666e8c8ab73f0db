"""A plan as values. How it is written down is in docs/commission-plans.md and ``parse``.

Few ideas that combine. A **measure** says what is counted, over which window, against which
quota. A **component** is a measure that pays: a **rate** looks up where the measure stands and
says what part of the base is paid. **Adjustments** block or multiply what components give, and
**caps** and floors bound it. A **settlement** turns what was earned in a period into cash.

The order is fixed: rate, share, adjustments, rounding, floor, caps of the component, caps of the
plan, greater of, guarantee, draw, payment parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from calc.commission.calendar import Calendar
from calc.commission.numbers import HALF_AWAY, ONE
from calc.commission.tables import Table, Tiers
from calc.commission.values import OVERLAY, OWN, TEAM

SCHEMA = "salesperf-commission-plan/1"

# What a rate is looked up by.
TOTAL = "total"
ATTAINMENT = "attainment"
DEAL = "deal"
MARGIN_SHARE = "margin_share"
TENURE = "tenure"
FACT = "fact"
METRIC = "metric"
PAYOUT = "payout"
PRODUCT = "product"
TAG = "tag"

# What the rate that was found is applied to.
FLAT = "flat"
MARGINAL = "marginal"  # each slice has the rate of its tier
BY_DEAL = "deal"  # the whole deal has the rate it reaches
BY_PERIOD = "period"  # all deals of the pay period have the rate reached at its end
RETROACTIVE = "retroactive"  # all deals of the window have it; earlier ones get the difference

SAME_PERIOD = "same_period"
NEXT_PERIOD = "next_period"
WINDOW_END = "window_end"

REVENUE, MARGIN, UNITS, DEALS = "revenue", "margin", "units", "deals"
PERIOD, WINDOW, TARGET, COMMISSION = "period", "window", "target", "commission"
CREDIT = "credit"

LOST = "lost"
WITHHELD = "withheld"

LINE, SLICE, WHOLE_TOTAL = "line", "slice", "total"


@dataclass(frozen=True)
class Axis:
    """A figure to look up by. ``name`` is the measure, metric or fact where one is meant."""

    kind: str
    name: str = ""


@dataclass(frozen=True)
class Where:
    """Which credits count. An empty set of products or tags means any."""

    roles: frozenset[str] = frozenset({OWN, OVERLAY})
    products: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    not_tags: frozenset[str] = frozenset()
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Measure:
    """What is counted: which credits, what of them, over which window, against which quota.

    ``base`` is REVENUE, MARGIN, UNITS, DEALS, or for figures that hang on no deal PERIOD (one
    piece each pay period), WINDOW (one piece each window), TARGET (an incentive by name, each
    window) or METRIC.
    """

    id: str
    base: Axis = Axis(REVENUE)
    where: Where = Where()
    window: str = ""
    quota: str = "quota"

    @property
    def in_pieces(self) -> bool:
        """Whether it is counted in thousandths of pieces, not in money."""
        return self.base.kind in {UNITS, DEALS, PERIOD, WINDOW, METRIC}

    @property
    def hangs_on_deals(self) -> bool:
        return self.base.kind not in {PERIOD, WINDOW, TARGET, METRIC}


@dataclass(frozen=True)
class Columns:
    """Which of several tables holds: by a figure (``bounds``) or by a word (``labels``)."""

    axis: Axis
    bounds: Tiers | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rate:
    """How much of the base is paid: found in ``tables`` by ``axis``, applied by ``method``.

    ``times`` multiplies every rate of the table. With ``per_quota`` the rates are multiples of
    the named target over the quota: what has to be paid per unit of quota to earn the target.
    """

    method: str
    tables: tuple[Table, ...]
    axis: Axis = Axis(TOTAL)
    columns: Columns | None = None
    times: int = ONE
    per_quota: str = ""
    true_up: str = SAME_PERIOD


@dataclass(frozen=True)
class Cap:
    """At most ``at`` minor units for each credit, pay period, or window of a kind.

    What is above it is lost, or withheld and released as soon as a later window has room.
    """

    per: str
    at: int
    excess: str = LOST


@dataclass(frozen=True)
class Component:
    """A measure that pays."""

    measure: Measure
    rate: Rate
    name: str = ""
    placed_by: str = ""
    floors: tuple[Cap, ...] = ()
    caps: tuple[Cap, ...] = ()

    @property
    def id(self) -> str:
        return self.measure.id


@dataclass(frozen=True)
class Condition:
    """``axis`` compared with ``value`` (at_least, above, at_most, below), or several of them."""

    relation: str
    axis: Axis = Axis(ATTAINMENT)
    value: int = 0
    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True)
class Adjustment:
    """When the condition holds at the end of a period, what these components give in that period
    is multiplied (by 0 for a gate) or bounded together by ``cap``."""

    id: str
    components: tuple[str, ...]
    when: Condition | None = None
    factor: int = ONE
    table: Table | None = None
    axis: Axis | None = None
    cap: int | None = None


@dataclass(frozen=True)
class Phase:
    """An amount that holds from the period with this key on; None ends it."""

    start: str
    amount: int | None


@dataclass(frozen=True)
class Draw:
    """Money ahead of commission.

    ``kind``: recoverable (a loan), non_recoverable (a top-up). ``timing``: top_up (the shortfall
    is paid with the period) or advance (all of it is paid ahead and settled with the period).
    From ``recovery_start`` on, at most ``recovery_share`` of what is earned is taken back, and
    never so much that less than ``recovery_floor`` is paid. What is still owed when
    ``forgiven_at`` begins is forgiven. ``counts`` are the components that recover (all if empty).
    """

    kind: str
    amounts: tuple[Phase, ...]
    timing: str = "top_up"
    recovery_start: str = ""
    recovery_share: int = ONE
    recovery_floor: int = 0
    forgiven_at: str = ""
    counts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settlement:
    """From earned to cash, for each person and period."""

    greater_of: tuple[tuple[str, ...], ...] = ()
    guarantee: tuple[Phase, ...] = ()
    draw: Draw | None = None


@dataclass(frozen=True)
class Part:
    """A part of a line's pay by weight, due ``months`` after the deal, on an event of the deal,
    or in proportion to the cash that came in."""

    weight: int
    months: int | None = None
    event: str = ""
    on_cash: bool = False


@dataclass(frozen=True)
class Clawback:
    """What happens to pay when a deal falls apart.

    ``basis`` is paid or earned. ``by`` is full, age (``steps``: from how many whole months on
    which share) or unserved (the part of the term that was not served). Nothing after
    ``within_months``.
    """

    basis: str = "paid"
    by: str = "full"
    steps: Tiers | None = None
    within_months: int | None = None


@dataclass(frozen=True)
class Pool:
    """A sum shared among the people who qualify: equally, or by what a measure counts.

    With ``table`` the sum is scaled first by the team's attainment of ``measure``.
    """

    id: str
    amount: int
    window: str
    shared_by: str = ""
    among: Condition | None = None
    measure: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Proration:
    """How quotas and targets shrink for who was not there for all of a window.

    ``by`` is none, days or months (a month counts with at least half of its days). ``ramp`` is
    the share of quota by month of service, the last one stays.
    """

    by: str = "none"
    quota: bool = True
    target: bool = True
    ramp: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A commission plan, read and checked."""

    name: str
    currency: str
    period: str
    components: tuple[Component, ...]
    calendar: Calendar = field(default_factory=Calendar)
    rounding: str = HALF_AWAY
    round_at: str = LINE
    measures: tuple[Measure, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    caps: tuple[Cap, ...] = ()
    settlement: Settlement = Settlement()
    payment: tuple[Part, ...] = ()
    clawback: Clawback | None = None
    pools: tuple[Pool, ...] = ()
    proration: Proration = Proration()
    quotas: tuple[tuple[str, int], ...] = ()
    targets: tuple[tuple[str, int], ...] = ()
    earned_on: str = ""
    fx_date: str = ""
    leaver: str = ""
    tests: tuple["PlanTest", ...] = ()

    def measure(self, name: str) -> Measure:
        """The measure of that id; every component is one, too."""
        return self.all_measures[name]

    @property
    def all_measures(self) -> dict[str, Measure]:
        own = {component.id: component.measure for component in self.components}
        return own | {measure.id: measure for measure in self.measures}

    @property
    def hangs_together(self) -> bool:
        """Whether somebody's pay depends on others': a pool, or pay on what others are paid."""
        bases = {component.measure.base.kind for component in self.components}
        return bool(self.pools) or COMMISSION in bases

    @property
    def counts_teams(self) -> bool:
        """Whether anything counts what one's team is credited with."""
        return any(TEAM in measure.where.roles for measure in self.all_measures.values())

    def rate_day(self, day: date) -> date:
        """The day whose exchange rate holds for a deal of ``day``."""
        if self.fx_date != "period_end":
            return day
        return self.calendar.span(self.calendar.key(self.period, day)).end

    def axes(self) -> Iterator[Axis]:
        """Everything that something in the plan is looked up by."""
        for component in self.components:
            yield component.rate.axis
            if component.rate.columns is not None:
                yield component.rate.columns.axis
            if component.rate.per_quota:
                yield Axis(ATTAINMENT, component.placed_by or component.id)
        for adjustment in self.adjustments:
            if adjustment.axis is not None:
                yield adjustment.axis
            yield from _axes_of(adjustment.when)
        for pool in self.pools:
            yield from _axes_of(pool.among)
            if pool.measure:
                yield Axis(ATTAINMENT, pool.measure)

    def quota_names(self, *, in_pieces: bool) -> frozenset[str]:
        """The names of the quotas that something is measured against, counts or money."""
        measures = self.all_measures
        used = [measures[axis.name] for axis in self.axes() if axis.kind == ATTAINMENT]
        return frozenset(one.quota for one in used if one.in_pieces == in_pieces)


def _axes_of(condition: Condition | None) -> Iterator[Axis]:
    if condition is None:
        return
    if not condition.parts:
        yield condition.axis
    for part in condition.parts:
        yield from _axes_of(part)


@dataclass(frozen=True)
class PlanTest:
    """An example in a plan administrator's words: these deals, this quota, this pay.

    ``deals`` and ``people`` are JSON as in a file of deals; they are read when the test is run.
    """

    name: str
    at: str
    data: object
