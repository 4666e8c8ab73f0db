"""What a text says: its amounts, its times, and the words that lead somewhere or nowhere.

The scanner goes once over the tokens. Times come first, so that the 31 of 31 March and the 6 of
"in six months" are not taken for amounts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from calc.smart import lexicon as say
from calc.smart.times import Span, times_of
from calc.smart.tokens import Token, plain_number, tokens_of

_PHRASES: dict[str, list[tuple[list[str], str]]] = {}  # by first word, the longest first
for _kind, _group in say.PHRASES.items():
    for _phrase in sorted(_group, key=len, reverse=True):
        _PHRASES.setdefault(_phrase.split()[0], []).append((_phrase.split(), _kind))

_THOUSANDS = {"k": 10**3, "m": 10**6, "mm": 10**6, "mio": 10**6, "bn": 10**9}
_LONGEST_PURPOSE = 40
_PURPOSES = (say.CHANGING | say.FUZZY | say.NEEDS_A_THING | say.QUALITY | say.MORE) - {"up", "down"}
_IDLE = say.SMALL | say.CHANGING | say.FUZZY | say.QUALITY | say.MORE | say.NO_THING
_NO_UNIT = say.SMALL | {"while", "through", "before", "after", "until", "but", "if"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts."""

    start: int
    end: int
    first: int  # place of its first token
    last: int
    value: Decimal | None
    is_share: bool
    has_unit: bool


@dataclass
class Reading:
    """One text, read."""

    text: str
    tokens: list[Token]
    words: list[str]
    timed: set[int]  # places of tokens that belong to a time
    purpose: int  # the place from which on the text says what for; its length where it does not
    times: list[Span] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    phrases: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    placeholders: list[tuple[int, int]] = field(default_factory=list)
    head: int | None = None
    content: list[int] = field(default_factory=list)

    def at(self, first: int, last: int | None = None) -> tuple[int, int]:
        """Where tokens stand in the text."""
        return self.tokens[first].start, self.tokens[first if last is None else last].end

    @property
    def whole(self) -> tuple[int, int]:
        """From the first to the last character that is no blank."""
        if not self.tokens:
            return 0, 0
        return self.at(0, len(self.tokens) - 1)

    def places(self, words: frozenset[str]) -> Iterator[int]:
        """Places of tokens that are among these words, before the purpose and in no time."""
        return (
            place
            for place, word in enumerate(self.words[: self.purpose])
            if word in words and place not in self.timed
        )


def read(text: str) -> Reading:
    """Read a text. Never raises; the time it takes grows with the length and no faster."""
    tokens = tokens_of(text)
    words = [token.word for token in tokens]
    spans, taken = times_of(tokens)
    head = _head(tokens, taken, _after_leading_purpose(words))
    reading = Reading(text, tokens, words, taken, _purpose(words, head), spans, head=head)
    reading.placeholders = list(_placeholders(tokens))
    reading.amounts = list(_amounts(tokens, taken))
    for kind, first, last in _phrases(words):
        reading.phrases.setdefault(kind, []).append(reading.at(first, last))
    numbered = {place for one in reading.amounts for place in range(one.first, one.last + 1)}
    reading.content = list(_content(tokens, taken | numbered, head))
    return reading


def _phrases(words: list[str]) -> Iterable[tuple[str, int, int]]:
    """Phrases with their kind; of two that overlap the longer, or else the first."""
    ends = dict.fromkeys(say.PHRASES, -1)
    for place, word in enumerate(words):
        for phrase, kind in _PHRASES.get(word, ()):
            last = place + len(phrase) - 1
            if ends[kind] < place and words[place : last + 1] == phrase:
                ends[kind] = last
                yield kind, place, last


# --- amounts -------------------------------------------------------------------------------------
def _amounts(tokens: list[Token], taken: set[int]) -> Iterator[Amount]:
    place = 0
    while place < len(tokens):
        if place in taken or not _counts(tokens, place):
            place += 1
            continue
        amount = _amount(tokens, place, taken)
        yield amount
        place = amount.last + 1


def _counts(tokens: list[Token], place: int) -> bool:
    """Is this a number that counts something, and not part of a name or a turn of phrase?"""
    token = tokens[place]
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.is_number:
        return token.word != "24/7" and not _names(tokens, place, before, after)
    if token.word not in say.NUMBER_WORDS or (after and after.word == "-"):
        return False
    if before and before.word == "-":
        return False
    if token.word in ("one", "single"):
        return not (after and after.word in ("of", "another", "'s", "thing")) and not (
            before and before.word in ("no", "any", "every", "the", "each", "number")
        )
    return not (token.word == "double" and after and after.word == "down")


def _names(tokens: list[Token], place: int, before: Token | None, after: Token | None) -> bool:
    """ "B2B", "#1", "Windows 11": a number that belongs to a name or a rank."""
    if before is None:
        return False
    glued = before.end == tokens[place].start
    if before.word == "#" or (glued and before.is_word):
        return True
    if after and after.word in say.PERCENT:
        return False
    known = before.word in say.SMALL or before.word.upper() in ("USD", "EUR", "GBP", "CHF")
    return before.is_capital and place > 1 and not known and not glued


def _amount(tokens: list[Token], place: int, taken: set[int]) -> Amount:
    token = tokens[place]
    first = last = place
    value = plain_number(token.word) if token.is_number else say.NUMBER_WORDS[token.word]
    share = unit = False
    if place and tokens[place - 1].word in say.CURRENCY_SIGNS:
        first, unit = place - 1, True
    after = place + 1
    while after < len(tokens) and after not in taken and after - place < 5:
        word = tokens[after].word
        if word in say.PERCENT:
            share = unit = True
        elif word in ("k", "m", "mm", "mio", "bn", "x", "×") or word in say.CURRENCIES:
            unit = True
            value = value and value * _THOUSANDS.get(word, 1)
        elif word in say.CURRENCY_SIGNS:
            unit = True
        elif word in say.NUMBER_WORDS and word not in ("one", "single"):
            value = value and value * say.NUMBER_WORDS[word]
        elif word not in ("-", "+", "st", "nd", "rd", "th"):
            unit = unit or (tokens[after].is_word and word not in _NO_UNIT)
            break
        last = after
        after += 1
    if token.word in say.TIMES_ITSELF or token.word in ("once", "twice") or ":" in token.word:
        unit = True
    if [one.word for one in tokens[last + 1 : last + 3]] == ["out", "of"]:
        share = True
    return Amount(
        tokens[first].start, tokens[last].end, first, last, value, share, unit
    )  # fmt: skip


def _placeholders(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Blanks that are still to be filled in: "X%", "___", "…", "mm/dd/yyyy"."""
    for place, token in enumerate(tokens):
        after = tokens[place + 1].word if place + 1 < len(tokens) else ""
        blank = token.word[0] in "_…" or token.word in ("yyyy", "tbd", "tba")
        letters = token.word in ("x", "xx", "xxx") and token.is_capital
        glued = place > 0 and tokens[place - 1].end == token.start and tokens[place - 1].is_number
        if blank or (letters and not glued and (after == "%" or after.isalpha())):
            yield token.start, token.end


# --- words ---------------------------------------------------------------------------------------
def _head(tokens: list[Token], taken: set[int], first: int) -> int | None:
    """The first word that says what is done: after "I will", "my goal is to", "by June"."""
    for place in range(first, len(tokens)):
        token = tokens[place]
        if token.is_word and place not in taken and token.word not in say.OPENERS:
            return place
    return None


def _after_leading_purpose(words: list[str]) -> int:
    """ "In order to keep people, hold …": the place behind the comma; 0 without such a beginning."""
    leads = words[:3] == ["in", "order", "to"] or words[:1] == ["to"]
    if not leads or "," not in words[:_LONGEST_PURPOSE]:
        return 0
    return words.index(",") + 1


def _purpose(words: list[str], head: int | None) -> int:
    """Where the text begins to say what for: "so that …", "in order to …", "to better serve …".

    An action that is clear stays clear whatever large words its purpose has.
    """
    for place in range((head or 0) + 2, len(words)):
        word, after = words[place], words[place + 1 : place + 2]
        if word == "so" and words[place - 1] != "do":
            return place
        if word == "order" and words[place - 1] == "in" and after == ["to"]:
            return place - 1
        wished = words[place - 1] in say.OPENERS  # "I'm going to make …" is what is done
        if word == "to" and not wished and after and after[0] in _PURPOSES:
            return place
    return len(words)


def _content(tokens: list[Token], taken: set[int], head: int | None) -> Iterator[int]:
    """Words that name something: neither small words nor directions, numbers or times."""
    for place, token in enumerate(tokens):
        if token.is_word and place not in taken and place != head and token.word not in _IDLE:
            yield place
