"""The kinds of lines a draft is made of, and the fields one may type into.

A field has a name on the page, ``kind.line.field`` (``standard.5f3c….target``); the fields of
the version itself have no line (``document..position_goal``).

Two things are written this way: the version of a document, and the edition of a role profile.
Both have their lines under the same names, in tables of their own.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from activities.models import ActivityType
from expectations import fields
from expectations.models import (
    Ability,
    BusinessObjective,
    DevelopmentAim,
    DocumentVersion,
    ExpectedActivity,
    KeyResultArea,
    MarkedBehaviour,
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
from expectations.queries.together import rows_together

DOCUMENT, AREA, STANDARD, ACTIVITY, ABILITY = "document", "area", "standard", "activity", "ability"
AIM, BEHAVIOUR, COMPETENCY = "aim", "behaviour", "competency"

Draft = DocumentVersion | ProfileVersion


@dataclass(frozen=True)
class Kind:
    """A kind of line, described once: pages, saving, copying and taking out go by this.

    ``model`` and ``profile_model`` are its tables (of documents, of profiles; None where such a
    version has no such lines) and ``fields`` what one types into; ``only_document`` and
    ``only_profile`` name fields of one alone. ``joins`` are the rows that a line's words need,
    ``named`` the values by which a line that was taken out is offered back, ``version_path``
    the way from a line to its version.
    """

    name: str
    model: type[Model] | None
    fields: fields.Fields
    named: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    version_path: str = "version"
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

    def joins_of(self, version: Draft) -> list[str]:
        """What the lines of such a version point to, to be loaded with them."""
        missing = self.only_document if isinstance(version, ProfileVersion) else self.only_profile
        return [name for name in self.joins if name not in missing]

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
            version_path="pk",
            profile_model=ProfileVersion,
            only_profile=frozenset({"portrait"}),
        ),
        Kind(
            AREA,
            KeyResultArea,
            {
                "title": fields.line_of_text(200),
                "weight": fields.whole(0, 100, _weight, empty=0),
                "kind": fields.choice(KeyResultArea.Kind),
            },
            named=("title",),
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
                "figure": fields.choice(Standard.Figure),
                "part": fields.line_of_text(80),
                "whole": fields.line_of_text(80),
                "minimum": _AMOUNT,
                "outstanding": _AMOUNT,
                "actual_from": fields.choice(Standard.ActualFrom),
                "activity_type": fields.row_id(ActivityType),
                "activity_type_whole": fields.row_id(ActivityType),
                "objective": fields.row_id(BusinessObjective),
                "kept_because": fields.line_of_text(300),
            },
            named=("text",),
            joins=("objective", "activity_type", "activity_type_whole"),
            version_path="key_result_area__version",
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
            named=("named",),
            joins=("activity_type",),
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
            named=("name",),
            profile_model=ProfileAbility,
            only_document=frozenset({"level_now"}),
        ),
        Kind(
            AIM,
            DevelopmentAim,
            {
                "title": fields.line_of_text(200),
                "why": fields.line_of_text(500),
                "how": fields.line_of_text(500),
                "due_on": fields.day(),
                "known_when": fields.line_of_text(500),
            },
            named=("title",),
        ),
        Kind(
            BEHAVIOUR,
            MarkedBehaviour,
            {"looks_like": fields.line_of_text(500)},
            named=("behaviour", "value"),
        ),
        Kind(
            COMPETENCY,
            None,
            {"level_needed": _LEVEL},
            named=("named",),
            joins=("competency",),
            profile_model=ProfileCompetency,
        ),
    )
}


def kinds_of(version: Draft) -> list[Kind]:
    """The kinds of lines that such a version has, itself among them."""
    return [kind for kind in KINDS.values() if kind.model_of(version) is not None]


def lines_of(version: Draft) -> list[Kind]:
    """The same without the version itself."""
    return [kind for kind in kinds_of(version) if kind.name != DOCUMENT]


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


@dataclass
class Sheet:
    """All lines of a draft, loaded once: those that point to nothing in one query together, and
    one query for each kind that does.
    """

    version: Draft
    rows: dict[str, dict[uuid.UUID | None, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, version: Draft) -> "Sheet":
        found: dict[str, Iterable[Any]] = {}
        plain = [kind for kind in lines_of(version) if not kind.joins]
        together = rows_together([kind.of(version) for kind in plain])
        found.update((kind.name, rows) for kind, rows in zip(plain, together, strict=True))
        for kind in lines_of(version):
            if kind.joins:
                found[kind.name] = kind.of(version).select_related(*kind.joins_of(version))
        return cls.holding(version, found)

    @classmethod
    def holding(cls, version: Draft, lines: Mapping[str, Iterable[Any]]) -> "Sheet":
        """A sheet of rows that are at hand, by their kind. No query."""
        rows: dict[str, dict[uuid.UUID | None, Any]] = {DOCUMENT: {None: version}}
        for kind in lines_of(version):
            rows[kind.name] = {row.line: row for row in lines.get(kind.name, ())}
        return cls(version, rows)

    def row(self, name: Name) -> Any:
        """The line of a field, or None when somebody took it out."""
        return self.rows[name.kind.name].get(name.line)

    @property
    def served(self) -> set[int]:
        """The objectives that standards serve."""
        return {row.objective_id for row in self.rows[STANDARD].values() if row.objective_id}

    def area_line(self, pk: int | None) -> uuid.UUID | None:
        return next((line for line, area in self.rows[AREA].items() if area.pk == pk), None)

    def shown(self, row: Any, name: Name) -> str:
        """The text that the page shows for what is stored."""
        return name.rules.show(self._value(row, name))

    def texts(self) -> dict[str, str]:
        """Every field of the page with its text."""
        return {
            str(name): self.shown(row, name)
            for kind in kinds_of(self.version)
            for line, row in self.rows[kind.name].items()
            for name in (Name(kind, line, field) for field in kind.fields_of(self.version))
        }

    def _value(self, row: Any, name: Name) -> Any:
        if name.rules.model is not None:
            return getattr(row, f"{name.field}_id")
        if name.field == "key_result_area":
            return self.area_line(row.key_result_area_id)
        return getattr(row, name.field)
