"""Writing the week's log: cells, the skill and the line, submission and reopening."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from activities import rules
from activities.cells import Change, Conflict, WeekIsSubmittedError
from activities.models import Entry, Week
from audit.actions import record
from people.models import Person


@transaction.atomic
def log_cells(
    *, person: Person, monday: date, changes: Sequence[Change], now: datetime
) -> tuple[Conflict, ...]:
    """Write cells of a week, all or none; return the conflicts, empty when all were written.

    A cell that no longer says what the page showed is a conflict, unless it already says what
    was typed: the same cell sent twice is one change. Emptying an imported cell brings the
    figure of its source back. Raises WeekIsSubmittedError.
    """
    week = _open_week(person, monday)
    entries = {(entry.activity_type_id, entry.day): entry for entry in week.entries.all()}
    conflicts = tuple(filter(None, (_conflict(change, entries) for change in changes)))
    if conflicts:
        return conflicts
    for change in changes:
        _write(week, entries.get((change.activity_type_id, change.day)), change)
    week.saved_at = now
    week.save(update_fields=["saved_at"])
    return ()


@transaction.atomic
def keep_remarks(
    *,
    person: Person,
    monday: date,
    skill_practised: str,
    reflection: str,
    token: str,
    now: datetime,
) -> tuple[bool, Week]:
    """Keep the skill practised and the line on the week; return whether, and the week.

    ``token`` says which texts the page showed (:func:`remarks_token`). When others stand there
    meanwhile nothing is written, unless they are the same ones. Raises WeekIsSubmittedError.
    """
    week = _open_week(person, monday)
    same = (week.skill_practised, week.reflection) == (skill_practised, reflection)
    if token != remarks_token(week=week) and not same:
        return False, week
    week.skill_practised, week.reflection, week.saved_at = skill_practised, reflection, now
    week.save(update_fields=["skill_practised", "reflection", "saved_at"])
    return True, week


def remarks_token(*, week: Week | None) -> str:
    """A short fingerprint of the texts that stand in a week."""
    texts = ("", "") if week is None else (week.skill_practised, week.reflection)
    return hashlib.sha256(repr(texts).encode()).hexdigest()[:16]


@transaction.atomic
def submit(*, person: Person, monday: date, now: datetime) -> Week:
    """Say that the week is complete. A second time changes nothing.

    Nothing may be logged until it is reopened. Whether it may be submitted yet is
    rules.can_submit.
    """
    week = _locked_week(person, monday)
    if week.is_submitted:
        return week
    week.submitted_at = now
    week.save(update_fields=["submitted_at"])
    days_late = max(0, (rules.today_of(person, now) - week.sunday).days)
    record(
        actor=person, verb="activities.week_submitted", target=week, at=now,
        monday=monday, days_late=days_late,
    )  # fmt: skip
    return week


@transaction.atomic
def reopen(*, person: Person, monday: date, now: datetime) -> Week:
    """Take the submission back, so that the week can be corrected. A second time changes nothing."""
    week = _locked_week(person, monday)
    if not week.is_submitted:
        return week
    submitted_at, week.submitted_at = week.submitted_at, None
    week.save(update_fields=["submitted_at"])
    record(
        actor=person, verb="activities.week_reopened", target=week, at=now,
        monday=monday, submitted_at=submitted_at,
    )  # fmt: skip
    return week


def _open_week(person: Person, monday: date) -> Week:
    week = _locked_week(person, monday)
    if not rules.can_log(week):
        raise WeekIsSubmittedError
    return week


def _locked_week(person: Person, monday: date) -> Week:
    week, _ = Week.objects.select_for_update().get_or_create(person=person, monday=monday)
    return week


def _conflict(change: Change, entries: dict[tuple[int, date], Entry]) -> Conflict | None:
    entry = entries.get((change.activity_type_id, change.day))
    stands = None if entry is None else entry.quantity
    return None if stands in (change.was, change.quantity) else Conflict(change, stands)


def _write(week: Week, entry: Entry | None, change: Change) -> None:
    quantity = change.quantity
    if entry is None:
        if quantity is not None:
            week.entries.create(
                activity_type_id=change.activity_type_id, day=change.day, quantity=quantity
            )
        return
    stays = entry.imported_quantity if quantity is None else quantity
    if stays is None:
        entry.delete()
    else:
        entry.quantity = stays
        entry.save(update_fields=["quantity"])
