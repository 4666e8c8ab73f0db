"""What a file of rows is once it was read, and what can be wrong with a file or a row.

Nothing here knows what a column means. Rows keep the number a spreadsheet program shows beside
them, so that people find what a problem speaks of. Whatever is wrong is a *code* with its facts;
the page words it in the reader's language.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# 60,000 deals are checked in 5 s and written in 30 s on two cores, in 350 MB; more has to be parted.
MOST_ROWS = 60_000
MOST_COLUMNS = 500
LONGEST_CELL = 10_000  # characters
# Lines above the head ("Report of 3 March") that are skipped, at most.
MOST_PREAMBLE = 10


class NotATable(Exception):  # noqa: N818 what it is, in the project's words
    """The file as a whole cannot be read. ``code`` says why, ``facts`` fill the sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Figure(str):
    """The text of a cell that a workbook stores as a number: its decimal sign is a point."""

    __slots__ = ()


class Row(NamedTuple):
    """One row that fits the head. ``number`` counts from 1, as a spreadsheet program does."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class BrokenRow:
    """A row that is no row of this table; ``cells`` is what could be made of it."""

    number: int
    code: str
    facts: dict[str, Any]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """How the file was read. ``sure`` is False when the encoding is only the likeliest one."""

    kind: str  # "csv" or "xlsx"
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    sure: bool = True


@dataclass(frozen=True)
class Table:
    """The head and the rows of one file.

    Heads are unique: an empty one is called by its letter, a repeated one gets a number.
    """

    format: Format
    head_row: int
    columns: tuple[str, ...]
    rows: list[Row]
    broken: list[BrokenRow] = field(default_factory=list)
    empty_rows: int = 0
    repeated_heads: tuple[str, ...] = ()
    unnamed_heads: tuple[str, ...] = ()
    formulas: int = 0

    @property
    def total(self) -> int:
        """Rows below the head that hold anything, readable or not."""
        return len(self.rows) + len(self.broken)

    def index(self, column: str) -> int:
        return self.columns.index(column)


class Record(NamedTuple):
    """What a reader of one format hands over: a row's cells, or why it has none."""

    number: int
    cells: tuple[str, ...]
    broken: BrokenRow | None = None


def tabulate(
    records: Iterable[Record], form: Format, *, ragged_is_broken: bool, formulas: int = 0
) -> Table:
    """Find the head among the first records and put the rest below it.

    Raises NotATable when there is no head or more than can be worked with. With
    ``ragged_is_broken`` a row with fewer cells than the head is broken; without, the missing
    ones are empty (workbooks do not store empty cells).
    """
    stream = iter(records)
    first, rest = _head_and_rest(stream)
    heads = _trim_right(first.cells)
    if len(heads) > MOST_COLUMNS:
        raise NotATable("too_many_columns", columns=len(heads), most=MOST_COLUMNS)
    columns, repeated, unnamed = _unique(heads)
    rows: list[Row] = []
    broken: list[BrokenRow] = []
    empty = 0
    width = len(columns)
    for record in rest:
        if record.broken is not None:
            broken.append(record.broken)
        else:
            number, cells, _ = record
            if len(cells) == width and any(cells):
                rows.append(Row(number, cells))
            elif not any(cells) or not any(map(str.strip, cells)):
                empty += 1
            else:
                fitted = _fit(record, width, ragged_is_broken)
                if isinstance(fitted, Row):
                    rows.append(fitted)
                else:
                    broken.append(fitted)
        if len(rows) + len(broken) > MOST_ROWS:
            raise NotATable("too_many_rows", most=MOST_ROWS)
    rows, blank = _without_blank(rows)
    return Table(
        format=form,
        head_row=first.number,
        columns=columns,
        rows=rows,
        broken=broken,
        empty_rows=empty + blank,
        repeated_heads=repeated,
        unnamed_heads=unnamed,
        formulas=formulas,
    )


def _without_blank(rows: list[Row]) -> tuple[list[Row], int]:
    """Rows of nothing but blanks hold nothing either."""
    kept = [row for row in rows if any(map(str.strip, row.cells))]
    return kept, len(rows) - len(kept)


def _head_and_rest(stream: Iterable[Record]) -> tuple[Record, Iterable[Record]]:
    """The head is the first row with more than one filled cell, or else simply the first."""
    stream = iter(stream)
    looked_at: list[Record] = []
    for record in stream:
        looked_at.append(record)
        if _filled(record) > 1 or len(looked_at) > MOST_PREAMBLE:
            break
    filled = [i for i, record in enumerate(looked_at) if _filled(record)]
    if not filled:
        raise NotATable("empty")
    wide = [i for i in filled if _filled(looked_at[i]) > 1]
    at = wide[0] if wide else filled[0]
    return looked_at[at], _chain(looked_at[at + 1 :], stream)


def _chain(head: list[Record], tail: Iterable[Record]) -> Iterable[Record]:
    yield from head
    yield from tail


def _filled(record: Record) -> int:
    return sum(1 for cell in record.cells if cell.strip()) if record.broken is None else 0


def _trim_right(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _fit(record: Record, width: int, ragged_is_broken: bool) -> Row | BrokenRow:
    number, cells, _ = record
    if len(cells) > width:
        if any(cell.strip() for cell in cells[width:]):
            facts = {"cells": len(cells), "columns": width}
            return BrokenRow(number, "too_many_cells", facts, cells[: width + 1])
        return Row(number, cells[:width])
    if ragged_is_broken:
        facts = {"cells": len(cells), "columns": width}
        return BrokenRow(number, "too_few_cells", facts, cells)
    return Row(number, cells + ("",) * (width - len(cells)))


def _unique(heads: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    seen: dict[str, int] = {}
    columns: list[str] = []
    repeated: list[str] = []
    unnamed: list[str] = []
    for place, raw in enumerate(heads):
        head = " ".join(raw.split())[:120]
        if not head:
            head = letters(place)
            unnamed.append(head)
        seen[head] = seen.get(head, 0) + 1
        if seen[head] > 1:
            repeated.append(head)
            head = _free(head, seen)
        columns.append(head)
    return tuple(columns), tuple(dict.fromkeys(repeated)), tuple(unnamed)


def _free(head: str, seen: dict[str, int]) -> str:
    number = seen[head]
    while f"{head} ({number})" in seen:
        number += 1
    name = f"{head} ({number})"
    seen[name] = 1
    return name


def letters(place: int) -> str:
    """The letters of a column as a spreadsheet shows them: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
