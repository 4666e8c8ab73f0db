"""Occupations: taking in what O*NET says, and taking facts of one into a role profile."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from audit.actions import record
from calc.occupations import level_needed
from expectations.actions.locking import locked_draft, touch
from expectations.lines import ABILITY, AREA, KINDS, STANDARD
from expectations.models import Ability, Occupation, OccupationFact, ProfileVersion
from expectations.onet import Described, Fact
from people.models import Person

Kind = OccupationFact.Kind
BATCH = 500


@dataclass(frozen=True)
class TakenIn:
    """What an import did."""

    occupations: int
    added: int
    changed: int
    removed: int


@transaction.atomic
def take_in(*, described: Iterable[Described]) -> TakenIn:
    """Store occupations and their facts; the same files twice change nothing.

    A fact that the files no longer have is removed; occupations they do not name stay.
    """
    added = changed = removed = occupations = 0
    for each in described:
        occupations += 1
        row, _made = Occupation.objects.update_or_create(
            code=each.code,
            defaults={
                "title": each.title,
                "description": each.description,
                "reported_titles": "\n".join(each.titles),
            },
        )
        here = {(fact.kind, fact.source_id): fact for fact in row.facts.all()}
        wanted = {key: fact for key, fact in each.facts.items() if not fact.not_relevant}
        new = [_row(row, fact) for key, fact in wanted.items() if key not in here]
        other = [
            here[key] for key, fact in wanted.items() if key in here and _differs(here[key], fact)
        ]
        gone = [fact.pk for key, fact in here.items() if key not in wanted]
        OccupationFact.objects.bulk_create(new, batch_size=BATCH)
        OccupationFact.objects.bulk_update(other, _STORED, batch_size=BATCH)
        OccupationFact.objects.filter(pk__in=gone).delete()
        added, changed, removed = added + len(new), changed + len(other), removed + len(gone)
    return TakenIn(occupations, added, changed, removed)


_STORED = ["text", "core", "importance", "level"]


def _row(occupation: Occupation, fact: Fact) -> OccupationFact:
    return OccupationFact(
        occupation=occupation,
        kind=fact.kind,
        source_id=fact.source_id,
        **{name: getattr(fact, name) for name in _STORED},
    )


def _differs(row: OccupationFact, fact: Fact) -> bool:
    """Bring the row to what the file says; is anything else now?"""
    before = [getattr(row, name) for name in _STORED]
    for name in _STORED:
        setattr(row, name, getattr(fact, name))
    return before != [getattr(row, name) for name in _STORED]


@transaction.atomic
def take_into_profile(
    *,
    version: ProfileVersion,
    facts: Sequence[OccupationFact],
    area: uuid.UUID | None,
    area_title: str,
    actor: Person,
    now: datetime,
) -> int:
    """Add facts to a profile's draft as lines and return how many lines are new.

    A task becomes a standard still to be measured, in the key result area with the line ``area``
    or in a fresh one. Skills and knowledge become lines with the level needed
    (:func:`calc.occupations.level_needed`), work styles lines without: O*NET gives them none. A
    line with the same words is not added again. Raises NotDraft.
    """
    version = locked_draft(version=version)
    added = _add_standards(
        version, [each.text for each in facts if each.kind == Kind.TASK], area, area_title
    )
    added += _add_abilities(version, [each for each in facts if each.kind != Kind.TASK])
    if added:
        touch(version=version, now=now)
        record(
            actor=actor, verb="expectations.profile_filled", target=version.profile, at=now,
            lines=added,
        )  # fmt: skip
    return added


def _add_standards(
    version: ProfileVersion, texts: list[str], line: uuid.UUID | None, title: str
) -> int:
    known = set(KINDS[STANDARD].of(version).values_list("text", flat=True))
    fresh = [text for text in texts if text not in known]
    if not fresh:
        return 0
    areas = KINDS[AREA].of(version)
    area = areas.filter(line=line).first() if line else None
    if area is None:
        area = areas.create(version=version, title=title[:200], position=areas.count())
    first = area.standards.count()
    KINDS[STANDARD].of(version).bulk_create(
        area.standards.model(key_result_area=area, text=text, position=first + place)
        for place, text in enumerate(fresh)
    )
    return len(fresh)


_ABILITY_KINDS = {
    Kind.SKILL: Ability.Kind.SKILL,
    Kind.KNOWLEDGE: Ability.Kind.KNOWLEDGE,
    Kind.STYLE: Ability.Kind.ABILITY,
}


def _add_abilities(version: ProfileVersion, facts: list[OccupationFact]) -> int:
    lines = KINDS[ABILITY].of(version)
    known = set(lines.values_list("kind", "name"))
    fresh = [
        each for each in facts if (_ABILITY_KINDS[Kind(each.kind)].value, each.text) not in known
    ]
    first = lines.count()
    lines.bulk_create(
        lines.model(
            version=version,
            position=first + place,
            kind=_ABILITY_KINDS[Kind(each.kind)],
            name=each.text[:200],
            level_needed=None if each.level is None else level_needed(each.level),
        )
        for place, each in enumerate(fresh)
    )
    return len(fresh)
