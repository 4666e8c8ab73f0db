"""Filling an installation with the competencies and role profiles that come with the product."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from activities.models import ActivityType
from audit.actions import record
from expectations.models import (
    Competency,
    Indicator,
    ProfileAbility,
    ProfileActivity,
    ProfileArea,
    ProfileCompetency,
    ProfileStandard,
    ProfileVersion,
    RoleProfile,
)
from people.models import Person

READY = Path(__file__).resolve().parent.parent / "ready"
HOURS = frozenset({"Practice"})  # of the activities that profiles name


@cache
def _said(name: str) -> tuple[Mapping[str, Any], ...]:
    """What one of the files says, in its order."""
    return tuple(json.loads((READY / f"{name}.json").read_text()))


@transaction.atomic
def add_ready(*, actor: Person | None, now: datetime) -> int:
    """Add the competencies and profiles that are missing and return how many profiles that were.

    What is there stays as it is, also when its name or words were changed or it was archived:
    each is known by its key. A name that somebody else used already is passed over.
    """
    competencies = {spec["key"]: _competency(spec, place) for place, spec in _numbered()}
    added = 0
    for spec in _said("profiles"):
        taken = RoleProfile.objects.filter(key=spec["key"]) | RoleProfile.objects.filter(
            name=spec["name"]
        )
        if taken.exists():
            continue
        profile = RoleProfile.objects.create(
            key=spec["key"], name=spec["name"], also_called=spec["also_called"]
        )
        _edition(profile, spec, competencies, now)
        record(actor=actor, verb="expectations.profile_added", target=profile, at=now)
        added += 1
    return added


def _numbered() -> list[tuple[int, Mapping[str, Any]]]:
    return list(enumerate(_said("competencies")))


def _competency(spec: Mapping[str, Any], place: int) -> Competency:
    known = Competency.objects.filter(key=spec["key"]) | Competency.objects.filter(
        name=spec["name"]
    )
    if (there := known.first()) is not None:
        return there
    made = Competency.objects.create(
        key=spec["key"], name=spec["name"], meaning=spec["meaning"], position=place
    )
    Indicator.objects.bulk_create(
        Indicator(competency=made, level=int(level), position=position, text=text)
        for level, texts in spec["levels"].items()
        for position, text in enumerate(texts)
    )
    return made


def _edition(
    profile: RoleProfile,
    spec: Mapping[str, Any],
    competencies: Mapping[str, Competency],
    now: datetime,
) -> None:
    """Write edition 1, then publish it: published lines can no longer be added."""
    version = ProfileVersion.objects.create(
        profile=profile,
        number=1,
        position_goal=spec["position_goal"],
        portrait=spec["portrait"],
        saved_at=now,
    )
    areas = [
        ProfileArea.objects.create(
            version=version,
            position=place,
            title=each["title"],
            weight=each["weight"],
            kind=each.get("kind", ProfileArea.Kind.RESULT),
        )
        for place, each in enumerate(spec["areas"])
    ]
    for area, each in zip(areas, spec["areas"], strict=True):
        ProfileStandard.objects.bulk_create(
            ProfileStandard(key_result_area=area, position=place, **_standard(words))
            for place, words in enumerate(each["standards"])
        )
    ProfileActivity.objects.bulk_create(
        ProfileActivity(
            version=version,
            position=place,
            activity_type=_activity_type(each["name"]),
            weekly_quantity=Decimal(each["weekly_quantity"]),
            key_result_area=areas[each["area"]],
        )
        for place, each in enumerate(spec["activities"])
    )
    ProfileAbility.objects.bulk_create(
        ProfileAbility(version=version, position=place, **each)
        for place, each in enumerate(spec["abilities"])
    )
    ProfileCompetency.objects.bulk_create(
        ProfileCompetency(
            version=version,
            position=place,
            competency=competencies[each["key"]],
            level_needed=each["level_needed"],
        )
        for place, each in enumerate(spec["competencies"])
    )
    ProfileVersion.objects.filter(pk=version.pk).update(published_at=now)


def _standard(words: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(words)
    named = values.pop("activity", None)
    for number in ("target", "target_to", "minimum", "outstanding"):
        if number in values:
            values[number] = Decimal(values[number])
    return {**values, "activity_type": _activity_type(named) if named else None}


def _activity_type(name: str) -> ActivityType:
    """The type of that name, made where nobody counts it yet."""
    unit = ActivityType.Unit.HOURS if name in HOURS else ActivityType.Unit.COUNT
    known = ActivityType.objects.filter(name__iexact=name).first()
    return known or ActivityType.objects.create(
        name=name, unit=unit, position=ActivityType.objects.count()
    )
