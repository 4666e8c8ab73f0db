"""Numbers, money, dates and times as a reader sees them, in the reader's language and zone.

The rules are those of the design: numbers grouped by locale, a real minus sign, dates as
"16 Nov 2017", times in 24 hours, relative words only for yesterday, today and tomorrow, and
"none yet" for what is not known. Nothing here reads a clock: ``today`` is an argument.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calc.money import Money, exponent

MINUS = "\u2212"
Number = Decimal | int


def unknown() -> str:
    """The word for a value that nobody has given yet."""
    return _("none yet")


def number(value: Number | None, decimals: int | None = None) -> str:
    """A number grouped by locale: all its digits, or rounded to ``decimals`` places.

    Zeros behind the decimal mark go unless ``decimals`` is given: 0.50 reads "0.5".
    """
    return unknown() if value is None else _figure(value, decimals, get_language())


@lru_cache(maxsize=4096)
def _figure(value: Number, decimals: int | None, language: str | None) -> str:
    """Lists say the same figures again and again; ``language`` is what else the text hangs on."""
    exact = Decimal(value)
    if decimals is None:
        places = max(0, -int(exact.normalize().as_tuple().exponent)) if exact else 0
    else:
        places = decimals
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    return formats.number_format(rounded, places, force_grouping=True).replace("-", MINUS)


def money(value: Money | None, options: str = "") -> str:
    """An amount, two decimals (as many as its currency has).

    ``options`` are words: "whole" rounds to whole units, "currency" adds the code, "sign" puts
    a plus before what is above zero.
    """
    if value is None:
        return unknown()
    wanted = set(options.split())
    places = 0 if "whole" in wanted else exponent(value.currency)
    text = number(value.amount, places)
    if "sign" in wanted and value.minor > 0:
        text = f"+{text}"
    return f"{text} {value.currency}" if "currency" in wanted else text


def percent(share: Number | None, decimals: int = 0) -> str:
    """A share of one as a percentage: 0.46 reads "46%"."""
    if share is None:
        return unknown()
    return f"{number(Decimal(share) * 100, decimals)}%"


def day(value: date | datetime | None, today: date | None = None) -> str:
    """ "16 Nov 2017"; with ``today`` also "yesterday", "today" and "tomorrow"."""
    return _dated(value, today, lambda on: "j M Y")


def day_short(value: date | datetime | None, today: date | None = None) -> str:
    """ "24 Nov"; with ``today`` also the relative words, and the year when it is another."""
    return _dated(
        value, today, lambda on: "j M" if today is None or on.year == today.year else "j M Y"
    )


def day_long(value: date | datetime | None, today: date | None = None) -> str:
    """ "Friday 17 November", with the year when it is not that of ``today``."""
    if value is None:
        return unknown()
    on = _local_date(value)
    return format_date(on, "l j F" if today is None or on.year == today.year else "l j F Y")


def day_range(first: date, last: date) -> str:
    """ "13 to 17 November 2017": what both dates share is said once."""
    if first.year != last.year:
        start = "j F Y"
    elif first.month != last.month:
        start = "j F"
    else:
        start = "j"
    return _("%(first)s to %(last)s") % {
        "first": format_date(first, start),
        "last": format_date(last, "j F Y"),
    }


def clock(value: datetime | None) -> str:
    """ "14:32" in the reader's zone."""
    if value is None:
        return unknown()
    return format_date(timezone.localtime(value) if timezone.is_aware(value) else value, "H:i")


def moment(value: datetime | None, today: date | None = None) -> str:
    """ "16 Nov 2017, 14:32"; with ``today`` "today, 06:00"."""
    if value is None:
        return unknown()
    return f"{day(value, today)}, {clock(value)}"


def initials(name: str) -> str:
    """First letters of the first and last name: "Anna Snelling" gives "AS"."""
    words = name.split()
    if not words:
        return ""
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in ends)


def _dated(value: date | datetime | None, today: date | None, style: Callable[[date], str]) -> str:
    if value is None:
        return unknown()
    on = _local_date(value)
    return _relative(on, today) or _written(on, style(on), get_language() or "")


@lru_cache(maxsize=4096)
def _written(on: date, style: str, language: str) -> str:
    """A list shows the same days over and over; ``language`` is what else the words hang on."""
    return format_date(on, style)


def _relative(on: date, today: date | None) -> str:
    if today is None:
        return ""
    one = timedelta(days=1)
    words = {today - one: _("yesterday"), today: _("today"), today + one: _("tomorrow")}
    return words.get(on, "")


def _local_date(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value
