"""The words of an expectation document as a value, its fingerprint, and what it still lacks.

A :class:`Wording` holds every word that both sides read and sign: the person and the period, the
strategy and objectives it serves, the position goal, key result areas with their standards,
activities, and abilities. The same words give the same fingerprint on every machine and
database; one changed character gives another.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from dataclasses import field as default
from datetime import date
from decimal import Decimal
from typing import Any

FORMAT = 1

AT_LEAST = "at_least"
AT_MOST = "at_most"
BETWEEN = "between"
BY_DATE = "by_date"

WHOLE = 100  # weights add up to this
FEWEST_AREAS, MOST_AREAS = 3, 7
MOST_STANDARDS = 4  # of one area


# --- the words -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ValueWords:
    """A value of the company, and the behaviours that show it and that do not."""

    name: str
    shows: tuple[str, ...] = ()
    shows_not: tuple[str, ...] = ()


@dataclass(frozen=True)
class StrategyWords:
    """The edition of the strategy that stood over the document."""

    edition: int
    effective_from: date
    vision: str
    mission: str
    values: tuple[ValueWords, ...] = ()


@dataclass(frozen=True)
class ObjectiveWords:
    """A business objective; ``level`` is company, team or person, ``of`` its name."""

    objective: int
    level: str
    of: str
    title: str
    target: Decimal | None
    unit: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class StandardWords:
    """The condition that must exist, and how it is measured."""

    line: str
    text: str
    comparison: str = AT_LEAST
    target: Decimal | None = None
    target_to: Decimal | None = None
    unit: str = ""
    cadence: str = "period"
    due_on: date | None = None
    baseline: Decimal | None = None
    actual_from: str = "entered"
    activity_type: int | None = None
    activity: str = ""
    objective: int | None = None
    serves: str = ""
    kept_because: str = ""  # why the words stay although the SMART check asks for others


@dataclass(frozen=True)
class AreaWords:
    """A key result area, its weight in percent, its standards."""

    line: str
    title: str
    weight: int
    standards: tuple[StandardWords, ...] = ()


@dataclass(frozen=True)
class ActivityWords:
    """Something to do, how much of it a week, and the area it serves (its ``line`` and title)."""

    line: str
    activity_type: int
    name: str
    unit: str
    weekly_quantity: Decimal
    area: str = ""
    serves: str = ""


@dataclass(frozen=True)
class AbilityWords:
    """A skill, knowledge or ability with the level now and needed (1 to 5)."""

    line: str
    kind: str
    name: str
    level_now: int | None
    level_needed: int | None
    how: str


@dataclass(frozen=True)
class Wording:
    """Every word of one version of a document."""

    person: int
    name: str
    job_title: str
    starts_on: date
    ends_on: date
    number: int
    reason: str = ""
    strategy: StrategyWords | None = None
    objectives: tuple[ObjectiveWords, ...] = ()
    position_goal: str = ""
    areas: tuple[AreaWords, ...] = ()
    activities: tuple[ActivityWords, ...] = ()
    abilities: tuple[AbilityWords, ...] = ()

    @property
    def total_weight(self) -> int:
        return sum(area.weight for area in self.areas)

    @property
    def standards(self) -> Iterator[StandardWords]:
        return (standard for area in self.areas for standard in area.standards)

    def to_plain(self) -> dict[str, Any]:
        """The words as JSON keeps them: dates as ISO text, numbers without trailing zeros."""
        plain = {"format": FORMAT, **_plain(asdict(self))}
        for area in plain["areas"]:
            area["standards"] = [_without_empty(each) for each in area["standards"]]
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Wording":
        """Read back what ``to_plain`` wrote. Raises ValueError for an unknown format."""
        if plain.get("format") != FORMAT:
            raise ValueError(f"Format {plain.get('format')!r} of a wording is not known.")
        strategy = plain["strategy"]
        return cls(
            **{name: plain[name] for name in ("person", "name", "job_title", "number", "reason")},
            position_goal=plain["position_goal"],
            starts_on=_day(plain["starts_on"]),
            ends_on=_day(plain["ends_on"]),
            strategy=_strategy(strategy) if strategy else None,
            objectives=tuple(_objective(each) for each in plain["objectives"]),
            areas=tuple(_area(each) for each in plain["areas"]),
            activities=tuple(
                ActivityWords(**{**each, "weekly_quantity": Decimal(each["weekly_quantity"])})
                for each in plain["activities"]
            ),
            abilities=tuple(AbilityWords(**each) for each in plain["abilities"]),
        )


def fingerprint(wording: Wording) -> str:
    """SHA-256 of the words in one canonical spelling, as 64 hexadecimal digits."""
    return fingerprint_of_plain(wording.to_plain())


def fingerprint_of_plain(plain: Mapping[str, Any]) -> str:
    """The same from words as they are stored: does a stored row still hold what was signed?"""
    canonical = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def fingerprint_of_standard(standard: StandardWords) -> str:
    """The same of one standard: two marks mean the same condition when it is equal."""
    return fingerprint_of_plain(_plain(asdict(standard)))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    return value.isoformat() if isinstance(value, date) else value


def _without_empty(standard: dict[str, Any]) -> dict[str, Any]:
    """Words that a standard seldom has are left out, so that older fingerprints stay right."""
    return {key: each for key, each in standard.items() if each or key != "kept_because"}


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _maybe_day(text: str | None) -> date | None:
    return None if text is None else _day(text)


def _maybe_number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _strategy(plain: Mapping[str, Any]) -> StrategyWords:
    values = tuple(
        ValueWords(each["name"], tuple(each["shows"]), tuple(each["shows_not"]))
        for each in plain["values"]
    )
    return StrategyWords(
        plain["edition"], _day(plain["effective_from"]), plain["vision"], plain["mission"], values
    )


def _objective(plain: Mapping[str, Any]) -> ObjectiveWords:
    dates = {name: _day(plain[name]) for name in ("starts_on", "ends_on")}
    return ObjectiveWords(**{**plain, **dates, "target": _maybe_number(plain["target"])})


def _standard(plain: Mapping[str, Any]) -> StandardWords:
    numbers = {name: _maybe_number(plain[name]) for name in ("target", "target_to", "baseline")}
    return StandardWords(**{**plain, **numbers, "due_on": _maybe_day(plain["due_on"])})


def _area(plain: Mapping[str, Any]) -> AreaWords:
    standards = tuple(_standard(each) for each in plain["standards"])
    return AreaWords(plain["line"], plain["title"], plain["weight"], standards)


# --- what it lacks ---------------------------------------------------------------------------------
BLOCKER = "blocker"
WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """Something a document lacks. A blocker stands in the way of sharing, a warning does not.

    ``line`` is the line it is about, "" for the whole; ``field`` the field that mends it.
    ``evidence`` has the figures that the sentence needs.
    """

    code: str
    severity: str
    line: str = ""
    field: str = ""
    evidence: Mapping[str, Any] = default(default_factory=dict, compare=False)

    @property
    def blocks(self) -> bool:
        return self.severity == BLOCKER


def findings(wording: Wording) -> tuple[Finding, ...]:
    """What the document lacks, in the order of its page."""
    return (
        *_of_goal(wording),
        *_of_areas(wording),
        *_of_weights(wording),
        *_of_activities(wording),
        *_of_abilities(wording),
    )


def _of_goal(wording: Wording) -> Iterator[Finding]:
    if not wording.position_goal.strip():
        yield Finding("goal_missing", BLOCKER, field="position_goal")


def _of_areas(wording: Wording) -> Iterator[Finding]:
    if not wording.areas:
        yield Finding("areas_missing", BLOCKER)
        return
    for area in wording.areas:
        if not area.title.strip():
            yield Finding("area_unnamed", BLOCKER, area.line, "title")
        if not area.standards:
            yield Finding("area_without_standard", BLOCKER, area.line)
        if len(area.standards) > MOST_STANDARDS:
            yield Finding(
                "area_many_standards", WARNING, area.line, evidence={"n": len(area.standards)}
            )
        for standard in area.standards:
            yield from _of_standard(standard, wording)
    if len(wording.areas) < FEWEST_AREAS:
        yield Finding("areas_few", WARNING, evidence={"n": len(wording.areas)})
    if len(wording.areas) > MOST_AREAS:
        yield Finding("areas_many", WARNING, evidence={"n": len(wording.areas)})


def _of_weights(wording: Wording) -> Iterator[Finding]:
    if not wording.areas:
        return
    total = wording.total_weight
    if total != WHOLE:
        yield Finding(
            "weights", BLOCKER, wording.areas[0].line, "weight",
            {"total": total, "missing": WHOLE - total},
        )  # fmt: skip
    for area in wording.areas:
        if area.weight == 0:
            yield Finding("area_weighs_nothing", WARNING, area.line, "weight")


def _of_standard(standard: StandardWords, wording: Wording) -> Iterator[Finding]:
    if not standard.text.strip():
        yield Finding("standard_unworded", BLOCKER, standard.line, "text")
    yield from _of_measure(standard)
    if standard.due_on and not wording.starts_on <= standard.due_on <= wording.ends_on:
        yield Finding("due_outside", WARNING, standard.line, "due_on", {"due_on": standard.due_on})
    if standard.actual_from == "activity" and standard.activity_type is None:
        yield Finding("activity_unchosen", BLOCKER, standard.line, "activity_type")


def _of_measure(standard: StandardWords) -> Iterator[Finding]:
    if standard.target is None and standard.comparison != BY_DATE:
        yield Finding("target_missing", BLOCKER, standard.line, "target")
    if standard.comparison == BY_DATE and standard.due_on is None:
        yield Finding("due_missing", BLOCKER, standard.line, "due_on")
    if standard.comparison == BETWEEN:
        if standard.target_to is None:
            yield Finding("upper_missing", BLOCKER, standard.line, "target_to")
        elif standard.target is not None and standard.target_to < standard.target:
            yield Finding("upper_below", BLOCKER, standard.line, "target_to")
    if standard.target is not None and not standard.unit.strip():
        yield Finding("unit_missing", WARNING, standard.line, "unit")


def _of_activities(wording: Wording) -> Iterator[Finding]:
    if not wording.activities:
        yield Finding("activities_missing", WARNING)
    for activity in wording.activities:
        if activity.weekly_quantity == 0:
            yield Finding("activity_without_quantity", WARNING, activity.line, "weekly_quantity")


def _of_abilities(wording: Wording) -> Iterator[Finding]:
    if not wording.abilities:
        yield Finding("abilities_missing", WARNING)
    for ability in wording.abilities:
        if not ability.name.strip():
            yield Finding("ability_unnamed", BLOCKER, ability.line, "name")
        elif ability.level_needed is None:
            yield Finding("level_unknown", WARNING, ability.line, "level_needed")
