"""The rows of a file of deals, each read into what it says, and compared with what is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from calc.currencies import CODES
from calc.tabular import Row
from sales.imports.matching import Known, New, Ref, StageRef
from sales.models import Deal, Stage
from salesperf.imports import wording
from salesperf.imports.sheet import Sheet
from salesperf.web import format

_LONGEST_NUMBER = 80  # Deal.number


class DealRow(NamedTuple):
    """One row, read. ``stage`` is None while the stage waits for an answer."""

    number: str
    owner: int
    account: Ref | None
    product: Ref | None
    stage: StageRef | None
    opened_on: date | None
    closed_on: date | None
    value_minor: int | None
    currency: str

    @property
    def kind(self) -> str:
        return self.stage.kind if self.stage else ""


class Stored(NamedTuple):
    """A deal of this source as the database has it."""

    pk: int
    owner_id: int
    account_id: int | None
    product_id: int | None
    stage_id: int
    opened_on: date | None
    closed_on: date | None
    value_minor: int | None
    currency: str
    kind: str


def stored_deals(source: str) -> dict[str, Stored]:
    """Every deal of a source by number. One query."""
    rows = Deal.objects.filter(source=source).values_list(
        "number",
        "pk",
        "owner_id",
        "account_id",
        "product_id",
        "stage_id",
        "opened_on",
        "closed_on",
        "value_minor",
        "currency",
        "stage__kind",
    )
    return {row[0]: Stored._make(row[1:]) for row in rows}


@dataclass(frozen=True)
class References:
    """What the names in the file stand for; None waits for an answer or was noted."""

    owners: Mapping[str, int | None]
    accounts: Mapping[str, Ref | None]
    products: Mapping[str, Ref | None]
    stages: Mapping[str, StageRef | None]


@dataclass
class Plan:
    """What an import of deals writes. Each row comes with its place in the file."""

    source: str
    new: list[tuple[DealRow, Row]] = field(default_factory=list)
    changed: list[tuple[int, DealRow, Row]] = field(default_factory=list)
    same: int = 0
    twice: int = 0
    rows: list[DealRow] = field(default_factory=list)
    stored: dict[str, Stored] = field(default_factory=dict)
    heads: tuple[str, ...] = ()

    def signature(self) -> list[Any]:
        return [
            *(row for row, _place in self.new),
            *((pk, row) for pk, row, _place in self.changed),
        ]


class Reader:
    """Reads rows one by one; what is wrong with one is noted on the sheet."""

    def __init__(self, sheet: Sheet, references: References, today: date) -> None:
        self.sheet = sheet
        self.references = references
        self.currency = str(sheet.options.get("currency") or "USD")
        # A deal may be closed in a zone where the next day has begun.
        self.latest = today + timedelta(days=1)
        self._first_rows: dict[str, tuple[int, DealRow]] = {}

    def read(self, row: Row) -> DealRow | None:
        """The row, or None when it cannot be read."""
        sheet, refs = self.sheet, self.references
        number = self._number(row)
        currency = self._currency(row)
        stage_text = sheet.text(row, "stage")
        if not stage_text:
            sheet.note(row, "stage", f"{_('There is no stage.')} {wording.mend()}")
        stage = refs.stages.get(stage_text)
        opened_on, closed_on = self._dates(row, stage)
        value = sheet.money(row, "value", currency)
        self._check_closed(row, stage, closed_on)
        owner = self._owner(row)
        if row.number in sheet.bad or owner is None:
            return None
        return DealRow(
            number=number,
            owner=owner,
            account=refs.accounts.get(sheet.text(row, "account")),
            product=refs.products.get(sheet.text(row, "product")),
            stage=stage,
            opened_on=opened_on,
            closed_on=closed_on,
            value_minor=None if value is None else value.minor,
            currency=currency if value is None else value.currency,
        )

    def _number(self, row: Row) -> str:
        number = self.sheet.short_text(row, "number", _LONGEST_NUMBER)
        if not number and not self.sheet.text(row, "number"):
            self.sheet.note(row, "number", f"{_('There is no deal number.')} {wording.mend()}")
        return number

    def _currency(self, row: Row) -> str:
        code = self.sheet.text(row, "currency").upper()
        if code and code not in CODES:
            what = _("“%(code)s” is no currency.") % {"code": code[:20]}
            self.sheet.note(row, "currency", f"{what} {wording.mend()}")
            return self.currency
        return code or self.currency

    def _owner(self, row: Row) -> int | None:
        text = self.sheet.text(row, "owner")
        if not text:
            self.sheet.note(row, "owner", f"{_('There is no owner.')} {wording.mend()}")
            return None
        return self.references.owners.get(text)

    def _dates(self, row: Row, stage: StageRef | None) -> tuple[date | None, date | None]:
        """The close date of an open deal is an expectation; it stays in the source row."""
        opened_on = self.sheet.day(row, "opened_on")
        closed_on = self.sheet.day(row, "closed_on")
        if stage is not None and stage.kind == Stage.Kind.OPEN:
            return opened_on, None
        if opened_on and closed_on and closed_on < opened_on:
            what = _("It closed before it was opened on %(day)s.") % {"day": format.day(opened_on)}
            self.sheet.note(row, "closed_on", f"{what} {wording.mend()}")
        return opened_on, closed_on

    def _check_closed(self, row: Row, stage: StageRef | None, closed_on: date | None) -> None:
        if stage is None or stage.kind == Stage.Kind.OPEN:
            return
        sheet = self.sheet
        if not sheet.text(row, "closed_on"):
            what = _("A deal that is won or lost needs the day it closed.")
            sheet.note(row, "closed_on", f"{what} {wording.mend()}")
        elif closed_on is not None and closed_on > self.latest:
            what = _("This day has not come yet, and the deal is closed.")
            sheet.note(row, "closed_on", f"{what} {wording.mend()}")
        if stage.kind == Stage.Kind.WON and not sheet.text(row, "value"):
            sheet.note(row, "value", f"{_('A deal that is won needs a value.')} {wording.mend()}")

    def is_repeated(self, row: Row, read: DealRow) -> bool:
        """Does this deal stand further up? A row that says the same is counted, not noted."""
        first = self._first_rows.get(read.number)
        if first is None:
            self._first_rows[read.number] = (row.number, read)
            return False
        if first[1] == read:
            return True
        field = next(
            name for name in DealRow._fields if getattr(first[1], name) != getattr(read, name)
        )
        column = field if field in self.sheet.columns else "value"
        what = _("This deal stands in row %(row)s too, with another value here.") % {
            "row": format.number(first[0])
        }
        self.sheet.note(row, column.removesuffix("_minor"), f"{what} {wording.mend()}")
        return False


def make_plan(sheet: Sheet, references: References, today: date) -> Plan:
    """Read every row and sort it: new, changed, same, twice."""
    plan = Plan(source=sheet.source, stored=stored_deals(sheet.source), heads=sheet.table.columns)
    reader = Reader(sheet, references, today)
    for row in sheet.rows:
        read = reader.read(row)
        if read is None:
            continue
        if reader.is_repeated(row, read):
            plan.twice += 1
        elif row.number not in sheet.bad:
            _sort_in(plan, row, read)
    return plan


def _sort_in(plan: Plan, row: Row, read: DealRow) -> None:
    plan.rows.append(read)
    stored = plan.stored.get(read.number)
    if stored is None:
        plan.new.append((read, row))
    elif _as_stored(read) == stored[1:-1]:
        plan.same += 1
    else:
        plan.changed.append((stored.pk, read, row))


def _as_stored(read: DealRow) -> tuple[Any, ...]:
    """The row in the form of Stored; what is new or waits equals nothing stored."""
    return (
        read.owner,
        _pk(read.account),
        _pk(read.product),
        read.stage.pk if read.stage and read.stage.pk else -1,
        read.opened_on,
        read.closed_on,
        read.value_minor,
        read.currency,
    )


def _pk(ref: Ref | None) -> int | None:
    if isinstance(ref, Known):
        return ref.pk
    return -1 if isinstance(ref, New) else None
