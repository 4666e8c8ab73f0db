"""Another e-mail address to sign in with: confirmed by the new one, stoppable from the old one.

Whoever changes an address could have the next password sent to it. So a change waits: the new
address confirms that it is read by somebody, and the old one, which is read by whoever the
account belongs to, is told at once and has a day to say no.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications import tokens
from notifications.channels import SEND_TO
from people.actions.telling import record, tell
from people.models import EmailChange, Invitation, PasswordReset, Person, hash_of
from people.problems import LinkEnded

CONFIRM, STOP = "people.email_confirm", "people.email_stop"
_Outcome = EmailChange.Outcome


def ask_for_address(*, person: Person, new_email: str, by: Person, now: datetime) -> None:
    """Write both addresses; the change waits. Inside the transaction that locked the person.

    The same address asked for again while it waits writes to nobody a second time.
    """
    waiting = EmailChange.objects.waiting(now).filter(person=person)
    if waiting.filter(new_email=new_email).exists():
        return
    EmailChange.objects.filter(person=person, ended_at__isnull=True).update(
        ended_at=now, outcome=_Outcome.REPLACED
    )
    (confirm, confirm_seed), (stop, stop_seed) = tokens.new(CONFIRM), tokens.new(STOP)
    change = EmailChange.objects.create(
        person=person,
        new_email=new_email,
        asked_by=by,
        confirm_hash=hash_of(confirm),
        stop_hash=hash_of(stop),
        created_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    record("email_change_asked", person, by=by, at=now, change=change.pk, new_email=new_email)
    said = {
        "by": by.name,
        "old_email": person.email,
        "new_email": new_email,
        "days": settings.INVITATION_DAYS,
        "hours": settings.EMAIL_CHANGE_HOURS,
    }
    link = reverse("people:email_link", args=[tokens.PLACE])
    key = str(change.pk)
    tell(
        "email_confirm", [person], key=key, url=link, now=now,
        **{tokens.SEED: confirm_seed, SEND_TO: new_email}, **said,
    )  # fmt: skip
    tell(
        "email_stop", [person], key=key, url=link, now=now,
        **{tokens.SEED: stop_seed, SEND_TO: person.email}, **said,
    )  # fmt: skip


@transaction.atomic
def confirm_address(*, token_hash: str, now: datetime) -> EmailChange:
    """The new address is read by somebody. Returns the change, done if nothing else waits.

    Raises ``LinkEnded``.
    """
    change = _locked(now, confirm_hash=token_hash)
    if change.confirmed_at is None:
        change.confirmed_at = now
        change.save(update_fields=["confirmed_at"])
        record("email_confirmed", change.person, by=None, at=now, change=change.pk)
    return _settle(change, now)


@transaction.atomic
def agree_to_address(*, token_hash: str, now: datetime) -> EmailChange:
    """The old address says yes: nothing waits for a day. Raises ``LinkEnded``."""
    change = _locked(now, stop_hash=token_hash)
    if change.agreed_at is None:
        change.agreed_at = now
        change.save(update_fields=["agreed_at"])
        record("email_change_agreed", change.person, by=None, at=now, change=change.pk)
    return _settle(change, now)


@transaction.atomic
def stop_address(*, token_hash: str, now: datetime) -> EmailChange:
    """The old address says no: everything stays as it is. Raises ``LinkEnded``."""
    change = _locked(now, stop_hash=token_hash)
    _end(change, _Outcome.STOPPED, now)
    record("email_change_stopped", change.person, by=None, at=now, change=change.pk)
    return change


@transaction.atomic
def take_back_address(*, person: Person, by: Person, now: datetime) -> bool:
    """Take back what waits; return whether something did."""
    ended = EmailChange.objects.filter(person=person, ended_at__isnull=True).update(
        ended_at=now, outcome=_Outcome.WITHDRAWN
    )
    if ended:
        record("email_change_withdrawn", person, by=by, at=now)
    return bool(ended)


def settle_addresses(*, now: datetime) -> int:
    """Do what was confirmed a day ago and not stopped. Returns how many."""
    due = EmailChange.objects.waiting(now).filter(
        confirmed_at__isnull=False, created_at__lte=now - _delay()
    )
    return sum(_settle_one(pk, now) for pk in due.values_list("pk", flat=True)[:500])


@transaction.atomic
def _settle_one(pk: int, now: datetime) -> bool:
    change = EmailChange.objects.select_for_update().waiting(now).filter(pk=pk).first()
    return change is not None and _settle(change, now).outcome == _Outcome.DONE


def _locked(now: datetime, **found_by: str) -> EmailChange:
    rows = EmailChange.objects.select_for_update(of=("self",)).waiting(now)
    change = rows.filter(**found_by).select_related("person", "asked_by").first()
    if change is None:
        raise LinkEnded(_("This link works no more."))
    return change


def _settle(change: EmailChange, now: datetime) -> EmailChange:
    """Change the address once the new one confirmed, and the old one agreed or had its day."""
    waited = change.agreed_at is not None or now >= change.created_at + _delay()
    if change.confirmed_at is None or not waited:
        return change
    person = Person.objects.select_for_update().get(pk=change.person_id)
    if Person.objects.filter(email=change.new_email).exclude(pk=person.pk).exists():
        return _end(change, _Outcome.TAKEN, now)
    old, person.email = person.email, change.new_email
    person.save(update_fields=["email"])
    record(
        "person_changed", person, by=change.asked_by, at=now,
        was={"email": old}, now={"email": person.email},
    )  # fmt: skip
    end_links(person=person, now=now)
    tell(
        "email_changed", [person], key=f"{person.pk} {now.isoformat()}", url="/", now=now,
        **{SEND_TO: old}, by=change.asked_by.name, new_email=person.email,
    )  # fmt: skip
    return _end(change, _Outcome.DONE, now)


def _end(change: EmailChange, outcome: EmailChange.Outcome, now: datetime) -> EmailChange:
    change.ended_at, change.outcome = now, outcome
    change.save(update_fields=["ended_at", "outcome"])
    return change


def end_links(*, person: Person, now: datetime) -> None:
    """No link that was sent to an address of before opens anything any more."""
    for links in (Invitation.objects, PasswordReset.objects):
        links.filter(person=person).not_ended().update(withdrawn_at=now)


def _delay() -> timedelta:
    return timedelta(hours=settings.EMAIL_CHANGE_HOURS)
