"""A text cut into words, numbers and signs. One pass, so that a long text only takes longer."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

# One alternative for each kind, none of which can begin where another goes on: linear time.
_LONGEST_NUMBER = 20
_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|_+|…|\.{2,}|[^\w\s]")


class Token(NamedTuple):
    """One piece: ``word`` in small letters with straight apostrophes, and where it stands."""

    word: str
    start: int
    end: int
    is_number: bool
    is_word: bool
    is_capital: bool


def tokens_of(text: str) -> list[Token]:
    """The pieces of a text, in order."""
    found = []
    for match in _TOKEN.finditer(text):
        raw = match.group()
        first = raw[0]
        is_number = first.isdigit()
        found.append(
            Token(
                raw.lower().replace("’", "'"),
                match.start(),
                match.end(),
                is_number,
                not is_number and first.isalpha(),
                first.isupper(),
            )
        )
    return found


def plain_number(raw: str) -> Decimal | None:
    """The size of a number as it is written, in the digits of any script; None for a date."""
    whole = (raw if raw.isascii() else _in_ascii(raw)).replace(",", "")
    if "-" in whole:
        whole = whole.rpartition("-")[2]
    if ":" in whole:
        first, _, rest = whole.partition(":")
        whole = f"{first}.{rest.replace(':', '')}"
    try:
        return Decimal(whole[:_LONGEST_NUMBER])
    except InvalidOperation:
        return None


def _in_ascii(raw: str) -> str:
    return "".join(str(unicodedata.digit(one, 0)) if one.isdigit() else one for one in raw)
