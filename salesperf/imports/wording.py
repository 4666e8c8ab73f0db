"""What is wrong with a file, a row or a cell, said so that people know what to do."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calc.tabular import BrokenRow, NotATable
from calc.tabular.dates import DMY, MDY, YMD
from calc.tabular.numbers import Amount, Unreadable
from salesperf.web import format

DELIMITERS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("upright stroke"),
}


def mend() -> str:
    """The end of most sentences about a row."""
    return _("Correct it in the source, or leave the row out.")


# --- the file ------------------------------------------------------------------------------------
def refusal(refused: NotATable) -> str:
    """Why the file as a whole cannot be read, and what to send instead."""
    sentence = _REFUSALS.get(refused.code)
    if sentence is None:
        return _("This file cannot be read as a table. Save it as CSV or .xlsx and send that.")
    return sentence() % refused.facts


def _save_as(what: str) -> Callable[[], str]:
    return lambda: (
        _("This is %(what)s, not a table. Save the table as CSV or .xlsx.") % {"what": what}
    )


_REFUSALS: dict[str, Callable[[], str]] = {
    "empty": lambda: _("There is nothing in this file. Export it again and send that."),
    "binary": lambda: _("This file holds no text that can be read. Save it as CSV (UTF-8)."),
    "pdf": lambda: _("This is a PDF, not a table. Export the table as CSV or .xlsx."),
    "program": lambda: _("This is a program, not a table. It was not kept."),
    "picture": lambda: _("This is a picture, not a table. Export the table as CSV or .xlsx."),
    "packed": lambda: _("This is a packed file. Unpack it and send the table inside."),
    "document": lambda: _("This is a text document. Save the table as CSV or .xlsx."),
    "slides": lambda: _("These are slides. Save the table as CSV or .xlsx."),
    "database": lambda: _("This is a database. Export the table as CSV or .xlsx."),
    "old_office": lambda: _(
        "This is an old Excel file (.xls) or one with a password. Open it and save it as .xlsx "
        "without a password."
    ),
    "locked_workbook": lambda: _("This workbook has a password. Save it without one."),
    "open_document": lambda: _("This is an OpenDocument file. Save it as .xlsx or CSV."),
    "binary_workbook": lambda: _("This is a binary workbook (.xlsb). Save it as .xlsx."),
    "macros": lambda: _("This workbook holds macros. Save it as .xlsx, which has none."),
    "web_page": lambda: _(
        "This is a web page, even if its name says otherwise. Open it in a spreadsheet program "
        "and save it as CSV or .xlsx."
    ),
    "json": lambda: _("This is JSON, not a table. Export the table as CSV or .xlsx."),
    "no_workbook": lambda: _(
        "The name ends in .xlsx, but this is no Excel workbook. If it is CSV, name it .csv."
    ),
    "workbook_named_csv": lambda: _(
        "The name ends in %(ending)s, but this is an Excel workbook. Name it .xlsx."
    ),
    "wrong_ending": lambda: _("Files named .csv, .txt, .tsv or .xlsx can be imported."),
    "broken_workbook": lambda: _(
        "This workbook is damaged or was cut off. Open it, save it anew as .xlsx and send that."
    ),
    "unsafe_workbook": lambda: _(
        "This workbook refers to things outside itself, so it was not opened. Save the table as "
        "CSV."
    ),
    "zip_bomb": lambda: _(
        "This workbook unpacks to far more than a table needs, so it was not opened. Save the "
        "table as CSV."
    ),
    "no_such_sheet": lambda: _("There is no sheet named “%(sheet)s” in this file."),
    "too_many_columns": lambda: _(
        "This file has %(columns)s columns; at most %(most)s can be read. Export only those you "
        "need."
    ),
    "too_many_rows": lambda: _(
        "This file has more than %(most)s rows. Part it into several files."
    ),
    "changed": lambda: _("This file is not the one that was uploaded any more. Upload it again."),
    "too_large": lambda: _("This file is larger than what can be imported. Part it into several."),
    "no_rows": lambda: _("This file has a head and no rows below it. Nothing would be imported."),
    "unknown_encoding": lambda: _("There is no encoding named “%(encoding)s”."),
    "unknown_delimiter": lambda: _("Columns are parted by comma, semicolon, tab or “|”."),
}


# --- a row ---------------------------------------------------------------------------------------
def broken_row(broken: BrokenRow, columns: Sequence[str]) -> str:
    """Why a row is no row of the table."""
    facts = {**broken.facts, "column": column_of(broken, columns)}
    return _BROKEN[broken.code]() % facts


def column_of(broken: BrokenRow, columns: Sequence[str]) -> str:
    place = broken.facts.get("place")
    return columns[place] if place is not None and place < len(columns) else ""


_BROKEN: dict[str, Callable[[], str]] = {
    "too_few_cells": lambda: _(
        "The head has %(columns)s columns, this row %(cells)s. It may have been cut off, or a "
        "line break stands in a cell without quotation marks."
    ),
    "too_many_cells": lambda: _(
        "The head has %(columns)s columns, this row %(cells)s. A text with a delimiter in it may "
        "lack its quotation marks."
    ),
    "stray_quote": lambda: _(
        "A quotation mark opens or closes where it should not. Double the marks inside a text."
    ),
    "cell_too_long": lambda: _(
        "A cell holds %(characters)s characters; at most %(most)s are read."
    ),
    "unstorable": lambda: _(
        "The cell holds a zero character, as damaged files do. Export the file again."
    ),
    "damaged_letters": lambda: _(
        "Letters of this cell are damaged. Export the file again, as UTF-8."
    ),
    "formula_without_result": lambda: _(
        "The cell holds a formula without its result. Open the workbook, let it calculate, save "
        "it and send it again."
    ),
    "merged_cells": lambda: _(
        "Cells are merged with the row above, so this row lacks values of its own. Unmerge them."
    ),
}


# --- a cell --------------------------------------------------------------------------------------
def date_problem(unreadable: Unreadable) -> str:
    """Why a cell is no day."""
    code, facts = unreadable.code, unreadable.facts
    if code == "no_such_day":
        return f"{_month_length(facts)} {mend()}"
    if code == "other_order":
        return _("All other dates of this column are %(order)s. Is this the %(day)s?") % {
            "order": order_name(facts["order"]),
            "day": format.day(facts["day"]),
        }
    return f"{_DATES[code]() % facts} {mend()}"


_DATES: dict[str, Callable[[], str]] = {
    "no_such_month": lambda: _("There is no month %(month)s."),
    "odd_year": lambda: _("The year %(year)s cannot be right."),
    "serial": lambda: _(
        "This is the number by which a spreadsheet stores a date. Format the column as a date."
    ),
    "no_date": lambda: _("This is no date. Write one like 2017-11-16."),
    "unclear_order": lambda: _("This could be two different days."),
}


def _month_length(facts: Mapping[str, Any]) -> str:
    month = date_format(date(facts["year"], facts["month"], 1), "F")
    if facts["month"] == 2:
        month = f"{month} {facts['year']}"
    return _("%(month)s has %(last)s days.") % {"month": month, "last": facts["last"]}


def order_name(order: str) -> str:
    return {
        DMY: _("day first (16.11.2017)"),
        MDY: _("month first (11/16/2017)"),
        YMD: _("year first (17-11-16)"),
    }[order]


def amount_problem(unreadable: Unreadable, *, currency: str, decimal: str) -> str:
    """Why a cell is no amount."""
    if unreadable.code == "other_currency":
        return _("All other values are %(currency)s. Is this %(amount)s?") % {
            "currency": currency,
            "amount": plain_amount(unreadable.facts["amount"]),
        }
    if unreadable.code == "other_decimal":
        amount: Amount = unreadable.facts["amount"]
        shown = plain_amount(amount)
        if decimal == ".":
            return _(
                "All other values are %(currency)s with a decimal point. Is this %(amount)s?"
            ) % {"currency": currency, "amount": shown}
        return _("All other values are %(currency)s with a decimal comma. Is this %(amount)s?") % {
            "currency": currency,
            "amount": shown,
        }
    return f"{_AMOUNTS[unreadable.code]()} {mend()}"


def number_problem(unreadable: Unreadable, *, decimal: str) -> str:
    """Why a cell is no number."""
    if unreadable.code != "other_decimal":
        return f"{_AMOUNTS[unreadable.code]()} {mend()}"
    shown = {"amount": plain_amount(unreadable.facts["amount"])}
    if decimal == ".":
        return _("All other values have a decimal point. Is this %(amount)s?") % shown
    return _("All other values have a decimal comma. Is this %(amount)s?") % shown


_AMOUNTS: dict[str, Callable[[], str]] = {
    "no_number": lambda: _("This is no amount."),
    "scientific": lambda: _(
        "This number was shortened by a spreadsheet. Format the column as a number."
    ),
    "too_large": lambda: _("This amount is too large to be right."),
}


def plain_amount(amount: Amount) -> str:
    """An amount as text, with its currency if it has one."""
    return f"{format.number(amount.value, _places(amount))} {amount.currency}".strip()


def _places(amount: Amount) -> int:
    exponent = amount.value.as_tuple().exponent
    return max(0, -int(exponent))


# --- numbers of rows -----------------------------------------------------------------------------
def rows(count: int) -> str:
    return ngettext("%(n)s row", "%(n)s rows", count) % {"n": format.number(count)}


def rows_from(numbers: Sequence[int]) -> str:
    """ "1,480 rows, first in row 3." """
    if len(numbers) == 1:
        return _("One row, row %(row)s.") % {"row": format.number(numbers[0])}
    return _("%(rows)s, first in row %(first)s.") % {
        "rows": rows(len(numbers)),
        "first": format.number(min(numbers)),
    }


def how_they_differ(difference: str) -> str:
    """One sentence on two spellings (calc.tabular.texts.difference)."""
    return {
        "blank": _("It differs by one blank."),
        "case": _("It differs by capital letters only."),
        "accent": _("It differs by accents only."),
        "sign": _("It differs by a sign only."),
        "letter": _("It differs by very few letters."),
    }.get(difference, "")
