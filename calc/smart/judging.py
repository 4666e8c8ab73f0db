"""The five letters, each by rules that give their reason.

S, specific: a result is named, in words that mean one thing (Doran: a specific area).
M, measurable: an amount with what it counts, or something one can point to when it is done.
A, achievable: within one person's hands; no absolutes, no ranks, no leaps (OPM, Doran).
R, results and relevance: a result rather than an effort, linked to an objective where that is
known (Dale Carnegie: a standard is a condition, not an activity).
T, time: a day, a period or a rhythm. A level that is kept all the time is asked at the review.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from calc.smart import lexicon as say
from calc.smart.leaps import leap_of
from calc.smart.reading import Amount, Reading, read
from calc.smart.times import DEADLINE, MENTION, RHYTHM
from calc.smart.values import NOTHING, PERIOD, Finding, Judgement, Measure

_SAYS_LITTLE = say.CHANGING | say.FUZZY | say.NEEDS_A_THING
_NEVER_DONE = say.CHANGING | say.FUZZY | say.MORE | say.QUALITY
_NAMES_NOTHING = (
    _SAYS_LITTLE | say.SMALL | say.NO_THING | say.QUALITY | frozenset(("sell", "perform"))
)
_MOST_OF_A_KIND = 3  # a long text has the same fault often; three show it
_A_GLANCE = 200  # tokens
_AFTER_LATIN = "\u0370"
_ENOUGH_TO_NAME = 3  # words that name something, where no number and no day does


def judge(text: str, measure: Measure = NOTHING) -> Judgement:
    """Judge one standard by its words and, where there is one, by its measure."""
    case = _Case(read(text), measure)
    return Judgement(text, tuple(case.findings()))


class _Case:
    """One standard under the rules."""

    def __init__(self, reading: Reading, measure: Measure) -> None:
        self.reading = reading
        self.measure = measure
        self.amounts = [one for one in reading.amounts if one.has_unit or reading.content]
        self.says_how_much = measure.says_how_much or bool(self.amounts)
        self.names_a_thing = measure.names_a_thing or self._names_a_thing()
        self.says_when = measure.says_when or self._says_when()
        self.can_be_pointed_to = self._can_be_pointed_to()

    def findings(self) -> Iterator[Finding]:
        if not self.reading.tokens:
            yield from (self._note(letter, "blank", (0, 0)) for letter in "SMART")
            return
        yield from self._specific()
        yield from self._measurable()
        yield from self._achievable()
        yield from self._result()
        yield from self._timed()

    # --- S ---------------------------------------------------------------------------------------
    def _specific(self) -> Iterator[Finding]:
        reading = self.reading
        vague = not self.says_how_much and not self.can_be_pointed_to
        if not self.names_a_thing:
            yield self._note("S", "no_thing", reading.whole)
        head = self._head
        no_amount = head in say.NEEDS_A_THING and any(True for _ in reading.places(say.MORE))
        if head in _SAYS_LITTLE and vague and not no_amount:
            code = "trait" if head in ("be", "become", "show", "demonstrate") else "fuzzy_verb"
            if head in say.CHANGING:
                code = "direction"
            yield self._note("S", code, reading.at(self._head_place))
        elif vague and (place := next(reading.places(say.CHANGING), None)) is not None:
            yield self._note("S", "direction", reading.at(place))
        yield from self._vague_words(fails=not self.says_how_much)
        if (span := self._foreign()) is not None:
            yield self._note("S", "foreign", span, fails=False)
        unnamed = len(reading.content) < _ENOUGH_TO_NAME
        if unnamed and not self.says_how_much and not self.says_when:
            yield self._note("S", "too_little", reading.whole)

    def _foreign(self) -> tuple[int, int] | None:
        """Words in another script: of these only numbers and dates are read."""
        words = [token for token in self.reading.tokens[:_A_GLANCE] if token.is_word]
        if words and not any(token.word[0] < _AFTER_LATIN for token in words):
            return self.reading.whole
        return None

    def _vague_words(self, *, fails: bool) -> Iterator[Finding]:
        reading = self.reading
        if fails:
            for place in _first(reading.places(say.MORE)):
                yield self._note("S", "vague_amount", reading.at(place))
            for span in reading.phrases.get("vague_amount", ())[:_MOST_OF_A_KIND]:
                yield self._note("S", "vague_amount", span)
        for place in _first(reading.places(say.QUALITY)):
            yield self._note("S", "vague_quality", reading.at(place), fails=fails)
        for span in reading.phrases.get("vague_quality", ())[:_MOST_OF_A_KIND]:
            yield self._note("S", "vague_quality", span, fails=fails)

    # --- M ---------------------------------------------------------------------------------------
    def _measurable(self) -> Iterator[Finding]:
        reading = self.reading
        for span in reading.placeholders[:_MOST_OF_A_KIND]:
            if not self.measure.says_how_much:
                yield self._note("M", "placeholder", span)
        if not self.says_how_much:
            bare = reading.amounts[0] if reading.amounts else None
            if bare is not None:
                yield self._note("M", "no_unit", (bare.start, bare.end))
            elif not (self.can_be_pointed_to and self.says_when):
                yield self._note("M", "no_amount", self._head_span)
            return
        yield from self._against_the_measure()
        yield from self._baseline()

    def _against_the_measure(self) -> Iterator[Finding]:
        """The words say 60%, the measure 70%."""
        target, same = self.measure.target, self.measure.unit.strip() == "%"
        shares = [one for one in self.amounts if one.is_share and one.value is not None]
        if target is None or not same or len(shares) != 1:
            return
        said = shares[0]
        if said.value not in (target, self.measure.target_to):
            evidence = {"target": target}
            yield self._note("M", "differs", (said.start, said.end), fails=False, evidence=evidence)

    def _baseline(self) -> Iterator[Finding]:
        """ "By 10%": of what? Worth knowing, and authors agree on it without."""
        reading = self.reading
        words = reading.words
        known = self.measure.baseline is not None or any(
            word in ("from", "currently", "over", "last", "baseline", "compared", "than", "up")
            for word in words
        )
        if known or not any(True for _ in reading.places(say.CHANGING)):
            return
        for one in self.amounts:
            if one.is_share and one.first and words[one.first - 1] == "by":
                yield self._note("M", "no_baseline", (one.start, one.end), fails=False)
                return

    # --- A ---------------------------------------------------------------------------------------
    def _achievable(self) -> Iterator[Finding]:
        reading = self.reading
        safe = any(word in say.SAFETY for word in reading.words)
        own = self._head in say.IN_OWN_HANDS
        for span in reading.phrases.get("absolute", ())[:_MOST_OF_A_KIND]:
            yield self._note("A", "absolute", span, fails=not safe)
        for span in islice(self._whole_hundreds(), _MOST_OF_A_KIND):
            yield self._note("A", "hundred", span, fails=not (safe or own))
        for span in islice(self._zero_failures(), _MOST_OF_A_KIND):
            yield self._note("A", "absolute", span, fails=not safe)
        for span in self._ranks():
            yield self._note("A", "rank", span)
        for span in reading.phrases.get("not_in_own_hands", ())[:_MOST_OF_A_KIND]:
            yield self._note("A", "not_in_own_hands", span)
        if leap := leap_of(reading):
            yield self._note("A", "leap", (leap.start, leap.end))
        if not self.names_a_thing and not self.says_how_much:
            yield self._note("A", "nothing_to_judge", reading.whole)

    def _whole_hundreds(self) -> Iterator[tuple[int, int]]:
        words = self.reading.words
        for one in self.reading.amounts:
            if not one.is_share or one.value != 100:
                continue
            near = words[one.last + 1 : one.last + 5]
            moved = one.first and words[one.first - 1] in ("by", "from")
            if not moved and not any(word in say.GOALS for word in near):
                yield one.start, one.end

    def _zero_failures(self) -> Iterator[tuple[int, int]]:
        """ "No complaints", "zero errors", "without any bugs"; "no more than" is a limit."""
        words = self.reading.words
        for place, word in enumerate(words):
            if word not in ("no", "zero", "without", "0"):
                continue
            for step in range(1, 4):
                if words[place + step : place + step + 1] and words[place + step] in say.FAILURES:
                    yield self.reading.at(place, place + step)
                    break
                if words[place + step : place + step + 1] in ([], ["more"], ["later"], ["less"]):
                    break

    def _ranks(self) -> Iterator[tuple[int, int]]:
        reading = self.reading
        yield from reading.phrases.get("rank", ())[:_MOST_OF_A_KIND]
        for place, word in enumerate(reading.words):
            if word == "#" and reading.words[place + 1 : place + 2] == ["1"]:
                yield reading.at(place, place + 1)
                return

    # --- R ---------------------------------------------------------------------------------------
    def _result(self) -> Iterator[Finding]:
        reading = self.reading
        if not self.names_a_thing and not self.says_how_much:
            yield self._note("R", "nothing_to_judge", reading.whole)
        begins = self._head_span[0]
        for span in [each for each in reading.phrases.get("effort", ()) if each[0] <= begins][
            :_MOST_OF_A_KIND
        ]:
            yield self._note("R", "effort", span, fails=not self.says_how_much)
        for span in self._ranks():
            yield self._note("R", "rank", span)
            break
        if (done := self._activity()) is not None:
            yield self._note("R", "activity", done, fails=False)
        if self.measure.linked is False:
            yield self._note("R", "not_linked", reading.whole, fails=False)

    def _activity(self) -> tuple[int, int] | None:
        """What is counted is something done, not what comes of it."""
        words = self.reading.words
        rhythm = any(span.kind == RHYTHM for span in self.reading.times)
        if not rhythm and self.measure.cadence == PERIOD and self._head not in say.DOING:
            return None  # "two recorded calls show …" are evidence
        for one in self.amounts:
            for place in range(one.last + 1, min(one.last + 3, len(words))):
                if words[place] in say.ACTIVITIES and not one.is_share:
                    return one.start, self.reading.tokens[place].end
        return None

    # --- T ---------------------------------------------------------------------------------------
    def _timed(self) -> Iterator[Finding]:
        if self.says_when:
            return
        loose = self.reading.phrases.get("vague_time", ())[:_MOST_OF_A_KIND]
        for span in loose:
            yield self._note("T", "vague_time", span)
        if not loose:
            yield self._note("T", "no_time", self.reading.whole)

    def _says_when(self) -> bool:
        kinds = {span.kind for span in self.reading.times} - {MENTION}
        if kinds & {DEADLINE, RHYTHM}:
            return True
        return bool(kinds) or self._stands()

    def _stands(self) -> bool:
        """A level that is to be held, not reached: "95% of deliveries are on time"."""
        words = self.reading.words
        if not self.amounts or any(True for _ in self.reading.places(say.CHANGING)):
            return False
        head = self._head
        if head in say.KEEPING and head not in ("deliver", "achieve"):
            return True
        limits = ("no", "at", "fewer", "less", "not")
        bounded = any(one.is_share for one in self.amounts) or (bool(words) and words[0] in limits)
        return bounded and any(word in say.STANDING for word in words)

    # --- what the rules share ---------------------------------------------------------------------
    @property
    def _head_place(self) -> int:
        return self.reading.head or 0

    @property
    def _head(self) -> str:
        place = self.reading.head
        return "" if place is None else self.reading.tokens[place].word

    @property
    def _head_span(self) -> tuple[int, int]:
        if self.reading.head is None:
            return self.reading.whole
        return self.reading.at(self.reading.head)

    def _names_a_thing(self) -> bool:
        """Is there anything that the sentence is about?"""
        reading = self.reading
        head = self._head
        if reading.content:
            return True
        money = any(self._is_money(one) for one in reading.amounts)
        return money or (bool(head) and head not in _NAMES_NOTHING)

    def _is_money(self, one: Amount) -> bool:
        words = self.reading.words[one.first : one.last + 1]
        return any(word in say.CURRENCY_SIGNS or word in say.CURRENCIES for word in words)

    def _can_be_pointed_to(self) -> bool:
        """Something is made, held, sent or passed: done or not done, for all to see."""
        head = self._head
        reading = self.reading
        finishes = self.says_when and any(True for _ in reading.places(say.FINISHING))
        if not head or (head in _NEVER_DONE and not finishes):
            return False
        if any(True for _ in reading.places(say.MORE)) or "vague_quality" in reading.phrases:
            return False
        if any(True for _ in reading.places(say.QUALITY)):
            return False
        if not reading.content:
            return False
        if head in say.NEEDS_A_THING:
            return not any(self._is_abstract(place) for place in reading.content)
        return True

    def _is_abstract(self, place: int) -> bool:
        """ "Skills" is; "Advanced Excel Skills" is the name of a course."""
        token = self.reading.tokens[place]
        return token.word in say.ABSTRACT and not token.is_capital

    def _note(
        self,
        letter: str,
        code: str,
        span: tuple[int, int],
        *,
        fails: bool = True,
        evidence: Mapping[str, Any] | None = None,
    ) -> Finding:
        return Finding(letter, code, span[0], span[1], fails, evidence or {})


def _first(places: Iterator[int]) -> list[int]:
    return list(islice(places, _MOST_OF_A_KIND))
