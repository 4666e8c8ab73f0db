"""Rows of a text file: which character parts the cells, and reading that survives stray quotes."""

import csv
import re
from collections import Counter
from collections.abc import Iterator

from calc.tabular.sniff import decode
from calc.tabular.table import (
    LONGEST_CELL,
    MOST_ROWS,
    BrokenRow,
    Format,
    NotATable,
    Record,
    Table,
    tabulate,
)

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 200  # lines that decide about the delimiter
# A quoted text that runs over more lines than this is an unclosed quotation mark.
_MOST_LINES_IN_A_CELL = 200
# Texts in cells may run over several lines; with more lines than this a file has too many rows.
_MOST_LINES_PER_ROW = 5
# The module's default of 131,072 would refuse a file for one long note; the reader below turns
# what is longer than this into a broken row.
csv.field_size_limit(4 * 1024 * 1024)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def read_delimited(data: bytes, *, encoding: str = "", delimiter: str = "") -> Table:
    """Read CSV and its relatives. Empty arguments are found out from the file."""
    if data.count(b"\n") > _MOST_LINES_PER_ROW * MOST_ROWS:
        raise NotATable("too_many_rows", most=MOST_ROWS)
    text, found_encoding, sure = decode(data, encoding)
    lines = _lines(text)
    skipped, told = _told_delimiter(lines)
    chosen = delimiter or told or sniff_delimiter(lines[skipped:])
    if chosen not in DELIMITERS:
        raise NotATable("unknown_delimiter", delimiter=chosen)
    form = Format(kind="csv", encoding=found_encoding, delimiter=chosen, sure=sure)
    records = read_records(lines, chosen, start=skipped)
    if _UNSTORABLE.search(text):
        records = map(_without_unstorable, records)
    if "\ufffd" in text:
        records = map(_without_damage, records)
    return tabulate(records, form, ragged_is_broken=True)


def _lines(text: str) -> list[str]:
    """The lines without their ends. Only these three end a line; str.splitlines knows ten more."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines and not lines[-1] else lines


def _told_delimiter(lines: list[str]) -> tuple[int, str]:
    """Spreadsheet programs write ``sep=;`` into the first line; it is no row of the table."""
    told = re.fullmatch(r'"?sep=(.)"?\s*', lines[0]) if lines else None
    return (1, told.group(1)) if told and told.group(1) in DELIMITERS else (0, "")


def sniff_delimiter(lines: list[str]) -> str:
    """The character by which the head and the rows below it part into equally many cells.

    A file with one column has none; any will do then, and the comma is the usual one.
    """
    best, best_score = ",", (False, False, 0, 0)
    for delimiter in DELIMITERS:
        widths = [
            len(record.cells)
            for record in read_records(lines[:_SAMPLE], delimiter)
            if record.broken is None and any(record.cells)
        ]
        if not widths:
            continue
        width, rows = Counter(widths).most_common(1)[0]
        if width < 2:
            continue
        percent = 100 * rows // len(widths)
        score = (width in widths[:2], percent > 80, width, percent)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read_records(lines: list[str], delimiter: str, start: int = 0) -> Iterator[Record]:
    """Yield each row with its number; a row with a stray quotation mark comes as broken.

    A mark that never closes would swallow the rows below it. The module's strict mode notices
    most of these, the number of cells the rest; reading then goes on in the next line.
    """
    at, number, width = start, start, 0
    while at < len(lines):
        reader = csv.reader(
            (lines[i] + "\n" for i in range(at, len(lines))),
            delimiter=delimiter,
            strict=True,
            skipinitialspace=delimiter != "\t",
        )
        base, done = at, 0
        stray = False
        while not stray:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                stray = True
            else:
                stray = _swallowed(cells, reader.line_num - done, width)
            number += 1
            if stray:
                at = base + done + 1
                yield _stray(number, lines[base + done])
            else:
                done = reader.line_num
                width = width or len(cells)
                yield _record(number, cells)


def _swallowed(cells: list[str], lines: int, width: int) -> bool:
    return lines > 1 and (lines > _MOST_LINES_IN_A_CELL or bool(width and len(cells) != width))


def _stray(number: int, line: str) -> Record:
    text = line.strip()[:LONGEST_CELL]
    return Record(number, (), BrokenRow(number, "stray_quote", {}, (text,)))


def _record(number: int, cells: list[str]) -> Record:
    longest = max(map(len, cells), default=0)
    if longest > LONGEST_CELL:
        short = tuple(cell[:80] for cell in cells[:20])
        facts = {"characters": longest, "most": LONGEST_CELL}
        return Record(number, (), BrokenRow(number, "cell_too_long", facts, short))
    return Record(number, tuple(cells))


def _without_unstorable(record: Record) -> Record:
    """A zero character cannot be kept by the database; the row is reported, not mended."""
    return _broken_by(record, _UNSTORABLE, "unstorable")


_DAMAGE = re.compile("\ufffd")


def _without_damage(record: Record) -> Record:
    return _broken_by(record, _DAMAGE, "damaged_letters")


def _broken_by(record: Record, pattern: re.Pattern[str], code: str) -> Record:
    if record.broken is not None:
        return record
    for place, cell in enumerate(record.cells):
        if pattern.search(cell):
            shown = tuple(_UNSTORABLE.sub("\ufffd", each) for each in record.cells)
            return Record(
                record.number, (), BrokenRow(record.number, code, {"place": place}, shown)
            )
    return record
