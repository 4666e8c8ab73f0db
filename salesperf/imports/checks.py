"""What was found in a file before anything is saved: values that the page shows.

A check is made anew each time it is looked at, from the file, the mapping, the answers and what
is in the database. Its fingerprint stands for all it would do; who presses Import sends it back.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from calc.money import Money
from salesperf.web.format import money, number


@dataclass(frozen=True)
class Offer:
    """A way to repair a row that only needs a yes: ``value`` of ``field`` means ``means``."""

    label: str
    field: str
    value: str
    means: str


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be read: where, the value as in the file, what to do about it.

    ``key`` is what people know the row by. ``cells`` is the row, for the list of repairs.
    """

    row: int
    key: str
    column: str
    value: str
    what: str
    cells: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Choice:
    means: str
    label: str


@dataclass(frozen=True)
class Question:
    """Something only a person knows, asked once and remembered for the source.

    ``values`` are the values of ``field`` that the answer is about. ``choices`` become buttons,
    ``others`` a list to choose from.
    """

    field: str
    values: tuple[str, ...]
    text: str
    facts: str
    rows: tuple[int, ...]
    choices: tuple[Choice, ...]
    others: tuple[Choice, ...] = ()
    others_label: str = ""

    @property
    def name(self) -> str:
        """Short and the same each time, for anchors and addresses."""
        key = f"{self.field}\0{self.values[0]}"
        return hashlib.sha256(key.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Counts:
    """Where each row of the file goes; the parts add up to ``rows``."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    unreadable: int = 0
    twice: int = 0
    left_out: int = 0

    @property
    def parts(self) -> int:
        return self.new + self.changed + self.same + self.unreadable + self.twice + self.left_out

    @property
    def to_write(self) -> int:
        return self.new + self.changed


@dataclass(frozen=True)
class SumLine:
    """One line of *Does it add up?*: in the file, and in SalesPerf after the import.

    Values are Money or whole numbers. They differ only where something would be lost.
    """

    label: str
    in_file: Any
    after: Any

    @property
    def agrees(self) -> bool:
        return bool(self.in_file == self.after)

    @property
    def texts(self) -> tuple[str, str]:
        """Both values as people read them; amounts in whole units."""
        if isinstance(self.in_file, Money):
            return money(self.in_file, "whole"), money(self.after, "whole")
        return number(self.in_file), number(self.after)


@dataclass(frozen=True)
class Remark:
    """What is worth knowing about a column; ``look`` when somebody should look at it."""

    text: str
    look: bool = False


@dataclass(frozen=True)
class Column:
    """One column of the file as the check page lists it."""

    head: str
    becomes: str
    first: tuple[str, ...]
    empty: int
    remark: Remark | None = None


@dataclass(frozen=True)
class Found:
    """What a kind found: the part of a check that only the kind can tell.

    ``plan`` is what ``Kind.apply`` writes; nobody else looks into it. ``signature`` names each
    row it would write, so that a change of any of them changes the fingerprint. ``keys`` are the
    keys of the rows that are in or will be. ``extra`` are lines below the counts, for what comes
    in without a row of its own.
    """

    plan: Any
    signature: Iterable[Any]
    new: int
    changed: int
    same: int
    twice: int
    sums: tuple[SumLine, ...] = ()
    touches: tuple[str, ...] = ()
    extra: tuple[tuple[str, int], ...] = ()
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Check:
    """Everything the check page shows, and what an import of this file would do."""

    counts: Counts
    problems: tuple[Problem, ...]
    left_out: tuple[Problem, ...]
    questions: tuple[Question, ...]
    columns: tuple[Column, ...]
    answered: tuple[Any, ...]
    found: Found
    facts: tuple[str, ...]
    fingerprint: str

    @property
    def ready(self) -> bool:
        """Nothing is left to answer, repair or leave out."""
        return not self.questions and not self.problems and self.counts.rows > 0

    @property
    def changes_nothing(self) -> bool:
        return self.counts.to_write == 0 and not any(count for _, count in self.found.extra)

    @property
    def unreadable_rows(self) -> list[int]:
        return sorted({problem.row for problem in self.problems})


def fingerprint(*parts: Any) -> str:
    """A hash that changes with any of the parts."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()
