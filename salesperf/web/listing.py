"""Lists: the order a reader chose, one page of it, and the same rows as a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest

PER_PAGE = 50
R = TypeVar("R")


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


@dataclass(frozen=True)
class SortedRows(Generic[R]):
    """The same for rows that are at hand already; ``rows`` are all of them in that order."""

    page: Page[R]
    sort: str
    rows: Sequence[R]

    @property
    def total(self) -> int:
        return len(self.rows)


def sorted_rows(
    request: HttpRequest,
    rows: Sequence[R],
    *,
    sorts: Mapping[str, Callable[[R], Any]],
    default: str,
    per_page: int = PER_PAGE,
) -> SortedRows[R]:
    """Sort rows by ``?sort=`` as :func:`listing` does, and cut out ``?page=``.

    ``sorts`` maps the key in the address to what a row is sorted by; None comes last both ways.
    Equal rows keep the order in which they came.
    """
    sort = request.GET.get("sort", default)
    key = sort.removeprefix("-")
    if key not in sorts:
        sort, key = default, default.removeprefix("-")
    by = sorts[key]
    known = [row for row in rows if by(row) is not None]
    without = [row for row in rows if by(row) is None]
    ordered = [*sorted(known, key=by, reverse=sort.startswith("-")), *without]
    page = Paginator(ordered, per_page).get_page(request.GET.get("page"))
    return SortedRows(page=page, sort=sort, rows=ordered)
