"""What goes into the engine and what comes out: credits, people, lines, the trace, findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from calc.commission.numbers import WHOLE
from calc.periods import Period

# Roles of a credit: why somebody gets it.
OWN = "own"
OVERLAY = "overlay"
TEAM = "team"
COMMISSION = "commission"
ROLES = (OWN, OVERLAY, TEAM, COMMISSION)

# Reasons of a line: why it is there.
EARNED = "earned"
TRUE_UP = "true_up"
RELEASED = "released"
FLOOR = "floor"
CLAWBACK = "clawback"

ERROR = "error"
WARNING = "warning"
NOTE = "note"

EVERY = "*"
"""Stands for every period where a figure is given by period."""


class Conversion(NamedTuple):
    """How a credit came into the plan's currency. ``rate`` is numerator and denominator."""

    amount: int
    currency: str
    rate: tuple[int, int]
    on: date
    source: str


class Credit(NamedTuple):
    """One person's part in one deal, in the currency of the plan.

    ``amount`` and ``cost`` are minor units, ``units`` thousandths, ``facts`` billionths by name.
    ``share`` is the part of the *pay* on this amount that this person gets (WHOLE for all of
    it): the amount itself counts in full towards tiers and quota. ``id`` is unique.
    """

    id: str
    payee: str
    date: date
    amount: int
    currency: str
    product: str = ""
    units: int = 0
    cost: int = 0
    deal: str = ""
    role: str = OWN
    share: tuple[int, int, int] = WHOLE
    tags: frozenset[str] = frozenset()
    facts: Mapping[str, int] = {}
    conversion: Conversion | None = None


Figures = Mapping[str, Mapping[str, int]]
"""By name, then by the key of a period (``2026-Q1``, or ``*`` for every one)."""


@dataclass(frozen=True)
class Person:
    """What the engine knows of a payee. Quotas and targets are minor units (thousandths where
    the measure counts pieces), metrics billionths. ``owed`` of a draw and ``debt`` are the
    balances brought into the run, in minor units."""

    id: str
    start: date | None = None
    end: date | None = None
    absences: tuple[Period, ...] = ()
    quotas: Figures = field(default_factory=dict)
    targets: Figures = field(default_factory=dict)
    metrics: Figures = field(default_factory=dict)
    owed: int = 0
    debt: int = 0


class Line(NamedTuple):
    """One entry of pay. Never changed; corrected by a further line.

    ``base`` is what it is paid on (minor units, or thousandths of pieces), ``before`` where the
    running total stood, ``rate`` billionths of the base (for a line that crosses tiers the mean,
    rounded: the slices are in its trace), ``gross`` what the rate gives and ``paid`` what gates,
    multipliers, caps and floors left of it, both in minor units.
    """

    payee: str
    credit: str
    component: str
    period: str
    base: int
    before: int
    rate: int
    gross: int
    paid: int
    reason: str = EARNED

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        return (self.payee, self.credit, self.component, self.period, self.reason)


class Step(NamedTuple):
    """One step of a calculation: what was done, and the figures it was done with."""

    what: str
    facts: tuple[tuple[str, int | str], ...]


@dataclass(frozen=True)
class Trace:
    """How a line came about. Made by the calculation itself, run again."""

    line: Line
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Finding:
    """Something to know or to mend, with its place.

    ``at`` is a JSON pointer into the plan or the file (``/components/0/rate/tiers/2/from``),
    ``money`` what it is worth in minor units of the plan's currency where that can be said.
    """

    code: str
    at: str
    text: str
    level: str = ERROR
    money: int | None = None


class Findings(list[Finding]):
    """Findings as they are gathered."""

    def error(self, code: str, at: str, text: str, money: int | None = None) -> None:
        self.append(Finding(code, at, text, ERROR, money))

    def warn(self, code: str, at: str, text: str, money: int | None = None) -> None:
        self.append(Finding(code, at, text, WARNING, money))

    def note(self, code: str, at: str, text: str, money: int | None = None) -> None:
        self.append(Finding(code, at, text, NOTE, money))

    @property
    def has_errors(self) -> bool:
        return any(finding.level == ERROR for finding in self)


class CannotCalculate(ValueError):  # noqa: N818 what it is, in the project's words
    """Something is missing without which a pay would be a guess. Carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.text)
        self.finding = finding


def cannot(code: str, at: str, text: str) -> CannotCalculate:
    return CannotCalculate(Finding(code, at, text))
