"""Reads JSON strictly: every value knows its place, every doubt becomes a finding.

Nothing here raises for bad input. A value that cannot be read gives a stand-in and an error;
whoever reads a whole plan throws it away when there was one.
"""

import json
import re
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from numbers import Real
from typing import Any

from calc.commission.calendar import kind_of
from calc.commission.numbers import ONE, UNIT
from calc.commission.values import EVERY, Findings
from calc.money import exponent

MOST_DIGITS = 18
MOST_PLACES = 12
MOST_ITEMS = 1_000
MOST_TEXT = 500

_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)
_PERCENT = re.compile(r"(-?\d{1,30}(?:\.\d{1,30})?)\s?%", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\- ]{0,59}", re.ASCII)
_FORMULA = re.compile(r"[=*/()+{}<>\[\];]|__|\b(?:import|lambda|eval|exec|return)\b")


class Unreadable(str):
    """What stood in the text in place of a number: NaN, Infinity, too long a number."""

    __slots__ = ()


def load(text: str | bytes, findings: Findings) -> "Node | None":
    """Parse JSON text. Decimals stay exact. None and a finding when it is no JSON."""
    try:
        value = json.loads(
            text,
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=Unreadable,
            object_pairs_hook=_pairs,
        )
    except (ValueError, RecursionError) as problem:
        reason = str(problem) if isinstance(problem, json.JSONDecodeError) else "It nests too deep."
        findings.error("no_json", "", f"This is no JSON: {reason}")
        return None
    return Node(value, "", findings)


class _Twice(dict[str, Any]):
    """An object in which a name stood twice."""

    twice: str = ""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    marked = _Twice(found)
    marked.twice = next(name for name in names if names.count(name) > 1)
    return marked


def _whole(text: str) -> int | Unreadable:
    return int(text) if len(text) <= MOST_DIGITS * 2 else Unreadable(text[:20] + "…")


def _decimal(text: str) -> Decimal | Unreadable:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return Unreadable(text[:20])
    return value if abs(value.adjusted()) <= MOST_DIGITS * 2 else Unreadable(text[:20])


class Node:
    """A JSON value, its place, and where its findings go."""

    def __init__(self, value: Any, at: str, findings: Findings) -> None:
        self.value = value
        self.at = at
        self.findings = findings

    def error(self, code: str, text: str) -> None:
        self.findings.error(code, self.at, text)

    # --- shapes -----------------------------------------------------------------------------
    def fields(self, *known: str) -> "Fields":
        """An object with no other fields than these."""
        if not isinstance(self.value, dict):
            self.error("no_object", f"Here stands {_show(self.value)}, not an object {{…}}.")
            return Fields({}, self, known)
        if isinstance(self.value, _Twice):
            self.error("twice", f'"{self.value.twice}" stands here twice.')
        for name in self.value:
            if name not in known:
                near = get_close_matches(str(name), known, 1)
                hint = f' Did you mean "{near[0]}"?' if near else ""
                self.child(name).error(
                    "unknown_field", f"There is no field {_show(name)} here.{hint}"
                )
        return Fields(self.value, self, known)

    def child(self, name: str | int) -> "Node":
        key = str(name)[:80].replace("~", "~0").replace("/", "~1")
        value = None
        if isinstance(self.value, dict):
            value = self.value.get(name)
        elif isinstance(self.value, list) and isinstance(name, int):
            value = self.value[name]
        return Node(value, f"{self.at}/{key}", self.findings)

    def items(self, most: int = MOST_ITEMS) -> list["Node"]:
        """The items of a list."""
        if not isinstance(self.value, list):
            self.error("no_list", f"Here stands {_show(self.value)}, not a list […].")
            return []
        if len(self.value) > most:
            self.error("too_many", f"{len(self.value)} entries are too many; {most} is the most.")
            return []
        return [self.child(i) for i in range(len(self.value))]

    def named(self) -> Iterator[tuple[str, "Node"]]:
        """The fields of an object whose names are free."""
        if not isinstance(self.value, dict):
            self.error("no_object", f"Here stands {_show(self.value)}, not an object {{…}}.")
            return
        if isinstance(self.value, _Twice):
            self.error("twice", f'"{self.value.twice}" stands here twice.')
        for name in self.value:
            yield str(name), self.child(name)

    # --- texts ------------------------------------------------------------------------------
    def text(self) -> str:
        if isinstance(self.value, str) and not isinstance(self.value, Unreadable):
            if len(self.value) <= MOST_TEXT:
                return self.value
            self.error("too_long", f"This text is too long; {MOST_TEXT} characters is the most.")
            return ""
        self.error("no_text", f"Here stands {_show(self.value)}, not a text.")
        return ""

    def name(self) -> str:
        """A text that other places refer to."""
        text = self.text()
        if text and not _NAME.fullmatch(text):
            self.error("no_name", f"{_show(text)} cannot be a name: use letters, digits, - and _.")
        elif not text and self.value == "":
            self.error("no_name", "This name is empty.")
        return text

    def choice(self, *options: str) -> str:
        if self.value in options and isinstance(self.value, str):
            return self.value
        listed = ", ".join(options)
        self.error("no_choice", f"Here stands {_show(self.value)}; it has to be one of: {listed}.")
        return options[0]

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.error("no_flag", f"Here stands {_show(self.value)}, not true or false.")
        return self.value is True

    def date(self) -> date:
        text = self.value if isinstance(self.value, str) else ""
        try:
            return date.fromisoformat(text if len(text) == 10 else "")
        except ValueError:
            code = "missing" if self.value in (None, "") else "no_date"
            self.error(code, f"Here stands {_show(self.value)}, not a date such as 2026-03-31.")
            return date.min

    def key(self) -> str:
        """The key of a period."""
        text = self.value if isinstance(self.value, str) else ""
        try:
            kind_of(text)
        except ValueError:
            self.error("no_period", f"{_show(self.value)} is no period such as 2026-03 or 2026-Q1.")
            return ""
        return text

    # --- numbers: all exact, all whole at a scale ------------------------------------------------
    def money(self, currency: str, *, negative: bool = False) -> int:
        """An amount in major units as minor units: "1200.50" is 120050 cents."""
        places = exponent(currency)
        return self._scaled(
            10**places, negative, f"an amount with at most {places} decimals such as 1200"
        )

    def pieces(self, *, negative: bool = False) -> int:
        """A count, in thousandths."""
        return self._scaled(UNIT, negative, "a count with at most 3 decimals such as 12")

    def whole(self, least: int = 0, most: int = 10_000) -> int:
        number = self._scaled(1, least < 0, "a whole number")
        if not least <= number <= most:
            self.error("out_of_range", f"{number} is not between {least} and {most}.")
            return least
        return number

    def rate(self) -> int:
        """A rate or factor with its percent sign, in billionths: "7.35%" is 73500000."""
        if isinstance(self.value, str) and (found := _PERCENT.fullmatch(self.value)):
            return Node(found[1], self.at, self.findings)._scaled(
                ONE // 100, False, "a rate with at most 7 decimals such as 7.35%"
            )
        self._no_number('a rate with its percent sign such as "7.35%"')
        return 0

    def figure(self, *, negative: bool = True) -> int:
        """A free figure, a number or a percentage, in billionths."""
        if isinstance(self.value, str) and self.value.endswith("%"):
            return self.rate()
        return self._scaled(ONE, negative, "a number with at most 9 decimals")

    def ratio(self) -> tuple[int, int]:
        """An exact number above zero as numerator and denominator."""
        scale = 10**MOST_PLACES
        number = self._scaled(scale, False, f"a number with at most {MOST_PLACES} decimals")
        if not number and not isinstance(self.value, Unreadable):
            self.error("out_of_range", "This has to be above zero.")
        return number, scale

    def _scaled(self, scale: int, negative: bool, wanted: str) -> int:
        value = self.value
        if (
            isinstance(value, str)
            and not isinstance(value, Unreadable)
            and _NUMBER.fullmatch(value)
        ):
            value = Decimal(value)
        known = isinstance(value, int | Decimal) and not isinstance(value, bool)
        if not known or (isinstance(value, Decimal) and not value.is_finite()):
            self._no_number(wanted)
            return 0
        if abs(value) >= 10**MOST_DIGITS:
            self.error("too_large", f"{_show(self.value)} is too large to be meant.")
            return 0
        numerator, denominator = value.as_integer_ratio()
        if numerator * scale % denominator:
            self.error("too_fine", f"{_show(self.value)} is too fine; write {wanted}.")
            return 0
        if numerator < 0 and not negative:
            self.error("negative", f"{_show(self.value)} is below zero, which makes no sense here.")
            return 0
        return numerator * scale // denominator

    def _no_number(self, wanted: str) -> None:
        value = self.value
        if value is None or value == "":
            self.error("missing", f"Something is missing here: {wanted}.")
        elif type(value) is not bool and isinstance(value, Real):
            self.error("float", f"{value!r} is a binary float and not exact; write it as a text.")
        elif isinstance(value, Unreadable):
            self.error("no_number", f"{value} is no number that can be paid.")
        elif isinstance(value, str) and _FORMULA.search(value):
            self.error(
                "formula", f"{_show(value)} is a formula; a plan has figures. Write {wanted}."
            )
        else:
            self.error("no_number", f"Here stands {_show(value)}; write {wanted}.")


class Fields:
    """The fields of an object. Asking for one that was not announced is a mistake of ours."""

    def __init__(self, values: dict[str, Any], node: Node, known: tuple[str, ...]) -> None:
        self._values = values
        self.node = node
        self._known = known

    def __contains__(self, name: str) -> bool:
        assert name in self._known
        return self._values.get(name) is not None

    def __getitem__(self, name: str) -> Node:
        """The field; where it is missing, reading it makes the finding."""
        assert name in self._known
        return self.node.child(name)

    def one_of(self, *names: str) -> str:
        """The one of these fields that is there; a finding and "" unless it is exactly one."""
        there = [name for name in names if name in self]
        if len(there) == 1:
            return there[0]
        listed = ", ".join(names)
        self.node.error("one_of", f"Exactly one of these has to be here: {listed}.")
        return ""

    def list(self, name: str, most: int = MOST_ITEMS) -> "list[Node]":
        """The items of a list that may be left out."""
        return self[name].items(most) if name in self else []

    def choice(self, name: str, *options: str) -> str:
        """A choice that is the first option when it is not there."""
        return self[name].choice(*options) if name in self else options[0]


def figures(
    node: Node, currency: str = "", in_pieces: Collection[str] = ()
) -> dict[str, dict[str, int]]:
    """Figures by name and period: {"quota": {"2026-Q1": "6000"}}, or {"quota": "6000"} for every.

    Money where a currency is given (but counts for the names ``in_pieces``), else free figures.
    """

    def read(name: str, child: Node) -> int:
        if name in in_pieces:
            return child.pieces()
        return child.money(currency) if currency else child.figure()

    found: dict[str, dict[str, int]] = {}
    for name, child in node.named():
        if not isinstance(child.value, dict):
            found[name] = {EVERY: read(name, child)}
            continue
        found[name] = {}
        for key, figure in child.named():
            if key != EVERY and not key.startswith("Y"):
                Node(key, figure.at, node.findings).key()
            found[name][key] = read(name, figure)
    return found


def _show(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, int) and value.bit_length() > 200:
        return "a number of more than 60 digits"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
