"""Lines of a draft: adding, taking out, putting back, and their order."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from activities.models import ActivityType
from expectations.actions.locking import locked_draft, touch
from expectations.lines import ABILITY, ACTIVITY, AREA, KINDS, STANDARD, Kind
from expectations.models import (
    DocumentVersion,
    ExpectedActivity,
    KeyResultArea,
    RemovedLine,
    Standard,
)
from expectations.problems import NotPossible

MOST_LINES = 60  # of one kind; a page with more cannot be talked through


@transaction.atomic
def add_line(
    *,
    version: DocumentVersion,
    kind: str,
    now: datetime,
    line: uuid.UUID | None = None,
    area: uuid.UUID | None = None,
    activity_type: ActivityType | None = None,
    weekly_quantity: Decimal = Decimal(0),
) -> Any:
    """Add an empty line at the end and return it.

    The page names the new ``line`` beforehand, so that sending twice adds once. A standard needs
    its ``area``, an activity its ``activity_type``; asking again for an activity that is there
    gives that one. A new area begins with one standard to fill in. Raises NotDraft, and
    NotPossible when the area is gone, the line was taken out since, or there are too many.
    """
    version = locked_draft(version=version)
    lines = KINDS[kind].of(version)
    line = line or uuid.uuid4()
    if (present := lines.filter(line=line).first()) is not None:
        return present
    if version.removed_lines.filter(line=line).exists():
        raise NotPossible(_("This line was taken out meanwhile."))
    if lines.count() >= MOST_LINES:
        raise NotPossible(
            _("A document holds at most %(n)s of these. Take one out first.") % {"n": MOST_LINES}
        )
    if kind == AREA:
        row: Any = KeyResultArea.objects.create(version=version, line=line, position=_next(lines))
        Standard.objects.create(key_result_area=row)
    elif kind == STANDARD:
        areas = KeyResultArea.objects.filter(version=version)
        parent = areas.filter(line=area).first() if area else None
        if parent is None:
            raise NotPossible(_("The key result area was taken out. Put it back first."))
        row = Standard.objects.create(
            key_result_area=parent, line=line, position=_next(parent.standards)
        )
    elif kind == ACTIVITY:
        if activity_type is None:
            raise NotPossible(_("Choose an activity first."))
        row, _made = ExpectedActivity.objects.get_or_create(
            version=version,
            activity_type=activity_type,
            defaults={
                "line": line,
                "position": _next(lines),
                "weekly_quantity": weekly_quantity,
            },
        )
    else:
        row = KINDS[kind].model._default_manager.create(
            version=version, line=line, position=_next(lines)
        )
    touch(version=version, now=now)
    return row


@transaction.atomic
def remove_line(
    *, version: DocumentVersion, kind: str, line: uuid.UUID, now: datetime
) -> RemovedLine | None:
    """Take a line out and return what is kept of it for :func:`restore_line`.

    Twice is once; None for a line that never was. An area takes its standards along. Raises
    NotDraft.
    """
    version = locked_draft(version=version)
    row = KINDS[kind].of(version).filter(line=line).first()
    if row is None:
        return RemovedLine.objects.filter(version=version, kind=kind, line=line).first()
    values = _values(row)
    if kind == AREA:
        values["standards"] = [_values(each) for each in row.standards.all()]
        values["activities"] = [str(each.line) for each in row.activities.all()]
    if kind == STANDARD:
        values["area"] = str(row.key_result_area.line)
    if kind == ACTIVITY:
        values["named"] = row.activity_type.name
    removed = RemovedLine.objects.create(
        version=version, kind=kind, line=line, values=values, removed_at=now
    )
    row.delete()
    touch(version=version, now=now)
    return removed


@transaction.atomic
def restore_line(*, version: DocumentVersion, kind: str, line: uuid.UUID, now: datetime) -> Any:
    """Put a line back as it was, where it was; a line that is there already stays.

    Raises NotDraft, and NotPossible when nothing is kept, when a standard's area is out too, or
    when the activity was added again meanwhile.
    """
    version = locked_draft(version=version)
    present = KINDS[kind].of(version).filter(line=line).first()
    if present is not None:
        return present
    removed = RemovedLine.objects.filter(version=version, kind=kind, line=line).first()
    if removed is None:
        raise NotPossible(_("Nothing is kept of this line."))
    row = _restored(version, kind, dict(removed.values))
    RemovedLine.objects.filter(version=version, kind=kind, line=line).delete()
    touch(version=version, now=now)
    return row


@transaction.atomic
def reorder(
    *,
    version: DocumentVersion,
    kind: str,
    order: Sequence[uuid.UUID],
    now: datetime,
    area: uuid.UUID | None = None,
) -> None:
    """Put lines into this order; standards within ``area``.

    Lines that the order does not name (added elsewhere meanwhile) keep their place at the end,
    names of lines that are gone are passed over. Raises NotDraft.
    """
    version = locked_draft(version=version)
    rows = list(_siblings(version, KINDS[kind], area))
    place = {line: number for number, line in enumerate(order)}
    rows.sort(key=lambda row: place.get(row.line, len(place)))
    _number(rows)
    touch(version=version, now=now)


@transaction.atomic
def move_line(
    *, version: DocumentVersion, kind: str, line: uuid.UUID, down: bool, now: datetime
) -> None:
    """Move a line one place up or down; at the end it stays. Raises NotDraft."""
    version = locked_draft(version=version)
    row = KINDS[kind].of(version).filter(line=line).first()
    if row is None:
        return
    area = row.key_result_area.line if kind == STANDARD else None
    rows = list(_siblings(version, KINDS[kind], area))
    here = next(place for place, each in enumerate(rows) if each.pk == row.pk)
    there = here + (1 if down else -1)
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        _number(rows)
        touch(version=version, now=now)


def copy_lines(*, source: DocumentVersion, target: DocumentVersion) -> None:
    """Give an empty draft the lines of another version, under the same ``line``.

    Objectives that were archived or that end before the draft's period begins are left off.
    """
    areas: dict[int | None, KeyResultArea] = {}
    for area in source.key_result_areas.all():
        areas[area.pk] = copy = _copied(area, version=target)
        copy.save()
    standards = Standard.objects.filter(key_result_area__version=source).select_related("objective")
    Standard.objects.bulk_create(
        _copied(
            each,
            key_result_area=areas[each.key_result_area_id],
            objective=each.objective if _still_served(each, target) else None,
        )
        for each in standards
    )
    ExpectedActivity.objects.bulk_create(
        _copied(each, version=target, key_result_area=areas.get(each.key_result_area_id))
        for each in source.expected_activities.filter(activity_type__archived_at__isnull=True)
    )
    KINDS[ABILITY].model._default_manager.bulk_create(
        _copied(each, version=target) for each in source.abilities.all()
    )


def _still_served(standard: Standard, target: DocumentVersion) -> bool:
    served = standard.objective
    return (
        served is not None
        and served.archived_at is None
        and served.ends_on >= target.document.starts_on
    )


def _copied(row: Any, **changes: Any) -> Any:
    values = {
        each.name: getattr(row, each.attname if each.is_relation else each.name)
        for each in row._meta.concrete_fields
        if not each.primary_key
    }
    attnames = {each.name: each.attname for each in row._meta.concrete_fields}
    plain = {attnames[name]: value for name, value in values.items() if name not in changes}
    return type(row)(**plain, **changes)


# --- small parts ---------------------------------------------------------------------------------
def _next(lines: Any) -> int:
    last = lines.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _siblings(version: DocumentVersion, kind: Kind, area: uuid.UUID | None) -> Any:
    lines = kind.of(version)
    return lines.filter(key_result_area__line=area) if kind.name == STANDARD else lines


def _number(rows: list[Any]) -> None:
    for place, row in enumerate(rows):
        row.position = place
    if rows:
        type(rows[0])._default_manager.bulk_update(rows, ["position"])


_LEFT_OUT = {"id", "version", "key_result_area"}


def _values(row: models.Model) -> dict[str, Any]:
    """A line as JSON: everything but where it hangs."""
    return {
        each.attname: _as_json(getattr(row, each.attname))
        for each in row._meta.concrete_fields
        if each.name not in _LEFT_OUT
    }


def _as_json(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _restored(version: DocumentVersion, kind: str, values: dict[str, Any]) -> Any:
    standards = values.pop("standards", [])
    activities = values.pop("activities", [])
    area_line = values.pop("area", None)
    values.pop("named", None)
    model = KINDS[kind].model
    if kind == STANDARD:
        area = KeyResultArea.objects.filter(version=version, line=area_line).first()
        if area is None:
            raise NotPossible(_("The key result area was taken out. Put it back first."))
        return _made(model, key_result_area=area, **values)
    if (
        kind == ACTIVITY
        and ExpectedActivity.objects.filter(
            version=version, activity_type=values["activity_type_id"]
        ).exists()
    ):
        raise NotPossible(_("This activity was added again meanwhile."))
    row = _made(model, version=version, **values)
    for each in standards:
        _made(Standard, key_result_area=row, **each)
    ExpectedActivity.objects.filter(
        version=version, line__in=activities, key_result_area__isnull=True
    ).update(key_result_area=row)
    return row


def _made(model: type[models.Model], **values: Any) -> Any:
    """Make a row from JSON values, and read it back so that dates and numbers are values."""
    row = model._default_manager.create(**values)
    return model._default_manager.get(pk=row.pk)
