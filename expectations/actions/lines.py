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
from expectations.fields import Refused
from expectations.lines import (
    ACTIVITY,
    AREA,
    BEHAVIOUR,
    COMPETENCY,
    DOCUMENT,
    KINDS,
    STANDARD,
    Draft,
    Kind,
    kinds_of,
    removed_model,
)
from expectations.models import Competency, DocumentVersion, ProfileVersion
from expectations.models.documents import TakenOutLine
from expectations.problems import NotPossible

MOST_LINES = 60  # of one kind; a page with more cannot be talked through


@transaction.atomic
def add_line(
    *,
    version: Draft,
    kind: str,
    now: datetime,
    line: uuid.UUID | None = None,
    area: uuid.UUID | None = None,
    activity_type: ActivityType | None = None,
    weekly_quantity: Decimal = Decimal(0),
    competency: Competency | None = None,
    marked: tuple[str, str] | None = None,
) -> Any:
    """Add an empty line at the end and return it.

    The page names the new ``line`` beforehand, so that sending twice adds once. A standard needs
    its ``area``, an activity its ``activity_type``, a competency which it is, a behaviour what is
    ``marked``: the value and the behaviour, in words. Asking again for one that is there gives
    that one. A new area begins with one standard to fill in. Raises NotDraft, and NotPossible
    when the area is gone, the line was taken out since, or there are too many.
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
        row: Any = lines.create(version=version, line=line, position=_next(lines))
        row.standards.create()
    elif kind == STANDARD:
        parent = KINDS[AREA].of(version).filter(line=area).first() if area else None
        if parent is None:
            raise NotPossible(_("The key result area was taken out. Put it back first."))
        row = parent.standards.create(line=line, position=_next(parent.standards))
    elif kind == ACTIVITY:
        if activity_type is None:
            raise NotPossible(_("Choose an activity first."))
        defaults = {"line": line, "position": _next(lines), "weekly_quantity": weekly_quantity}
        row, _made = lines.get_or_create(
            version=version, activity_type=activity_type, defaults=defaults
        )
    elif kind == COMPETENCY:
        if competency is None:
            raise NotPossible(_("Choose a competency first."))
        defaults = {"line": line, "position": _next(lines)}
        row, _made = lines.get_or_create(version=version, competency=competency, defaults=defaults)
    elif kind == BEHAVIOUR:
        if marked is None:
            raise NotPossible(_("Choose a behaviour first."))
        row, _made = lines.get_or_create(
            version=version,
            value=marked[0],
            behaviour=marked[1],
            defaults={"line": line, "position": _next(lines)},
        )
    else:
        row = lines.create(version=version, line=line, position=_next(lines))
    touch(version=version, now=now)
    return row


@transaction.atomic
def add_standards(
    *, version: Draft, area: uuid.UUID, line: uuid.UUID, texts: Sequence[str], now: datetime
) -> list[Any]:
    """Add a standard for each text at the end of an area, as many as fit, and return them.

    The first texts are taken; as many of them as rows come back have their place. ``line`` names
    the whole, so that sending twice adds once. Raises NotDraft, and NotPossible when the area is
    gone or a text is too long; then nothing is added.
    """
    version = locked_draft(version=version)
    parent = KINDS[AREA].of(version).filter(line=area).first()
    if parent is None:
        raise NotPossible(_("The key result area was taken out. Put it back first."))
    named = {uuid.uuid5(line, str(number)): text for number, text in enumerate(texts)}
    present = {row.line: row for row in parent.standards.filter(line__in=named)}
    room = MOST_LINES - KINDS[STANDARD].of(version).count() + len(present)
    rows = []
    for each, text in list(named.items())[: max(room, 0)]:
        row = present.get(each)
        if row is None:
            words = _read_text(text)
            row = parent.standards.create(line=each, text=words, position=_next(parent.standards))
        rows.append(row)
    touch(version=version, now=now)
    return rows


def _read_text(text: str) -> str:
    try:
        return str(KINDS[STANDARD].fields["text"].read(text))
    except Refused as refusal:
        raise NotPossible(str(refusal)) from None


@transaction.atomic
def remove_line(
    *, version: Draft, kind: str, line: uuid.UUID, now: datetime
) -> TakenOutLine | None:
    """Take a line out and return what is kept of it for :func:`restore_line`.

    Twice is once; None for a line that never was. An area takes its standards along. Raises
    NotDraft.
    """
    version = locked_draft(version=version)
    row = KINDS[kind].of(version).filter(line=line).first()
    if row is None:
        return version.removed_lines.filter(kind=kind, line=line).first()
    values = _values(row)
    if kind == AREA:
        values["standards"] = [_values(each) for each in row.standards.all()]
        values["activities"] = [str(each.line) for each in row.activities.all()]
    if kind == STANDARD:
        values["area"] = str(row.key_result_area.line)
    if kind == ACTIVITY:
        values["named"] = row.activity_type.name
    if kind == COMPETENCY:
        values["named"] = row.competency.name
    removed = removed_model(version).objects.create(
        version=version, kind=kind, line=line, values=values, removed_at=now
    )
    row.delete()
    touch(version=version, now=now)
    return removed


@transaction.atomic
def restore_line(*, version: Draft, kind: str, line: uuid.UUID, now: datetime) -> Any:
    """Put a line back as it was, where it was; a line that is there already stays.

    Raises NotDraft, and NotPossible when nothing is kept, when a standard's area is out too, or
    when the activity was added again meanwhile.
    """
    version = locked_draft(version=version)
    present = KINDS[kind].of(version).filter(line=line).first()
    if present is not None:
        return present
    removed = version.removed_lines.filter(kind=kind, line=line).first()
    if removed is None:
        raise NotPossible(_("Nothing is kept of this line."))
    row = _restored(version, kind, dict(removed.values))
    version.removed_lines.filter(kind=kind, line=line).delete()
    touch(version=version, now=now)
    return row


@transaction.atomic
def reorder(
    *,
    version: Draft,
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
def move_line(*, version: Draft, kind: str, line: uuid.UUID, down: bool, now: datetime) -> None:
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


def copy_lines(*, source: Draft, target: Draft) -> None:
    """Give an empty draft the lines of another version, under the same ``line``.

    From a profile to a document and back, what only one of them has is left off. So are
    objectives that were archived or that end before the draft's period begins.
    """
    areas: dict[int | None, Any] = {}
    for area in KINDS[AREA].of(source):
        areas[area.pk] = copy = _copied(area, AREA, target, version=target)
        copy.save()
    shared = {kind.name for kind in kinds_of(source)} & {kind.name for kind in kinds_of(target)}
    for kind in shared - {DOCUMENT, AREA}:
        lines = [_line_copied(row, kind, target, areas) for row in _to_copy(source, kind)]
        KINDS[kind].of(target).bulk_create(lines)


def _to_copy(source: Draft, kind: str) -> Any:
    rows = KINDS[kind].of(source)
    if kind == STANDARD and isinstance(source, DocumentVersion):
        return rows.select_related("objective")
    if kind == ACTIVITY:
        return rows.filter(activity_type__archived_at__isnull=True)
    return rows


def _line_copied(row: Any, kind: str, target: Draft, areas: dict[int | None, Any]) -> Any:
    if kind == STANDARD:
        objective = {"objective": None} if not _still_served(row, target) else {}
        if isinstance(target, ProfileVersion):
            objective = {"due_on": None, "baseline": None}
        area = areas[row.key_result_area_id]
        return _copied(row, kind, target, key_result_area=area, **objective)
    if kind == ACTIVITY:
        area = areas.get(row.key_result_area_id)
        return _copied(row, kind, target, version=target, key_result_area=area)
    return _copied(row, kind, target, version=target)


def _still_served(standard: Any, target: Draft) -> bool:
    served = standard.objective
    return (
        served is not None
        and isinstance(target, DocumentVersion)
        and served.archived_at is None
        and served.ends_on >= target.document.starts_on
    )


def _copied(row: Any, kind: str, target: Draft, **changes: Any) -> Any:
    """An unsaved line of the target with what both tables have."""
    model: Any = KINDS[kind].model_of(target)
    fields = [each for each in model._meta.concrete_fields if not each.primary_key]
    theirs = {each.attname for each in row._meta.concrete_fields}
    plain = {
        each.attname: getattr(row, each.attname)
        for each in fields
        if each.name not in changes and each.attname in theirs
    }
    return model(**plain, **changes)


# --- small parts ---------------------------------------------------------------------------------
def _next(lines: Any) -> int:
    last = lines.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _siblings(version: Draft, kind: Kind, area: uuid.UUID | None) -> Any:
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


def _restored(version: Draft, kind: str, values: dict[str, Any]) -> Any:
    standards = values.pop("standards", [])
    activities = values.pop("activities", [])
    area_line = values.pop("area", None)
    values.pop("named", None)
    model: Any = KINDS[kind].model_of(version)
    if kind == STANDARD:
        area = KINDS[AREA].of(version).filter(line=area_line).first()
        if area is None:
            raise NotPossible(_("The key result area was taken out. Put it back first."))
        return _made(model, key_result_area=area, **values)
    once = _ONCE.get(kind)
    if once and KINDS[kind].of(version).filter(**{name: values[name] for name in once}).exists():
        raise NotPossible(_("This line was added again meanwhile."))
    row = _made(model, version=version, **values)
    for each in standards:
        _made(KINDS[STANDARD].model_of(version), key_result_area=row, **each)
    if activities:
        KINDS[ACTIVITY].of(version).filter(
            line__in=activities, key_result_area__isnull=True
        ).update(key_result_area=row)
    return row


# What a version has once, whatever its line.
_ONCE = {
    ACTIVITY: ("activity_type_id",),
    COMPETENCY: ("competency_id",),
    BEHAVIOUR: ("value", "behaviour"),
}


def _made(model: Any, **values: Any) -> Any:
    """Make a row from JSON values, and read it back so that dates and numbers are values."""
    row = model._default_manager.create(**values)
    return model._default_manager.get(pk=row.pk)
