"""The story of one deal: every way it stood, who or which file changed it, and what.

Beside each value that counts stands what the file said, as it said it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc.money import Money
from people.models import Person
from sales.models import Account, Deal, DealRevision, Product, Stage
from salesperf.web import format

LABELS: Mapping[str, Any] = {
    "stage": gettext_lazy("Stage"),
    "value": gettext_lazy("Value"),
    "owner": gettext_lazy("Owner"),
    "account": gettext_lazy("Account"),
    "product": gettext_lazy("Product"),
    "opened_on": gettext_lazy("Opened on"),
    "closed_on": gettext_lazy("Closed on"),
}
_ROWS: Mapping[str, Any] = {
    "stage": Stage, "owner": Person, "account": Account, "product": Product,
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One field: what it was (None in the first revision), what it is, what the file said."""

    label: str
    was: str | None
    now: str
    in_file: str


@dataclass(frozen=True)
class RevisionLine:
    """One revision. ``row`` holds the source row as it was, head by head."""

    number: int
    at: datetime
    by: str
    file: str
    file_row: int | None
    changes: tuple[Change, ...]
    row: tuple[tuple[str, str], ...]


def history(deal: Deal) -> list[RevisionLine]:
    """Return the revisions of ``deal``, newest first. At most five queries."""
    revisions = list(deal.revisions.select_related("by", "imported_from").order_by("number"))
    names = _names(revisions)
    lines = []
    before: Mapping[str, Any] | None = None
    for revision in revisions:
        lines.append(_line(revision, before, names))
        before = revision.values
    return lines[::-1]


def _line(
    revision: DealRevision, before: Mapping[str, Any] | None, names: Mapping[str, dict[int, str]]
) -> RevisionLine:
    file = revision.imported_from
    columns = file.columns if file else {}
    return RevisionLine(
        number=revision.number,
        at=revision.at,
        by=revision.by.name if revision.by else "",
        file=file.name if file else "",
        file_row=revision.row,
        changes=tuple(_changes(revision, before, names, columns)),
        row=tuple((str(head), str(text)) for head, text in revision.raw.items()),
    )


def _changes(
    revision: DealRevision,
    before: Mapping[str, Any] | None,
    names: Mapping[str, dict[int, str]],
    columns: Mapping[str, str],
) -> Iterable[Change]:
    for field, label in LABELS.items():
        now = _words(field, revision.values, names)
        was = None if before is None else _words(field, before, names)
        if now == (was if before is not None else format.unknown()):
            continue
        head = columns.get(field, "")
        yield Change(str(label), was, now, str(revision.raw.get(head, "")) if head else "")


def _words(field: str, values: Mapping[str, Any], names: Mapping[str, dict[int, str]]) -> str:
    """A stored value as a reader sees it; "none yet" for what is not known."""
    if field == "value":
        minor = values.get("value_minor")
        currency = values.get("currency") or "USD"
        return format.money(None if minor is None else Money(minor, currency), "currency")
    value = values.get(field)
    if value is None:
        return format.unknown()
    if field in _ROWS:
        return names[field].get(value) or _("number %(id)s, no longer there") % {"id": value}
    return format.day(date.fromisoformat(value))


def _names(revisions: Iterable[DealRevision]) -> dict[str, dict[int, str]]:
    """Names of everything the revisions point to. One query per kind that occurs."""
    found: dict[str, dict[int, str]] = {}
    for field, model in _ROWS.items():
        ids = {revision.values[field] for revision in revisions if revision.values.get(field)}
        rows = model.objects.filter(pk__in=ids).values_list("pk", "name") if ids else ()
        found[field] = dict(rows)
    return found
