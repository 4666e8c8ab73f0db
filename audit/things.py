"""What an event happened to, in words: its kind, and its name where the reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from audit.models import Event, in_words


@dataclass(frozen=True)
class Thing:
    """``kind`` in words; ``name`` and ``url`` are empty for what the reader may not open."""

    kind: str
    number: str
    name: str = ""
    url: str = ""


def things_of(events: Iterable[Event], viewer: Any, today: date) -> list[tuple[Event, Thing]]:
    """Each event with what it happened to. One query for each kind of thing among them.

    The trail knows every row; its reader does not. So a name is only shown, and a link only
    made, for rows that the model's own ``visible_to`` gives this reader.
    """
    rows = list(events)
    numbers: dict[str, set[str]] = {}
    for event in rows:
        numbers.setdefault(event.target_type, set()).add(event.target_id)
    known = {kind: _known(kind, found, viewer, today) for kind, found in numbers.items()}
    return [(event, _thing(event, known[event.target_type])) for event in rows]


def _known(kind: str, numbers: set[str], viewer: Any, today: date) -> dict[str, models.Model]:
    model = _model(kind)
    visible_to = getattr(model and model._default_manager, "visible_to", None)
    if visible_to is None or not hasattr(model, "get_absolute_url"):
        return {}
    pks = [int(number) for number in numbers if number.isdecimal()]
    return {str(row.pk): row for row in visible_to(viewer, today).filter(pk__in=pks)}


def _thing(event: Event, known: dict[str, models.Model]) -> Thing:
    model = _model(event.target_type)
    kind = str(model._meta.verbose_name) if model else in_words(event.target_type)
    row: Any = known.get(event.target_id)
    if row is None:
        return Thing(kind, event.target_id)
    return Thing(kind, event.target_id, str(row), row.get_absolute_url())


def _model(kind: str) -> type[models.Model] | None:
    """The model of the event; None for one that this installation no longer has."""
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None
