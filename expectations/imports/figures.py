"""What a row says about a standard: a value, the two counts of a share, done or not done."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from calc.document import MILESTONE, StandardWords
from calc.tabular import Row
from calc.tabular.numbers import Amount
from calc.tabular.texts import squash
from expectations.queries.standings import DONE, NOT_DONE, share_in_percent
from salesperf.imports import wording
from salesperf.imports.sheet import Sheet

_PLACES = 4
_MOST = Decimal(10) ** 14
_DONE = frozenset({"1", "done", "yes", "y", "true", "x", "achieved", "completed"})
_NOT_DONE = frozenset({"0", "notdone", "no", "n", "false", "open", "notachieved"})


class Figures(NamedTuple):
    """The value in the unit of the standard and, of a share, x and y."""

    value: Decimal
    part: Decimal | None = None
    whole: Decimal | None = None


class Reader:
    """Reads the figures of a row. None: the row was noted, or waits for an answer."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def read(self, row: Row, standard: StandardWords) -> Figures | None:
        if standard.comparison == MILESTONE:
            return self._milestone(row)
        counted = self.sheet.text(row, "part") or self.sheet.text(row, "whole")
        if not standard.is_share:
            if counted and not self.sheet.text(row, "value"):
                self._note(row, "part", _("This standard has a value, no part of a whole."))
                return None
            return self._value(row, standard)
        return self._share(row) if counted else self._value(row, standard)

    def _milestone(self, row: Row) -> Figures | None:
        word = squash(self.sheet.text(row, "value"))
        if word in _DONE or word in _NOT_DONE:
            return Figures(DONE if word in _DONE else NOT_DONE)
        self._note(row, "value", _("This is done or not done: write 1 or 0, yes or no."))
        return None

    def _value(self, row: Row, standard: StandardWords) -> Figures | None:
        if not self.sheet.text(row, "value"):
            self._note(row, "value", _("There is no value."))
            return None
        read = self._number(row, "value")
        if read is None:
            return None
        unit = standard.shown_unit.strip()
        if read.currency and read.currency != unit:
            what = _("The cell says %(one)s, the standard %(other)s.")
            self._note(row, "value", what % {"one": read.currency, "other": unit or _("no unit")})
            return None
        return Figures(read.value)

    def _share(self, row: Row) -> Figures | None:
        part, whole = (self._count(row, field) for field in ("part", "whole"))
        if part is None or whole is None:
            return None
        if whole == 0:
            self._note(row, "whole", _("Of nothing there is no share."))
            return None
        return Figures(share_in_percent(part, whole), part, whole)

    def _count(self, row: Row, field: str) -> Decimal | None:
        if not self.sheet.text(row, field):
            self._note(row, field, _("A share needs both counts: x out of y."))
            return None
        read = self._number(row, field)
        if read is None:
            return None
        if read.value < 0 or read.currency:
            self._note(row, field, _("This is no count."))
            return None
        return read.value

    def _number(self, row: Row, field: str) -> Amount | None:
        read = self.sheet.number(row, field)
        if read is None:
            return None
        if abs(read.value) >= _MOST or round(read.value, _PLACES) != read.value:
            self._note(row, field, _("At most 14 digits and 4 decimals can be kept."))
            return None
        return read

    def _note(self, row: Row, field: str, what: str) -> None:
        self.sheet.note(row, field, f"{what} {wording.mend()}")
