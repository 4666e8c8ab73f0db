"""Writing down what somebody is to do each week."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from activities.models import PlanLine, Planned, PlanSkill
from activities.plans import PlannedActivity, PlannedSkill
from audit.actions import record
from people.models import Person


@transaction.atomic
def write_plan(
    *,
    person: Person,
    lines: Sequence[PlannedActivity],
    skills: Sequence[PlannedSkill] = (),
    starts_on: date,
    ends_on: date | None,
    document: int | None,
    actor: Person | None,
    now: datetime,
) -> bool:
    """Write down what somebody is to do each week; return whether anything changed.

    From ``starts_on`` on this plan takes the place of every earlier one: lines that began before
    end the day before, lines that would begin within it go. A plan that begins after
    ``ends_on`` stays. Writing the same plan again changes nothing.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    common = {
        "person_id": person.pk, "document": document, "starts_on": starts_on, "ends_on": ends_on,
    }  # fmt: skip
    new_lines = [
        PlanLine(
            **common,
            activity_type_id=line.activity_type_id,
            weekly_quantity=line.weekly_quantity,
            serves=line.serves[:200],
            position=position,
        )
        for position, line in enumerate(lines)
    ]
    new_skills = [
        PlanSkill(
            **common,
            name=skill.name[:200],
            level_now=skill.level_now,
            level_needed=skill.level_needed,
            position=position,
        )
        for position, skill in enumerate(skills)
        if skill.name.strip()
    ]
    changed = [
        _take_over(PlanLine.objects.filter(person=person), starts_on, ends_on, new_lines),
        _take_over(PlanSkill.objects.filter(person=person), starts_on, ends_on, new_skills),
    ]
    if any(changed):
        record(
            actor=actor, verb="activities.plan_written", target=person, at=now,
            document=document, starts_on=starts_on, ends_on=ends_on, lines=len(new_lines),
        )  # fmt: skip
    return any(changed)


def _take_over(
    theirs: Planned, starts_on: date, ends_on: date | None, new: Sequence[PlanLine | PlanSkill]
) -> bool:
    """Let ``new`` rows hold from ``starts_on`` on; False when just these hold already."""
    later = Q() if ends_on is None else Q(starts_on__lte=ends_on)
    holding = theirs.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    begun = list(holding.filter(later, starts_on__gte=starts_on).order_by("position", "pk"))
    earlier = holding.filter(starts_on__lt=starts_on)
    if [*map(_values, begun)] == [*map(_values, new)] and not earlier.exists():
        return False
    earlier.update(ends_on=starts_on - timedelta(days=1))
    theirs.filter(pk__in=[row.pk for row in begun]).delete()
    theirs.model.objects.bulk_create(new)
    return True


def _values(row: PlanLine | PlanSkill) -> tuple[Any, ...]:
    """All a row says, without its number."""
    fields = (field for field in row._meta.concrete_fields if not field.primary_key)
    return tuple(getattr(row, field.attname) for field in fields)
