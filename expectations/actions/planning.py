"""Keeping what was entered on the planning page, and putting the quantities into the draft."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import ActivityType
from audit.actions import record
from expectations.actions.editing import Saved, save_field
from expectations.actions.lines import add_line, remove_line
from expectations.actions.locking import locked_draft, touch
from expectations.lines import ACTIVITY, KINDS, Name
from expectations.models import DocumentVersion, ExpectedActivity, Planning, PlanningStep
from expectations.planning import Change, Figures
from expectations.problems import NotPossible
from people.models import Person

_QUANTITY = "weekly_quantity"


class Overtaken(Exception):  # noqa: N818 what happened, in the project's words
    """Nothing was saved: somebody else changed the figures meanwhile."""

    def __init__(self, stands: Planning) -> None:
        super().__init__(stands)
        self.stands = stands


@transaction.atomic
def save_planning(
    *,
    version: DocumentVersion,
    figures: Figures,
    revision: int,
    actor: Person,
    now: datetime,
) -> Planning:
    """Keep what was entered; the same once more changes nothing.

    ``revision`` is the one the page showed, 0 for none. Raises NotDraft, and Overtaken when
    somebody else wrote meanwhile.
    """
    version = locked_draft(version=version)
    stands = Planning.objects.filter(version=version).first()
    if stands is not None and _same(stands, figures):
        return stands
    if stands is not None and stands.revision != revision:
        raise Overtaken(stands)
    planning = stands or Planning(version=version, revision=0)
    planning.revision += 1
    planning.currency = figures.currency
    planning.target_minor, planning.size_minor = figures.target, figures.size
    planning.size_from = figures.size_from
    planning.ramp = _ramp(figures)
    planning.hours = figures.hours
    planning.saved_at, planning.saved_by = now, actor
    planning.save()
    planning.steps.all().delete()
    PlanningStep.objects.bulk_create(_step_rows(planning, figures))
    touch(version=version, now=now)
    return planning


@transaction.atomic
def put_quantities(
    *,
    version: DocumentVersion,
    changes: Sequence[Change],
    how: dict[str, Any],
    actor: Person,
    today: date,
    now: datetime,
) -> int:
    """Write the weekly quantities into the lines of the draft; return how many changed.

    Lines that are missing are added at the end; all go the way of somebody who writes them, so
    that a line can be taken out again and another tab is told. ``how`` is kept with what stood
    there before. Twice is once. Raises NotDraft, and NotPossible when a line cannot hold a
    quantity or there is no planning.
    """
    version = locked_draft(version=version)
    planning = _locked_planning(version)
    before: list[dict[str, Any]] = []
    lines = {row.activity_type_id: row for row in KINDS[ACTIVITY].of(version)}
    types = ActivityType.objects.in_bulk([each.activity_type for each in changes])
    for change in changes:
        row = lines.get(change.activity_type)
        if row is not None and row.weekly_quantity == change.becomes:
            continue
        kind = types[change.activity_type]
        was = None if row is None else str(row.weekly_quantity)
        before.append({"type": kind.pk, "name": kind.name, "was": was, "is": str(change.becomes)})
        if row is None:
            add_line(
                version=version,
                kind=ACTIVITY,
                activity_type=kind,
                weekly_quantity=change.becomes,
                now=now,
            )
        else:
            _write(version, row, change.becomes, actor, today, now)
    if before or not planning.derived:
        put = {str(each.activity_type): str(each.becomes) for each in changes}
        planning.derived = {**how, "quantities": put, "before": before}
        planning.save(update_fields=["derived"])
        record(
            actor=actor, verb="expectations.quantities_put", target=version, at=now,
            changed=len(before),
        )  # fmt: skip
    return len(before)


@transaction.atomic
def take_quantities_back(
    *, version: DocumentVersion, actor: Person, today: date, now: datetime
) -> int:
    """Undo the last putting in, line by line, where nobody wrote since; return how many.

    A line that was added then is taken out, and can be put back like any other. Raises NotDraft.
    """
    version = locked_draft(version=version)
    planning = _locked_planning(version)
    undone = 0
    for each in planning.derived.get("before", []):
        row = KINDS[ACTIVITY].of(version).filter(activity_type=each["type"]).first()
        if row is None or row.weekly_quantity != Decimal(each["is"]):
            continue
        if each["was"] is None:
            remove_line(version=version, kind=ACTIVITY, line=row.line, now=now)
        else:
            _write(version, row, Decimal(each["was"]), actor, today, now)
        undone += 1
    if planning.derived:
        planning.derived = {}
        planning.save(update_fields=["derived"])
        record(
            actor=actor, verb="expectations.quantities_taken_back", target=version, at=now,
            changed=undone,
        )  # fmt: skip
    return undone


def copy_planning(
    *, source: DocumentVersion, target: DocumentVersion, actor: Person, now: datetime
) -> None:
    """Give a new draft what was entered for another version, with how its lines came about when
    it is a version of the same document.
    """
    row = Planning.objects.filter(version=source).prefetch_related("steps").first()
    if row is None:
        return
    steps = list(row.steps.all())
    same = source.document_id == target.document_id
    row.pk, row.version, row.revision = None, target, 1
    row.derived = {**row.derived, "before": []} if same and row.derived else {}
    row.saved_at, row.saved_by = now, actor
    row._state.adding = True
    row.save(force_insert=True)
    for step in steps:
        step.pk, step.planning = None, row
    PlanningStep.objects.bulk_create(steps)


# --- small parts ---------------------------------------------------------------------------------
def _locked_planning(version: DocumentVersion) -> Planning:
    planning = Planning.objects.select_for_update().filter(version=version).first()
    if planning is None:
        raise NotPossible(_("Enter the target first; there is nothing to put in yet."))
    return planning


def _write(
    version: DocumentVersion,
    row: ExpectedActivity,
    quantity: Decimal,
    actor: Person,
    today: date,
    now: datetime,
) -> None:
    """Write one quantity as somebody would who has just seen the line."""
    name = Name(KINDS[ACTIVITY], row.line, _QUANTITY)
    outcome = save_field(
        version=version,
        actor=actor,
        name=name,
        typed=name.rules.show(quantity),
        was=[name.rules.show(row.weekly_quantity)],
        today=today,
        now=now,
    )
    if not isinstance(outcome, Saved):
        raise NotPossible(
            _("The document cannot hold %(n)s a week.") % {"n": name.rules.show(quantity)}
        )


def _same(stands: Planning, figures: Figures) -> bool:
    kept = (
        stands.currency, stands.target_minor, stands.size_minor, stands.size_from,
        stands.ramp, stands.hours,
    )  # fmt: skip
    sent = (
        figures.currency, figures.target, figures.size, figures.size_from,
        _ramp(figures), figures.hours,
    )  # fmt: skip
    if kept != sent:
        return False
    fields = (
        "position", "kind", "activity_type_id", "stage_id", "name", "rate_from", "percent",
    )  # fmt: skip
    return list(stands.steps.values_list(*fields)) == [
        tuple(getattr(row, field) for field in fields) for row in _step_rows(stands, figures)
    ]


def _ramp(figures: Figures) -> str:
    return ",".join(str(percent) for percent in figures.ramp)


def _step_rows(planning: Planning, figures: Figures) -> list[PlanningStep]:
    return [
        PlanningStep(
            planning=planning,
            position=position,
            kind=step.kind,
            activity_type_id=step.activity_type,
            stage_id=step.stage,
            name=step.name,
            rate_from=step.rate_from,
            percent=step.percent,
        )
        for position, step in enumerate(figures.steps)
    ]
