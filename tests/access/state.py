"""The whole database as a value, to see what a request changed."""

from typing import Any

from django.apps import apps
from django.db import models

# Rows that a request may always write and that nobody reads as a fact.
NOT_LOOKED_AT = {"sessions.Session", "web.ReceivedForm", "people.SignInAttempt"}


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, by model."""
    return {
        model._meta.label: sorted(_rows(model), key=repr)
        for model in apps.get_models()
        if model._meta.label not in NOT_LOOKED_AT
    }


def _rows(model: type[models.Model]) -> list[tuple[Any, ...]]:
    return [tuple(map(repr, row)) for row in model._default_manager.values_list()]


def difference(before: dict, after: dict) -> dict[str, tuple[list, list]]:
    """By model: the rows that are gone and the rows that are new."""
    changed = {}
    for label in before:
        gone = [row for row in before[label] if row not in after[label]]
        new = [row for row in after[label] if row not in before[label]]
        if gone or new:
            changed[label] = (gone, new)
    return changed
