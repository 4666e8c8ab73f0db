"""The rows of a list as a file that opens in a spreadsheet and runs nothing there."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell.cell import ERROR_CODES

# A cell that begins with one of these is run as a formula by common spreadsheet programs
# (OWASP ASVS 5.0, v5.0.0-1.2.10).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Texts that openpyxl would write as the error cells of a formula.
_ERROR_CODES = frozenset(ERROR_CODES)
# XML 1.0 cannot hold these, and a workbook is XML: one of them in one cell, and the whole file
# does not open (https://www.w3.org/TR/xml/#charsets).
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def harmless(value: Any) -> Any:
    """Return the value so that a spreadsheet shows it and never runs it. Numbers stay numbers."""
    if isinstance(value, str) and (
        value.lstrip(" ;").startswith(_FORMULA_STARTS) or value in _ERROR_CODES
    ):
        return "'" + value
    return value


class _Echo:
    def write(self, value: str) -> str:
        return value


def csv_response(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Stream rows as UTF-8 CSV with a byte order mark, which spreadsheets need to see it."""
    writer = csv.writer(_Echo())

    def lines() -> Iterable[str]:
        yield "\ufeff" + writer.writerow([harmless(str(head)) for head in heads])
        for row in rows:
            yield writer.writerow([_cell_text(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
    return response


def xlsx_response(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse | FileResponse:
    """Write rows as a workbook with one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=name[:31])
    sheet.append([_cell_value(str(head)) for head in heads])
    for row in rows:
        sheet.append([_cell_value(value) for value in row])
    content = BytesIO()
    book.save(content)
    content.seek(0)
    return FileResponse(content, as_attachment=True, filename=f"{name}.xlsx")


def _cell_text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, (int, Decimal)):
        return str(value)
    return harmless(str(value))


def _cell_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if value is None or isinstance(value, (int, Decimal, date)):
        return value
    return harmless(_UNWRITABLE.sub("", str(value)))
