"""Keeping the list of activity types."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from activities.models import ActivityType
from activities.standard import STANDARD_TYPES
from audit.actions import record
from people.models import Person


@transaction.atomic
def add_type(
    *,
    name: str,
    unit: str,
    actor: Person,
    now: datetime,
    minutes: int | None = None,
    leads_to: ActivityType | None = None,
) -> ActivityType:
    """Add an activity type at the end of the list."""
    last = ActivityType.objects.aggregate(last=Max("position"))["last"]
    added = ActivityType.objects.create(
        name=name,
        unit=unit,
        minutes=minutes,
        leads_to=leads_to,
        position=0 if last is None else last + 1,
    )
    record(actor=actor, verb="activities.type_added", target=added, at=now, name=name, unit=unit)
    return added


@transaction.atomic
def add_standard_types(*, actor: Person, now: datetime) -> int:
    """Add those of the usual activity types that are not in the list; return how many."""
    there = {each.name.lower(): each for each in ActivityType.objects.all()}
    missing = [each for each in STANDARD_TYPES if each.name.lower() not in there]
    # From the last to the first would number them backwards; so what each leads to comes after.
    for each in missing:
        there[each.name.lower()] = add_type(
            name=each.name, unit=each.unit, minutes=each.minutes, actor=actor, now=now
        )
    for each in missing:
        if each.leads_to:
            added = there[each.name.lower()]
            added.leads_to = there[each.leads_to.lower()]
            added.save(update_fields=["leads_to"])
    return len(missing)


@transaction.atomic
def change_type(
    *,
    activity_type: ActivityType,
    name: str,
    unit: str,
    actor: Person,
    now: datetime,
    minutes: int | None = None,
    leads_to: ActivityType | None = None,
) -> bool:
    """Rename a type, count it otherwise, say how long one takes and what it leads to.

    What was logged keeps its figures.
    """
    kept = ActivityType.objects.select_for_update().get(pk=activity_type.pk)
    values = {"name": name, "unit": unit, "minutes": minutes, "leads_to": leads_to}
    if (kept.name, kept.unit, kept.minutes, kept.leads_to_id) == (
        name, unit, minutes, leads_to.pk if leads_to else None,
    ):  # fmt: skip
        return False
    before = kept.name
    for field, value in values.items():
        setattr(kept, field, value)
    kept.save(update_fields=list(values))
    record(
        actor=actor, verb="activities.type_changed", target=kept, at=now,
        was=before, name=name, unit=unit, minutes=minutes, leads_to=leads_to,
    )  # fmt: skip
    return True


@transaction.atomic
def archive_type(*, activity_type: ActivityType, actor: Person, now: datetime) -> bool:
    """Offer a type no longer. Plans that name it and weeks that logged it keep it."""
    archived = ActivityType.objects.filter(pk=activity_type.pk).in_use().update(archived_at=now)
    if archived:
        record(actor=actor, verb="activities.type_archived", target=activity_type, at=now)
    return bool(archived)


@transaction.atomic
def restore_type(*, activity_type: ActivityType, actor: Person, now: datetime) -> bool:
    """Offer an archived type again."""
    archived = ActivityType.objects.filter(pk=activity_type.pk, archived_at__isnull=False)
    restored = archived.update(archived_at=None)
    if restored:
        record(actor=actor, verb="activities.type_restored", target=activity_type, at=now)
    return bool(restored)


@transaction.atomic
def move_type(*, activity_type: ActivityType, place: int) -> bool:
    """Put a type at a place of the list (0 is the first); return whether anything moved."""
    in_order = list(ActivityType.objects.select_for_update().in_use())
    if activity_type not in in_order:
        return False
    before = [each.pk for each in in_order]
    in_order.remove(activity_type)
    in_order.insert(max(0, place), activity_type)
    for position, each in enumerate(in_order):
        each.position = position
    ActivityType.objects.bulk_update(in_order, ["position"])
    return [each.pk for each in in_order] != before
