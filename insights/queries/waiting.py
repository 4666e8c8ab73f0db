"""What waits for one person, of all rooms: the counts of the rail and the Next bar of the home.

Every page asks it, so it is kept to three small queries, however many documents and people there
are: the documents that are being agreed with the person or with somebody they lead directly, a
few facts, and the last two weeks of who has a weekly plan.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, JSONObject

from activities import rules as week_rules
from activities.models import Entry, PlanLine, Week
from calc.periods import monday_of
from expectations.models import (
    Acknowledgement,
    Comment,
    Disagreement,
    DocumentVersion,
    RoundInvitation,
    Signature,
    State,
    Strategy,
)
from expectations.models.documents import IN_WORK
from notifications.queries import unread
from people.models import Person, ReportingLine

SIGN, ANSWER, SHARE = "sign", "answer", "share"
_WEEK = timedelta(days=7)
_WEEKDAYS = 5


@dataclass(frozen=True)
class Agreement:
    """A version in work that waits for this person, and what they are to do with it."""

    version_id: int
    act: str  # SIGN, ANSWER or SHARE
    person_id: int
    name: str
    starts_on: date
    ends_on: date
    author: str
    own: bool


@dataclass(frozen=True)
class Weeks:
    """Where the person stands with logging. Days are those of the place where they are."""

    planned: bool = False  # a plan holds this week
    today_open: bool = False  # a planned working day, nothing logged
    due: tuple[date, ...] = ()  # Mondays of weeks that can be submitted and are not

    @property
    def waiting(self) -> int:
        return len(self.due) or int(self.today_open)


@dataclass(frozen=True)
class Unwritten:
    """People somebody leads directly for whom nothing is drafted, shared or signed: how many, and
    the first by name.
    """

    people: int = 0
    first_id: int | None = None
    first_name: str = ""


@dataclass(frozen=True)
class Waiting:
    """All of it. ``team`` is a name."""

    agreements: tuple[Agreement, ...]
    unwritten: Unwritten
    weeks: Weeks
    unread: int
    leads: bool
    team: str
    strategy_to_read: bool = False
    round: int | None = None  # a comment round the person has not answered, that ends first
    round_until: date | None = None

    def of(self, act: str) -> list[Agreement]:
        return [each for each in self.agreements if each.act == act]

    @property
    def by_step(self) -> dict[str, int]:
        """How much waits in each step of the loop."""
        expect = len(self.agreements) + self.unwritten.people
        asked = int(self.strategy_to_read) + int(self.round is not None)
        return {"expect": expect + asked, "do": self.weeks.waiting}


def waiting(person: Person, today: date) -> Waiting:
    """Ask for all that waits. Three queries; two for who has no weekly plan."""
    facts = _facts(person, today)
    return Waiting(
        agreements=tuple(_agreements(person, today)),
        unwritten=Unwritten(**(facts["unwritten"] or {})),
        weeks=_weeks(person, today, facts),
        unread=facts["unread"],
        leads=facts["leads"],
        team=facts["team_name"] or "",
        strategy_to_read=facts["edition"] is not None and not facts["has_read"],
        round=facts["round"],
        round_until=facts["round_until"],
    )


# --- documents -----------------------------------------------------------------------------------


class _Row(NamedTuple):
    """A version in work beside one of its signatures, if any, and what was said about these very
    words and is not answered: by the person, by somebody else."""

    pk: int
    state: str
    fingerprint: str
    author: int
    author_name: str
    person: int
    name: str
    starts_on: date
    ends_on: date
    signed_side: str | None
    signed_words: str | None
    person_asks: bool
    other_asks: bool
    disagrees: bool  # the side that reads has read these very words and does not agree


@dataclass
class _InWork:
    """A version in work with who signed these very words."""

    row: _Row
    signed: set[str] = field(default_factory=set)

    def add(self, row: _Row) -> None:
        if row.signed_side and row.signed_words == row.fingerprint:
            self.signed.add(row.signed_side)

    def act(self, viewer: Person) -> str:
        """What the viewer's side is to do: the reader signs first, then the writer.

        Who commented or proposed other words waits until the writer answered.
        """
        person = self.row.person
        own = viewer.pk == person
        writes = own == (self.row.author == person)
        if self.row.state == State.DRAFT:
            return SHARE if writes else ""
        mine = Signature.Side.PERSON if own else Signature.Side.MANAGER
        other_signed = bool(self.signed - {mine})
        asks = (self.row.person_asks, self.row.other_asks)
        reads = Signature.Side.PERSON if own != writes else Signature.Side.MANAGER
        if self.row.disagrees and reads not in self.signed:
            return ANSWER if writes else ""
        i_asked, other_asked = asks if own else asks[::-1]
        if writes and other_asked and not other_signed:
            return ANSWER
        if mine in self.signed or (i_asked and not writes) or (writes and not other_signed):
            return ""
        return SIGN


def _agreements(person: Person, today: date) -> Iterable[Agreement]:
    found: dict[int, _InWork] = {}
    for row in map(_Row._make, _in_work(person, today)):
        found.setdefault(row.pk, _InWork(row)).add(row)
    for each in found.values():
        act, row = each.act(person), each.row
        if act:
            yield Agreement(
                version_id=row.pk,
                act=act,
                person_id=row.person,
                name=row.name,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                author=row.author_name,
                own=row.person == person.pk,
            )


def _in_work(person: Person, today: date) -> QuerySet[DocumentVersion, tuple[Any, ...]]:
    """Versions in work of the person and of those they lead directly: at most one of each
    document, so that joining what was signed and asked keeps the rows few.
    """
    direct = ReportingLine.objects.valid_on(today).filter(manager=person).values("person")
    concerned = Q(document__person=person) | Q(document__person__in=direct)
    said = Comment.objects.waiting().filter(
        version=OuterRef("pk"), fingerprint=OuterRef("fingerprint")
    )
    disagreed = Disagreement.objects.filter(
        version=OuterRef("pk"), fingerprint=OuterRef("fingerprint")
    )
    by_person = Q(person=OuterRef("document__person"))
    return (
        DocumentVersion.objects.filter(concerned, state__in=IN_WORK)
        .order_by("document__starts_on", "document__person__name", "pk")
        .values_list(
            *("pk", "state", "fingerprint", "author", "author__name"),
            *("document__person", "document__person__name"),
            *("document__starts_on", "document__ends_on"),
            *("signatures__side", "signatures__fingerprint"),
            *(Exists(said.filter(by_person)), Exists(said.exclude(by_person)), Exists(disagreed)),
        )
    )


# --- all the rest --------------------------------------------------------------------------------


def _facts(person: Person, today: date) -> dict[str, Any]:
    this, last = monday_of(today), monday_of(today) - _WEEK
    lines = PlanLine.objects.filter(person=person, weekly_quantity__gt=0)
    in_force = Strategy.objects.published().filter(effective_from__lte=today).newest_first()
    edition = in_force.values("pk")[:1]
    asked = RoundInvitation.objects.filter(
        person=person, answered_at__isnull=True, round__closed_at__isnull=True,
        round__until__gte=today,
    ).order_by("round__until", "round")  # fmt: skip
    return (
        Person.objects.filter(pk=person.pk)
        .order_by()
        .values(
            team_name=F("team__name"),
            unread=_count(unread(person)),
            unwritten=Subquery(_unwritten(person, today)),
            leads=Exists(ReportingLine.objects.valid_on(today).filter(manager=person)),
            edition=Subquery(edition),
            has_read=Exists(Acknowledgement.objects.filter(person=person, strategy=edition)),
            round=Subquery(asked.values("round")[:1]),
            round_until=Subquery(asked.values("round__until")[:1]),
            planned_this=Exists(lines.valid_in_week(this)),
            planned_last=Exists(lines.valid_in_week(last)),
        )
        .get()
    )


def _unwritten(person: Person, today: date) -> QuerySet[Person, JSONObject]:
    """Direct reports for whom no manager has begun anything that holds today or later: one row
    with the fields of Unwritten. What somebody drafts for themselves is private and counts as
    nothing. One object instead of three subqueries: every page builds and runs this.
    """
    begun = DocumentVersion.objects.exclude(state=State.SUPERSEDED).filter(
        ~Q(state=State.DRAFT) | ~Q(author=F("document__person")),
        document__person=OuterRef("pk"),
        document__ends_on__gte=today,
    )
    direct = Person.objects.employed_on(today).reporting_to(person, today)
    said = JSONObject(people=Window(Count("pk")), first_id="pk", first_name="name")
    return direct.filter(~Exists(begun)).order_by("name", "pk").values_list(said)[:1]


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def _weeks(person: Person, today: date, facts: dict[str, Any]) -> Weeks:
    """Where the person stands. One query for who has a plan, none for others."""
    this, last = monday_of(today), monday_of(today) - _WEEK
    planned = [
        monday
        for monday, holds in ((last, facts["planned_last"]), (this, facts["planned_this"]))
        if holds
    ]
    if not planned:
        return Weeks()
    logged = Entry.objects.filter(week=OuterRef("pk"), day=today)
    rows = {
        monday: _Logged(submitted_at is not None, has_today)
        for monday, submitted_at, has_today in Week.objects.filter(
            person=person, monday__in=planned
        ).values_list("monday", "submitted_at", Exists(logged))
    }
    missing = [monday for monday in planned if not rows.get(monday, _Logged()).submitted]
    return Weeks(
        planned=this in planned,
        today_open=this in missing
        and not rows.get(this, _Logged()).today
        and today.weekday() < _WEEKDAYS
        and not week_rules.why_no_day(person, today, this),
        due=tuple(monday for monday in missing if week_rules.can_submit(person, monday, today)),
    )


class _Logged(NamedTuple):
    """What is known of a week: submitted, and whether today has an entry."""

    submitted: bool = False
    today: bool = False
