"""Where in a document something is said, and which fields one may propose other words for.

A place has a key that is also the id of its line on the page: ``document`` (the whole),
``goal``, ``standard-5f3c…``.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calc.document import Wording
from expectations.lines import (
    ABILITY,
    ACTIVITY,
    AIM,
    AREA,
    BEHAVIOUR,
    DOCUMENT,
    KINDS,
    STANDARD,
    Name,
)
from expectations.models import Comment, DocumentVersion

GOAL = "goal"

Labels = Mapping[str, Promise]

# By kind of place: the fields one may propose other words for, by what the page calls them.
_FIELDS: Mapping[str, Labels] = {
    DOCUMENT: {},
    GOAL: {"position_goal": _("Position goal")},
    AREA: {"title": _("Key result area"), "weight": _("Weight in percent")},
    STANDARD: {
        "text": _("I will be satisfied when"),
        "target": _("Target"),
        "target_to": _("Up to"),
        "unit": _("Unit"),
        "minimum": _("Minimum"),
        "outstanding": _("Outstanding"),
        "due_on": _("Due"),
    },
    ACTIVITY: {"weekly_quantity": _("A week")},
    ABILITY: {
        "name": _("Skill, knowledge or ability"),
        "level_needed": _("Level needed"),
        "how": _("How it is reached"),
    },
    AIM: {
        "title": _("Development aim"),
        "how": _("How it is obtained"),
        "due_on": _("By when"),
        "known_when": _("How both will know"),
    },
    BEHAVIOUR: {"looks_like": _("What it looks like in this job")},
}

_LABELS: Labels = {
    DOCUMENT: _("The whole document"),
    GOAL: _("Position goal"),
    AREA: _("Key result area"),
    STANDARD: _("Standard"),
    ACTIVITY: _("Activity"),
    ABILITY: _("Skill, knowledge or ability"),
    AIM: _("Development aim"),
    BEHAVIOUR: _("What matters most"),
}


@dataclass(frozen=True)
class Place:
    """The whole document, its position goal, or one line."""

    kind: str
    line: uuid.UUID | None = None

    @classmethod
    def parse(cls, key: str) -> "Place | None":
        """The place of a key; None for one that no document has."""
        kind, _dash, line = key.partition("-")
        if kind not in _FIELDS:
            return None
        if kind in (DOCUMENT, GOAL):
            return None if line else cls(kind)
        try:
            return cls(kind, uuid.UUID(line))
        except ValueError:
            return None

    @classmethod
    def of(cls, comment: Comment) -> "Place":
        return cls(comment.kind, comment.line)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.line}" if self.line else self.kind

    @property
    def fields(self) -> Labels:
        return _FIELDS[self.kind]

    @property
    def label(self) -> str:
        return str(_LABELS[self.kind])

    def name(self, field: str) -> Name:
        """The name under which a field of this place is stored."""
        kind = KINDS[DOCUMENT if self.kind == GOAL else self.kind]
        return Name(kind, self.line, field)

    def row(self, version: DocumentVersion) -> Any:
        """The line in this version, or None when it has none. One query; none for the whole."""
        if self.line is None:
            return version
        return KINDS[self.kind].of(version).filter(line=self.line).first()

    def texts(self, row: Any) -> dict[str, str]:
        """What its fields say, spelled as on the page."""
        return {each: self.name(each).rules.show(getattr(row, each)) for each in self.fields}


def line_names(words: Wording) -> dict[str, str]:
    """What each line says in short, by the key of its place."""
    return {
        **{f"{AREA}-{each.line}": each.title for each in words.areas},
        **{f"{STANDARD}-{each.line}": each.text for each in words.standards},
        **{f"{ACTIVITY}-{each.line}": each.name for each in words.activities},
        **{f"{ABILITY}-{each.line}": each.name for each in words.abilities},
        **{f"{AIM}-{each.line}": each.title for each in words.aims},
        **{f"{BEHAVIOUR}-{each.line}": each.behaviour or each.value for each in words.behaviours},
    }
