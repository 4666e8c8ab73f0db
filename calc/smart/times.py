"""When: deadlines, rhythms, and times within which something is answered.

``times_of`` gives the spans and the tokens that belong to them. A rhythm counts as a time as well
as a date does: "three calls a day" is asked about every day.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from calc.smart import lexicon as say
from calc.smart.tokens import Token

DEADLINE = "deadline"
RHYTHM = "rhythm"
TURNAROUND = "turnaround"
MENTION = "mention"  # a year or a clock that dates something else

_DATE = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BY = say.set_of("by before until till in on from to through throughout during of for since")
_BEFORE_YEAR = _BY | {"end", "fy", "year", "fiscal", "calendar", "month", ","}
_BEFORE_MONTH = say.set_of(", and - early late mid end the this next each every st nd rd th")
_WITHIN = say.set_of("in within over during for next following coming inside first past")
_THIS = say.set_of("this next coming current following upcoming entire whole")
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Span:
    """A time in the text, from token ``first`` to token ``last``."""

    kind: str
    first: int
    last: int
    months: Decimal | None = None


class _Scan:
    """One pass; each rule looks at most a handful of tokens around its place."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.words = [token.word for token in tokens]
        self.spans: list[Span] = []
        self.taken: set[int] = set()

    def word(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else ""

    def add(
        self, kind: str, first: int, last: int, months: Decimal | None = None, *, keeps: int = 0
    ) -> int:
        """Note a span; its first ``keeps`` tokens stay free to be counted. Gives the next place."""
        first, last = max(first, 0), min(last, len(self.words) - 1)
        self.spans.append(Span(kind, first, last, months))
        self.taken.update(range(first + keeps, last + 1))
        return last + 1

    def is_number(self, place: int) -> bool:
        if not 0 <= place < len(self.tokens):
            return False
        return self.tokens[place].is_number or self.words[place] in say.NUMBER_WORDS

    def is_year(self, place: int) -> bool:
        return 0 <= place < len(self.tokens) and bool(_YEAR.fullmatch(self.words[place]))


def times_of(tokens: list[Token]) -> tuple[list[Span], set[int]]:
    """All times of a text, and the tokens they are made of."""
    scan = _Scan(tokens)
    place = 0
    while place < len(tokens):
        word = scan.words[place]
        after = None
        rule = _RULES.get(word)
        if rule is not None:
            after = rule(scan, place)
        elif tokens[place].is_number:
            after = _number(scan, place)
        elif word in say.NUMBER_WORDS:
            after = _duration(scan, place)
        place = place + 1 if after is None else max(after, place + 1)
    return scan.spans, scan.taken


# --- dates ---------------------------------------------------------------------------------------
def _month(scan: _Scan, place: int) -> int | None:
    """ "31 March", "March 31st, 2026", "by June", "in May, June and July"."""
    word, before = scan.words[place], scan.word(place - 1)
    if word in say.ALSO_WORDS:
        beside = scan.is_number(place - 1) or (scan.tokens[place + 1 : place + 2] and (
            scan.tokens[place + 1].is_number
        ))  # fmt: skip
        near = before in _BY or before in _BEFORE_MONTH or beside
        if not near or not scan.tokens[place].is_capital:
            return None
    first = last = place
    if before in ("st", "nd", "rd", "th", "of", ".") and scan.is_number(place - 2):
        first = place - 2
    elif (scan.is_number(place - 1) and scan.tokens[place - 1].is_number) or before in (
        "st",
        "nd",
        "rd",
        "th",
    ):
        first = place - 1
    step = place + 1
    if scan.word(step) == ".":
        step += 1
    if (
        step < len(scan.tokens)
        and scan.tokens[step].is_number
        and not _DATE.fullmatch(scan.word(step))
    ):
        last = step
        if scan.word(step + 1) in ("st", "nd", "rd", "th"):
            last = step + 1
        if scan.word(last + 1) == "," and scan.is_year(last + 2):
            last += 2
        elif scan.is_year(last + 1):
            last += 1
    return scan.add(DEADLINE, first, last)


def _day_of_week(scan: _Scan, place: int) -> int:
    before = scan.word(place - 1)
    often = (
        before in ("each", "every", "second", "other", "first", "last", "third")
        or scan.words[place].endswith("days")
        or scan.word(place + 1) in ("of", "email", "emails", "meeting", "report")
    )
    return scan.add(RHYTHM if often else DEADLINE, place, place)


def _number(scan: _Scan, place: int) -> int | None:
    word, before = scan.words[place], scan.word(place - 1)
    if _DATE.fullmatch(word):
        return scan.add(DEADLINE, place, place)
    if "/" in word and word != "24/7" and before in ("by", "before", "on", "until"):
        return scan.add(DEADLINE, place, place)
    if scan.word(place + 1) in ("st", "nd", "rd", "th"):
        return _day_of_month(scan, place)
    if ":" in word and before in ("by", "before", "until", "at"):
        return scan.add(TURNAROUND, place, place, keeps=1)
    if scan.word(place + 1) in ("am", "pm") and before in ("by", "before", "until", "at"):
        return scan.add(TURNAROUND, place, place + 1, keeps=2)
    if scan.is_year(place) and before not in say.CURRENCY_SIGNS:
        return _year(scan, place)
    if scan.word(place + 1) == "x" and scan.word(place + 2) == "/":
        return None
    return _duration(scan, place)


def _day_of_month(scan: _Scan, place: int) -> int | None:
    """ "on the 25th of the month", "the 15th of each month"."""
    of = scan.word(place + 2) == "of"
    if of and scan.word(place + 3) in ("the", "each", "every", "a"):
        for step in (4, 5):  # "of the following month"
            if scan.word(place + step) in say.CALENDAR:
                return scan.add(RHYTHM, place, place + step)
    return None


def _year(scan: _Scan, place: int) -> int | None:
    before, after = scan.word(place - 1), scan.word(place + 1)
    counts = place + 1 < len(scan.tokens) and scan.tokens[place + 1].is_word
    if before in _BEFORE_YEAR or before in say.MONTHS:
        if before in ("to", "from", "of", "over") and counts and after.endswith("s"):
            return None
        return scan.add(DEADLINE, place, place)
    if before in ("the", "over") or not counts:
        return scan.add(MENTION, place, place)
    return None


def _part_of_year(scan: _Scan, place: int) -> int | None:
    """ "Q3", "H1", "FY26", "FY 2026"."""
    if not (place + 1 < len(scan.tokens) and scan.tokens[place + 1].is_number):
        return None
    glued = scan.tokens[place].end == scan.tokens[place + 1].start
    if not glued and scan.words[place] != "fy":
        return None
    last = place + 2 if scan.is_year(place + 2) else place + 1
    return scan.add(DEADLINE, place, last)


# --- spans of time ---------------------------------------------------------------------------------
def _duration(scan: _Scan, place: int) -> int | None:
    """ "in six months", "within 24 hours", "over the next two quarters", "60 days"."""
    unit = place + 1
    if scan.word(unit) == "-":
        unit += 1
    if scan.is_number(unit) and not scan.tokens[unit].is_number:
        unit += 1
    if scan.word(unit) in say.BEFORE_UNIT:
        unit += 1
    name = scan.word(unit)
    if name not in say.CALENDAR and name not in say.SHORT_UNITS:
        return None
    first = place - 1
    for _ in range(3):
        if scan.word(first) in (
            "the",
            "next",
            "following",
            "first",
            "coming",
            "of",
            "each",
            "last",
        ):
            first -= 1
    before = scan.word(first) if scan.word(first) in _WITHIN else scan.word(place - 1)
    if scan.word(unit + 1) == "out" and scan.word(unit + 2) == "of":
        scan.add(RHYTHM, place, unit, keeps=unit - place + 1)
        return unit + 1
    if before not in _WITHIN:
        return _after_event(scan, place, unit)
    if name in say.SHORT_UNITS:
        if before in ("within", "in", "inside"):
            scan.add(TURNAROUND, max(first, 0), unit, keeps=unit)
        return unit + 1
    amount = _value(scan, place)
    short = name in say.DAY_UNITS and amount is not None and amount <= 10
    if short and before in ("within", "in", "inside"):
        scan.add(TURNAROUND, max(first, 0), unit, keeps=unit)
        return unit + 1
    return scan.add(DEADLINE, max(first, 0), unit, _months(name, amount))


def _after_event(scan: _Scan, place: int, unit: int) -> int | None:
    """ "two days after the call", "30 days of receipt": counted from something that happens."""
    if scan.words[unit] in say.SHORT_UNITS:
        return None
    if scan.word(unit + 1) in ("after", "before", "from", "of") and scan.word(unit + 2) in (
        "receipt", "request", "the", "each", "every", "hire", "a", "signing", "closing",
    ):  # fmt: skip
        scan.add(TURNAROUND, place, unit, keeps=unit - place + 1)
        return unit + 1
    return None


def _value(scan: _Scan, place: int) -> Decimal | None:
    word = scan.words[place]
    if word in say.NUMBER_WORDS:
        return say.NUMBER_WORDS[word]
    digits = word.rpartition("-")[2]
    return Decimal(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else None


def _months(name: str, amount: Decimal | None) -> Decimal | None:
    per = say.MONTHS_IN.get(name.rstrip("s"))
    return None if per is None or amount is None else per * amount


def _in_a(scan: _Scan, place: int) -> int | None:
    """ "a month", "per day", "/wk", "an hour"; after "in" or "within" it is a deadline."""
    word = scan.words[place]
    unit = place + 1
    if scan.word(unit) in say.BEFORE_UNIT:
        unit += 1
    name = scan.word(unit)
    before = scan.word(place - 1)
    if name in say.CALENDAR or (name in say.SHORT_UNITS and word in ("per", "/")):
        if word in ("a", "an") and before in ("in", "within", "over", "for", "than"):
            return scan.add(DEADLINE, place - 1, unit, _months(name, _ONE))
        if word == "a" and before in ("of", "take", "the", "such"):
            return None
        return scan.add(RHYTHM, place, unit)
    if word == "per" and name in say.EVENTS:
        return scan.add(RHYTHM, place, unit, keeps=2)
    return None


def _each(scan: _Scan, place: int) -> int | None:
    """ "each month", "every second Tuesday", "every working day", "each visitor"."""
    for step in range(1, 4):
        name = scan.word(place + step)
        if name in say.CALENDAR or name in say.DAYS_OF_WEEK:
            return scan.add(RHYTHM, place, place + step)
        if name in ("of", "in", "to", "") or not name.isalpha():
            return None
        if name not in say.ORDINALS and name not in say.BEFORE_UNIT and step > 1:
            break
    if scan.words[place] in ("each", "every") and scan.word(place + 1) not in ("of", "one"):
        return scan.add(RHYTHM, place, place, keeps=1)
    return None


def _this(scan: _Scan, place: int) -> int | None:
    """ "this quarter", "next fiscal year", "the coming season", "by next spring"."""
    unit = place + 1
    if scan.word(unit) in say.BEFORE_UNIT:
        unit += 1
    name = scan.word(unit)
    if (
        name in say.CALENDAR
        or name in say.SEASONS
        or name in say.MONTHS
        or name in say.DAYS_OF_WEEK
    ):
        months = _months(name, _ONE)
        return scan.add(DEADLINE, place, unit, months)
    if name == "'s" and scan.word(unit - 1) in say.CALENDAR:
        return None
    if name.removesuffix("'s") in say.CALENDAR:  # this year's hires
        return scan.add(DEADLINE, place, unit)
    return None


def _ordinal(scan: _Scan, place: int) -> int | None:
    """ "the third quarter", "the first Friday of every month", "by the fifth working day"."""
    unit = place + 1
    if scan.word(unit) in say.BEFORE_UNIT:
        unit += 1
    name = scan.word(unit)
    if name == "half" or (name in say.LONG_UNITS and name not in ("season",)):
        return scan.add(DEADLINE, place, unit)
    if name in say.DAY_UNITS or name in say.DAYS_OF_WEEK:
        return scan.add(RHYTHM, place, unit)
    if name == "of" and scan.word(unit + 1) in ("the", "each", "every") and (
        scan.word(unit + 2) in say.LONG_UNITS
    ):  # fmt: skip
        return scan.add(RHYTHM, place, unit + 2)
    return None


def _end(scan: _Scan, place: int) -> int | None:
    """ "the end of the year", "year end", "end of day", "end of Q3"."""
    if scan.word(place + 1) != "of":
        if scan.word(place - 1) in say.CALENDAR:
            return scan.add(DEADLINE, place - 1, place)
        if scan.word(place - 1) == "-" and scan.word(place - 2) in say.CALENDAR:
            return scan.add(DEADLINE, place - 2, place)
        return None
    for step in range(2, 6):
        name = scan.word(place + step)
        if name in say.CALENDAR or name in say.MONTHS or name in say.SEASONS or name == "business":
            return scan.add(DEADLINE, place, place + step)
        if name in ("q", "h", "fy"):
            return scan.add(DEADLINE, place, place + step + 1)
        if scan.is_year(place + step):
            return scan.add(DEADLINE, place, place + step)
    return scan.add(DEADLINE, place, place + 1) if scan.word(place - 1) == "the" else None


def _rhythm(scan: _Scan, place: int) -> int:
    return scan.add(RHYTHM, place, place)


def _deadline(scan: _Scan, place: int) -> int:
    return scan.add(DEADLINE, place, place)


def _season(scan: _Scan, place: int) -> int | None:
    if scan.word(place - 1) in ("by", "this", "next", "before", "until", "the", "in"):
        return scan.add(DEADLINE, place, place)
    return None


def _same(scan: _Scan, place: int) -> int | None:
    """ "the same day"."""
    if scan.word(place + 1) in say.CALENDAR:
        return scan.add(TURNAROUND, place, place + 1)
    return None


def _number_of_times(scan: _Scan, place: int) -> int | None:
    """ "once a quarter" is found at "a"; "once before 1 July" at the date."""
    return _duration(scan, place) if scan.word(place + 1) in say.CALENDAR else None


def _both(scan: _Scan, place: int) -> int | None:
    """ "both semesters", "all four quarters", "any month"."""
    unit = place + 2 if scan.is_number(place + 1) else place + 1
    if scan.word(unit) in say.CALENDAR:
        kind = RHYTHM if scan.words[place] == "any" else DEADLINE
        return scan.add(kind, place, unit)
    return None


def _standing(scan: _Scan, place: int) -> int | None:
    """ "95% of the time", "ongoing": asked at any moment."""
    if scan.words[place] == "ongoing":
        return scan.add(RHYTHM, place, place)
    if scan.word(place - 1) == "the" and scan.word(place - 2) == "of":
        return scan.add(RHYTHM, place - 2, place)
    return None


_Rule = Callable[[_Scan, int], int | None]
_RULES: dict[str, _Rule] = {
    **dict.fromkeys(say.MONTHS, _month),
    **dict.fromkeys(say.DAYS_OF_WEEK, _day_of_week),
    **dict.fromkeys(say.SEASONS, _season),
    **dict.fromkeys(say.RHYTHMS, _rhythm),
    **dict.fromkeys(say.ENDS, _deadline),
    **dict.fromkeys(("q", "h", "fy"), _part_of_year),
    **dict.fromkeys(("a", "an", "per", "/"), _in_a),
    **dict.fromkeys(("each", "every"), _each),
    **dict.fromkeys(_THIS, _this),
    **dict.fromkeys(say.ORDINALS, _ordinal),
    **dict.fromkeys(("end", "close", "middle", "beginning", "start"), _end),
    **dict.fromkeys(("once", "twice"), _number_of_times),
    **dict.fromkeys(("both", "all", "any"), _both),
    **dict.fromkeys(("ongoing", "time"), _standing),
    **dict.fromkeys(("today", "tomorrow", "tonight", "overnight", "midyear"), _deadline),
    "same": _same,
}
