"""Lists: the order a reader chose, one page of it, and the same rows as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest

PER_PAGE = 50


@dataclass(frozen=True)
class Listing:
    """One page of a list and how it is sorted.

    ``sort`` is the chosen key, with a leading ``-`` when it runs downwards; templates hand it to
    the ``sort_head`` tag. ``rows`` is the whole queryset in that order, for exports.
    """

    page: Page[Any]
    sort: str
    rows: QuerySet[Any]

    @property
    def total(self) -> int:
        return self.page.paginator.count


def listing(
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    sorts: Mapping[str, Sequence[str]],
    default: str,
    per_page: int = PER_PAGE,
    total: int | None = None,
) -> Listing:
    """Sort by ``?sort=`` (one of ``sorts``, ``-`` for downwards) and cut out ``?page=``.

    ``sorts`` maps the key in the address to columns. Rows without a value come last both ways,
    and the primary key ends each order, so that paging never shows a row twice. ``total`` is the
    number of rows where the page has counted them already; without it one query counts.
    """
    sort = request.GET.get("sort", default)
    key = sort.removeprefix("-")
    if key not in sorts:
        sort, key = default, default.removeprefix("-")
    down = sort.startswith("-")
    order = [
        F(column).desc(nulls_last=True) if down else F(column).asc(nulls_last=True)
        for column in sorts[key]
    ]
    ordered = rows.order_by(*order, "pk")
    paginator = Paginator(ordered, per_page)
    if total is not None:
        vars(paginator)["count"] = total  # a cached property
    return Listing(
        page=paginator.get_page(request.GET.get("page")),
        sort=sort,
        rows=ordered,
    )
