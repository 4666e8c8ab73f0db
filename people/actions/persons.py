"""Making people and changing what is known about them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.actions.addresses import ask_for_address, end_links
from people.actions.telling import record
from people.models import Person, Team
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

    ``seen`` is the fingerprint of what was on the page (people/seen.py). Who has a password
    signs in with the old e-mail address until the change went its way (people.actions.addresses);
    for others it is changed at once and ends open links. Raises ``ValidationError`` by field, and
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
    if "email" in changed and row.has_usable_password():
        new_email, row.email = row.email, str(before["email"])
        changed.remove("email")
        ask_for_address(person=row, new_email=new_email, by=by, now=now)
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
        end_links(person=row, now=now)
    return changed


def _save(person: Person, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            person.save(update_fields=fields)
    except IntegrityError:
        # The only constraint that full_clean cannot be sure of: another one was faster.
        raise ValidationError({"email": _("Somebody else has this e-mail address.")}) from None


def _plain(value: Any) -> Any:
    return value.name if isinstance(value, Team) else value
