"""From names in a file to what SalesPerf knows: accounts, products, stages, people.

Each different name is looked up once. A name that is nobody's and nothing's becomes a question,
or a problem of its rows, never a guess.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from calc.tabular.texts import closest_names, difference, fold, look_alikes, squash
from people.models import Person
from sales.models import Stage
from salesperf.imports import wording
from salesperf.imports.checks import Choice, Question
from salesperf.imports.sheet import LONGEST_ANSWER, Sheet

_MANY_NEW = 3  # unknown names without a look-alike, from which on they are asked about together
_MOST_OTHERS = 300  # known names in a list to choose from


@dataclass(frozen=True)
class Known:
    """A row that is there already."""

    pk: int
    name: str


@dataclass(frozen=True)
class New:
    """A row that the import makes."""

    name: str


Ref = Known | New
Rows = Mapping[str, tuple[int, ...]]


def rows_by_text(sheet: Sheet, field: str) -> dict[str, tuple[int, ...]]:
    """Each different value of a field, with the rows it stands in."""
    found: dict[str, list[int]] = {}
    if sheet.has(field):
        for row in sheet.rows:
            if text := sheet.text(row, field):
                found.setdefault(text, []).append(row.number)
    return {text: tuple(numbers) for text, numbers in found.items()}


class Names:
    """Known rows of one table by name, case aside."""

    def __init__(self, rows: Iterable[tuple[int, str]]) -> None:
        self.by_fold = {fold(name): Known(pk, name) for pk, name in rows}

    def find(self, name: str) -> Known | None:
        return self.by_fold.get(fold(name))

    @property
    def names(self) -> list[str]:
        return [known.name for known in self.by_fold.values()]


# --- products and accounts -----------------------------------------------------------------------
@dataclass(frozen=True)
class Words:
    """How a question about one kind of thing is put."""

    is_it: Any  # Is “%(value)s” the product “%(known)s”?
    what_is: Any  # What is the product “%(value)s”?
    all_new: Any  # Are these %(n)s products new?
    same: Any
    new: Any
    other: Any


# Says what else speaks for a value being a known row ("The prices agree."), or nothing.
Evidence = Callable[[tuple[int, ...], Known], str]


def resolve(
    sheet: Sheet,
    field: str,
    rows: Rows,
    known: Names,
    words: Words,
    *,
    ask_about_new: bool,
    evidence: Evidence = lambda numbers, known: "",
) -> dict[str, Ref | None]:
    """Text → known or new row; None waits for an answer.

    Look-alikes of known names are always asked about. Names that look like nothing known are
    new by themselves unless ``ask_about_new``.
    """
    found: dict[str, Ref | None] = {}
    open_texts = []
    for text in rows:
        ref = known.find(text) or _answered(sheet, field, text, known)
        if ref is not None:
            found[text] = ref
        elif len(text) > LONGEST_ANSWER:
            found[text] = None
            _too_long(sheet, field, rows[text])
        else:
            open_texts.append(text)
    alike = look_alikes(open_texts, known.names)
    for text in alike:
        found[text] = None
        told = evidence(rows[text], known.by_fold[fold(alike[text])])
        sheet.ask(_is_it(field, text, alike[text], rows[text], known, words, told))
    unlike = [text for text in open_texts if text not in alike]
    _new_or_asked(sheet, field, unlike, rows, known, words, found, ask_about_new)
    return found


def _new_or_asked(
    sheet: Sheet,
    field: str,
    texts: list[str],
    rows: Rows,
    known: Names,
    words: Words,
    found: dict[str, Ref | None],
    ask: bool,
) -> None:
    if not ask:
        found.update(_new_ones(texts))
        return
    found.update(dict.fromkeys(texts))
    if len(texts) >= _MANY_NEW:
        sheet.ask(_all_new(field, texts, rows, words))
        return
    for text in texts:
        sheet.ask(_what_is(field, text, rows[text], known, words))


def _new_ones(texts: Iterable[str]) -> dict[str, Ref | None]:
    """Spellings that differ in case or blanks only become one new row, named as the first."""
    first: dict[str, New] = {}
    return {text: first.setdefault(squash(text) or text, New(text)) for text in texts}


def _answered(sheet: Sheet, field: str, text: str, known: Names) -> Ref | None:
    means = sheet.answer(field, text)
    if means is None:
        return None
    return New(text) if means == "" else known.find(means)


def _too_long(sheet: Sheet, field: str, numbers: Iterable[int]) -> None:
    wanted = set(numbers)
    for row in sheet.rows:
        if row.number in wanted:
            sheet.short_text(row, field, LONGEST_ANSWER)


def _is_it(
    field: str,
    text: str,
    alike: str,
    numbers: tuple[int, ...],
    known: Names,
    words: Words,
    told: str,
) -> Question:
    differ = wording.how_they_differ(difference(text, alike))
    return Question(
        field=field,
        values=(text,),
        text=words.is_it % {"value": text, "known": alike},
        facts=" ".join(filter(None, (wording.rows_from(numbers), differ, told))),
        rows=numbers,
        choices=(Choice(alike, str(words.same)), Choice("", str(words.new))),
        others=_others(known, alike),
        others_label=str(words.other),
    )


def _what_is(
    field: str, text: str, numbers: tuple[int, ...], known: Names, words: Words
) -> Question:
    return Question(
        field=field,
        values=(text,),
        text=words.what_is % {"value": text},
        facts=wording.rows_from(numbers),
        rows=numbers,
        choices=(Choice("", str(words.new)),),
        others=_others(known, ""),
        others_label=str(words.other),
    )


def _all_new(field: str, texts: list[str], rows: Rows, words: Words) -> Question:
    numbers = tuple(sorted(number for text in texts for number in rows[text]))
    shown = ", ".join(texts[:8]) + (" …" if len(texts) > 8 else "")
    return Question(
        field=field,
        values=tuple(texts),
        text=words.all_new % {"n": len(texts)},
        facts=f"{shown}. {wording.rows_from(numbers)}",
        rows=numbers,
        choices=(Choice("", _("Yes, all of them")),),
    )


def _others(known: Names, but: str) -> tuple[Choice, ...]:
    names = sorted(name for name in known.names if name != but)
    return tuple(Choice(name, name) for name in names) if len(names) <= _MOST_OTHERS else ()


# --- people --------------------------------------------------------------------------------------
class Owners:
    """People by e-mail and by name, for the owners of deals."""

    def __init__(self) -> None:
        self.by_email: dict[str, int] = {}
        self.names: dict[int, str] = {}
        by_name: dict[str, list[int]] = {}
        for pk, email, name in Person.objects.values_list("pk", "email", "name"):
            self.by_email[email] = pk
            self.names[pk] = name
            by_name.setdefault(fold(name), []).append(pk)
        self.by_name = by_name
        self.emails = {pk: email for email, pk in self.by_email.items()}

    def resolve(self, sheet: Sheet) -> dict[str, int | None]:
        """Text → person; None where its rows were noted as problems."""
        found: dict[str, int | None] = {}
        rows = rows_by_text(sheet, "owner")
        for text in rows:
            found[text] = self._find(sheet, text)
        unknown = {text for text, pk in found.items() if pk is None}
        if unknown:
            self._note(sheet, unknown)
        return found

    def _find(self, sheet: Sheet, text: str) -> int | None:
        said = sheet.answer("owner", text)
        if said and said.lower() in self.by_email:
            return self.by_email[said.lower()]
        if "@" in text:
            return self.by_email.get(text.lower())
        same = self.by_name.get(fold(text), [])
        return same[0] if len(same) == 1 else None

    def _note(self, sheet: Sheet, unknown: set[str]) -> None:
        worded = {text: self._problem(sheet, text) for text in unknown}
        for row in sheet.rows:
            text = sheet.text(row, "owner")
            if text in worded:
                what, offers = worded[text]
                sheet.note(row, "owner", what, *offers)

    def _problem(self, sheet: Sheet, text: str) -> tuple[str, list[Any]]:
        namesakes = self.by_name.get(fold(text), [])
        if namesakes:
            offers = [
                offer
                for pk in namesakes[:5]
                for offer in sheet.offer(
                    _("Use %(email)s") % {"email": self.emails[pk]}, "owner", text, self.emails[pk]
                )
            ]
            return _("Several people have this name. Which one is it?"), offers
        if "@" in text:
            return f"{_('Nobody has this address.')} {wording.mend()}", []
        return self._closest(sheet, text)

    def _closest(self, sheet: Sheet, text: str) -> tuple[str, list[Any]]:
        unique = {self.names[pks[0]]: pks[0] for pks in self.by_name.values() if len(pks) == 1}
        close = closest_names(text, unique, most=1)
        if not close:
            return f"{_('Nobody has this name.')} {wording.mend()}", []
        email = self.emails[unique[close[0]]]
        what = _("Nobody has this name. Closest: %(name)s.") % {"name": close[0]}
        first_name = close[0].split()[0]
        return what, sheet.offer(_("Use %(name)s") % {"name": first_name}, "owner", text, email)


# --- stages --------------------------------------------------------------------------------------
_WON = "won closedwon closewon win sold gewonnen gagne ganado signed"
_LOST = "lost closedlost closelost verloren perdu perdido"
_OPEN = (
    "open new lead prospect prospecting prospection qualification qualified qualify discovery "
    "engaging engaged contacted demo meeting needsanalysis valueproposition iddecisionmakers "
    "perceptionanalysis proposal proposalpricequote quote negotiation negotiationreview "
    "appointmentscheduled qualifiedtobuy presentationscheduled decisionmakerboughtin contractsent "
    "inprogress pipeline working offen angebot"
)
_STAGE_WORDS = {
    word: kind
    for words, kind in (
        (_WON, Stage.Kind.WON),
        (_LOST, Stage.Kind.LOST),
        (_OPEN, Stage.Kind.OPEN),
    )
    for word in words.split()
}


@dataclass(frozen=True)
class StageRef:
    """A stage that is there (``pk``) or will be made, and what it counts as."""

    pk: int | None
    name: str
    kind: str


def resolve_stages(sheet: Sheet) -> dict[str, StageRef | None]:
    """Text → stage; None waits for an answer."""
    known = {fold(s.name): StageRef(s.pk, s.name, s.kind) for s in Stage.objects.all()}
    found: dict[str, StageRef | None] = {}
    for text, numbers in rows_by_text(sheet, "stage").items():
        found[text] = known.get(fold(text)) or _new_stage(sheet, text)
        if found[text] is None:
            sheet.ask(_which_stage(text, numbers))
    return found


def _new_stage(sheet: Sheet, text: str) -> StageRef | None:
    kind = sheet.answer("stage", text) or _STAGE_WORDS.get(squash(text))
    return StageRef(None, text, str(kind)) if kind in Stage.Kind.values else None


def _which_stage(text: str, numbers: tuple[int, ...]) -> Question:
    return Question(
        field="stage",
        values=(text,),
        text=_("What does the stage “%(value)s” count as?") % {"value": text},
        facts=wording.rows_from(numbers),
        rows=numbers,
        choices=tuple(Choice(kind.value, str(kind.label)) for kind in Stage.Kind),
    )
