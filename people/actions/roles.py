"""Granting and revoking roles."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.actions.telling import record, tell
from people.models import Person, Role, RoleGrant
from people.problems import PeopleProblem
from salesperf.locks import one_at_a_time

LOCK = "roles"


@transaction.atomic
def grant_role(*, person: Person, role: str, by: Person | None, now: datetime, today: date) -> bool:
    """Give a role; return whether the person did not hold it. ``by`` None is the command line.

    Raises ``PeopleProblem`` for oneself and for somebody who does not work here.
    """
    one_at_a_time(LOCK)
    _refuse_own(person, by)
    row = Person.objects.get(pk=person.pk)
    if not row.works_here(today):
        raise PeopleProblem(
            _("%(name)s does not work here and gets no role.") % {"name": row.name}, field="person"
        )
    if RoleGrant.objects.filter(person=row, role=role, revoked_at__isnull=True).exists():
        return False
    RoleGrant.objects.create(person=row, role=Role(role), granted_by=by, granted_at=now)
    record("role_granted", row, by=by, at=now, role=role)
    _tell(row, role, by, now, granted=True)
    return True


@transaction.atomic
def revoke_role(*, person: Person, role: str, by: Person, now: datetime, today: date) -> bool:
    """Take a role; return whether the person held it.

    Raises ``PeopleProblem`` for oneself and for the last administrator.
    """
    one_at_a_time(LOCK)
    _refuse_own(person, by)
    if role == Role.ADMINISTRATOR:
        refuse_to_lose_last_administrator(person=person, on=today)
    held = RoleGrant.objects.filter(person=person, role=role, revoked_at__isnull=True)
    if not held.update(revoked_at=now):
        return False
    record("role_revoked", person, by=by, at=now, role=role)
    _tell(person, role, by, now, granted=False)
    return True


def refuse_to_lose_last_administrator(*, person: Person, on: date) -> None:
    """Raise ``PeopleProblem`` if nobody else could administer on that day.

    Counts who works here then and has a password. Call it under the lock of the roles.
    """
    administrators = Person.objects.employed_on(on).filter(
        role_grants__role=Role.ADMINISTRATOR, role_grants__revoked_at__isnull=True
    )
    if not administrators.filter(pk=person.pk).exists():
        return
    others = administrators.exclude(pk=person.pk)
    if not others.exclude(pk__in=Person.objects.without_password()).exists():
        raise PeopleProblem(
            _("%(name)s is the last administrator who can sign in. Make somebody else one first.")
            % {"name": person.name},
            person=person,
        )


def _refuse_own(person: Person, by: Person | None) -> None:
    if by is not None and by.pk == person.pk:
        raise PeopleProblem(_("Nobody changes their own roles. Ask another administrator."))


def _tell(person: Person, role: str, by: Person | None, now: datetime, *, granted: bool) -> None:
    tell(
        "role_changed",
        [person],
        key=f"{person.pk} {role} {now.isoformat()}",
        url=person.get_absolute_url(),
        now=now,
        role=str(Role(role).label),
        granted=granted,
        by=by.name if by else "",
    )
