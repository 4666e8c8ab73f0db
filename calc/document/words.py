"""The words of an expectation document as a value, and their fingerprint.

A :class:`Wording` holds every word that both sides read and sign: the person and the period, the
strategy and objectives it serves, the position goal, key result areas with their standards,
activities, abilities, development aims and the behaviours that matter most. The same words give
the same fingerprint on every machine and database; one changed character gives another.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

FORMAT = 1

AT_LEAST = "at_least"
AT_MOST = "at_most"
BETWEEN = "between"
BY_DATE = "by_date"  # so much by a day
MILESTONE = "milestone"  # done or not done by a day

SUM = "sum"  # adds up over the time: deals, revenue, lost customers
LEVEL = "level"  # stands somewhere at any time: days to answer, open cases
RATIO = "ratio"  # a share, x of y, in percent
PERCENT = "%"

RESULT = "result"
LEARNING = "learning"


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
    figure: str = SUM
    part: str = ""
    whole: str = ""
    activity_type_whole: int | None = None
    activity_whole: str = ""
    minimum: Decimal | None = None
    outstanding: Decimal | None = None

    @property
    def is_share(self) -> bool:
        """Is the figure x of y? The won share of decided deals always is."""
        return self.figure == RATIO or self.actual_from == "win_rate"

    @property
    def is_falling(self) -> bool:
        """Is less better?"""
        return self.comparison == AT_MOST

    @property
    def has_levels(self) -> bool:
        """Can there be a minimum and an outstanding level: is more, or less, better?"""
        return self.comparison not in (BETWEEN, MILESTONE)

    @property
    def shown_unit(self) -> str:
        return PERCENT if self.is_share else self.unit


@dataclass(frozen=True)
class AreaWords:
    """A key result area, its weight in percent, its standards; ``kind`` is result or learning."""

    line: str
    title: str
    weight: int
    standards: tuple[StandardWords, ...] = ()
    kind: str = RESULT


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
class AimWords:
    """A development aim: what, why, how it is obtained, by when, and how both will know."""

    line: str
    title: str
    why: str = ""
    how: str = ""
    due_on: date | None = None
    known_when: str = ""


@dataclass(frozen=True)
class BehaviourWords:
    """A behaviour that matters most for this person, and what it looks like in this job.

    ``value`` and ``behaviour`` are in the words of the strategy on the day it was chosen; a
    ``behaviour`` of "" means the value as a whole.
    """

    line: str
    value: str
    behaviour: str
    looks_like: str = ""


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
    aims: tuple[AimWords, ...] = ()
    behaviours: tuple[BehaviourWords, ...] = ()

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
            area["standards"] = [_trimmed(each, _LATER_IN_STANDARDS) for each in area["standards"]]
        plain["areas"] = [_trimmed(each, _LATER_IN_AREAS) for each in plain["areas"]]
        return _trimmed(plain, _LATER)

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
            aims=tuple(
                AimWords(**{**each, "due_on": _maybe_day(each["due_on"])})
                for each in plain.get("aims", ())
            ),
            behaviours=tuple(BehaviourWords(**each) for each in plain.get("behaviours", ())),
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


# Words that the first documents did not have yet, with what their absence means. They are left
# out where they say just that, so that fingerprints of earlier wordings stay right.
_LATER: Mapping[str, Any] = {"aims": [], "behaviours": []}
_LATER_IN_AREAS: Mapping[str, Any] = {"kind": RESULT}
_LATER_IN_STANDARDS: Mapping[str, Any] = {
    "kept_because": "",
    "figure": SUM,
    "part": "",
    "whole": "",
    "activity_type_whole": None,
    "activity_whole": "",
    "minimum": None,
    "outstanding": None,
}


def _trimmed(plain: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    return {key: each for key, each in plain.items() if key not in later or each != later[key]}


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
    amounts = ("target", "target_to", "baseline", "minimum", "outstanding")
    numbers = {name: _maybe_number(plain.get(name)) for name in amounts}
    return StandardWords(**{**plain, **numbers, "due_on": _maybe_day(plain["due_on"])})


def _area(plain: Mapping[str, Any]) -> AreaWords:
    standards = tuple(_standard(each) for each in plain["standards"])
    return AreaWords(**{**plain, "standards": standards})
