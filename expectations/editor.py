"""A draft as its page shows it: cells to type into, and beside each line what is missing.

Built from rows that were loaded once; the fragments that come back while one writes are made
from the same cards as the page.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar

from django.db.models import TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString

from activities.models import ActivityType
from calc.document import (
    Finding,
    StandardWords,
    StrategyWords,
    ValueWords,
    Wording,
    findings,
    fingerprint,
)
from expectations import wording as said
from expectations.actions.editing import Conflict, SheetOutcome
from expectations.actions.lines import MOST_LINES
from expectations.finding_words import finding as sentence
from expectations.lines import (
    ABILITY,
    ACTIVITY,
    AIM,
    AREA,
    BEHAVIOUR,
    COMPETENCY,
    DOCUMENT,
    KINDS,
    STANDARD,
    Draft,
    Name,
    Sheet,
    field_id,
)
from expectations.models import BusinessObjective, Competency, ProfileVersion
from expectations.models.documents import TakenOutLine
from expectations.queries.words import inherited_objectives, sheet_words, strategy_words
from expectations.smart import Check, check
from people.models import Person

Options = tuple[tuple[str, str], ...]


def _words(choices: type[TextChoices]) -> Options:
    """A model's choices in the reader's language."""
    return tuple((value, str(label)) for value, label in choices.choices)


@dataclass(frozen=True)
class Cell:
    """One field of the page: its name, the text in it, and what is wrong with that."""

    name: str
    text: str
    problem: str = ""
    conflict: Conflict | None = None

    @property
    def id(self) -> str:
        return field_id(self.name)

    @property
    def described(self) -> SafeString | str:
        """The attributes that tie a field to its problem."""
        if not self.problem:
            return ""
        return format_html('aria-invalid="true" aria-describedby="{}_error"', self.id)


@dataclass(frozen=True)
class Remark:
    """A finding in words, beside the line it is about; ``leads_to`` is the field to mend."""

    blocks: bool
    text: str
    leads_to: str = ""


@dataclass(frozen=True)
class Card:
    """A line of the page: its cells by field, and the remarks beside it."""

    kind: str
    line: str
    words: Any
    cells: Mapping[str, Cell]
    remarks: tuple[Remark, ...] = ()
    standards: tuple["Card", ...] = ()
    check: Check | None = None  # of a standard that says something

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.line}"

    @property
    def is_weak(self) -> bool:
        return self.check is not None and bool(self.check.missing) and not self.words.kept_because

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What a standard says beside its sentence."""
        return said.facts(self.words)

    @property
    def open(self) -> bool:
        """Is the measure shown open: something in it is missing or wrong."""
        inside = {f"{STANDARD}-{self.line}-{name}" for name in KINDS[STANDARD].fields} - {
            f"{STANDARD}-{self.line}-text"
        }
        return any(remark.blocks and remark.leads_to in inside for remark in self.remarks) or any(
            cell.problem or cell.conflict for name, cell in self.cells.items() if name != "text"
        )


@dataclass
class Editor:
    """The page of a draft. ``typed`` and ``outcome`` carry back what could not be saved."""

    version: Draft
    sheet: Sheet
    wording: Wording
    objectives: list[BusinessObjective]
    types: list[ActivityType]
    typed: Mapping[str, str] = field(default_factory=dict)
    outcome: SheetOutcome = field(default_factory=SheetOutcome)
    known_competencies: list[Competency] = field(default_factory=list)

    @property
    def most_lines(self) -> int:
        """How many lines of one kind fit."""
        return MOST_LINES

    # --- what the page asks for -------------------------------------------------------------------
    @cached_property
    def seen(self) -> str:
        return fingerprint(self.wording)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        found = findings(self.wording)
        return (
            tuple(each for each in found if each.code not in OF_A_PERIOD)
            if self.is_profile
            else found
        )

    @property
    def is_profile(self) -> bool:
        """Is it the edition of a role profile: without a person, a period, objectives?"""
        return isinstance(self.version, ProfileVersion)

    @property
    def blockers(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.blocks]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.blocks]

    @property
    def weak(self) -> list[Card]:
        """Standards with a letter in doubt, and no reason given for keeping them."""
        return [each for area in self.areas for each in area.standards if each.is_weak]

    @property
    def judged(self) -> list[Card]:
        """Standards that say something, and so can be judged."""
        standards = (each for area in self.areas for each in area.standards)
        return [each for each in standards if each.check is not None]

    @property
    def strong_count(self) -> int:
        """How many of these the check has nothing against, or are kept with a reason."""
        return len(self.judged) - len(self.weak)

    @property
    def goal(self) -> Card:
        return self._card(DOCUMENT, "", None)

    @cached_property
    def areas(self) -> list[Card]:
        return [
            self._card(
                AREA, area.line, area, [self._card(STANDARD, s.line, s) for s in area.standards]
            )
            for area in self.wording.areas
        ]

    @cached_property
    def activities(self) -> list[Card]:
        return [self._card(ACTIVITY, each.line, each) for each in self.wording.activities]

    @cached_property
    def abilities(self) -> list[Card]:
        return [self._card(ABILITY, each.line, each) for each in self.wording.abilities]

    @cached_property
    def competencies(self) -> list[Card]:
        """Of a profile; a document has none."""
        rows = self.sheet.rows.get(COMPETENCY, {})
        return [self._card(COMPETENCY, str(line), row) for line, row in rows.items()]

    @property
    def free_competencies(self) -> list[Competency]:
        """Competencies that are not in the profile yet."""
        used = {card.words.competency_id for card in self.competencies}
        return [each for each in self.known_competencies if each.pk not in used]

    @cached_property
    def aims(self) -> list[Card]:
        return [self._card(AIM, each.line, each) for each in self.wording.aims]

    @cached_property
    def behaviours(self) -> list[Card]:
        return [self._card(BEHAVIOUR, each.line, each) for each in self.wording.behaviours]

    @property
    def cards(self) -> Iterator[Card]:
        """Every line of the page."""
        for area in self.areas:
            yield area
            yield from area.standards
        yield from (*self.activities, *self.abilities, *self.aims, *self.behaviours)
        yield from self.competencies

    @property
    def held(self) -> list["HeldValue"]:
        """The values over the document, and which of their behaviours are not marked yet."""
        marked = {(each.value, each.behaviour) for each in self.wording.behaviours}
        return held_values(self.wording.strategy, marked)

    @property
    def general(self) -> tuple[Remark, ...]:
        """Remarks on the document as a whole."""
        return tuple(
            self._remark(finding)
            for finding in self.findings
            if not finding.line and not finding.field
        )

    @property
    def free_types(self) -> list[ActivityType]:
        """Activities that are not in the document yet."""
        used = {each.activity_type for each in self.wording.activities}
        return [each for each in self.types if each.pk not in used]

    @property
    def first_finding(self) -> str:
        """The id of the place that mends the first blocker, or else the first warning."""
        for finding in [*self.blockers, *self.warnings]:
            return self._place(finding) or (
                "areas" if finding.code.startswith("area") else "document"
            )
        return self.weak[0].cells["text"].id if self.weak else ""

    # --- what its choices offer: (value, words), worked out once -----------------------------------
    @cached_property
    def type_options(self) -> Options:
        """Activities to count; one that is archived stays where it was chosen."""
        chosen = {
            chosen.pk: chosen.name
            for row in self.sheet.rows[STANDARD].values()
            for chosen in (row.activity_type, row.activity_type_whole)
            if chosen is not None
        }
        known = {each.pk: each.name for each in self.types}
        return tuple((str(pk), name) for pk, name in {**chosen, **known}.items())

    @cached_property
    def objective_options(self) -> Options:
        return tuple((str(each.pk), said.objective(each)) for each in self.objectives)

    @cached_property
    def area_options(self) -> Options:
        return tuple((each.line, each.title or "…") for each in self.wording.areas)

    @cached_property
    def choices(self) -> Mapping[str, Mapping[str, Options]]:
        """What a field offers, by the kind of its line and its name."""
        return {
            kind.name: {
                name: _words(rules.choices)
                for name, rules in kind.fields.items()
                if rules.choices is not None
            }
            for kind in KINDS.values()
        }

    levels: ClassVar[Options] = tuple((str(n), str(n)) for n in range(1, 6))

    def card(self, kind: str, line: uuid.UUID) -> Card | None:
        """One line's card, for a fragment."""
        return next((c for c in self.cards if (c.kind, c.line) == (kind, str(line))), None)

    # --- making cards -----------------------------------------------------------------------------
    def _card(
        self,
        kind: str,
        line: str,
        words: Any,
        standards: Iterable[Card] = (),
    ) -> Card:
        key = uuid.UUID(line) if line else None
        row = self.sheet.rows[kind][key]
        names = (Name(KINDS[kind], key, each) for each in KINDS[kind].fields_of(self.version))
        cells = {name.field: self._cell(name, row) for name in names}
        remarks = tuple(
            self._remark(finding)
            for finding in self.findings
            if finding.line == line and (line or finding.field in KINDS[kind].fields)
        )
        checked = self._check(words) if isinstance(words, StandardWords) else None
        return Card(kind, line, words, cells, remarks, tuple(standards), checked)

    def _check(self, words: StandardWords) -> Check | None:
        """What the SMART check says; a profile has neither a last day nor objectives."""
        if not words.text.strip():
            return None
        last_day = (
            None if isinstance(self.version, ProfileVersion) else self.version.document.ends_on
        )
        return check(words, last_day, linkable=bool(self.objectives))

    def _cell(self, name: Name, row: Any) -> Cell:
        raw = str(name)
        text = self.typed.get(raw)
        return Cell(
            name=raw,
            text=self.sheet.shown(row, name) if text is None else text,
            problem=self._problems.get(raw, ""),
            conflict=self._conflicts.get(raw),
        )

    def _remark(self, finding: Finding) -> Remark:
        return Remark(finding.blocks, sentence(finding), self._place(finding))

    def _place(self, finding: Finding) -> str:
        """The id of the field or line that mends a finding; "" for the document as a whole."""
        if not finding.line:
            return f"{DOCUMENT}--{finding.field}" if finding.field else ""
        line = f"{self._kind_of[finding.line]}-{finding.line}"
        return f"{line}-{finding.field}" if finding.field else line

    @cached_property
    def _kind_of(self) -> dict[str, str]:
        return {str(line): kind for kind, rows in self.sheet.rows.items() for line in rows}

    @cached_property
    def _problems(self) -> dict[str, str]:
        return {each.name: each.message for each in self.outcome.wrong}

    @cached_property
    def _conflicts(self) -> dict[str, Conflict]:
        return {each.name: each for each in self.outcome.conflicts}


def editor_of(
    version: Draft,
    viewer: Person,
    today: Any,
    typed: Mapping[str, str] | None = None,
    outcome: SheetOutcome | None = None,
) -> Editor:
    """Load a draft for its page. Six queries."""
    sheet = Sheet.of(version)
    objectives: list[BusinessObjective] = []
    strategy, competencies = None, []
    if isinstance(version, ProfileVersion):
        competencies = list(Competency.objects.visible_to(viewer, today).in_use())
    else:
        objectives = inherited_objectives(version.document, sheet.served)
        strategy = strategy_words(max(today, version.document.starts_on))
    return Editor(
        version=version,
        sheet=sheet,
        wording=sheet_words(sheet, strategy, objectives),
        objectives=objectives,
        types=list(ActivityType.objects.visible_to(viewer, today).in_use()),
        typed=typed or {},
        outcome=outcome or SheetOutcome(),
        known_competencies=competencies,
    )


@dataclass(frozen=True)
class TakenOut:
    """A line that was taken out and can be put back."""

    kind: str
    line: str
    text: str

    @classmethod
    def of(cls, removed: TakenOutLine) -> "TakenOut":
        values = removed.values
        named = (values.get(name, "") for name in KINDS[removed.kind].named)
        return cls(removed.kind, str(removed.line), next(filter(None, named), ""))


# What a period or its person mends: not asked of a role profile.
OF_A_PERIOD = frozenset({"due_missing", "due_outside"})


# --- values of the strategy ------------------------------------------------------------------------
@dataclass(frozen=True)
class HeldBehaviour:
    """A behaviour that shows a value; ``key`` is how the page names it."""

    key: str
    text: str
    is_marked: bool


@dataclass(frozen=True)
class HeldValue:
    """A value over the document. Where it names no behaviours it may be marked as a whole."""

    words: ValueWords
    key: str
    is_marked: bool
    behaviours: tuple[HeldBehaviour, ...]


def held_values(strategy: StrategyWords | None, marked: Set[tuple[str, str]]) -> list[HeldValue]:
    """The values of an edition, and which of their behaviours are marked."""
    return [
        HeldValue(
            value,
            behaviour_key(value.name, ""),
            (value.name, "") in marked,
            tuple(
                HeldBehaviour(behaviour_key(value.name, text), text, (value.name, text) in marked)
                for text in value.shows
            ),
        )
        for value in (strategy.values if strategy else ())
    ]


def behaviour_key(value: str, behaviour: str) -> str:
    """The same words have the same key in every edition."""
    return sha256(f"{value}\n{behaviour}".encode()).hexdigest()[:16]


def behaviour_of(strategy: StrategyWords | None, key: str) -> tuple[str, str] | None:
    """The value and behaviour that a page names; None when the edition does not say it."""
    for value in held_values(strategy, frozenset()):
        if key == value.key:
            return value.words.name, ""
        for each in value.behaviours:
            if key == each.key:
                return value.words.name, each.text
    return None
