"""What the deals one may see say about accounts and products."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from sales.models import Stage
from sales.models.catalogue import AccountQuerySet
from sales.models.deals import DealQuerySet


@dataclass(frozen=True)
class DealCounts:
    """How many of the deals the reader may see are open, won and lost."""

    open: int = 0
    won: int = 0
    lost: int = 0


NO_DEALS = DealCounts()


def accounts_mentioning(accounts: AccountQuerySet, text: str) -> AccountQuerySet:
    """Accounts whose name, sector or location holds the text."""
    if not text:
        return accounts
    return accounts.filter(
        Q(name__icontains=text) | Q(sector__icontains=text) | Q(location__icontains=text)
    )


def counts_by_account(
    deals: DealQuerySet, accounts: Iterable[int], stages: Iterable[Stage]
) -> dict[int, DealCounts]:
    """Count ``deals`` (which went through visible_to) of each account. One query."""
    return _counts(deals.filter(account__in=list(accounts)), "account_id", stages)


def counts_by_product(
    deals: DealQuerySet, products: Iterable[int], stages: Iterable[Stage]
) -> dict[int, DealCounts]:
    """Count ``deals`` (which went through visible_to) of each product. One query."""
    return _counts(deals.filter(product__in=list(products)), "product_id", stages)


def _counts(deals: DealQuerySet, by: str, stages: Iterable[Stage]) -> dict[int, DealCounts]:
    kinds = {stage.pk: stage.kind for stage in stages}
    found: dict[int, dict[str, int]] = {}
    for key, stage, count in deals.order_by().values_list(by, "stage_id").annotate(Count("pk")):
        counts = found.setdefault(key, dict.fromkeys(Stage.Kind.values, 0))
        counts[kinds[stage]] += count
    return {key: DealCounts(**counts) for key, counts in found.items()}
