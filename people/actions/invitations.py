"""One-time links by which people set their first password."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications import tokens
from people.actions.passwords import set_password
from people.actions.telling import record, tell
from people.models import Invitation, Person, hash_of
from people.problems import LinkEnded, PeopleProblem
from people.queries import uninvited_people
from salesperf.locks import one_at_a_time

KIND = "people.invitation"


@dataclass(frozen=True)
class Invited:
    """``token`` stands in the mail and, for the command line, here. It is never stored."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(*, person: Person, by: Person | None, now: datetime, today: date) -> Invited:
    """Send a person a link; one that was sent before works no more.

    Raises ``PeopleProblem`` for somebody who has a password, or does not work here.
    """
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.has_usable_password():
        raise PeopleProblem(
            _("%(name)s has a password and can sign in.") % {"name": row.name}, person=row
        )
    if not row.works_here(today):
        raise PeopleProblem(
            _("%(name)s does not work here and cannot be invited.") % {"name": row.name},
            person=row,
        )
    row.invitations.not_ended().update(withdrawn_at=now)
    token, seed = tokens.new(KIND)
    invitation = Invitation.objects.create(
        person=row,
        token_hash=hash_of(token),
        invited_by=by,
        created_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    record("invited", row, by=by, at=now, invitation=invitation.pk)
    tell(
        "invitation",
        [row],
        key=str(invitation.pk),
        url=reverse("people:invitation_link", args=[tokens.PLACE]),
        now=now,
        **{tokens.SEED: seed},
        invited_by=by.name if by else "",
        days=settings.INVITATION_DAYS,
    )
    return Invited(invitation, token)


@transaction.atomic
def invite_all(*, people: Iterable[int], by: Person, now: datetime, today: date) -> list[Person]:
    """Invite those of these people who still have no link that works; return whom.

    Who was invited in the meantime, or has a password by now, is left alone. The mails go out
    one by one from the outbox.
    """
    one_at_a_time("people.invite_all")
    waiting = list(uninvited_people(by, today, now).filter(pk__in=people))
    for person in waiting:
        invite(person=person, by=by, now=now, today=today)
    return waiting


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Person, now: datetime) -> bool:
    """Make the link work no more; return whether it still did."""
    withdrawn = Invitation.objects.filter(pk=invitation.pk).not_ended().update(withdrawn_at=now)
    if withdrawn:
        record("invitation_withdrawn", invitation.person, by=by, at=now, invitation=invitation.pk)
    return bool(withdrawn)


@transaction.atomic
def accept_invitation(*, token_hash: str, password: str, now: datetime) -> Person:
    """Set the first password by the link; return whose. Raises ``LinkEnded``."""
    link = Invitation.objects.with_hash(token_hash).first()
    if link is None:
        raise LinkEnded(_("This link works no more."))
    person = Person.objects.select_for_update().get(pk=link.person_id)
    fit = not person.has_usable_password() and person.works_here(now.astimezone(person.zone).date())
    if not fit or not Invitation.objects.open_on(now).filter(pk=link.pk).update(used_at=now):
        raise LinkEnded(_("This link works no more."))
    set_password(person=person, password=password)
    record("invitation_accepted", person, by=person, at=now, invitation=link.pk)
    return person
