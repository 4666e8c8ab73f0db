"""People in one line each: the week, what was won, the document, and what waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from activities.queries import WeekInShort, weeks_in_short
from calc.funnel import Share
from calc.periods import monday_of, year
from expectations.models import DocumentVersion, State
from expectations.models.documents import IN_WORK, in_force
from insights.queries.won import Drawn, Figures, Won, drawn_by_person
from people.models import Person
from sales.queries import NOTHING, SalesResult, results_by_person

_WEEK = timedelta(days=7)
_ZERO = Decimal(0)


class Member(NamedTuple):
    """As much of a person as a list of figures needs; hundreds are read at once."""

    pk: int
    name: str
    currency: str
    time_zone: str
    hired_on: date | None
    left_on: date | None
    team_id: int | None
    team: str | None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else self.name


def members(people: QuerySet[Any], *extra: str) -> QuerySet[Any, tuple[Any, ...]]:
    """The columns of :class:`Member` of these people by name, then the extra ones."""
    return people.order_by("name", "pk").values_list(
        *("pk", "name", "currency", "time_zone", "hired_on", "left_on", "team_id", "team__name"),
        *extra,
    )


def direct_reports(viewer: Person, today: date) -> list[Member]:
    """The people somebody leads directly and who work here, by name. One query."""
    direct = Person.objects.reporting_to(viewer, today).values("pk")
    return list(map(Member._make, members(Person.objects.employed_on(today).filter(pk__in=direct))))


@dataclass(frozen=True)
class Paper:
    """What is agreed with one person: a status, and the version to read.

    ``status`` is a key of the status marks: ``met`` in force, ``waiting`` shared and not signed
    by both, ``draft``, ``no_data`` nothing.
    """

    status: str = "no_data"
    version_id: int | None = None


def papers(viewer: Person, people: Iterable[int], today: date) -> dict[int, Paper]:
    """What is agreed with each, as far as the viewer may read it. One query.

    What is being agreed comes before what is in force: that is where something moves.
    """
    holds = in_force(today, today)
    rows = (
        DocumentVersion.objects.visible_to(viewer, today)
        .filter(Q(state__in=IN_WORK) | holds, document__person__in=list(people))
        .order_by("document__starts_on")
        .values_list("document__person", "pk", "state")
    )
    found: dict[int, Paper] = {}
    for person_id, pk, state in sorted(rows, key=lambda row: _RANK[State(row[2])]):
        found.setdefault(person_id, Paper(_STATUS[State(state)], pk))
    return found


_STATUS = {State.SHARED: "waiting", State.DRAFT: "draft", State.ACTIVE: "met"}
_RANK = {State.SHARED: 0, State.DRAFT: 1, State.ACTIVE: 2}


@dataclass(frozen=True)
class PersonLine:
    """``weeks`` are None where the reader does not lead the person; the oldest first."""

    person: Member
    won: Won
    paper: Paper
    weeks: tuple[WeekInShort, ...] | None
    rate: Share | None = None
    drawn: Drawn | None = None

    @property
    def this_week(self) -> WeekInShort | None:
        return self.weeks[-1] if self.weeks else None

    @property
    def mean_share(self) -> Decimal | None:
        """Mean of the shares of what was done in the weeks that had a plan."""
        shares = [week.share for week in self.weeks or () if week.share is not None]
        return sum(shares, _ZERO) / len(shares) if shares else None


@dataclass(frozen=True)
class Asked:
    """For whom the lines are, and when; ``readable`` are those whose weeks the viewer reads."""

    viewer: Person
    today: date
    now: datetime
    readable: frozenset[int]


def person_lines(
    asked: Asked,
    people: Sequence[Member],
    figures: Figures,
    *,
    weeks: int = 1,
    in_full: bool = False,
) -> list[PersonLine]:
    """One line for each, in the order given. Four queries; two more ``in_full``, with the share
    of won deals and the line of the period.
    """
    ids = [person.pk for person in people]
    mondays = [monday_of(asked.today) - back * _WEEK for back in range(weeks - 1, -1, -1)]
    short = weeks_in_short(
        people=[person for person in people if person.pk in asked.readable],
        mondays=mondays,
        now=asked.now,
    )
    agreed = papers(asked.viewer, ids, asked.today)
    rates: Mapping[int, SalesResult] = {}
    lines: Mapping[int, Drawn] = {}
    if in_full:
        rates = results_by_person(ids, year(asked.today).start, asked.today)
        lines = drawn_by_person(ids, figures)
    return [
        PersonLine(
            person=person,
            won=figures.won(person.pk),
            paper=agreed.get(person.pk, Paper()),
            weeks=tuple(short[person.pk, monday] for monday in mondays)
            if person.pk in asked.readable
            else None,
            rate=rates.get(person.pk, NOTHING).win_rate if in_full else None,
            drawn=lines.get(person.pk),
        )
        for person in people
    ]
