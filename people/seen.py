"""Two people edit one thing: what each of them saw decides whose words are kept.

A form carries a fingerprint of every value that was on the page. When it comes back and a value
in the database is another one by now, then

* what only the other changed is kept as the other has it,
* what only the sender changed is changed,
* what both changed to different values is a clash: both are shown and the sender decides.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

FIELD = "seen"


@dataclass(frozen=True)
class Clash:
    """One value that two people changed: what it is now, and what the sender typed."""

    field: str
    theirs: Any
    yours: Any


class ChangedMeanwhile(Exception):  # noqa: N818 what happened, in the project's words
    """Nothing was saved: somebody else changed the same values."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__(", ".join(clash.field for clash in clashes))
        self.clashes = clashes


def fingerprint(values: Mapping[str, Any]) -> str:
    """What the form carries: one short hash for each value that is shown."""
    return json.dumps({field: _print(value) for field, value in values.items()})


def merged(seen: str, now: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values to save; raises ``ChangedMeanwhile`` where both changed one.

    ``seen`` that nobody can read counts as having seen nothing.
    """
    prints = _prints(seen)
    to_save: dict[str, Any] = {}
    clashes = []
    for field, value in typed.items():
        mine = _print(value) != prints.get(field)
        other = _print(now[field]) != prints.get(field)
        if mine and other and _print(value) != _print(now[field]):
            clashes.append(Clash(field, now[field], value))
        elif mine:
            to_save[field] = value
    if clashes:
        raise ChangedMeanwhile(clashes)
    return to_save


def _prints(seen: str) -> dict[str, str]:
    try:
        prints = json.loads(seen)
    except (ValueError, RecursionError):  # the second: a thousand brackets inside each other
        return {}
    return prints if isinstance(prints, dict) else {}


def _print(value: Any) -> str:
    plain = value.pk if isinstance(value, models.Model) else value
    return hashlib.sha256(repr(plain).encode("utf-8", "surrogatepass")).hexdigest()[:16]
