"""What may be typed into a document, field by field: how it is read, and how it is shown again.

Every field is text on the page. ``read`` turns what was typed into a value or raises
:class:`Refused` with a sentence that says what is wrong and how to mend it; ``show`` gives the
text of a stored value, and reading that gives the value back. The editor compares what the page
showed with ``show`` of what is stored, to notice that somebody else was faster.
"""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Model, TextChoices
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from salesperf.web import format as shown

LONGEST_TEXT = 2000
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)

# Line breaks by other names: vertical tab, form feed, next line, line and paragraph separator.
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What no database keeps and no page shows: control characters but tab and line break, and halves
# of characters.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_GROUPING = re.compile(r"[\s\u00a0\u202f'’]")
_ENGLISH = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_COMMA = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+),\d+")


class Refused(ValueError):  # noqa: N818 the page says it in these words
    """What was typed cannot be kept; the message is for who typed it."""


@dataclass(frozen=True)
class Field:
    """One field of a line: reading and showing it.

    ``choices`` are what it chooses from; ``model`` is the table of which it names a row.
    """

    read: Callable[[str], Any]
    show: Callable[[Any], str]
    choices: type[TextChoices] | None = None
    model: type[Model] | None = None


# --- text ----------------------------------------------------------------------------------------
def clean(text: str) -> str:
    """Text without characters that cannot be seen, with plain line breaks and no blank ends.

    Emoji, marks that turn the direction of writing and every script stay as they are.
    """
    return _UNSEEN.sub("", _BREAKS.sub("\n", text)).strip()


def text(longest: int) -> Field:
    def read(typed: str) -> str:
        value = clean(typed)
        if len(value) > longest:
            raise Refused(
                _("This is %(n)s characters long; %(longest)s fit here. Shorten it.")
                % {"n": shown.number(len(value)), "longest": shown.number(longest)}
            )
        return value

    return Field(read, str)


def line_of_text(longest: int) -> Field:
    """Text without line breaks."""
    whole = text(longest)
    return Field(lambda typed: whole.read(" ".join(typed.split())), str)


# --- numbers -------------------------------------------------------------------------------------
def read_number(typed: str) -> Decimal:
    """A number as people write it: 78,000 or 78 000 or 1.234,56; a sign and no unit.

    Raises Refused for anything else, 1e9 included.
    """
    plain = _GROUPING.sub("", clean(typed).replace("\u2212", "-"))
    if _ENGLISH.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _COMMA.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    else:
        raise Refused(_("Write a number in digits and nothing else, like 78,000 or 3.5."))
    try:
        return Decimal(plain)
    except InvalidOperation:  # pragma: no cover - the patterns let only numbers through
        raise Refused(_("Write a number in digits, like 78,000 or 3.5.")) from None


def number(*, places: int, digits: int, least: int | None = None) -> Field:
    """A number with at most ``digits`` before and ``places`` behind the point, or nothing."""

    def read(typed: str) -> Decimal | None:
        if not clean(typed):
            return None
        value = read_number(typed)
        if abs(value) >= Decimal(10) ** digits:
            limit = shown.number(Decimal(10) ** digits - 1)
            raise Refused(_("That is too large; %(limit)s is the most.") % {"limit": limit})
        if -int(value.normalize().as_tuple().exponent) > places:
            raise Refused(_("At most %(n)s decimals fit here.") % {"n": places})
        if least is not None and value < least:
            raise Refused(_("Write %(least)s or more.") % {"least": least})
        return round(value, places)

    return Field(read, _show_number)


def _show_number(value: Decimal | int | None) -> str:
    return "" if value is None else shown.number(value)


def needed(of: Field, message: Callable[[], str]) -> Field:
    """The same field, but it may not be empty."""

    def read(typed: str) -> Any:
        value = of.read(typed)
        if value is None:
            raise Refused(message())
        return value

    return Field(read, of.show)


def whole(least: int, most: int, message: Callable[[], str], empty: int | None = None) -> Field:
    """A whole number within limits; nothing typed is ``empty``."""

    def read(typed: str) -> int | None:
        if not clean(typed):
            return empty
        try:
            value = read_number(clean(typed).removesuffix("%"))
        except Refused:
            raise Refused(message()) from None
        if value != int(value) or not least <= value <= most:
            raise Refused(message())
        return int(value)

    return Field(read, lambda value: "" if value is None else str(value))


# --- dates ---------------------------------------------------------------------------------------
def read_day(typed: str) -> date | None:
    """A date as people write it: 28 Feb 2026, 28.2.2026 or 2026-02-28; nothing is None."""
    plain = clean(typed).lower()
    if not plain:
        return None
    parts = _day_parts(plain)
    if parts is None:
        raise Refused(_("Write a date like 28 Feb 2026."))
    year, month, day = parts
    try:
        value = date(year, month, day)
    except ValueError:
        raise Refused(_not_in_calendar(year, month, day)) from None
    if not EARLIEST <= value <= LATEST:
        raise Refused(
            _("Write a date between %(first)s and %(last)s.")
            % {"first": EARLIEST.year, "last": LATEST.year}
        )
    return value


def _day_parts(plain: str) -> tuple[int, int, int] | None:
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain):
        year, month, day = map(int, match.groups())
        return year, month, day
    if match := re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", plain):
        day, month, year = map(int, match.groups())
        return year, month, day
    if match := re.fullmatch(r"(\d{1,2})\.?\s+([^\W\d]+)\.?,?\s+(\d{4})", plain):
        named = _months().get(match[2])
        return None if named is None else (int(match[3]), named, int(match[1]))
    return None


def _months() -> dict[str, int]:
    """Names of months, short and long, in English and in the reader's language."""
    names = {}
    for month in range(1, 13):
        first = date(2000, month, 1)
        for name in (
            f"{first:%b}",
            f"{first:%B}",
            format_date(first, "M"),
            format_date(first, "F"),
        ):
            names[name.lower().rstrip(".")] = month
    return names


def _not_in_calendar(year: int, month: int, day: int) -> str:
    if 1 <= month <= 12 and 28 < day <= 31 and EARLIEST.year <= year <= LATEST.year:
        last = next(d for d in (30, 29, 28) if _is_day(year, month, d))
        ends = _("%(month)s %(year)s ends on the %(last)s.") % {
            "month": format_date(date(year, month, 1), "F"),
            "year": year,
            "last": format_date(date(year, month, last), "jS"),
        }
        return ends + " " + _("Write a date like 28 Feb 2026.")
    return _("No calendar has this day. Write a date like 28 Feb 2026.")


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def day() -> Field:
    return Field(read_day, lambda value: "" if value is None else shown.day(value))


# --- choices -------------------------------------------------------------------------------------
def choice(choices: type[TextChoices]) -> Field:
    """One of a model's choices."""

    def read(typed: str) -> str:
        if typed not in choices.values:
            raise Refused(_("Choose one of the list."))
        return typed

    return Field(read, str, choices=choices)


def row_id(model: type[Model]) -> Field:
    """The number of a row, or nothing. Whether it may be chosen is asked by the action."""

    def read(typed: str) -> int | None:
        if not typed.strip():
            return None
        if not re.fullmatch(r"[0-9]{1,15}", typed.strip()):
            raise Refused(_("Choose one of the list."))
        return int(typed)

    return Field(read, lambda value: "" if value is None else str(value), model=model)


def line_id() -> Field:
    """The ``line`` of another line of the version, or nothing."""

    def read(typed: str) -> uuid.UUID | None:
        if not typed.strip():
            return None
        try:
            return uuid.UUID(typed.strip())
        except ValueError:
            raise Refused(_("Choose one of the list.")) from None

    return Field(read, lambda value: "" if value is None else str(value))


Fields = Mapping[str, Field]
