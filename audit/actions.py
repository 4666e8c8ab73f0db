"""Writing the audit trail."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from audit.models import Event

# Long enough for a name, a file name or an address; too short for what people confide.
LONGEST_TEXT = 200


def record(*, actor: Any, verb: str, target: models.Model, at: datetime, **data: Any) -> Event:
    """Add one event, inside the transaction of what it reports.

    ``actor`` is the person, or None when the program acted. ``data`` takes numbers, dates,
    short texts and lists or mappings of them; rows are given by their id. Raises ``ValueError``
    for a text longer than ``LONGEST_TEXT``: administrators read the trail, so what people write
    to each other must not be in it.
    """
    return Event.objects.create(
        actor=actor if getattr(actor, "pk", None) else None,
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        at=at,
        data={key: _plain(value) for key, value in data.items()},
    )


def _plain(value: Any) -> Any:
    """Return the value as JSON keeps it."""
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise ValueError(
                f"A text of {len(value)} characters does not belong in the audit trail."
            )
        return str(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} does not belong in the audit trail.")
