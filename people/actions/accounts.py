"""Leaving, staying after all, and accounts that are switched off and on."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from people.actions.lines import LOCK, ONE_DAY, LineChange, refuse_circles
from people.actions.roles import LOCK as ROLES_LOCK
from people.actions.roles import refuse_to_lose_last_administrator
from people.actions.telling import record
from people.models import Invitation, PasswordReset, Person, ReportingLine
from people.problems import PeopleProblem
from salesperf.locks import one_at_a_time
from salesperf.web.format import day


@transaction.atomic
def leave(*, person: Person, left_on: date, by: Person, now: datetime, today: date) -> bool:
    """Write down a person's last day; return whether that is new.

    The day after it every session is over. The person's own reporting line ends with that day;
    one that begins later is dropped, and the audit trail keeps it. The lines of those the person
    leads stay: they need a new manager, and who that is nobody can guess. Raises
    ``PeopleProblem``.
    """
    one_at_a_time(LOCK)
    one_at_a_time(ROLES_LOCK)
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.left_on == left_on:
        return False
    if row.hired_on is not None and left_on < row.hired_on:
        raise PeopleProblem(
            _("%(name)s was hired on %(day)s and cannot leave before.")
            % {"name": row.name, "day": day(row.hired_on)},
            field="left_on",
        )
    refuse_to_lose_last_administrator(person=row, on=max(today, left_on + ONE_DAY))
    before, row.left_on = row.left_on, left_on
    row.save(update_fields=["left_on"])
    _reopen_line_ended_by(row, before)
    lines = ReportingLine.objects.filter(person=row)
    later = lines.filter(starts_on__gt=left_on)
    dropped = [[line.manager_id, line.starts_on, line.ends_on] for line in later]
    later.delete()
    lines.overlapping(left_on, None).update(ends_on=left_on)
    if row.has_left(today):
        _end_links(row, now)
    record("left", row, by=by, at=now, left_on=left_on, was=before, dropped_lines=dropped)
    return True


@transaction.atomic
def stay(*, person: Person, by: Person, now: datetime) -> bool:
    """Take back the last day: the person stays, under the manager of before."""
    one_at_a_time(LOCK)
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.left_on is None:
        return False
    before, row.left_on = row.left_on, None
    row.save(update_fields=["left_on"])
    _reopen_line_ended_by(row, before)
    record("stayed", row, by=by, at=now, was=before)
    return True


@transaction.atomic
def deactivate(*, person: Person, by: Person, now: datetime, today: date) -> bool:
    """Switch an account off: every session and open link ends at once, and for good.

    Raises ``PeopleProblem`` for the last administrator.
    """
    one_at_a_time(ROLES_LOCK)
    row = Person.objects.select_for_update().get(pk=person.pk)
    if not row.is_active:
        return False
    refuse_to_lose_last_administrator(person=row, on=today)
    row.is_active = False
    row.session_epoch = F("session_epoch") + 1
    row.save(update_fields=["is_active", "session_epoch"])
    _end_links(row, now)
    record("deactivated", row, by=by, at=now)
    return True


@transaction.atomic
def reactivate(*, person: Person, by: Person, now: datetime) -> bool:
    """Switch an account on again; the person signs in anew."""
    changed = Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True)
    if changed:
        record("reactivated", person, by=by, at=now)
    return bool(changed)


def _end_links(person: Person, now: datetime) -> None:
    for links in (Invitation.objects, PasswordReset.objects):
        links.filter(person=person).not_ended().update(withdrawn_at=now)


def _reopen_line_ended_by(person: Person, last_day: date | None) -> None:
    """The line that ended with the former last day goes on.

    Unless its manager is gone, or reports to the person by now: then the person needs another.
    """
    if last_day is None:
        return
    line = ReportingLine.objects.filter(person=person, ends_on=last_day).first()
    if line is None or not line.manager.works_here(last_day + ONE_DAY):
        return
    try:
        with transaction.atomic():
            line.ends_on = None
            line.save(update_fields=["ends_on"])
            refuse_circles(changes=[LineChange(person, line.manager, last_day + ONE_DAY)])
    except PeopleProblem:
        return
