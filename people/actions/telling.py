"""What every change of people shares: its audit event, and the mail about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from audit.actions import LONGEST_TEXT
from audit.actions import record as record_event
from notifications.actions import notify
from people.models import Person


def record(
    verb: str, target: models.Model, *, by: Person | None, at: datetime, **data: Any
) -> None:
    """Write the event ``people.<verb>``; long values are cut to what the trail takes."""
    short = {key: _short(value) for key, value in data.items()}
    record_event(actor=by, verb=f"people.{verb}", target=target, at=at, **short)


def tell(
    kind: str, people: Iterable[Person | None], *, key: str, url: str, now: datetime, **data: Any
) -> None:
    """Tell these people ``people.<kind>``; the same person once, nobody twice."""
    known = {person.pk: person for person in people if person is not None}
    notify(
        key=f"people.{kind} {key}",
        recipients=known.values(),
        kind=f"people.{kind}",
        data=data,
        url=url,
        now=now,
    )


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= LONGEST_TEXT else value[: LONGEST_TEXT - 1] + "…"
    if isinstance(value, list):
        return [_short(each) for each in value]
    if isinstance(value, dict):
        return {key: _short(each) for key, each in value.items()}
    return value
