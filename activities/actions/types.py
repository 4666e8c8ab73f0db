"""Keeping the list of activity types."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from activities.models import ActivityType
from activities.standard import STANDARD_TYPES
from audit.actions import record
from people.models import Person


@transaction.atomic
def add_type(*, name: str, unit: str, actor: Person, now: datetime) -> ActivityType:
    """Add an activity type at the end of the list."""
    last = ActivityType.objects.aggregate(last=Max("position"))["last"]
    added = ActivityType.objects.create(
        name=name, unit=unit, position=0 if last is None else last + 1
    )
    record(actor=actor, verb="activities.type_added", target=added, at=now, name=name, unit=unit)
    return added


@transaction.atomic
def add_standard_types(*, actor: Person, now: datetime) -> int:
    """Add those of the usual activity types that are not in the list; return how many."""
    there = {name.lower() for name in ActivityType.objects.values_list("name", flat=True)}
    missing = [each for each in STANDARD_TYPES if each[0].lower() not in there]
    for name, unit in missing:
        add_type(name=name, unit=unit, actor=actor, now=now)
    return len(missing)


@transaction.atomic
def change_type(
    *, activity_type: ActivityType, name: str, unit: str, actor: Person, now: datetime
) -> bool:
    """Rename a type or count it otherwise; what was logged keeps its figures."""
    kept = ActivityType.objects.select_for_update().get(pk=activity_type.pk)
    if (kept.name, kept.unit) == (name, unit):
        return False
    before, kept.name, kept.unit = kept.name, name, unit
    kept.save(update_fields=["name", "unit"])
    record(
        actor=actor, verb="activities.type_changed", target=kept, at=now,
        was=before, name=name, unit=unit,
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
