"""What is open, how old it is, and how the decided deals ended: of a person or of many.

Each function asks the database once, whatever the number of people and deals. Currencies stand
side by side and are never added. A deal without a value counts with the list price of its
product, and how much of a sum is list price is said beside it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from calc.funnel import OLD_DAYS, Ageing, ageing
from calc.money import Money
from calc.periods import Period, quarter
from sales.models import Stage
from sales.models.deals import DealQuerySet
from sales.queries.deals import old_before
from sales.queries.results import SalesResult, Tally
from sales.queries.scope import Owner

AT_LIST = Q(value_minor__isnull=True, product__list_price_minor__isnull=False)
# The list price is in the currency of the product, whatever currency the deal would have.
REAL_CURRENCY = Case(When(AT_LIST, then=F("product__currency")), default=F("currency"))


@dataclass(frozen=True)
class OpenValue:
    """What open deals come to in one currency, and how much of it is list price."""

    value: Money
    at_list: Money
    at_list_count: int

    @property
    def all_at_list(self) -> bool:
        return bool(self.at_list_count) and self.at_list == self.value


@dataclass(frozen=True)
class OpenDeals:
    """Open deals of one stage, of one person, or all of a pipeline.

    ``unpriced`` deals have neither a value nor a product with a list price.
    """

    count: int = 0
    values: tuple[OpenValue, ...] = ()
    unpriced: int = 0
    age: Ageing = field(default_factory=lambda: ageing([]))


@dataclass(frozen=True)
class StageLine:
    stage: Stage
    open: OpenDeals


@dataclass(frozen=True)
class QuarterLine:
    period: Period
    result: SalesResult


@dataclass(frozen=True)
class Pipeline:
    """``stages`` in their order; ``quarters`` newest first, beginning with the one asked for."""

    stages: tuple[StageLine, ...]
    total: OpenDeals
    quarters: tuple[QuarterLine, ...]

    @property
    def decided(self) -> SalesResult:
        """What was decided in the quarter asked for."""
        return self.quarters[0].result


@dataclass(frozen=True)
class OwnerLine:
    owner: Owner
    open: OpenDeals
    decided: SalesResult


def pipeline(
    deals: DealQuerySet,
    *,
    today: date,
    until: date,
    quarters: int = 4,
    stages: Sequence[Stage] | None = None,
) -> Pipeline:
    """Sum up ``deals`` (which went through visible_to): what is open, and ``quarters`` quarters
    up to the one that holds ``until``. Two queries, three without ``stages``.
    """
    stages = list(Stage.objects.all()) if stages is None else stages
    by_stage, total = _open_by_stage(deals, stages, today)
    return Pipeline(
        stages=tuple(
            StageLine(stage, by_stage[stage.pk].result())
            for stage in stages
            if stage.kind == Stage.Kind.OPEN
        ),
        total=total.result(),
        quarters=_decided(deals, stages, _back(quarter(until), quarters)),
    )


def owner_lines(
    deals: DealQuerySet,
    owners: Sequence[Owner],
    *,
    today: date,
    period: Period,
    stages: Sequence[Stage],
) -> list[OwnerLine]:
    """The pipeline of each owner and what they decided in ``period``, in the order given.

    Two queries. The age of open deals is only known as old or not: ``age.old``.
    """
    deals = deals.filter(owner__in=[owner.pk for owner in owners])
    open_by_owner = _open_by_owner(deals, stages, today)
    decided = _decided_by_owner(deals, stages, period)
    return [
        OwnerLine(
            owner,
            open_by_owner.get(owner.pk, _Open()).result(),
            decided.get(owner.pk, Tally()).result(),
        )
        for owner in owners
    ]


def closed_span(deals: DealQuerySet) -> Period | None:
    """From the first to the last day on which one of ``deals`` closed; None if none did."""
    found = deals.aggregate(first=Min("closed_on"), last=Max("closed_on"))
    return Period(found["first"], found["last"]) if found["first"] else None


def _open_by_stage(
    deals: DealQuerySet, stages: Iterable[Stage], today: date
) -> "tuple[dict[int, _Open], _Open]":
    ids = _ids(stages, Stage.Kind.OPEN)
    rows = (
        deals.filter(stage__in=ids)
        .order_by()
        .values_list("stage_id", "opened_on", REAL_CURRENCY)
        .annotate(**_SUMS)
    )
    by_stage, total = {pk: _Open() for pk in ids}, _Open()
    for stage, opened, currency, *sums in rows:
        age = None if opened is None else (today - opened).days
        for found in (by_stage[stage], total):
            found.add(age, currency, *sums)
    return by_stage, total


def _open_by_owner(deals: DealQuerySet, stages: Iterable[Stage], today: date) -> "dict[int, _Open]":
    """Ages are told apart only as old, not old and unknown, so that rows stay few."""
    age = Case(
        When(opened_on__isnull=True, then=None),
        When(opened_on__lte=old_before(today), then=Value(OLD_DAYS + 1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    rows = (
        deals.filter(stage__in=_ids(stages, Stage.Kind.OPEN))
        .order_by()
        .values_list("owner_id", age, REAL_CURRENCY)
        .annotate(**_SUMS)
    )
    by_owner: dict[int, _Open] = {}
    for owner, *sums in rows:
        by_owner.setdefault(owner, _Open()).add(*sums)
    return by_owner


def _decided(
    deals: DealQuerySet, stages: Iterable[Stage], periods: Sequence[Period]
) -> tuple[QuarterLine, ...]:
    """Group by day, in the order of the index, and put the days into quarters here: at most two
    rows per day and currency, and no sorting in the database.
    """
    kinds = {stage.pk: stage.kind for stage in stages}
    rows = (
        deals.filter(stage__in=_ids(stages, Stage.Kind.WON, Stage.Kind.LOST))
        .closed_within(periods[-1].start, periods[0].end)
        .order_by()
        .values_list("stage_id", "currency", "closed_on")
        .annotate(Count("pk"), Sum("value_minor"))
    )
    oldest_first = periods[::-1]
    starts = [period.start for period in oldest_first]
    tallies = [Tally() for _ in oldest_first]
    for stage, currency, closed, count, value in rows:
        tallies[bisect_right(starts, closed) - 1].add(kinds[stage], currency, count, value)
    lines = zip(oldest_first, tallies, strict=True)
    return tuple(QuarterLine(period, tally.result()) for period, tally in lines)[::-1]


def _decided_by_owner(
    deals: DealQuerySet, stages: Iterable[Stage], period: Period
) -> dict[int, Tally]:
    kinds = {stage.pk: stage.kind for stage in stages}
    rows = (
        deals.filter(stage__in=_ids(stages, Stage.Kind.WON, Stage.Kind.LOST))
        .closed_within(period.start, period.end)
        .order_by()
        .values_list("owner_id", "stage_id", "currency")
        .annotate(Count("pk"), Sum("value_minor"))
    )
    tallies: dict[int, Tally] = {}
    for owner, stage, *sums in rows:
        tallies.setdefault(owner, Tally()).add(kinds[stage], *sums)
    return tallies


def _back(until: Period, quarters: int) -> list[Period]:
    """``until`` and the quarters before it, newest first."""
    periods = [until]
    while len(periods) < quarters:
        periods.append(quarter(periods[-1].start - timedelta(days=1)))
    return periods


def _ids(stages: Iterable[Stage], *kinds: str) -> list[int]:
    return [stage.pk for stage in stages if stage.kind in kinds]


_SUMS = {
    "deals": Count("pk"),
    "worth": Coalesce(Sum("value_minor"), 0),
    "listed": Count("pk", filter=AT_LIST),
    "list_worth": Coalesce(Sum("product__list_price_minor", filter=AT_LIST), 0),
    "valued": Count("value_minor"),
}


@dataclass
class _Open:
    count: int = 0
    priced: int = 0
    ages: dict[int | None, int] = field(default_factory=dict)
    sums: dict[str, list[int]] = field(default_factory=dict)

    def add(
        self, age: int | None, currency: str,
        count: int, value: int, listed: int, list_value: int, valued: int,
    ) -> None:  # fmt: skip
        self.count += count
        self.priced += valued + listed
        self.ages[age] = self.ages.get(age, 0) + count
        if valued or listed:
            found = self.sums.setdefault(currency, [0, 0, 0])
            found[0] += value + list_value
            found[1] += list_value
            found[2] += listed

    def result(self) -> OpenDeals:
        return OpenDeals(
            count=self.count,
            values=tuple(
                OpenValue(Money(value, code), Money(at_list, code), listed)
                for code, (value, at_list, listed) in sorted(self.sums.items())
            ),
            unpriced=self.count - self.priced,
            age=ageing(self.ages.items()),
        )
