"""The whole database as a value, to see what a request changed.

A hundred tables are not read for every request: which ones were written to is heard on the
connection, the others are as they were when the world was made.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models

Rows = list[tuple[str, ...]]

# Rows that a request may always write and that nobody reads as a fact.
NOT_LOOKED_AT = {"sessions.Session", "web.ReceivedForm", "people.SignInAttempt"}

_WRITTEN = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class State:
    """The database as it was made, and the tables that were written to since."""

    def __init__(self) -> None:
        self._made: dict[str, Rows] = {}
        self._written: set[str] = set()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Begin with the database as it was made; hear which tables are written to.

        What is rolled back counts as written: the table is read again.
        """
        self._written.clear()
        with connection.execute_wrapper(self._listen):
            yield

    def snapshot(self) -> dict[str, Rows]:
        """Every row of every table, by model."""
        return {model._meta.label: self._rows(model) for model in _models()}

    def _rows(self, model: type[models.Model]) -> Rows:
        if model._meta.db_table in self._written:
            return rows_of(model)
        label = model._meta.label
        if label not in self._made:
            self._made[label] = rows_of(model)
        return self._made[label]

    def _listen(self, execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if written := _WRITTEN.match(sql):
            self._written.add(written[1])
        return execute(sql, *more)


def _models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if model._meta.label not in NOT_LOOKED_AT)


def rows_of(model: type[models.Model]) -> Rows:
    rows = model._default_manager.order_by("pk").values_list()
    return [tuple(map(repr, row)) for row in rows]


def difference(before: dict[str, Rows], after: dict[str, Rows]) -> dict[str, tuple[Rows, Rows]]:
    """By model: the rows that are gone and the rows that are new."""
    changed = {}
    for label, rows in before.items():
        if rows is after[label]:
            continue
        old, new = set(rows), set(after[label])
        if old != new:
            gone = [row for row in rows if row not in new]
            changed[label] = (gone, [row for row in after[label] if row not in old])
    return changed
