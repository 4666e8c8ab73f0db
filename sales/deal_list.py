"""A list of deals as pages show it: one page of it in the order asked for, and its totals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _

from calc.money import Money
from sales.models import Stage
from sales.models.deals import DealQuerySet
from sales.queries.deals import Totals, totals, with_names
from salesperf.web.listing import Listing, listing
from salesperf.web.request import Request

SORTS: Mapping[str, Sequence[str]] = {
    "number": ["number"],
    "account": ["account__name"],
    "product": ["product__name"],
    "owner": ["owner__name"],
    "stage": ["stage__position", "stage__name"],
    "opened": ["opened_on"],
    "closed": ["closed_on"],
    "value": ["currency", "value_minor"],
}
NEWEST_FIRST = "-closed"
DEALS_PER_PAGE = 40

FILE_COLUMNS = (
    "number", "source", "account__name", "product__name", "owner__name", "owner__email",
    "owner__team__name", "stage__name", "stage__kind", "opened_on", "closed_on", "value_minor",
    "currency",
)  # fmt: skip


@dataclass(frozen=True)
class DealList:
    """``with_account`` and ``with_owner`` say which columns are worth their room."""

    listing: Listing
    totals: Totals
    with_account: bool = True
    with_owner: bool = True

    @property
    def currency(self) -> str:
        """The currency of all values, if there is only one; else each value names its own."""
        found = self.totals.by_currency
        return found[0].value.currency if len(found) == 1 else ""

    @property
    def before_value(self) -> int:
        """Number of columns before the value, for the heads of the totals."""
        return 5 + self.with_account + self.with_owner


def deal_list(
    request: Request, rows: DealQuerySet, stages: Sequence[Stage], **columns: bool
) -> DealList:
    """Sort ``rows`` as the address says, cut out one page, and add up all. Two queries."""
    sums = totals(rows, stages)
    found = listing(
        request, rows, sorts=SORTS, default=NEWEST_FIRST, total=sums.count, per_page=DEALS_PER_PAGE
    )
    found.page.object_list = with_names(cast(DealQuerySet, found.page.object_list))
    return DealList(found, sums, **columns)


def file_table(request: Request, rows: DealQuerySet) -> tuple[list[str], Iterator[list[Any]]]:
    """Heads and rows of the deals as a file, all of them, in the order of the page."""
    heads = [
        _("Deal number"), _("Source"), _("Account"), _("Product"), _("Owner"), _("Owner e-mail"),
        _("Team"), _("Stage"), _("State"), _("Opened on"), _("Closed on"), _("Value"),
        _("Currency"),
    ]  # fmt: skip
    states = {kind.value: str(kind.label) for kind in Stage.Kind}
    ordered = listing(request, rows, sorts=SORTS, default=NEWEST_FIRST, total=0).rows
    return heads, (
        _file_row(row, states)
        for row in ordered.values_list(*FILE_COLUMNS).iterator(chunk_size=2000)
    )


def _file_row(row: tuple[Any, ...], states: Mapping[str, str]) -> list[Any]:
    *facts, kind, opened, closed, minor, currency = row
    value = None if minor is None else Money(minor, currency).amount
    return [*facts, states[kind], opened, closed, value, currency if minor is not None else None]
