"""The rows of a file of people, each read into what it says about one person."""

import zoneinfo
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from calc.currencies import CODES
from calc.tabular import Row
from calc.tabular.texts import is_email
from salesperf.imports import wording
from salesperf.imports.sheet import Sheet
from salesperf.web import format

LONGEST = 150  # characters of a name and of a title (Person)
_LONGEST_TEAM = 120


@dataclass(frozen=True)
class Incoming:
    """One person as a row tells it; what the row does not say is empty or None.

    ``email`` is empty only in a file that has no such column. ``manager`` is text as in the file.
    """

    row: Row
    email: str
    name: str
    title: str
    team: str
    manager: str
    hired_on: date | None
    left_on: date | None
    time_zone: str
    currency: str

    @property
    def says(self) -> tuple[object, ...]:
        """Everything but the place in the file."""
        return tuple(value for key, value in vars(self).items() if key != "row")


def read_rows(sheet: Sheet) -> tuple[list[Incoming], int]:
    """Everybody in the file once, and how many rows only repeat another one."""
    found: list[Incoming] = []
    first: dict[str, Incoming] = {}
    seen: set[tuple[object, ...]] = set()
    twice = 0
    for row in sheet.rows:
        incoming = _read(sheet, row)
        if incoming is None:
            continue
        if incoming.says in seen:
            twice += 1
        elif incoming.email and incoming.email in first:
            what = _("This e-mail stands in row %(row)s too, with other values.") % {
                "row": format.number(first[incoming.email].row.number)
            }
            sheet.note(row, "email", f"{what} {wording.mend()}")
        else:
            seen.add(incoming.says)
            first[incoming.email] = incoming
            found.append(incoming)
    return found, twice


def _read(sheet: Sheet, row: Row) -> Incoming | None:
    incoming = Incoming(
        row=row,
        email=_email(sheet, row),
        name=_name(sheet, row),
        title=sheet.short_text(row, "title", LONGEST),
        team=sheet.short_text(row, "team", _LONGEST_TEAM),
        manager=sheet.text(row, "manager"),
        hired_on=sheet.day(row, "hired_on"),
        left_on=sheet.day(row, "left_on"),
        time_zone=_time_zone(sheet, row),
        currency=_currency(sheet, row),
    )
    _check_days(sheet, incoming)
    return None if row.number in sheet.bad else incoming


def _email(sheet: Sheet, row: Row) -> str:
    if not sheet.has("email"):
        return ""
    text = sheet.text(row, "email").lower().removeprefix("mailto:")
    if not text:
        sheet.note(row, "email", f"{_('There is no e-mail.')} {wording.mend()}")
    elif not is_email(text):
        what = _("This is no e-mail address. Write one like anna@company.example.")
        sheet.note(row, "email", f"{what} {wording.mend()}")
    return text


def _name(sheet: Sheet, row: Row) -> str:
    name = sheet.short_text(row, "name", LONGEST)
    if not name:
        parts = (sheet.text(row, "first_name"), sheet.text(row, "last_name"))
        name = " ".join(filter(None, parts))[:LONGEST]
    if not name and row.number not in sheet.bad:
        field = "name" if sheet.has("name") else "last_name"
        sheet.note(row, field, f"{_('There is no name.')} {wording.mend()}")
    return name


def _time_zone(sheet: Sheet, row: Row) -> str:
    text = sheet.text(row, "time_zone")
    if text and text not in zoneinfo.available_timezones():
        what = _("There is no such time zone. Write one like Europe/Vienna.")
        sheet.note(row, "time_zone", f"{what} {wording.mend()}")
    return text


def _currency(sheet: Sheet, row: Row) -> str:
    code = sheet.text(row, "currency").upper()
    if code and code not in CODES:
        what = _("“%(code)s” is no currency.") % {"code": code[:20]}
        sheet.note(row, "currency", f"{what} {wording.mend()}")
    return code


def _check_days(sheet: Sheet, incoming: Incoming) -> None:
    hired, left = incoming.hired_on, incoming.left_on
    if hired and left and left < hired:
        what = _("The last day is before the day of hiring, %(day)s.") % {"day": format.day(hired)}
        sheet.note(incoming.row, "left_on", f"{what} {wording.mend()}")
