"""From names in a file to what SalesPerf knows: accounts, products, stages, people.

Each different name is looked up once. A name that is nobody's and nothing's becomes a question,
or a problem of its rows, never a guess.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from calc.tabular.texts import difference, fold, look_alikes, squash
from sales.models import Stage
from salesperf.imports import wording
from salesperf.imports.checks import Choice, Question
from salesperf.imports.sheet import LONGEST_ANSWER, Sheet, rows_by_text

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
