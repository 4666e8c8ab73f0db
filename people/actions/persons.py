"""Making people and changing what is known about them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from notifications.channels import SEND_TO
from people.actions.telling import record, tell
from people.models import Invitation, PasswordReset, Person, Team
from people.seen import merged

# What change_person changes, and what people change about themselves.
KEPT_BY_OTHERS = ("name", "email", "title", "team", "hired_on")
KEPT_BY_ONESELF = ("name", "time_zone", "locale", "currency")


@transaction.atomic
def create_person(
    *,
    email: str,
    name: str,
    title: str = "",
    team: Team | None = None,
    hired_on: date | None = None,
    time_zone: str = "",
    currency: str = "",
    by: Person | None,
    now: datetime,
) -> Person:
    """Add somebody without a password; ``invite`` lets them in.

    Zone and currency are those of ``by`` unless they are given. Raises ``ValidationError`` by
    field, also when somebody else got the address at the same moment.
    """
    person = Person(
        email=email,
        name=name,
        title=title,
        team=team,
        hired_on=hired_on,
        time_zone=time_zone or (by.time_zone if by else "UTC"),
        currency=currency or (by.currency if by else "USD"),
    )
    person.set_unusable_password()
    person.full_clean()
    _save(person)
    record("person_created", person, by=by, at=now, email=person.email)
    return person


@transaction.atomic
def change_person(
    *,
    person: Person,
    values: Mapping[str, Any],
    by: Person,
    now: datetime,
    seen: str | None = None,
) -> list[str]:
    """Change name, e-mail, title, team or day of hiring; return the fields that changed.

    ``seen`` is the fingerprint of what was on the page (people/seen.py). A new e-mail address
    ends open links, and the old address is told. Raises ``ValidationError`` by field, and
    ``ChangedMeanwhile`` when somebody else changed the same fields.
    """
    return _change(person, values, KEPT_BY_OTHERS, by, now, seen)


@transaction.atomic
def change_profile(*, person: Person, values: Mapping[str, Any], now: datetime) -> list[str]:
    """Change what people say about themselves; return the fields that changed."""
    return _change(person, values, KEPT_BY_ONESELF, person, now)


def _change(
    person: Person,
    values: Mapping[str, Any],
    allowed: tuple[str, ...],
    by: Person,
    now: datetime,
    seen: str | None = None,
) -> list[str]:
    unknown = set(values) - set(allowed)
    if unknown:
        raise ValueError(f"{sorted(unknown)} cannot be changed this way.")
    row = Person.objects.select_for_update().get(pk=person.pk)
    before = {field: getattr(row, field) for field in values}
    if seen is not None:
        values = merged(seen, before, values)
    for field, value in values.items():
        setattr(row, field, value)
    row.full_clean(exclude=["password"])
    changed = [field for field in values if getattr(row, field) != before[field]]
    if changed:
        _save(row, changed)
        record(
            "person_changed",
            row,
            by=by,
            at=now,
            was={field: _plain(before[field]) for field in changed},
            now={field: _plain(getattr(row, field)) for field in changed},
        )
    if "email" in changed:
        _end_links_to_old_address(row, str(before["email"]), by, now)
    return changed


def _end_links_to_old_address(person: Person, old: str, by: Person, now: datetime) -> None:
    for links in (Invitation.objects, PasswordReset.objects):
        links.filter(person=person).not_ended().update(withdrawn_at=now)
    if person.has_usable_password():
        tell(
            "email_changed",
            [person],
            key=f"{person.pk} {now.isoformat()}",
            url="/",
            now=now,
            **{SEND_TO: old},
            by=by.name,
            new_email=person.email,
        )


def _save(person: Person, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            person.save(update_fields=fields)
    except IntegrityError:
        # The only constraint that full_clean cannot be sure of: another one was faster.
        raise ValidationError({"email": _("Somebody else has this e-mail address.")}) from None


def _plain(value: Any) -> Any:
    return value.name if isinstance(value, Team) else value
