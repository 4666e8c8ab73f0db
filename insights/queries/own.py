"""One person's own figures for the home page: standards, the running week."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from activities.queries import Sheet, week_so_far
from calc.document import Wording
from calc.periods import Period, quarter
from expectations.models import DocumentVersion, Standard
from expectations.queries import Standing, in_force, standing
from expectations.queries.words import words_of
from insights.queries.won import Drawn, Target, drawn
from people.models import Person
from sales.queries import won_by_day

_From = Standard.ActualFrom
_OF_DEALS = frozenset({_From.WON_VALUE, _From.WON_COUNT, _From.WIN_RATE})
BEHIND = frozenset({"behind", "far_behind", "missed"})


@dataclass(frozen=True)
class StandardLine:
    """One standard with its key result area, and the line of what was won where it is that."""

    stands: Standing
    area: str
    drawn: Drawn | None = None

    @property
    def of_deals(self) -> bool:
        return self.stands.standard.actual_from in _OF_DEALS


@dataclass(frozen=True)
class Own:
    """``version`` is the document in force, if there is one."""

    version: DocumentVersion | None
    standards: tuple[StandardLine, ...]
    sheet: Sheet

    @property
    def behind(self) -> int:
        return sum(line.stands.pace.status in BEHIND for line in self.standards)

    @property
    def deals_on(self) -> date | None:
        """The date of the deals that standards were counted from."""
        return next((each.stands.as_of for each in self.standards if each.of_deals), None)

    @property
    def judged(self) -> int:
        return sum(line.stands.pace.status != "no_data" for line in self.standards)


def own_figures(person: Person, today: date) -> Own:
    """At most eight queries: the document, its words, the figures of its standards, the week."""
    sheet = week_so_far(person=person, today=today)
    version = in_force(person, today)
    if version is None:
        return Own(None, (), sheet)
    words = words_of(version, today)
    stands = standing(version, today, wording=words)
    lines = _lines(person, words, stands, today)
    return Own(version, tuple(lines[line] for line in stands), sheet)


def _lines(
    person: Person, words: Wording, stands: dict[str, Standing], today: date
) -> dict[str, StandardLine]:
    areas = {each.line: area.title for area in words.areas for each in area.standards}
    lines = {line: StandardLine(each, areas.get(line, "")) for line, each in stands.items()}
    won = [each for each in stands.values() if _is_won_value(each)]
    if not won:
        return lines
    start = min(each.window.start for each in won)
    days = won_by_day(person, start, today)
    for each in won:
        target = _target(each, person.currency)
        lines[each.standard.line] = StandardLine(
            each, areas.get(each.standard.line, ""), drawn(days, target, today)
        )
    return lines


def _is_won_value(stands: Standing) -> bool:
    return (
        stands.standard.actual_from == _From.WON_VALUE
        and stands.standard.comparison == Standard.Comparison.AT_LEAST
        and stands.target is not None
    )


def _target(stands: Standing, currency: str) -> Target:
    """The target of the chart, in the currency of the standard."""
    return Target.of(stands.window, stands.target or Decimal(0), stands.standard.unit, currency)


def since(own: Own, today: date) -> Period:
    """The days that most standards are judged over: those of the document."""
    if own.version is None:
        return quarter(today)
    return Period(own.version.document.starts_on, own.version.document.ends_on)
