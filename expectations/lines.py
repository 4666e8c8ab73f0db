"""The kinds of lines a draft is made of, and the fields one may type into.

A field has a name on the page, ``kind.line.field`` (``standard.5f3c….target``); the fields of
the version itself have no line (``document..position_goal``).

Two things are written this way: the version of a document, and the edition of a role profile.
Both have their lines under the same names, in tables of their own.
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
    ProfileAbility,
    ProfileActivity,
    ProfileArea,
    ProfileCompetency,
    ProfileRemovedLine,
    ProfileStandard,
    ProfileVersion,
    RemovedLine,
    Standard,
)

DOCUMENT, AREA, STANDARD, ACTIVITY, ABILITY = "document", "area", "standard", "activity", "ability"
COMPETENCY = "competency"

Draft = DocumentVersion | ProfileVersion


@dataclass(frozen=True)
class Kind:
    """A kind of line: its models (of documents, of profiles), its editable fields, and the way
    from a line to its version. ``only_document`` and ``only_profile`` are fields of one alone.
    """

    name: str
    model: type[Model] | None
    fields: fields.Fields
    version_path: str = "version"
    parent: str = ""
    profile_model: type[Model] | None = None
    only_document: frozenset[str] = frozenset()
    only_profile: frozenset[str] = frozenset()

    def model_of(self, version: Draft) -> type[Any] | None:
        """The table of its lines; None where such a version has no lines of this kind."""
        return self.profile_model if isinstance(version, ProfileVersion) else self.model

    def fields_of(self, version: Draft) -> list[str]:
        """The fields that such a version has."""
        profile = isinstance(version, ProfileVersion)
        missing = self.only_document if profile else self.only_profile
        return [name for name in self.fields if name not in missing]

    def of(self, version: Draft) -> QuerySet[Any]:
        """The lines of a version. Raises LookupError where it has none of this kind."""
        model = self.model_of(version)
        if model is None:
            raise LookupError(f"{type(version).__name__} has no {self.name}.")
        return model._default_manager.filter(**{self.version_path: version})


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
        Kind(
            DOCUMENT,
            DocumentVersion,
            {
                "position_goal": fields.text(fields.LONGEST_TEXT),
                "portrait": fields.text(fields.LONGEST_TEXT),
            },
            "pk",
            profile_model=ProfileVersion,
            only_profile=frozenset({"portrait"}),
        ),
        Kind(
            AREA,
            KeyResultArea,
            {
                "title": fields.line_of_text(200),
                "weight": fields.whole(0, 100, _weight, empty=0),
            },
            profile_model=ProfileArea,
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
                "kept_because": fields.line_of_text(300),
            },
            "key_result_area__version",
            parent=AREA,
            profile_model=ProfileStandard,
            only_document=frozenset({"objective", "due_on", "baseline"}),
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
            profile_model=ProfileActivity,
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
            profile_model=ProfileAbility,
            only_document=frozenset({"level_now"}),
        ),
        Kind(COMPETENCY, None, {"level_needed": _LEVEL}, profile_model=ProfileCompetency),
    )
}


def kinds_of(version: Draft) -> list[Kind]:
    """The kinds of lines that such a version has, itself among them."""
    return [kind for kind in KINDS.values() if kind.model_of(version) is not None]


def removed_model(version: Draft) -> type[Any]:
    """The table of the lines that were taken out."""
    return ProfileRemovedLine if isinstance(version, ProfileVersion) else RemovedLine


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

    def fits(self, version: Draft) -> bool:
        """Does such a version have this field?"""
        known = self.kind.model_of(version) is not None
        return known and self.field in self.kind.fields_of(version)

    @property
    def rules(self) -> fields.Field:
        return self.kind.fields[self.field]

    def __str__(self) -> str:
        return f"{self.kind.name}.{self.line or ''}.{self.field}"


def _points_to(kind: Kind, version: Draft) -> list[str]:
    """What the lines of a kind point to, to be loaded with them."""
    if kind.name == STANDARD:
        return ["activity_type"] + (["objective"] if "objective" in kind.fields_of(version) else [])
    return {ACTIVITY: ["activity_type"], COMPETENCY: ["competency"]}.get(kind.name, [])


@dataclass
class Sheet:
    """All lines of a draft, loaded once: one query for each kind."""

    version: Draft
    rows: dict[str, dict[uuid.UUID | None, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, version: Draft) -> "Sheet":
        rows: dict[str, dict[uuid.UUID | None, Any]] = {DOCUMENT: {None: version}}
        for kind in kinds_of(version):
            if kind.name != DOCUMENT:
                found = kind.of(version).select_related(*_points_to(kind, version))
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
            for kind in kinds_of(self.version)
            for line, row in self.rows[kind.name].items()
            for name in (Name(kind, line, field) for field in kind.fields_of(self.version))
        }

    def _value(self, row: Any, field: str) -> Any:
        if field in ("activity_type", "objective"):
            return getattr(row, f"{field}_id")
        if field == "key_result_area":
            return self.area_line(row.key_result_area_id)
        return getattr(row, field)
