"""What an expectation document lacks: findings, in the order of its page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any

from calc.document.words import (
    BETWEEN,
    BY_DATE,
    LEARNING,
    LEVEL,
    MILESTONE,
    PERCENT,
    AimWords,
    AreaWords,
    BehaviourWords,
    StandardWords,
    Wording,
)

WHOLE = 100  # weights add up to this
FEWEST_AREAS, MOST_AREAS = 3, 7
MOST_STANDARDS = 4  # of one area

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
        *_of_aims(wording.aims),
        *_of_behaviours(wording),
    )


def _of_goal(wording: Wording) -> Iterator[Finding]:
    if not wording.position_goal.strip():
        yield Finding("goal_missing", BLOCKER, field="position_goal")


# --- key result areas ------------------------------------------------------------------------------
def _of_areas(wording: Wording) -> Iterator[Finding]:
    if not wording.areas:
        yield Finding("areas_missing", BLOCKER)
        return
    for area in wording.areas:
        yield from _of_area(area)
        for standard in area.standards:
            yield from _of_standard(standard, wording)
    yield from _of_learning(wording.areas)
    if len(wording.areas) < FEWEST_AREAS:
        yield Finding("areas_few", WARNING, evidence={"n": len(wording.areas)})
    if len(wording.areas) > MOST_AREAS:
        yield Finding("areas_many", WARNING, evidence={"n": len(wording.areas)})


def _of_area(area: AreaWords) -> Iterator[Finding]:
    if not area.title.strip():
        yield Finding("area_unnamed", BLOCKER, area.line, "title")
    if not area.standards:
        yield Finding("area_without_standard", BLOCKER, area.line)
    if len(area.standards) > MOST_STANDARDS:
        yield Finding(
            "area_many_standards", WARNING, area.line, evidence={"n": len(area.standards)}
        )


def _of_learning(areas: tuple[AreaWords, ...]) -> Iterator[Finding]:
    """Learning has one area at most, and it is the last."""
    learning = [area for area in areas if area.kind == LEARNING]
    for area in learning[1:]:
        yield Finding("learning_twice", WARNING, area.line, "kind")
    if learning and areas[-1].kind != LEARNING:
        yield Finding("learning_not_last", WARNING, learning[-1].line, "kind")


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


# --- standards -------------------------------------------------------------------------------------
def _of_standard(standard: StandardWords, wording: Wording) -> Iterator[Finding]:
    if not standard.text.strip():
        yield Finding("standard_unworded", BLOCKER, standard.line, "text")
    yield from _of_measure(standard)
    yield from _of_levels(standard)
    yield from _of_baseline(standard)
    yield from _of_share(standard)
    yield from _of_unused(standard)
    if standard.due_on and not wording.starts_on <= standard.due_on <= wording.ends_on:
        yield Finding("due_outside", WARNING, standard.line, "due_on", {"due_on": standard.due_on})
    if standard.actual_from == "activity" and standard.activity_type is None:
        yield Finding("activity_unchosen", BLOCKER, standard.line, "activity_type")


def _of_measure(standard: StandardWords) -> Iterator[Finding]:
    if standard.comparison in (BY_DATE, MILESTONE) and standard.due_on is None:
        yield Finding("due_missing", BLOCKER, standard.line, "due_on")
    if standard.comparison == MILESTONE:
        if standard.actual_from not in _ENTERED:
            yield Finding("milestone_not_entered", BLOCKER, standard.line, "actual_from")
        return
    if standard.target is None:
        yield Finding("target_missing", BLOCKER, standard.line, "target")
    elif not standard.shown_unit.strip():
        yield Finding("unit_missing", WARNING, standard.line, "unit")
    if standard.comparison == BETWEEN:
        if standard.target_to is None:
            yield Finding("upper_missing", BLOCKER, standard.line, "target_to")
        elif standard.target is not None and standard.target_to < standard.target:
            yield Finding("upper_below", BLOCKER, standard.line, "target_to")


def _of_levels(standard: StandardWords) -> Iterator[Finding]:
    """Minimum, target and outstanding stand in the direction in which it gets better."""
    if not standard.has_levels:
        return
    better = -1 if standard.is_falling else 1
    falling = "_falling" if standard.is_falling else ""
    target, minimum, best = standard.target, standard.minimum, standard.outstanding
    if minimum is not None and target is not None and target * better < minimum * better:
        yield Finding(
            f"target_below_minimum{falling}", BLOCKER, standard.line, "minimum",
            {"minimum": minimum, "target": target, "unit": standard.shown_unit},
        )  # fmt: skip
    if best is not None and target is not None and best * better < target * better:
        yield Finding(
            f"outstanding_below_target{falling}", BLOCKER, standard.line, "outstanding",
            {"outstanding": best, "target": target, "unit": standard.shown_unit},
        )  # fmt: skip


def _of_baseline(standard: StandardWords) -> Iterator[Finding]:
    """What stands at a level today and is to move must not be there already."""
    moves = standard.is_share or standard.figure == LEVEL
    if standard.baseline is None or standard.target is None:
        return
    better = -1 if standard.is_falling else 1
    if moves and standard.has_levels and standard.baseline * better > standard.target * better:
        yield Finding(
            "baseline_reached", WARNING, standard.line, "baseline",
            {"baseline": standard.baseline, "unit": standard.shown_unit},
        )  # fmt: skip


_ENTERED = ("entered", "imported")


def _of_share(standard: StandardWords) -> Iterator[Finding]:
    """A share names both counts."""
    if not standard.is_share or standard.comparison == MILESTONE:
        if standard.unit.strip() == PERCENT:
            yield Finding("share_unnamed", WARNING, standard.line, "figure")
        return
    if standard.actual_from in ("won_value", "won_count"):
        yield Finding("no_share", BLOCKER, standard.line, "actual_from")
    if standard.actual_from == "activity" and standard.activity_type_whole is None:
        yield Finding("whole_unchosen", BLOCKER, standard.line, "activity_type_whole")
    if standard.actual_from in _ENTERED:
        for name in ("part", "whole"):
            if not getattr(standard, name).strip():
                yield Finding(f"{name}_missing", BLOCKER, standard.line, name)


def _of_unused(standard: StandardWords) -> Iterator[Finding]:
    """A figure that stands there and plays no part would be signed without meaning."""
    unused = [] if standard.comparison == BETWEEN else ["target_to"]
    if not standard.has_levels:
        unused += ["minimum", "outstanding"]
    if standard.comparison == MILESTONE:
        unused += ["target", "baseline"]
    for name in unused:
        if getattr(standard, name) is not None:
            yield Finding("unused", WARNING, standard.line, name, {"field": name})


# --- the rest --------------------------------------------------------------------------------------
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
        elif (ability.level_now or 0) < ability.level_needed and not ability.how.strip():
            yield Finding("way_unknown", WARNING, ability.line, "how")


def _of_aims(aims: tuple[AimWords, ...]) -> Iterator[Finding]:
    for aim in aims:
        if not aim.title.strip():
            yield Finding("aim_unnamed", BLOCKER, aim.line, "title")
            continue
        for code, field, missing in (
            ("aim_without_way", "how", not aim.how.strip()),
            ("aim_without_day", "due_on", aim.due_on is None),
            ("aim_without_proof", "known_when", not aim.known_when.strip()),
        ):
            if missing:
                yield Finding(code, WARNING, aim.line, field)


def _of_behaviours(wording: Wording) -> Iterator[Finding]:
    for marked in wording.behaviours:
        if not _is_held(marked, wording):
            yield Finding("behaviour_gone", WARNING, marked.line)
        if not marked.looks_like.strip():
            yield Finding("behaviour_unworded", WARNING, marked.line, "looks_like")


def _is_held(marked: BehaviourWords, wording: Wording) -> bool:
    """Does the strategy over the document still say this?"""
    values = wording.strategy.values if wording.strategy else ()
    return any(
        value.name == marked.value and marked.behaviour in ("", *value.shows) for value in values
    )
