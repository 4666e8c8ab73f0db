"""Writing what was sold: deals with their revisions, and the accounts, products and stages they need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from people.models import Person
from sales.models import Account, Deal, DealRevision, Product, Stage
from salesperf.imports.models import ImportFile

BATCH = 1000
_CHANGES = (
    "owner_id",
    "account_id",
    "product_id",
    "stage_id",
    "opened_on",
    "closed_on",
    "value_minor",
    "currency",
)


@dataclass(frozen=True)
class DealValues:
    """How one deal is to stand. ``row`` and ``raw`` are where that was written, if in a file."""

    number: str
    owner_id: int
    stage_id: int
    account_id: int | None = None
    product_id: int | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    value_minor: int | None = None
    currency: str = "USD"
    row: int | None = None
    raw: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def write_deals(
    *,
    source: str,
    new: Iterable[DealValues],
    changed: Iterable[tuple[int, DealValues]],
    by: Person | None,
    now: datetime,
    file: ImportFile | None = None,
) -> tuple[int, int]:
    """Add deals of a source and change others (given by id); return how many of each.

    Each gets a revision with its values and the row they came from. Whoever calls decides what
    has changed, records the event and holds the lock that keeps others from the same source.
    """
    added = _add(source, list(new), by, now, file)
    updated = _change(source, list(changed), by, now, file)
    return added, updated


def _add(
    source: str,
    new: Sequence[DealValues],
    by: Person | None,
    now: datetime,
    file: ImportFile | None,
) -> int:
    deals = [
        Deal(source=source, number=values.number, **_fields(values), revision=1) for values in new
    ]
    Deal.objects.bulk_create(deals, batch_size=BATCH)
    _write_revisions(zip(deals, new, strict=True), by, now, file)
    return len(deals)


def _change(
    source: str,
    changed: Sequence[tuple[int, DealValues]],
    by: Person | None,
    now: datetime,
    file: ImportFile | None,
) -> int:
    wanted = dict(changed)
    pairs = []
    for start in range(0, len(changed), BATCH):
        ids = [pk for pk, _ in changed[start : start + BATCH]]
        rows = Deal.objects.select_for_update().filter(source=source, pk__in=ids).order_by("pk")
        for deal in rows:
            for name, value in _fields(wanted[deal.pk]).items():
                setattr(deal, name, value)
            deal.revision += 1
            pairs.append((deal, wanted[deal.pk]))
    Deal.objects.bulk_update([deal for deal, _ in pairs], [*_CHANGES, "revision"], batch_size=BATCH)
    _write_revisions(pairs, by, now, file)
    return len(pairs)


def _fields(values: DealValues) -> dict[str, Any]:
    return {name: getattr(values, name) for name in _CHANGES}


def _write_revisions(
    pairs: Iterable[tuple[Deal, DealValues]],
    by: Person | None,
    now: datetime,
    file: ImportFile | None,
) -> None:
    DealRevision.objects.bulk_create(
        [
            DealRevision(
                deal=deal,
                number=deal.revision,
                at=now,
                by=by,
                imported_from=file,
                row=values.row,
                values=deal.as_values(),
                raw=values.raw,
            )
            for deal, values in pairs
        ],
        batch_size=BATCH,
    )


# --- what deals refer to -------------------------------------------------------------------------
@transaction.atomic
def add_stages(*, kinds: dict[str, str]) -> dict[str, int]:
    """Add stages (name → kind) behind those that are there; return their ids by name.

    Open ones come in the order given, won and lost ones behind them.
    """
    last = Stage.objects.order_by("-position").values_list("position", flat=True).first() or 0
    ordered = sorted(kinds, key=lambda name: kinds[name] != Stage.Kind.OPEN)
    stages = [
        Stage(name=name, kind=kinds[name], position=last + place)
        for place, name in enumerate(ordered, start=1)
    ]
    return {stage.name: stage.pk for stage in Stage.objects.bulk_create(stages)}


@transaction.atomic
def write_accounts(*, new: Iterable[Account], changed: Iterable[Account] = ()) -> dict[str, int]:
    """Add accounts and save changed ones; return the ids of the new ones by name."""
    added = Account.objects.bulk_create(list(new), batch_size=BATCH)
    Account.objects.bulk_update(
        list(changed), ["name", "sector", "location", "facts"], batch_size=BATCH
    )
    return {account.name: account.pk for account in added}


@transaction.atomic
def write_products(*, new: Iterable[Product], changed: Iterable[Product] = ()) -> dict[str, int]:
    """Add products and save changed ones; return the ids of the new ones by name."""
    added = Product.objects.bulk_create(list(new), batch_size=BATCH)
    Product.objects.bulk_update(
        list(changed), ["name", "series", "list_price_minor", "currency"], batch_size=BATCH
    )
    return {product.name: product.pk for product in added}
