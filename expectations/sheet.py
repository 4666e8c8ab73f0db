"""Standards as the rows of a file: what each says, and how it stands."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from expectations import wording as said
from expectations.models import Standard, State
from expectations.queries.standards import StandardLine
from salesperf.web.marks import STATUSES


def heads() -> list[str]:
    return [
        _("Person"), _("Team"), _("From"), _("To"), _("Version"), _("State"),
        _("Key result area"), _("Weight in percent"), _("Standard"), _("Measure"), _("Target"),
        _("Up to"), _("Unit"), _("How often"), _("Due"), _("Baseline"), _("Minimum"),
        _("Outstanding"), _("Actual from"), _("Business objective"), _("Kept as worded because"),
        _("Actual"), _("As of"), _("Status"),
    ]  # fmt: skip


def rows(lines: Iterable[StandardLine]) -> Iterator[list[Any]]:
    """One row for each line, in the columns of ``heads``."""
    return ([*_whose(line), *_words(line), *_standing(line)] for line in lines)


def _whose(line: StandardLine) -> list[Any]:
    team = line.version.document.person.team
    return [
        line.words.name,
        team.name if team else None,
        line.words.starts_on,
        line.words.ends_on,
        line.version.number,
        str(State(line.version.state).label),
    ]


def _words(line: StandardLine) -> list[Any]:
    words = line.standard
    return [
        line.area.title,
        line.area.weight,
        words.text,
        said.measure(words),
        words.target,
        words.target_to,
        words.shown_unit,
        str(Standard.Cadence(words.cadence).label),
        words.due_on,
        words.baseline,
        words.minimum,
        words.outstanding,
        said.source(words),
        words.serves,
        words.kept_because,
    ]


def _standing(line: StandardLine) -> list[Any]:
    stands = line.stands
    if stands is None:
        return [None, None, None]
    status = _("Too few to judge") if stands.too_few else str(STATUSES[stands.pace.status].word)
    return [stands.actual, stands.as_of, status]
