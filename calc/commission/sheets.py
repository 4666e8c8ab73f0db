"""Deals and people from a table (CSV, workbook): each row becomes what it is in JSON, strictly.

Columns have the names of the fields. Besides: ``tags`` are separated by semicolons, ``splits`` is
written "ann 60%; bob 40%", ``payments`` "2026-03-01 500; 2026-04-01 500", ``lost`` "2026-05-01 50%"
(a day alone is all of the deal), and a name with a colon goes inside: ``fact:term``,
``event:go-live``, ``metric:nps``, ``quota:2026-Q1``, ``target:variable``; ``quota`` alone is for
every window.
"""

from collections.abc import Mapping
from typing import Any

from calc.commission.reader import Node
from calc.commission.values import EVERY, Findings
from calc.tabular import Table

DEAL_COLUMNS = (
    "id",
    "owner",
    "date",
    "amount",
    "currency",
    "product",
    "units",
    "cost",
    "tags",
    "splits",
    "payments",
    "lost",
    "term",
)
RATE_COLUMNS = ("from", "into", "date", "rate", "source")
PERSON_COLUMNS = ("id", "start", "end", "manager", "quota")

_INSIDE = {
    "fact": "facts",
    "event": "events",
    "metric": "metrics",
    "quota": "quotas",
    "target": "targets",
}


def rows_of(
    table: Table,
    name: str,
    known: tuple[str, ...],
    columns: Mapping[str, str],
    only: Mapping[str, str],
    findings: Findings,
) -> list[Node]:
    """The rows of a table as nodes; their places are the file's name and row number.

    ``columns`` says the head of a field where it is another word; ``only`` keeps the rows with
    these values. A column that means nothing here is a note.
    """
    heads = {field: columns.get(field, field) for field in known}
    for field, head in columns.items():
        heads[field] = head
        if head not in table.columns:
            findings.error("no_column", f"{name}/{head}", f"There is no column “{head}”.")
    for head in only:
        if head not in table.columns:
            findings.error("no_column", f"{name}/{head}", f"There is no column “{head}”.")
    for head in table.columns:
        if head.partition(":")[0] in _INSIDE:
            heads.setdefault(head, head)
        elif head not in heads.values() and head not in only:
            findings.note("unused_column", f"{name}/{head}", f"Column “{head}” is not used.")
    places = {field: table.index(head) for field, head in heads.items() if head in table.columns}
    tests = [(table.index(head), value) for head, value in only.items() if head in table.columns]
    for broken in table.broken:
        at = f"{name}/{broken.number}"
        findings.error("broken_row", at, f"This row cannot be read ({broken.code}).")
    return [
        Node(_values(row.cells, places), f"{name}/{row.number}", findings)
        for row in table.rows
        if all(row.cells[place].strip() == value for place, value in tests)
    ]


def _values(cells: tuple[str, ...], places: Mapping[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field, place in places.items():
        text = cells[place].strip()
        if not text:
            continue
        kind, _, name = field.partition(":")
        if kind in {"quota", "target"} and (kind == "quota" or name):
            key, inside = ("quota", name or EVERY) if kind == "quota" else (name, EVERY)
            found.setdefault(_INSIDE[kind], {}).setdefault(key, {})[inside] = text
        elif kind in _INSIDE:
            found.setdefault(_INSIDE[kind], {})[name] = text
        elif field == "tags":
            found[field] = [tag.strip() for tag in text.split(";") if tag.strip()]
        elif field in _IN_PARTS:
            found[field] = [
                _IN_PARTS[field](part.strip()) for part in text.split(";") if part.strip()
            ]
        else:
            found[field] = text
    return found


def _split(text: str) -> dict[str, str]:
    payee, _, share = text.rpartition(" ")
    return {"payee": payee, "share": share}


def _payment(text: str) -> dict[str, str]:
    day, _, amount = text.partition(" ")
    return {"date": day, "amount": amount.strip()}


def _loss(text: str) -> dict[str, str]:
    day, _, share = text.partition(" ")
    return {"date": day, "share": share.strip()} if share.strip() else {"date": day}


_IN_PARTS = {"splits": _split, "payments": _payment, "lost": _loss}
