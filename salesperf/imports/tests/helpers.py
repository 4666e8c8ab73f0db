"""Files on their way in, for tests: kept, mapped, checked, imported."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from salesperf.imports import actions, guessing, kinds, queries
from salesperf.imports.checks import Check
from salesperf.imports.models import ImportFile
from tests.cast import NOW, TODAY


def receive(
    kind: str,
    content: str | bytes | Path,
    *,
    source: str = "crm",
    name: str = "",
    by: Any = None,
    columns: Mapping[str, str] | None = None,
    **options: Any,
) -> ImportFile:
    """A file with its columns confirmed: those its heads say, or ``columns``."""
    if isinstance(content, Path):
        content, name = content.read_bytes(), name or content.name
    data = content.encode() if isinstance(content, str) else content
    file = actions.receive(
        kind=kind, source=source, name=name or "file.csv", data=data, by=by, now=NOW
    )
    table = queries.open_table(file)
    found = columns or guessing.guess(kinds.get(kind).fields, table)
    return actions.confirm_columns(file=file, columns=found, options=options)


def check(file: ImportFile, by: Any = None) -> Check:
    file.refresh_from_db()
    return queries.check_file(file, queries.open_table(file), by=by, today=TODAY)


def answer(file: ImportFile, field: str, value: str, means: str) -> None:
    actions.answer(file=file, field=field, values=[value], means=means, by=None, now=NOW)


def run(file: ImportFile, by: Any = None) -> ImportFile:
    """Import what the check shows now."""
    return actions.run(file=file, seen=check(file, by).fingerprint, by=by, now=NOW, today=TODAY)


def leave_out(file: ImportFile, by: Any = None) -> None:
    actions.leave_out(file=file, rows=check(file, by).unreadable_rows)
