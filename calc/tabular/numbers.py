"""Amounts as people write them, read by the column as a whole.

``1.054`` is one thousand and fifty-four in Vienna and a little more than one in Boston. Other
values of the column usually tell (``1.054,50``; ``12.5``); where none does, somebody is asked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from calc.tabular.table import Figure

POINT, COMMA = ".", ","

# Symbols that belong to one currency. The dollar, the krone and the yen sign belong to several.
_SYMBOLS = {"€": "EUR", "£": "GBP", "zł": "PLN", "Kč": "CZK", "₹": "INR", "Ft": "HUF", "₽": "RUB"}
_SHARED_SYMBOLS = ("US$", "$", "¥", "kr", "Fr.")
_MONEY = re.compile(
    r"^(?P<open>\()?\s*(?P<sign>[-+−])?\s*"
    r"(?P<before>[A-Z]{3}|US\$|[€£$¥₹₽])?\s*(?P<sign2>[-+−])?\s*"
    r"(?P<body>[0-9][0-9.,' \u00a0\u202f\u2009’]*|[.,][0-9]+)"
    r"\s*(?P<after>[A-Z]{3}|zł|Kč|Ft|kr|Fr\.|US\$|[€£$¥₹₽])?\s*(?P<sign3>[-−])?\s*(?P<close>\))?$"
)
_SPACES = re.compile(r"[ \u00a0\u202f\u2009'’]")
_SCIENTIFIC = re.compile(r"^[-+]?[0-9]+([.,][0-9]+)?[eE][-+]?[0-9]+$")
# A whole number of minor units must fit a BIGINT, with room for sums of a million of them.
_MOST_DIGITS = 12
_LONGEST = 60  # characters; what is longer is no amount and is not searched


@dataclass(frozen=True)
class Unreadable:
    """Why a cell is not what its column should hold. The page words the code."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Amount:
    """An exact number, and the currency that stood beside it ("" when none did)."""

    value: Decimal
    currency: str = ""


@dataclass(frozen=True)
class NumberStyle:
    """What the values of one column tell about the decimal sign.

    ``decimal`` is what nearly all decisive values agree on, "" when there is no decisive one or
    they contradict each other. ``unclear`` counts the values that could be read both ways and
    ``example`` is the first of them.
    """

    points: int
    commas: int
    unclear: int
    example: str

    @property
    def decimal(self) -> str:
        decisive = self.points + self.commas
        if not decisive:
            return ""
        if 10 * self.points >= 9 * decisive:
            return POINT
        if 10 * self.commas >= 9 * decisive:
            return COMMA
        return ""

    @property
    def contradicts(self) -> bool:
        return not self.decimal and self.points + self.commas > 0

    @property
    def must_ask(self) -> bool:
        return not self.decimal and (self.unclear > 0 or self.contradicts)


def number_style(values: Iterable[str]) -> NumberStyle:
    """Look at all values of a column and count what they tell."""
    points = commas = unclear = 0
    example = ""
    for value in values:
        if isinstance(value, Figure) or value.isdecimal():
            continue
        told = _told(value)
        if told == POINT:
            points += 1
        elif told == COMMA:
            commas += 1
        elif told == "?":
            unclear += 1
        if told and not example and (told == "?" or (commas and points)):
            example = value.strip()
    return NumberStyle(points, commas, unclear, example)


def _told(value: str) -> str:
    """The decimal sign that this value shows: ".", ",", "?" (either) or "" (tells nothing)."""
    found = _MONEY.match(value.strip()) if len(value) <= _LONGEST else None
    if found is None:
        return ""
    return _told_by_body(_SPACES.sub("", found["body"]), spaced=bool(_SPACES.search(found["body"])))


def _told_by_body(body: str, *, spaced: bool) -> str:
    dots, commas = body.count("."), body.count(",")
    if not dots and not commas:
        return ""
    if dots and commas:
        return POINT if body.rfind(".") > body.rfind(",") else COMMA
    sign = POINT if dots else COMMA
    other = COMMA if dots else POINT
    if max(dots, commas) > 1:
        return other  # it parts thousands, so the other one is the decimal sign
    whole, _, rest = body.partition(sign)
    if len(rest) != 3 or whole in {"", "0"} or len(whole) > 3 or spaced:
        return sign
    return "?"


def read_amount(value: str, decimal: str = POINT) -> Amount | Unreadable:
    """Read one amount; ``decimal`` is the sign of its column.

    A value that contradicts its column is unreadable with code "other_decimal" and says in
    ``facts["amount"]`` what it would be otherwise. Raises nothing.
    """
    if value.isdecimal() and value.isascii() and len(value) <= _MOST_DIGITS:
        return Amount(Decimal(value))
    text = value.strip()
    if not text:
        return Unreadable("empty")
    if len(text) > _LONGEST:
        return Unreadable("no_number")
    if _SCIENTIFIC.match(text):
        return Unreadable("scientific")
    found = _MONEY.match(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return Unreadable("no_number")
    return _read_body(found, POINT if isinstance(value, Figure) else decimal or POINT)


def _read_body(found: re.Match[str], decimal: str) -> Amount | Unreadable:
    body = found["body"].rstrip(" \u00a0\u202f\u2009'’")
    told = _told_by_body(_SPACES.sub("", body), spaced=bool(_SPACES.search(body)))
    number = _digits(body, decimal)
    if number is None or (told not in {"", "?"} and told != decimal):
        other = _digits(body, COMMA if decimal == POINT else POINT)
        if other is None:
            return Unreadable("no_number")
        return Unreadable("other_decimal", {"amount": _signed(found, other)})
    if len(number.split(".")[0]) > _MOST_DIGITS:
        return Unreadable("too_large")
    return _signed(found, number)


def _digits(body: str, decimal: str) -> str | None:
    """The number in plain writing; None when the groups of thousands are not groups of three."""
    whole, sign, rest = body.partition(decimal) if decimal in body else (body, "", "")
    if sign and (decimal in rest or not re.fullmatch(r"[0-9]*", rest)):
        return None
    groups = re.split(r"[., \u00a0\u202f\u2009'’]", whole)
    if len(groups) > 1:
        parts = {c for c in whole if not c.isdecimal()}
        if len(parts) > 1 or not (1 <= len(groups[0]) <= 3) or not _grouped(groups[1:]):
            return None
    digits = "".join(groups) or "0"
    if not digits.isascii():
        return None
    return f"{digits}.{rest}" if rest else digits


def _grouped(groups: list[str]) -> bool:
    """Groups of three; India writes groups of two before the last three (12,34,567)."""
    threes = all(len(group) == 3 for group in groups)
    return threes or (len(groups[-1]) == 3 and all(len(group) == 2 for group in groups[:-1]))


def _signed(found: re.Match[str], number: str) -> Amount:
    minus = found["open"] or any(
        found[name] in {"-", "−"} for name in ("sign", "sign2", "sign3") if found[name]
    )
    symbol = found["before"] or found["after"] or ""
    currency = symbol if re.fullmatch(r"[A-Z]{3}", symbol) else _SYMBOLS.get(symbol, "")
    value = Decimal(number)
    return Amount(-value if minus else value, currency)
