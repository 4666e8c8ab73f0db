"""Choosing deals for a list, and what the chosen ones come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from calc.funnel import OLD_DAYS
from calc.money import Money, unusual_exponents
from people.models import Person, ReportingLine
from sales.models import Account, Deal, Product, Stage
from sales.models.deals import DealQuerySet

USUAL_PLACES = 2


@dataclass(frozen=True)
class DealFilter:
    """What a reader asks for; what is empty asks for everything. Dates and values are included.

    ``value_from`` and ``value_to`` are whole units of each deal's own currency.
    """

    text: str = ""
    account_name: str = ""
    kind: str = ""
    stages: tuple[int, ...] = ()
    owner: int | None = None
    led_by: int | None = None
    teams: tuple[int, ...] = ()
    product: int | None = None
    account: int | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    opened_from: date | None = None
    opened_to: date | None = None
    value_from: Decimal | None = None
    value_to: Decimal | None = None
    without_account: bool = False
    without_dates: bool = False
    without_value: bool = False


def filtered(deals: DealQuerySet, wanted: DealFilter, today: date) -> DealQuerySet:
    """Narrow ``deals`` (which went through visible_to) to what is wanted."""
    equal = {
        "stage__kind": wanted.kind,
        "stage__in": wanted.stages,
        "owner": wanted.owner,
        "owner__team__in": wanted.teams,
        "product": wanted.product,
        "account": wanted.account,
        "closed_on__gte": wanted.closed_from,
        "closed_on__lte": wanted.closed_to,
        "opened_on__gte": wanted.opened_from,
        "opened_on__lte": wanted.opened_to,
    }
    deals = deals.filter(**{lookup: value for lookup, value in equal.items() if value})
    if wanted.led_by:
        leader = Person(pk=wanted.led_by)
        deals = deals.filter(owner__in=ReportingLine.objects.people_under(leader, today))
    return _with_gaps(_worth(_mentioning(deals, wanted), wanted), wanted)


def _mentioning(deals: DealQuerySet, wanted: DealFilter) -> DealQuerySet:
    """Deals whose number, account, product or owner holds the text.

    Names are looked up in their own small tables first: joining all three to each deal took
    four times as long with 50,000 deals.
    """
    if wanted.account_name:
        deals = deals.filter(account__in=_named(Account.objects.all(), wanted.account_name))
    if not wanted.text:
        return deals
    return deals.filter(
        Q(number__icontains=wanted.text)
        | Q(account__in=_named(Account.objects.all(), wanted.text))
        | Q(product__in=_named(Product.objects.all(), wanted.text))
        | Q(owner__in=_named(Person.objects.all(), wanted.text))
    )


def _named(rows: QuerySet, text: str) -> QuerySet:
    return rows.filter(name__icontains=text).order_by().values("pk")


def _worth(deals: DealQuerySet, wanted: DealFilter) -> DealQuerySet:
    if wanted.value_from is not None:
        deals = deals.filter(_per_currency("value_minor__gte", wanted.value_from))
    if wanted.value_to is not None:
        deals = deals.filter(_per_currency("value_minor__lte", wanted.value_to))
    return deals


def _per_currency(lookup: str, amount: Decimal) -> Q:
    """Compare minor units with an amount in whole units of whichever currency."""
    unusual = unusual_exponents()
    listed = [code for codes in unusual.values() for code in codes]
    usual = Q(**{lookup: _minor(amount, USUAL_PLACES, lookup)}) & ~Q(currency__in=listed)
    for places, codes in unusual.items():
        usual |= Q(currency__in=codes, **{lookup: _minor(amount, places, lookup)})
    return usual


def _minor(amount: Decimal, places: int, lookup: str) -> int:
    """The nearest whole number of minor units that lets nothing outside the limit in."""
    scaled = amount.scaleb(places)
    whole = int(scaled.to_integral_value(rounding="ROUND_FLOOR"))
    return whole + 1 if lookup.endswith("gte") and whole < scaled else whole


def _with_gaps(deals: DealQuerySet, wanted: DealFilter) -> DealQuerySet:
    if wanted.without_account:
        deals = deals.filter(account__isnull=True)
    if wanted.without_dates:
        deals = deals.filter(opened_on__isnull=True)
    if wanted.without_value:
        deals = deals.filter(value_minor__isnull=True)
    return deals


def with_names(rows: DealQuerySet) -> DealQuerySet:
    """The deals of one page with account, product, owner and stage.

    ``rows`` is cut and in order. The names are joined to those few, not to all that were sorted
    to find them: with 46,800 deals 3 ms instead of 31.
    """
    return (
        Deal.objects.filter(pk__in=rows.values("pk"))
        .select_related("account", "product", "owner", "stage")
        .order_by(*rows.query.order_by)
    )


@dataclass(frozen=True)
class CurrencyTotal:
    """Deals with a value in one currency, what they come to, and what of it is won."""

    count: int
    value: Money
    won_count: int
    won: Money


@dataclass(frozen=True)
class Totals:
    """What a set of deals comes to. Currencies stand side by side and are never added."""

    open: int
    won: int
    lost: int
    without_value: int
    by_currency: tuple[CurrencyTotal, ...]

    @property
    def count(self) -> int:
        return self.open + self.won + self.lost


def totals(deals: DealQuerySet, stages: Iterable[Stage]) -> Totals:
    """Add up all of ``deals`` by kind and currency. One query, whatever their number.

    ``stages`` are all stages of the company: the page has them anyway, and grouping by their
    id saves a join with each deal.
    """
    kinds = {stage.pk: stage.kind for stage in stages}
    rows = (
        deals.order_by()
        .values_list("stage_id", "currency")
        .annotate(Count("pk"), Count("value_minor"), Sum("value_minor"))
    )
    counts = dict.fromkeys(Stage.Kind.values, 0)
    sums: dict[str, _Sums] = {}
    for stage, currency, count, valued, value in rows:
        kind = kinds[stage]
        counts[kind] += count
        if valued:
            sums.setdefault(currency, _Sums()).add(valued, value, won=kind == Stage.Kind.WON)
    return Totals(
        open=counts[Stage.Kind.OPEN],
        won=counts[Stage.Kind.WON],
        lost=counts[Stage.Kind.LOST],
        without_value=sum(counts.values()) - sum(found.count for found in sums.values()),
        by_currency=tuple(found.total(code) for code, found in sorted(sums.items())),
    )


@dataclass
class _Sums:
    count: int = 0
    value: int = 0
    won_count: int = 0
    won_value: int = 0

    def add(self, count: int, value: int, *, won: bool) -> None:
        self.count += count
        self.value += value
        if won:
            self.won_count += count
            self.won_value += value

    def total(self, currency: str) -> CurrencyTotal:
        return CurrencyTotal(
            self.count,
            Money(self.value, currency),
            self.won_count,
            Money(self.won_value, currency),
        )


def stages() -> list[Stage]:
    """All stages of the company, in the order of its process."""
    return list(Stage.objects.all())


def old_open_deals(deals: DealQuerySet, stages: Iterable[Stage], today: date) -> int:
    """How many of ``deals`` are open for too long."""
    ids = [stage.pk for stage in stages if stage.kind == Stage.Kind.OPEN]
    return deals.filter(stage__in=ids, opened_on__lte=old_before(today)).count()


def days_open(deal: Deal, today: date) -> int | None:
    """Days from opening to the decision, or until today; None without an opening date."""
    if deal.opened_on is None:
        return None
    open_now = deal.stage.kind == Stage.Kind.OPEN
    end = today if open_now or deal.closed_on is None else deal.closed_on
    return (end - deal.opened_on).days


def others_of_account(visible: DealQuerySet, deal: Deal, limit: int) -> list[Deal]:
    """The newest other deals with the same account, of those the reader may see."""
    if deal.account_id is None:
        return []
    return _newest(visible.filter(account=deal.account_id), deal, limit)


def others_of_product(visible: DealQuerySet, deal: Deal, limit: int) -> list[Deal]:
    """The newest other deals of the same product, of those the reader may see."""
    if deal.product_id is None:
        return []
    return _newest(visible.filter(product=deal.product_id), deal, limit)


def _newest(deals: DealQuerySet, deal: Deal, limit: int) -> list[Deal]:
    ordered = deals.exclude(pk=deal.pk).order_by(F("closed_on").desc(nulls_last=True), "pk")
    return list(with_names(ordered[:limit]))


def old_before(today: date) -> date:
    """The last opening date that makes an open deal old."""
    return today - timedelta(days=OLD_DAYS + 1)
