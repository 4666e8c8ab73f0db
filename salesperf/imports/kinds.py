"""The kinds of files that can come in. Rooms register theirs; nothing here knows a room."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms

from salesperf.imports.checks import Found
from salesperf.web.parts import NextStep

if TYPE_CHECKING:
    from salesperf.imports.models import ImportFile
    from salesperf.imports.sheet import Sheet


@dataclass(frozen=True)
class Field:
    """One thing a column can mean. ``guesses`` are heads that usually mean it.

    ``reads`` says how its cells are read: "text", "date", "amount" or "email".
    """

    name: str
    label: Any
    guesses: tuple[str, ...] = ()
    required: bool = False
    reads: str = "text"


@dataclass(frozen=True)
class WrongMapping:
    """Something to put right on the page of columns; ``field`` names an option, or is None."""

    field: str | None
    text: str


class Kind(ABC):
    """One kind of import: people, deals, …

    ``check`` reads a sheet and the database and writes nothing; ``apply`` writes what a check
    planned, inside the caller's transaction and lock.
    """

    name: str
    label: Any  # "Deals"
    says: Any  # one sentence on what belongs in such a file
    new_label: Any  # "New deals"
    changed_label: Any
    key_label: Any  # the head over what people know a row by: "Deal"
    rest_label: Any  # what becomes of a column that means no field
    fields: Sequence[Field]
    key_fields: Sequence[str]  # what a row is known by, the best first
    whole_key: bool = False  # is it known by all of these together?
    not_remembered: Sequence[str] = ()  # options that the next file of a source decides anew

    @abstractmethod
    def may(self, person: Any) -> bool:
        """May this person import files of this kind, and see what was imported?"""

    @abstractmethod
    def check(self, sheet: "Sheet", *, by: Any, today: date) -> Found:
        """Compare the rows with the database. Notes problems and questions on the sheet."""

    @abstractmethod
    def apply(self, plan: Any, *, file: "ImportFile", by: Any, now: datetime, today: date) -> None:
        """Write the plan of a check that was made in this same transaction."""

    @abstractmethod
    def record(self, verb: str, *, file: "ImportFile", by: Any, now: datetime, **data: Any) -> None:
        """Write an event about the file into the audit trail."""

    @abstractmethod
    def announce(self, *, file: "ImportFile", url: str, now: datetime) -> None:
        """Tell whoever sent the file that it is in."""

    def options(
        self, *, columns: Mapping[str, str], person: Any, today: date
    ) -> dict[str, forms.Field]:
        """Form fields for what the columns do not say (the currency of all amounts)."""
        return {}

    def wrong_mapping(
        self, columns: Mapping[str, str], options: Mapping[str, Any]
    ) -> "list[WrongMapping]":
        """What is wrong with a mapping beside missing fields."""
        return []

    def after(self, file: "ImportFile") -> NextStep | None:
        """What to do next when a file of this kind is in."""
        return None

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def meaning(self, field: str, means: str) -> str:
        """What a remembered answer says, in words."""
        return means


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; rooms call it from ``AppConfig.ready``."""
    if kind.name in _KINDS and type(_KINDS[kind.name]) is not type(kind):
        raise ValueError(f"There are two kinds of import named {kind.name}.")
    _KINDS[kind.name] = kind


def get(name: str) -> Kind:
    """Return the kind; ``KeyError`` for a name that nobody registered."""
    return _KINDS[name]


def kinds_for(person: Any) -> list[Kind]:
    """The kinds this person may import, in the order they were registered."""
    return [kind for kind in _KINDS.values() if kind.may(person)]
