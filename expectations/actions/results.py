"""Entering results that no other room knows."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from expectations.models import (
    BusinessObjective,
    DocumentVersion,
    ObjectiveResult,
    Standard,
    StandardResult,
    State,
)
from expectations.problems import NotPossible
from people.models import Person


@transaction.atomic
def enter_result(
    *,
    version: DocumentVersion,
    line: uuid.UUID,
    actor: Person,
    as_of: date,
    value: Decimal,
    evidence: str,
    part: Decimal | None = None,
    whole: Decimal | None = None,
    today: date,
    now: datetime,
) -> StandardResult:
    """Write down how a standard stood on a day, and what shows it.

    A later entry for the same day corrects an earlier one; the same entry twice is one. Raises
    NotPossible when the version is not in force, the standard takes its figures from elsewhere,
    or the day is none of the period.
    """
    version = DocumentVersion.objects.select_related("document").get(pk=version.pk)
    if version.state != State.ACTIVE:
        raise NotPossible(_("Results belong to the version in force."))
    standard = Standard.objects.filter(key_result_area__version=version, line=line).first()
    if standard is None or standard.actual_from != Standard.ActualFrom.ENTERED:
        raise NotPossible(_("This standard takes its figures from elsewhere."))
    if not version.document.starts_on <= as_of <= today:
        raise NotPossible(_("Give a day between the first day of the period and today."))
    document = version.document
    last = StandardResult.objects.filter(document=document, line=line, as_of=as_of).first()
    if last is not None and (
        last.value,
        last.part,
        last.whole,
        last.evidence,
    ) == (value, part, whole, evidence):
        return last
    result = StandardResult.objects.create(
        document=document, line=line, as_of=as_of, value=value, part=part, whole=whole,
        evidence=evidence, entered_by=actor, entered_at=now,
    )  # fmt: skip
    record(
        actor=actor, verb="expectations.result_entered", target=version, at=now,
        standard=standard, as_of=as_of, value=value,
    )  # fmt: skip
    return result


@transaction.atomic
def add_imported(*, results: Iterable[StandardResult], by: Person, now: datetime) -> None:
    """Add results that came in with a file: unsaved rows without who and when. The import that
    brought them is the event.
    """
    rows = list(results)
    for row in rows:
        row.entered_by, row.entered_at = by, now
    StandardResult.objects.bulk_create(rows, batch_size=500)


@transaction.atomic
def enter_objective_result(
    *,
    objective: BusinessObjective,
    actor: Person,
    as_of: date,
    value: Decimal,
    evidence: str,
    today: date,
    now: datetime,
) -> ObjectiveResult:
    """The same for a business objective. Raises NotPossible when it is archived, takes its figures
    from elsewhere, or the day is none of its period.
    """
    current = BusinessObjective.objects.select_for_update().get(pk=objective.pk)
    if current.archived_at is not None:
        raise NotPossible(_("This objective is archived. Bring it back to enter a result."))
    if current.actual_from != BusinessObjective.ActualFrom.ENTERED:
        raise NotPossible(_("This objective takes its figures from the deals."))
    if not current.starts_on <= as_of <= today:
        raise NotPossible(_("Give a day between the first day of the period and today."))
    last = ObjectiveResult.objects.filter(objective=current, as_of=as_of).first()
    if last is not None and (last.value, last.evidence) == (value, evidence):
        return last
    result = ObjectiveResult.objects.create(
        objective=current, as_of=as_of, value=value, evidence=evidence,
        entered_by=actor, entered_at=now,
    )  # fmt: skip
    record(
        actor=actor, verb="objective.result_entered", target=current, at=now,
        as_of=as_of, value=value,
    )  # fmt: skip
    return result
