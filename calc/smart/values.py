"""What goes into the check and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

LETTERS = "SMART"
SMART = "smart"
VAGUE = "vague"

PERIOD = "period"  # the cadence of a standard that counts over the whole period


@dataclass(frozen=True)
class Measure:
    """What is known of a standard beside its words. What stands here need not be in the words.

    ``cadence`` is "period" or a rhythm ("week", "month", "quarter"); ``linked`` says whether the
    standard serves a business objective, None where nobody has said.
    """

    target: Decimal | None = None
    target_to: Decimal | None = None
    unit: str = ""
    comparison: str = ""
    cadence: str = PERIOD
    due_on: date | None = None
    baseline: Decimal | None = None
    linked: bool | None = None

    @property
    def says_how_much(self) -> bool:
        return self.target is not None

    @property
    def says_when(self) -> bool:
        """A due day, a rhythm, or a target that counts over the period of the document."""
        return self.due_on is not None or self.cadence != PERIOD or self.target is not None

    @property
    def names_a_thing(self) -> bool:
        """Does the unit say what is counted: deals, USD; a share or a multiple says nothing."""
        return self.target is not None and self.unit.strip() not in ("", "%", "×", "x")


NOTHING = Measure()


@dataclass(frozen=True)
class Finding:
    """Why a letter is in doubt: ``text[start:end]`` are the words that led to it.

    A finding that ``fails`` takes its letter away; another is worth a look and takes nothing.
    ``code`` names the sentence and the proposal, ``evidence`` has the figures they need.
    """

    letter: str
    code: str
    start: int
    end: int
    fails: bool = True
    evidence: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Judgement:
    """The five letters of one standard."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The letters that are not fulfilled, in the order of the word."""
        failed = {finding.letter for finding in self.findings if finding.fails}
        return tuple(letter for letter in LETTERS if letter in failed)

    @property
    def verdict(self) -> str:
        return VAGUE if self.missing else SMART

    def span(self, finding: Finding) -> str:
        """The words that led to a finding."""
        return self.text[finding.start : finding.end]
