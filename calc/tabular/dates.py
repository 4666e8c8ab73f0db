"""Days as people write them, read by the column as a whole.

``03/04/2017`` is in April in London and in March in New York. The other dates of the column
usually tell (``25/04/2017``); where none does, somebody is asked. Times behind a date are not
read: deals and people have days.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from calc.tabular.numbers import Unreadable

DMY, MDY, YMD = "dmy", "mdy", "ymd"
ORDERS = (DMY, MDY, YMD)

_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}.{0,30})?"
_ISO = re.compile(rf"^(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}$", re.ASCII)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$", re.ASCII)
_YEAR_LAST = re.compile(rf"^(\d{{1,2}})([-/.]) ?(\d{{1,2}})\2 ?(\d{{4}}){_TIME}$", re.ASCII)
_SHORT_YEAR = re.compile(rf"^(\d{{2}})([-/.])(\d{{2}})\2(\d{{2}}){_TIME}$", re.ASCII)
_DAY_WORD = re.compile(rf"^(\d{{1,2}})[ .-]{{1,2}}([^\W\d_]+)\.?[ -](\d{{4}}|\d{{2}}){_TIME}$")
_WORD_DAY = re.compile(rf"^([^\W\d_]+)\.? (\d{{1,2}}),? (\d{{4}}){_TIME}$")
_SERIAL = re.compile(r"^\d{5}(\.\d+)?$", re.ASCII)
_LONGEST = 60
FIRST_YEAR, LAST_YEAR = 1900, 2199

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar jänner janvier enero",
            "feb february februar février febrero",
            "mar march mär märz mars marzo",
            "apr april avril abril",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet julio",
            "aug august août agosto",
            "sep sept september septembre septiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember décembre diciembre",
        ),
        1,
    )
    for word in words.split()
}


@dataclass(frozen=True)
class DateStyle:
    """What the values of one column tell about the order of day, month and year.

    ``order`` is "" when the dates name their order themselves (2017-11-16, 16 Nov 2017), when
    no value decides it, or when they contradict each other. ``unclear`` counts the dates that
    could be two different days; ``example`` is the first of them.
    """

    day_first: int
    month_first: int
    year_first: int
    unclear: int
    example: str

    @property
    def order(self) -> str:
        counts = {DMY: self.day_first, MDY: self.month_first, YMD: self.year_first}
        decisive = sum(counts.values())
        for order, count in counts.items():
            if count and 10 * count >= 9 * decisive:
                return order
        return ""

    @property
    def contradicts(self) -> bool:
        return not self.order and self.day_first + self.month_first + self.year_first > 0

    @property
    def must_ask(self) -> bool:
        return not self.order and (self.unclear > 0 or self.contradicts)


def date_style(values: Iterable[str]) -> DateStyle:
    """Look at all values of a column and count what they tell."""
    counts = dict.fromkeys(ORDERS, 0)
    unclear, example = 0, ""
    for value in values:
        readings = _readings(value.strip())
        if readings is None:
            continue
        if len(readings) == 1:
            counts[next(iter(readings))] += 1
        elif len(set(readings.values())) > 1:
            unclear += 1
            example = example or value.strip()
    return DateStyle(counts[DMY], counts[MDY], counts[YMD], unclear, example)


def _readings(text: str) -> dict[str, date] | None:
    """Each order in which this value is a day, and which day; None when its order is plain."""
    if found := _YEAR_LAST.match(text[:_LONGEST]):
        first, _, second, year = found.groups()
        return _possible({DMY: (year, second, first), MDY: (year, first, second)})
    if found := _SHORT_YEAR.match(text[:_LONGEST]):
        a, _, b, c = found.groups()
        return _possible(
            {
                DMY: (_century(c), b, a),
                MDY: (_century(c), a, b),
                YMD: (_century(a), b, c),
            }
        )
    return None


def _possible(orders: dict[str, tuple[str, str, str]]) -> dict[str, date] | None:
    days = {}
    for order, (year, month, day) in orders.items():
        read = _day(int(year), int(month), int(day))
        if isinstance(read, date):
            days[order] = read
    return days or None


def read_date(value: str, order: str = "") -> date | Unreadable:
    """Read one day; ``order`` is the order of its column. Raises nothing."""
    text = value.strip()
    if not text:
        return Unreadable("empty")
    if len(text) > _LONGEST:
        return Unreadable("no_date")
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _COMPACT.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.match(text):
        return _ordered(text, order, found[1], found[3], found[4])
    if found := _SHORT_YEAR.match(text):
        return _short(text, order, found[1], found[3], found[4])
    return _read_words(text)


def _ordered(text: str, order: str, first: str, second: str, year: str) -> date | Unreadable:
    if order == MDY:
        read = _day(int(year), int(first), int(second))
    elif order == DMY:
        read = _day(int(year), int(second), int(first))
    else:
        return _plain(text)
    return _in_other_order(text, order) or read if isinstance(read, Unreadable) else read


def _short(text: str, order: str, a: str, b: str, c: str) -> date | Unreadable:
    parts = {DMY: (c, b, a), MDY: (c, a, b), YMD: (a, b, c)}.get(order)
    if parts is None:
        return _plain(text)
    read = _day(int(_century(parts[0])), int(parts[1]), int(parts[2]))
    return _in_other_order(text, order) or read if isinstance(read, Unreadable) else read


def _plain(text: str) -> date | Unreadable:
    """Without an order only a date that can be one day is read (05/05/2017)."""
    days = set((_readings(text) or {}).values())
    if len(days) == 1:
        return days.pop()
    return Unreadable("unclear_order" if days else "no_date")


def _in_other_order(text: str, order: str) -> Unreadable | None:
    """The value is a day, but written in another order than its column."""
    others = {key: day for key, day in (_readings(text) or {}).items() if key != order}
    if not others:
        return None
    return Unreadable("other_order", {"day": next(iter(others.values())), "order": order})


def _read_words(text: str) -> date | Unreadable:
    if (found := _DAY_WORD.match(text)) and (month := _MONTHS.get(found[2].casefold())):
        year = found[3] if len(found[3]) == 4 else _century(found[3])
        return _day(int(year), month, int(found[1]))
    if (found := _WORD_DAY.match(text)) and (month := _MONTHS.get(found[1].casefold())):
        return _day(int(found[3]), month, int(found[2]))
    if _SERIAL.match(text):
        return Unreadable("serial")
    return Unreadable("no_date")


def _century(short: str) -> str:
    """Two digits are a year from 1969 to 2068, as POSIX reads them (strptime %y)."""
    return ("19" if int(short) >= 69 else "20") + short


def _day(year: int, month: int, day: int) -> date | Unreadable:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Unreadable("odd_year", {"year": year})
    if not 1 <= month <= 12:
        return Unreadable("no_such_month", {"month": month})
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        return Unreadable("no_such_day", {"year": year, "month": month, "day": day, "last": last})
    return date(year, month, day)
