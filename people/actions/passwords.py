"""Passwords: forgotten, changed, set by a one-time link.

Asking for a link must not tell a stranger who has an account, not even by the time it takes. So
the page only writes down that somebody asked; a worker looks whether there is such a person.
"""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications import tokens
from people import throttle, waking
from people.actions.telling import record, tell
from people.models import Door, PasswordReset, Person, ResetAsk, hash_of
from people.problems import LinkEnded

KIND = "people.password_reset"


@transaction.atomic
def ask_reset(*, email: str, now: datetime) -> None:
    """Write down that somebody who says to have this address wants a new password."""
    ResetAsk.objects.create(email=email.strip().lower(), asked_at=now)
    transaction.on_commit(partial(waking.wake_for_asks), robust=True)


def answer_reset_asks(*, now: datetime) -> int:
    """Send a link to each asked address that belongs to somebody; return to how many.

    An ask is deleted in the transaction that answers it, so two workers answer it once.
    """
    return sum(_answer(ask, now) for ask in ResetAsk.objects.order_by("pk")[:500])


@transaction.atomic
def _answer(ask: ResetAsk, now: datetime) -> bool:
    deleted, _by_model = ResetAsk.objects.filter(pk=ask.pk).delete()
    person = Person.objects.select_for_update().filter(email=ask.email).first()
    if not deleted or person is None or not person.has_usable_password():
        return False
    if not person.works_here(now.astimezone(person.zone).date()):
        return False
    lasts = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    person.password_resets.not_ended().update(withdrawn_at=now)
    token, seed = tokens.new(KIND)
    link = PasswordReset.objects.create(
        person=person, token_hash=hash_of(token), created_at=now, expires_at=now + lasts
    )
    record("password_reset_sent", person, by=None, at=now)
    tell(
        "password_reset",
        [person],
        key=str(link.pk),
        url=reverse("people:password_reset_link", args=[tokens.PLACE]),
        now=now,
        **{tokens.SEED: seed},
        minutes=int(lasts.total_seconds()) // 60,
    )
    return True


@transaction.atomic
def reset_password(*, token_hash: str, password: str, now: datetime) -> Person:
    """Set another password by the link; return whose. Raises ``LinkEnded``.

    Every session of the person is over, and so is a pause after wrong tries.
    """
    link = PasswordReset.objects.with_hash(token_hash).first()
    if link is None:
        raise LinkEnded(_("This link works no more."))
    person = Person.objects.select_for_update().get(pk=link.person_id)
    fit = person.works_here(now.astimezone(person.zone).date())
    if not fit or not PasswordReset.objects.open_on(now).filter(pk=link.pk).update(used_at=now):
        raise LinkEnded(_("This link works no more."))
    set_password(person=person, password=password)
    throttle.give_back(door=Door.SIGN_IN, name=person.email)
    record("password_reset", person, by=person, at=now)
    _tell(person, now)
    return person


@transaction.atomic
def change_password(*, person: Person, password: str, now: datetime) -> Person:
    """Set another password, knowing the old one; return the person as they are now.

    Every session of the person is over, also the one that asks: the page renews that one.
    """
    row = Person.objects.select_for_update().get(pk=person.pk)
    set_password(person=row, password=password)
    row.password_resets.not_ended().update(withdrawn_at=now)
    record("password_changed", row, by=row, at=now)
    _tell(row, now)
    return row


def set_password(*, person: Person, password: str) -> None:
    """Set a password that was checked. Sessions remember a hash of the old one and are over."""
    person.set_password(password)
    person.save(update_fields=["password"])


def _tell(person: Person, now: datetime) -> None:
    tell(
        "password_changed",
        [person],
        key=f"{person.pk} {now.isoformat()}",
        url=reverse("people:password_reset"),
        now=now,
    )
