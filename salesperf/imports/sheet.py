"""A table as its mapping reads it: cells by field, with problems and questions noted on the way.

Kinds read through a sheet. A cell that cannot be read is noted once, with its row, column and
value, and its row counts as bad; the kind goes on with the next row and never raises.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, cast

from django.utils.translation import gettext as _

from calc.currencies import CODES
from calc.money import Money
from calc.tabular import Row, Table
from calc.tabular.dates import DMY, MDY, YMD, DateStyle, date_style, read_date
from calc.tabular.numbers import (
    COMMA,
    POINT,
    Amount,
    NumberStyle,
    Unreadable,
    number_style,
    read_amount,
)
from calc.tabular.texts import tidy
from salesperf.imports import wording
from salesperf.imports.checks import Choice, Offer, Problem, Question
from salesperf.web import format

LONGEST_ANSWER = 200  # characters; Answer.value and Answer.means
PERCENT = "%"
_MOST_CELLS_KEPT = 60  # of a broken row

Answers = Mapping[tuple[str, str], str]


class Sheet:
    """Rows and what their columns mean. ``answers`` maps (field, value) to what it means."""

    def __init__(
        self,
        table: Table,
        *,
        source: str,
        columns: Mapping[str, str],
        options: Mapping[str, Any],
        answers: Answers,
        key_fields: Iterable[str],
        whole_key: bool = False,
    ) -> None:
        self.table = table
        self.source = source
        self.columns = {f: head for f, head in columns.items() if head in table.columns}
        self.options = options
        self.answers = answers
        self.key_fields = tuple(key_fields)
        self.whole_key = whole_key
        self.problems: list[Problem] = []
        self.questions: dict[tuple[str, str], Question] = {}
        self.used: set[tuple[str, str]] = set()
        self.bad: set[int] = set()
        self._noted: set[tuple[int, str, str]] = set()
        self._places = {f: table.index(head) for f, head in self.columns.items()}
        self._memo: dict[tuple[str, str], Any] = {}
        for broken in table.broken:
            self._note_broken(broken)

    @property
    def rows(self) -> list[Row]:
        return self.table.rows

    # --- cells -----------------------------------------------------------------------------------
    def has(self, field: str) -> bool:
        return field in self._places

    def cell(self, row: Row, field: str) -> str:
        """The cell as it stands in the file; "" when no column means this field."""
        place = self._places.get(field)
        return "" if place is None else row.cells[place]

    def text(self, row: Row, field: str) -> str:
        """The cell as one tidy line."""
        raw = self.cell(row, field)
        return tidy(raw) if raw else ""

    def raw(self, row: Row) -> dict[str, str]:
        """The whole row as it stands in the file, by column head."""
        return dict(zip(self.table.columns, map(str, row.cells), strict=True))

    def rest(self, row: Row) -> dict[str, str]:
        """The filled cells of columns that mean no field, by column head."""
        return {
            head: tidy(row.cells[place])
            for place, head in self._rest_places
            if row.cells[place].strip()
        }

    @cached_property
    def _rest_places(self) -> list[tuple[int, str]]:
        taken = set(self._places.values())
        return [(i, head) for i, head in enumerate(self.table.columns) if i not in taken]

    def key(self, row: Row) -> str:
        """What people know this row by."""
        texts = [text for field in self.key_fields if (text := self.text(row, field))]
        return " · ".join(texts if self.whole_key else texts[:1])[:200]

    def answer(self, field: str, value: str) -> str | None:
        """What somebody said this value means: a known value, "" for a new one, None if nobody."""
        means = self.answers.get((field, value))
        if means is not None:
            self.used.add((field, value))
        return means

    def short_text(self, row: Row, field: str, most: int) -> str:
        """The cell as one line that the database can hold; a longer one is a problem."""
        text = self.text(row, field)
        if len(text) > most:
            what = _("This has %(n)s characters; at most %(most)s can be kept.")
            self.note(row, field, f"{what % {'n': len(text), 'most': most}} {wording.mend()}")
            return ""
        return text

    def day(self, row: Row, field: str) -> date | None:
        """The day in a cell; None when it is empty, cannot be read or waits for an answer."""
        raw = self.cell(row, field)
        if not raw:
            return None
        read = self._remember(field, raw, self._read_date)
        if isinstance(read, Unreadable):
            if read.code not in {"empty", "unclear_order"}:
                self.note(
                    row, field, wording.date_problem(read), *self._date_offer(field, read, raw)
                )
            elif read.code == "unclear_order":
                self._ask_order(field)
            return None
        return read

    def money(self, row: Row, field: str, currency: str) -> Money | None:
        """The amount in a cell, in the currency beside it or else in ``currency``."""
        raw = self.cell(row, field)
        if not raw:
            return None
        read = self._remember(field, raw, self._read_amount)
        if isinstance(read, Unreadable):
            if read.code == "waits":
                self._ask_decimal(field)
            elif read.code != "empty":
                text = wording.amount_problem(
                    read, currency=currency, decimal=self._decimal(field) or POINT
                )
                self.note(row, field, text, *self._amount_offer(field, read, raw))
            return None
        return self._in_currency(row, field, read, currency)

    def number(self, row: Row, field: str) -> Amount | None:
        """The number in a cell, with the currency or "%" that stands beside it."""
        raw = self.cell(row, field)
        if not raw:
            return None
        read = self._remember(field, raw, self._read_number)
        if not isinstance(read, Unreadable):
            return cast(Amount, read)
        if read.code == "waits":
            self._ask_decimal(field)
        elif read.code != "empty":
            text = wording.number_problem(read, decimal=self._decimal(field) or POINT)
            self.note(row, field, text, *self._amount_offer(field, read, raw))
        return None

    def _read_number(self, field: str, raw: str) -> Amount | Unreadable:
        bare = _without_percent(raw)
        if said := self.answer(field, tidy(raw)):
            told = read_amount(said, POINT)
            if isinstance(told, Amount):
                return told
        decimal = self._decimal(field)
        if not decimal and self._number_style(field).must_ask:
            return Unreadable("waits")
        read = read_amount(bare, decimal or POINT)
        if isinstance(read, Amount) and bare is not raw:
            return Amount(read.value, PERCENT)
        return read

    def _remember(self, field: str, raw: str, reader: Callable[[str, str], Any]) -> Any:
        """Values repeat; each is read once. A number of a workbook is not a text of like look."""
        key = (field + type(raw).__name__, raw)
        if key not in self._memo:
            self._memo[key] = reader(field, raw)
        return self._memo[key]

    # --- days ------------------------------------------------------------------------------------
    def _read_date(self, field: str, raw: str) -> date | Unreadable:
        if said := self.answer(field, tidy(raw)):
            told = read_date(said)
            if isinstance(told, date):
                return told
        return read_date(tidy(raw), self._order(field))

    def _order(self, field: str) -> str:
        key = ("order of " + field, "")
        if key not in self._memo:
            style = self._date_style(field)
            self._memo[key] = style.order or (
                (self.answer(f"{field}.order", "") or "") if style.must_ask else ""
            )
        return str(self._memo[key])

    def _date_style(self, field: str) -> DateStyle:
        key = ("style of " + field, "")
        if key not in self._memo:
            self._memo[key] = date_style(self.values(field))
        style: DateStyle = self._memo[key]
        return style

    def values(self, field: str) -> list[str]:
        """Every cell of a field, top to bottom."""
        place = self._places[field]
        return [row.cells[place] for row in self.table.rows]

    def _ask_order(self, field: str) -> None:
        if (f"{field}.order", "") in self.questions:
            return
        style = self._date_style(field)
        rows = tuple(row.number for row in self.rows if self.cell(row, field).strip())
        choices = []
        for order in (DMY, MDY, YMD):
            day = read_date(style.example, order)
            if isinstance(day, date):
                label = _("It is the %(day)s") % {"day": format.day(day)}
                choices.append(Choice(order, label))
        if not style.example:
            choices = [Choice(order, wording.order_name(order)) for order in (DMY, MDY)]
        self.ask(
            Question(
                field=f"{field}.order",
                values=("",),
                text=_("Which day is “%(value)s” in %(column)s?")
                % {"value": style.example, "column": self.columns[field]}
                if style.example
                else _("Are the dates in %(column)s day first or month first?")
                % {"column": self.columns[field]},
                facts=_("%(rows)s No date of this column tells, or they contradict each other.")
                % {"rows": wording.rows_from(rows)},
                rows=rows,
                choices=tuple(choices),
            )
        )

    def _date_offer(self, field: str, read: Unreadable, raw: str) -> list[Offer]:
        if read.code != "other_order":
            return []
        return self._offer(_("Yes"), field, tidy(raw), read.facts["day"].isoformat())

    # --- amounts ---------------------------------------------------------------------------------
    def _read_amount(self, field: str, raw: str) -> Amount | Unreadable:
        if said := self.answer(field, tidy(raw)):
            told = read_amount(said, POINT)
            if isinstance(told, Amount):
                return told
        decimal = self._decimal(field)
        if not decimal and self._number_style(field).must_ask:
            return Unreadable("waits")
        read = read_amount(raw, decimal or POINT)
        if isinstance(read, Amount) and self._is_rare_currency(field, read.currency):
            return Unreadable("other_currency", {"amount": read})
        return read

    def _is_rare_currency(self, field: str, code: str) -> bool:
        """A code beside one amount in ten or fewer, and not that of the others, is asked about."""
        if not code or code == self.options.get("currency") or self.has("currency"):
            return False
        key = (f"share of {code} in {field}", "")
        if key not in self._memo:
            cells = [cell for cell in self.values(field) if cell.strip()]
            self._memo[key] = 10 * sum(code in cell for cell in cells) <= len(cells)
        return bool(self._memo[key])

    def _decimal(self, field: str) -> str:
        style = self._number_style(field)
        if style.decimal or not style.must_ask:
            return style.decimal
        said = self.answer(f"{field}.decimal", "")
        return said if said in {POINT, COMMA} else ""

    def _number_style(self, field: str) -> NumberStyle:
        key = ("numbers of " + field, "")
        if key not in self._memo:
            self._memo[key] = number_style(map(_without_percent, self.values(field)))
        style: NumberStyle = self._memo[key]
        return style

    def _ask_decimal(self, field: str) -> None:
        if (f"{field}.decimal", "") in self.questions:
            return
        style = self._number_style(field)
        rows = tuple(row.number for row in self.rows if self.cell(row, field).strip())
        choices = []
        for decimal in (POINT, COMMA):
            read = read_amount(style.example, decimal)
            if isinstance(read, Amount):
                label = _("It is %(amount)s") % {"amount": wording.plain_amount(read)}
                choices.append(Choice(decimal, label))
        if len(choices) < 2:
            choices = [Choice(POINT, _("A decimal point")), Choice(COMMA, _("A decimal comma"))]
        self.ask(
            Question(
                field=f"{field}.decimal",
                values=("",),
                text=_("How much is “%(value)s” in %(column)s?")
                % {"value": style.example, "column": self.columns[field]},
                facts=_("%(rows)s No value of this column tells, or they contradict each other.")
                % {"rows": wording.rows_from(rows)},
                rows=rows,
                choices=tuple(choices),
            )
        )

    def _amount_offer(self, field: str, read: Unreadable, raw: str) -> list[Offer]:
        if read.code not in {"other_decimal", "other_currency"}:
            return []
        amount: Amount = read.facts["amount"]
        means = f"{format_plain(amount)} {amount.currency}".strip()
        return self._offer(_("Yes"), field, tidy(raw), means)

    def _in_currency(self, row: Row, field: str, read: Amount, currency: str) -> Money | None:
        code = read.currency or currency
        if self.has("currency") and code != currency:
            what = _("The cell says %(one)s, the column of currencies %(other)s.") % {
                "one": code,
                "other": currency,
            }
            self.note(row, field, f"{what} {wording.mend()}")
            return None
        if code not in CODES:
            what = _("“%(code)s” is no currency.") % {"code": code}
            self.note(row, field, f"{what} {wording.mend()}")
            return None
        try:
            return Money.of(read.value, code)
        except ValueError:
            what = _("%(amount)s has more decimals than %(currency)s.") % {
                "amount": wording.plain_amount(Amount(read.value)),
                "currency": code,
            }
            self.note(row, field, f"{what} {wording.mend()}")
            return None

    # --- what is noted ---------------------------------------------------------------------------
    def note(self, row: Row, field: str, what: str, *offers: Offer) -> None:
        """This row cannot be read, because of this field ("" for the row as a whole)."""
        if (row.number, field, what) in self._noted:
            return
        self._noted.add((row.number, field, what))
        self.bad.add(row.number)
        self.problems.append(
            Problem(
                row=row.number,
                key=self.key(row),
                column=self.columns.get(field, ""),
                value=str(self.cell(row, field)) if field else "",
                what=what,
                cells=tuple(map(str, row.cells)),
                offers=offers,
            )
        )

    def ask(self, question: Question) -> None:
        """Ask once; the first asking of a value stands."""
        self.questions.setdefault((question.field, question.values[0]), question)

    def offer(self, label: str, field: str, value: str, means: str) -> list[Offer]:
        """A one-word repair, if it is short enough to be remembered."""
        return self._offer(label, field, value, means)

    def _offer(self, label: str, field: str, value: str, means: str) -> list[Offer]:
        if len(value) > LONGEST_ANSWER or len(means) > LONGEST_ANSWER:
            return []
        return [Offer(label, field, value, means)]

    def _note_broken(self, broken: Any) -> None:
        cells = tuple(map(str, broken.cells[:_MOST_CELLS_KEPT]))
        place = broken.facts.get("place")
        value = cells[place] if place is not None and place < len(cells) else " · ".join(cells)
        self.bad.add(broken.number)
        self.problems.append(
            Problem(
                row=broken.number,
                key="",
                column=wording.column_of(broken, self.table.columns),
                value=value[:200],
                what=wording.broken_row(broken, self.table.columns),
                cells=cells,
            )
        )


def _without_percent(raw: str) -> str:
    """The cell before its "%"; the same cell when there is none."""
    text = raw.rstrip()
    return text[:-1] if text.endswith(PERCENT) else raw


def format_plain(amount: Amount) -> str:
    """The number as a program writes it."""
    return f"{amount.value:f}"


def rows_by_text(sheet: Sheet, field: str) -> dict[str, tuple[int, ...]]:
    """Each different value of a field, with the rows it stands in."""
    found: dict[str, list[int]] = {}
    if sheet.has(field):
        for row in sheet.rows:
            if text := sheet.text(row, field):
                found.setdefault(text, []).append(row.number)
    return {text: tuple(numbers) for text, numbers in found.items()}
