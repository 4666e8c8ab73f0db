"""The kinds of lines a draft is made of, and the fields one may type into.

A field has a name on the page, ``kind.line.field`` (``standard.5f3c….target``); the fields of
the version itself have no line (``document..position_goal``).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from expectations import fields
from expectations.models import (
    Ability,
    DocumentVersion,
    ExpectedActivity,
    KeyResultArea,
    Standard,
)

DOCUMENT, AREA, STANDARD, ACTIVITY, ABILITY = "document", "area", "standard", "activity", "ability"


@dataclass(frozen=True)
class Kind:
    """A kind of line: its model, its editable fields, and the way from a line to its version."""

    name: str
    model: type[Model]
    fields: fields.Fields
    version_path: str = "version"
    parent: str = ""

    def of(self, version: DocumentVersion) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{self.version_path: version})


def _weight() -> str:
    return _("Weights are whole numbers from 0 to 100.")


def _level() -> str:
    return _("Levels are whole numbers from 1 to 5.")


def _quantity() -> str:
    return _("Write how many a week, 0 or more.")


_AMOUNT = fields.number(places=4, digits=14)
_LEVEL = fields.whole(1, 5, _level)

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(DOCUMENT, DocumentVersion, {"position_goal": fields.text(fields.LONGEST_TEXT)}, "pk"),
        Kind(
            AREA,
            KeyResultArea,
            {
                "title": fields.line_of_text(200),
                "weight": fields.whole(0, 100, _weight, empty=0),
            },
        ),
        Kind(
            STANDARD,
            Standard,
            {
                "text": fields.text(fields.LONGEST_TEXT),
                "comparison": fields.choice(Standard.Comparison),
                "target": _AMOUNT,
                "target_to": _AMOUNT,
                "unit": fields.line_of_text(40),
                "cadence": fields.choice(Standard.Cadence),
                "due_on": fields.day(),
                "baseline": _AMOUNT,
                "actual_from": fields.choice(Standard.ActualFrom),
                "activity_type": fields.row_id(),
                "objective": fields.row_id(),
            },
            "key_result_area__version",
            parent=AREA,
        ),
        Kind(
            ACTIVITY,
            ExpectedActivity,
            {
                "weekly_quantity": fields.needed(
                    fields.number(places=2, digits=6, least=0), _quantity
                ),
                "key_result_area": fields.line_id(),
            },
        ),
        Kind(
            ABILITY,
            Ability,
            {
                "kind": fields.choice(Ability.Kind),
                "name": fields.line_of_text(200),
                "level_now": _LEVEL,
                "level_needed": _LEVEL,
                "how": fields.line_of_text(300),
            },
        ),
    )
}


def field_id(name: str) -> str:
    """The id of a field on the page."""
    return name.replace(".", "-")


@dataclass(frozen=True)
class Name:
    """The name of a field on the page, taken apart."""

    kind: Kind
    line: uuid.UUID | None
    field: str

    @classmethod
    def parse(cls, name: str) -> "Name | None":
        """Take a name apart; None for one that no page has."""
        parts = name.split(".")
        kind = KINDS.get(parts[0]) if len(parts) == 3 else None
        if kind is None or parts[2] not in kind.fields:
            return None
        if kind.name == DOCUMENT:
            return cls(kind, None, parts[2]) if parts[1] == "" else None
        try:
            return cls(kind, uuid.UUID(parts[1]), parts[2])
        except ValueError:
            return None

    @property
    def rules(self) -> fields.Field:
        return self.kind.fields[self.field]

    def __str__(self) -> str:
        return f"{self.kind.name}.{self.line or ''}.{self.field}"


@dataclass
class Sheet:
    """All lines of a draft, loaded once: five queries."""

    version: DocumentVersion
    rows: dict[str, dict[uuid.UUID | None, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, version: DocumentVersion) -> "Sheet":
        rows: dict[str, dict[uuid.UUID | None, Any]] = {DOCUMENT: {None: version}}
        for kind in KINDS.values():
            if kind.name == DOCUMENT:
                continue
            found = kind.of(version)
            if kind.name == STANDARD:
                found = found.select_related("objective", "activity_type")
            if kind.name == ACTIVITY:
                found = found.select_related("activity_type")
            rows[kind.name] = {row.line: row for row in found}
        return cls(version, rows)

    def row(self, name: Name) -> Any:
        """The line of a field, or None when somebody took it out."""
        return self.rows[name.kind.name].get(name.line)

    def area_line(self, pk: int | None) -> uuid.UUID | None:
        return next((line for line, area in self.rows[AREA].items() if area.pk == pk), None)

    def shown(self, row: Any, name: Name) -> str:
        """The text that the page shows for what is stored."""
        return name.rules.show(self._value(row, name.field))

    def texts(self) -> dict[str, str]:
        """Every field of the page with its text."""
        return {
            str(name): self.shown(row, name)
            for kind in KINDS.values()
            for line, row in self.rows[kind.name].items()
            for name in (Name(kind, line, field) for field in kind.fields)
        }

    def _value(self, row: Any, field: str) -> Any:
        if field in ("activity_type", "objective"):
            return getattr(row, f"{field}_id")
        if field == "key_result_area":
            return self.area_line(row.key_result_area_id)
        return getattr(row, field)
