"""Makes stages, accounts, products and deals for tests, demo data and whole companies.

Plain keyword functions with defaults that hold nothing surprising. They write rows and skip
imports and audit. ``deal_rows`` and ``revision_rows`` make many at once, unsaved, for
``bulk_create``: a year of deals of 500 people in a few seconds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

from calc.money import Money
from people.models import Person
from sales.models import Account, Deal, DealRevision, Product, Stage

SOURCE = "crm"
STAGES = (
    ("Prospecting", Stage.Kind.OPEN),
    ("Engaging", Stage.Kind.OPEN),
    ("Won", Stage.Kind.WON),
    ("Lost", Stage.Kind.LOST),
)

_numbers = count(1)


def make_stage(*, name: str = "", kind: str = Stage.Kind.OPEN, position: int = 0) -> Stage:
    return Stage.objects.create(
        name=name or f"Stage {next(_numbers)}", kind=kind, position=position
    )


def make_stages() -> list[Stage]:
    """The usual process (prospecting, engaging, won, lost); what exists is not made again."""
    return [
        Stage.objects.get_or_create(name=name, defaults={"kind": kind, "position": position})[0]
        for position, (name, kind) in enumerate(STAGES, start=1)
    ]


def make_account(*, name: str = "", **fields: Any) -> Account:
    return Account.objects.create(name=name or f"Account {next(_numbers)}", **fields)


def make_product(
    *, name: str = "", list_price: Decimal | int | str | None = 550, **fields: Any
) -> Product:
    """A product; ``list_price`` is in whole units (550 is 550.00 USD), None for no price."""
    currency = fields.setdefault("currency", "USD")
    return Product.objects.create(
        name=name or f"Product {next(_numbers)}",
        list_price_minor=_minor(list_price, currency),
        **fields,
    )


def make_deal(
    *,
    owner: Person,
    stage: Stage | None = None,
    kind: str = Stage.Kind.OPEN,
    value: Decimal | int | str | None = None,
    currency: str = "USD",
    number: str = "",
    source: str = SOURCE,
    **fields: Any,
) -> Deal:
    """A deal of ``owner`` in ``stage``, or in the first stage of its ``kind``.

    ``value`` is in whole units. No revision is written: ``make_revision`` does that.
    """
    return Deal.objects.create(
        owner=owner,
        stage=stage or _stage_of(kind),
        value_minor=_minor(value, currency),
        currency=currency,
        number=number or f"D{next(_numbers):06}",
        source=source,
        **fields,
    )


def make_revision(
    *,
    deal: Deal,
    at: datetime,
    by: Person | None = None,
    imported_from: Any = None,
    row: int | None = None,
    raw: dict[str, str] | None = None,
    **changes: Any,
) -> DealRevision:
    """Change the deal's fields and write down how it stands from ``at`` on."""
    for name, value in changes.items():
        setattr(deal, name, value)
    number = deal.revisions.count() + 1
    deal.revision = number
    deal.save()
    return DealRevision.objects.create(
        deal=deal, number=number, at=at, by=by, imported_from=imported_from, row=row,
        values=deal.as_values(), raw=raw or {},
    )  # fmt: skip


@dataclass(frozen=True)
class Market:
    """What a made-up company sells to whom, and how it goes. Shares are in percent."""

    stages: Sequence[Stage]
    products: Sequence[Product]
    accounts: Sequence[Account]
    deals_a_week: int = 2
    won_percent: int = 63
    cycle_days: tuple[int, int] = (4, 120)  # from opening to decision
    no_account_percent: int = 15  # of open deals
    no_dates_percent: int = 5  # of open deals
    kinds: dict[str, list[Stage]] = field(init=False)

    def __post_init__(self) -> None:
        kinds: dict[str, list[Stage]] = {}
        for stage in self.stages:
            kinds.setdefault(stage.kind, []).append(stage)
        object.__setattr__(self, "kinds", kinds)


def deal_rows(
    *,
    people: Iterable[Person],
    market: Market,
    start: date,
    weeks: int,
    today: date,
    random: Random,
    source: str = SOURCE,
    first_number: int = 1,
) -> Iterator[Deal]:
    """Unsaved deals opened in ``weeks`` weeks from ``start`` by each person, decided by ``today``.

    Deals that would be decided after ``today`` are open: without a value, and a few of them
    without account or dates, as in real pipelines. The same ``random`` gives the same deals.
    """
    numbers = count(first_number)
    span = min(weeks * 7, (today - start).days + 1)
    for person in people:
        for _ in range(weeks * market.deals_a_week):
            opened = start + timedelta(days=random.randrange(max(span, 1)))
            yield _deal(
                market, random, today, opened, owner=person, source=source,
                number=f"{source[:3].upper()}-{next(numbers):07}",
            )  # fmt: skip


def revision_rows(deals: Iterable[Deal], *, at: datetime) -> Iterator[DealRevision]:
    """Unsaved first revisions of deals that are saved."""
    for deal in deals:
        yield DealRevision(deal=deal, number=1, at=at, values=deal.as_values())


def _deal(market: Market, random: Random, today: date, opened: date, **fields: Any) -> Deal:
    product = random.choice(market.products)
    account = random.choice(market.accounts)
    closed = opened + timedelta(days=random.randint(*market.cycle_days))
    fields |= {"product": product, "currency": product.currency}
    if closed > today:
        return _open_deal(market, random, opened, account, fields)
    won = random.randrange(100) < market.won_percent
    price = product.list_price_minor or 100_00
    return Deal(
        stage=random.choice(market.kinds[Stage.Kind.WON if won else Stage.Kind.LOST]),
        account=account,
        opened_on=opened,
        closed_on=closed,
        value_minor=price * random.randint(85, 110) // 10_000 * 100 if won else 0,
        **fields,
    )


def _open_deal(
    market: Market, random: Random, opened: date, account: Account, fields: dict[str, Any]
) -> Deal:
    stages = market.kinds[Stage.Kind.OPEN]
    dated = random.randrange(100) >= market.no_dates_percent
    return Deal(
        stage=random.choice(stages) if dated else stages[0],
        account=account if random.randrange(100) >= market.no_account_percent else None,
        opened_on=opened if dated else None,
        **fields,
    )


def _stage_of(kind: str) -> Stage:
    return Stage.objects.filter(kind=kind).first() or make_stage(
        name=str(Stage.Kind(kind).label),
        kind=kind,
        position=list(Stage.Kind).index(Stage.Kind(kind)),
    )


def _minor(value: Decimal | int | str | None, currency: str) -> int | None:
    return None if value is None else Money.of(value, currency).minor
