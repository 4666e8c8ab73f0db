"""Rows of an Excel workbook (.xlsx): values only, with limits on what it may unpack to.

Nothing of a workbook is executed. openpyxl reads it row by row; because defusedxml is installed
it refuses entities and outside references (OWASP ASVS 5.0, v5.0.0-1.5.1), and the sizes are
checked before anything is unpacked (v5.0.0-5.2.3).
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from numbers import Real
from typing import Any

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook

from calc.tabular.table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    BrokenRow,
    Figure,
    Format,
    NotATable,
    Record,
    Table,
    tabulate,
)

MOST_UNPACKED = 400 * 1024 * 1024  # bytes, all parts together
MOST_PARTS = 2_000
# A sheet of one repeated number packs to 1:60; bombs are far beyond.
MOST_RATIO = 200
_RATIO_FROM = 1024 * 1024  # small parts may pack as well as they like
_LAST_ROW = 1_048_576  # of any sheet; the format knows no more

_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def read_workbook(data: bytes, *, sheet: str = "") -> Table:
    """Read one sheet: the named one, or the first visible one that holds a table."""
    _check_package(data)
    try:
        return _read(data, sheet)
    except NotATable:
        raise
    except MemoryError:
        raise NotATable("zip_bomb") from None
    except Exception as error:
        # openpyxl raises whatever its parsers raise (KeyError, ValueError, zlib.error,
        # ParseError, …) on a workbook that is not one, and hides the cause of some.
        unsafe = isinstance(error, DefusedXmlException) or isinstance(
            error.__cause__, DefusedXmlException
        )
        raise NotATable("unsafe_workbook" if unsafe else "broken_workbook") from error


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise NotATable("broken_workbook") from None
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise NotATable("locked_workbook")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotATable("zip_bomb")
    if any(_is_bomb(part) for part in parts):
        raise NotATable("zip_bomb")
    _refuse_relatives(names)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    if part.file_size < _RATIO_FROM:
        return False
    return part.file_size > MOST_RATIO * max(1, part.compress_size)


def _refuse_relatives(names: set[str]) -> None:
    if any(name.endswith("vbaProject.bin") for name in names):
        raise NotATable("macros")
    if "xl/workbook.bin" in names:
        raise NotATable("binary_workbook")
    if any(name.startswith("word/") for name in names):
        raise NotATable("document")
    if any(name.startswith("ppt/") for name in names):
        raise NotATable("slides")
    if "mimetype" in names and "content.xml" in names:
        raise NotATable("open_document")
    if "xl/workbook.xml" not in names:
        raise NotATable("packed")


def _read(data: bytes, wanted: str) -> Table:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl remarks on styles and extensions it skips
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = _choose(book, wanted)
            marks = _Marks.of(data, sheet)
            form = Format(
                kind="xlsx", sheet=sheet.title, sheets=tuple(each.title for each in book.worksheets)
            )
            records = _records(sheet, marks)
            return tabulate(records, form, ragged_is_broken=False, formulas=len(marks.formulas))
        finally:
            book.close()


def _choose(book: Any, wanted: str) -> Any:
    sheets = list(book.worksheets)
    if wanted:
        for each in sheets:
            if each.title == wanted:
                return each
        raise NotATable("no_such_sheet", sheet=wanted)
    visible = [each for each in sheets if each.sheet_state == "visible"] or sheets
    for each in visible:
        if _looks_like_a_table(each):
            return each
    if not visible:
        raise NotATable("empty")
    return visible[0]


def _looks_like_a_table(sheet: Any) -> bool:
    """Two rows with something in them near the top are enough to be preferred."""
    sheet.reset_dimensions()
    filled = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        filled += any(value is not None for value in row)
        if filled >= 2:
            return True
        if number > 50:
            break
    return False


class _Marks:
    """Where a sheet has formulas, and which rows lie inside merged cells."""

    def __init__(self, formulas: set[tuple[int, int]], merged: set[int]) -> None:
        self.formulas = formulas
        self.merged = merged

    @classmethod
    def of(cls, data: bytes, sheet: Any) -> "_Marks":
        has_formulas, merged = _scan(data, sheet._worksheet_path)
        formulas = _formula_places(data, sheet.title) if has_formulas else set()
        return cls(formulas, merged)


def _scan(data: bytes, path: str) -> tuple[bool, set[int]]:
    """Search the sheet's XML without building it: are there formulas, what is merged?"""
    formulas, merged = False, set[int]()
    tail = b""
    with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(path) as part:
        while chunk := part.read(1 << 20):
            text = tail + chunk
            formulas = formulas or bool(_FORMULA.search(text))
            for _, top, _, bottom in _MERGED.findall(text):
                # The first row of a merged block keeps its value; the others have none.
                merged.update(range(int(top) + 1, min(int(bottom), _LAST_ROW) + 1))
            tail = text[-200:]
    return formulas, merged


def _formula_places(data: bytes, title: str) -> set[tuple[int, int]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        sheet = book[title]
        sheet.reset_dimensions()
        return {
            (cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and cell.data_type == "f"
        }
    finally:
        book.close()


def _records(sheet: Any, marks: _Marks) -> Iterator[Record]:
    sheet.reset_dimensions()  # the stored size may be wrong, and would cut rows off
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > _LAST_ROW:
            raise NotATable("too_many_rows", most=_LAST_ROW)
        if len(values) > MOST_COLUMNS and any(v is not None for v in values[MOST_COLUMNS:]):
            raise NotATable("too_many_columns", columns=len(values), most=MOST_COLUMNS)
        cells = tuple(_text(value) for value in values[:MOST_COLUMNS])
        yield _checked(number, cells, marks)


def _checked(number: int, cells: tuple[str, ...], marks: _Marks) -> Record:
    if number in marks.merged and any(cells):
        return Record(number, (), BrokenRow(number, "merged_cells", {}, cells))
    for place, cell in enumerate(cells):
        if not cell and marks.formulas and (number, place + 1) in marks.formulas:
            facts = {"place": place}
            return Record(number, (), BrokenRow(number, "formula_without_result", facts, cells))
        if len(cell) > LONGEST_CELL:
            facts = {"characters": len(cell), "most": LONGEST_CELL}
            return Record(number, (), BrokenRow(number, "cell_too_long", facts, ()))
        if _UNSTORABLE.search(cell):
            shown = tuple(_UNSTORABLE.sub("\ufffd", each) for each in cells)
            return Record(number, (), BrokenRow(number, "unstorable", {"place": place}, shown))
    return Record(number, cells)


def _text(value: Any) -> str:
    """A cell as text: numbers without the noise of their binary form, dates as 2017-11-16."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return Figure(value)
    if isinstance(value, Real):
        # 15 digits are what the program shows; the two beyond are noise (0.1 + 0.2).
        return Figure(format(Decimal(f"{value:.15g}"), "f"))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
