"""Who has expectations for a day or a period, what waits for whom, and what is out of date.

One row a person, not a document: somebody without any is the first thing that must be seen. All
rows of a reader are read at once (four queries, however many people), so that the counts on top
of the page and the rows they open cannot differ.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value

from calc.periods import Period
from expectations import rules
from expectations.models import (
    BusinessObjective,
    Disagreement,
    DocumentVersion,
    Signature,
    Standard,
    State,
    Strategy,
)
from expectations.models.documents import VersionQuerySet
from people.models import Person, ReportingLine, Team
from people.models.person import PersonQuerySet
from people.queries import split_words, team_and_parts

NONE, DRAFT, UNSIGNED, SIGNED = "none", "draft", "unsigned", "signed"
OLD, DISAGREED, WEAK = "old", "disagreed", "weak"
# What a count on top of the page opens.
SHOWN = (NONE, UNSIGNED, DISAGREED, OLD, WEAK, SIGNED)

STRATEGY, OBJECTIVE = "strategy", "objective"  # why a document is out of date

_PERSON, _MANAGER = Signature.Side.PERSON, Signature.Side.MANAGER


class Employee(NamedTuple):
    """As much of a person as a row needs; hundreds are read at once. The manager is today's, if it is
    somebody who works here."""

    pk: int
    name: str
    email: str
    title: str
    team_id: int | None
    team: str | None
    manager_id: int | None
    manager: str | None


class Paper(NamedTuple):
    """One version of a document, as far as a row needs it.

    ``weak`` counts the standards that were weak in the words that were shared; ``disagreed_at``
    is when the person said that they read them and disagree, unless they agreed later.
    """

    pk: int
    person: int
    state: str
    author: int
    fingerprint: str
    starts_on: date
    ends_on: date
    shared_at: datetime | None
    activated_at: datetime | None
    strategy_since: bool
    objective_since: bool
    weak: int | None
    disagreed_at: datetime | None

    @property
    def out_of_date(self) -> str:
        """What changed after these words were shared: STRATEGY, OBJECTIVE or ""."""
        if self.strategy_since:
            return STRATEGY
        return OBJECTIVE if self.objective_since else ""


@dataclass(frozen=True)
class Line:
    """One person: what is signed, what waits for a signature, and a draft of the reader's own.

    ``waits_for`` are the sides that have not signed what is shared (the manager alone, once the
    person disagrees), ``since`` the moment from which on it waits for them. A draft is private: others than its writers see none.
    """

    person: Employee
    signed: Paper | None = None
    shared: Paper | None = None
    draft: Paper | None = None
    waits_for: tuple[str, ...] = ()
    since: datetime | None = None

    @property
    def state(self) -> str:
        """What matters most: SIGNED before UNSIGNED before DRAFT before NONE."""
        if self.signed is not None:
            return SIGNED
        if self.shared is not None:
            return UNSIGNED
        return NONE if self.draft is None else DRAFT

    @property
    def paper(self) -> Paper | None:
        """What holds, or else what waits; drafts are private."""
        return self.signed or self.shared

    @property
    def out_of_date(self) -> str:
        return self.signed.out_of_date if self.signed is not None else ""

    @property
    def weak(self) -> int:
        """How many standards are weak in the newest words that were shared."""
        newest = self.shared or self.signed
        return (newest.weak or 0) if newest is not None else 0

    @property
    def without_agreement(self) -> bool:
        """Is something in force that the person disagrees with?"""
        return self.signed is not None and self.signed.disagreed_at is not None

    @property
    def disagrees(self) -> bool:
        """Does the person disagree with what is shared? The manager answers."""
        return self.shared is not None and self.shared.disagreed_at is not None

    @property
    def reader_side(self) -> str:
        """Who reads what is shared and so signs first: the side that did not write it."""
        assert self.shared is not None
        return _MANAGER if self.shared.author == self.person.pk else _PERSON

    @property
    def next_side(self) -> str:
        """Whose turn it is: the reader's, then the writer's; "" when nothing is shared."""
        if len(self.waits_for) == 1:
            return self.waits_for[0]
        return self.reader_side if self.waits_for else ""

    def shows(self, key: str) -> bool:
        """Is it among the rows that this count opens?"""
        if key == NONE:
            return self.signed is None and self.shared is None
        if key == UNSIGNED:
            return self.shared is not None
        if key == OLD:
            return bool(self.out_of_date)
        if key == WEAK:
            return self.weak > 0
        if key == DISAGREED:
            return self.without_agreement or self.disagrees
        signed = self.signed is not None and not self.without_agreement
        return signed if key == SIGNED else True


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for: the days, and what the rows are narrowed by."""

    span: Period
    q: str = ""
    team: Team | None = None
    show: str = ""


@dataclass(frozen=True)
class Coverage:
    """All rows of a reader, by name, and how many of each kind there are."""

    lines: Sequence[Line]
    counts: dict[str, int] = field(default_factory=dict)

    def showing(self, key: str) -> list[Line]:
        return [line for line in self.lines if line.shows(key)]


def coverage(viewer: Person, today: date, wanted: Wanted) -> Coverage:
    """Everybody the viewer answers for, with what is agreed for the days asked about.

    Four queries, one more for a team; see the module.
    """
    people = covered_people(viewer, today, wanted.span)
    for word in split_words(wanted.q):
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if wanted.team is not None:
        people = people.filter(team__in=team_and_parts(wanted.team))
    lines = lines_of(people, viewer, today, wanted.span)
    return Coverage(lines, {key: sum(line.shows(key) for line in lines) for key in SHOWN})


def versions_wanted(viewer: Person, today: date, wanted: Wanted) -> VersionQuerySet:
    """What was shared or signed for the days asked about and the viewer may read, narrowed by
    person, team and whether it is signed.
    """
    rows = _overlapping(DocumentVersion.objects.visible_to(viewer, today), today, wanted.span)
    for word in split_words(wanted.q):
        rows = rows.filter(document__person__name__icontains=word)
    if wanted.team is not None:
        rows = rows.filter(document__person__team__in=team_and_parts(wanted.team))
    states = {SIGNED: [State.ACTIVE, State.SUPERSEDED], UNSIGNED: [State.SHARED]}
    if wanted.show in states:
        rows = rows.filter(state__in=states[wanted.show])
    return rows.exclude(state=State.DRAFT).select_related("document__person__team", "author")


def covered_people(viewer: Person, today: date, span: Period) -> PersonQuerySet:
    """Whose expectations somebody answers for: HR and executives for everybody whom somebody
    leads, others for those whom they lead, at any depth.
    """
    led = ReportingLine.objects.valid_on(today).filter(person=OuterRef("pk"))
    here = Person.objects.employed_on(today).filter(
        Q(hired_on__isnull=True) | Q(hired_on__lte=span.end)
    )
    if rules.can_read_all_documents(viewer):
        return here.filter(Exists(led))
    return here.filter(pk__in=ReportingLine.objects.people_under(viewer, today))


def lines_of(people: PersonQuerySet, viewer: Person, today: date, span: Period) -> list[Line]:
    """One line for each of these people, by name. Four queries."""
    here = Q(manager__left_on__isnull=True) | Q(manager__left_on__gte=today)
    line = ReportingLine.objects.valid_on(today).filter(
        here, manager__is_active=True, person=OuterRef("pk")
    )
    rows = (
        people.order_by("name", "pk")
        .annotate(leader=Subquery(line.values("manager")[:1]))
        .annotate(leader_name=Subquery(line.values("manager__name")[:1]))
        .values_list(
            *("pk", "name", "email", "title", "team_id", "team__name", "leader", "leader_name")
        )
    )
    employees = list(map(Employee._make, rows))
    papers = list(map(Paper._make, _papers(people, viewer, today, span)))
    waiting = _waiting([each for each in papers if each.state == State.SHARED])
    by_person: dict[int, list[Paper]] = {}
    for paper in papers:
        by_person.setdefault(paper.person, []).append(paper)
    return [_line(each, by_person.get(each.pk, ()), waiting) for each in employees]


def _papers(
    people: PersonQuerySet, viewer: Person, today: date, span: Period
) -> QuerySet[DocumentVersion, tuple[object, ...]]:
    """Versions of documents that share a day with the span, newest period and number first."""
    edition = Strategy.objects.in_force_on(max(today, span.start))
    running = Q(document__ends_on__gte=today)
    visible = DocumentVersion.objects.visible_to(viewer, today)
    return (
        _overlapping(visible, today, span)
        .filter(document__person__in=people.order_by().values("pk"))
        .annotate(
            strategy_since=_since(edition) & running if edition else Value(value=False),
            objective_since=_objective_since() & running,
            disagreed_at=Subquery(_disagreements().values("at")[:1]),
        )
        .order_by("-document__starts_on", "-number")
        .values_list(
            *("pk", "document__person", "state", "author", "fingerprint"),
            *("document__starts_on", "document__ends_on", "shared_at", "activated_at"),
            *("strategy_since", "objective_since", "weak_standards", "disagreed_at"),
        )
    )


def _objective_since() -> Q:
    """Did an objective that a standard serves change after the words were shared? Only the few
    versions are looked at that serve one which ever changed.
    """
    objectives = BusinessObjective.objects.filter(changed_at__isnull=False)
    changed = Standard.objects.filter(objective__in=objectives.order_by().values("pk"))
    later = changed.filter(
        key_result_area__version=OuterRef("pk"), objective__changed_at__gt=OuterRef("shared_at")
    )
    return Q(pk__in=changed.values("key_result_area__version")) & Q(Exists(later))


def _disagreements() -> QuerySet[Disagreement]:
    """What the person of a version said against its words, and did not agree to since."""
    agreed = Signature.objects.filter(
        version=OuterRef("version"), fingerprint=OuterRef("fingerprint"), side=_PERSON
    )
    return Disagreement.objects.filter(
        version=OuterRef("pk"), fingerprint=OuterRef("fingerprint")
    ).exclude(Exists(agreed))


def _overlapping(versions: VersionQuerySet, today: date, span: Period) -> VersionQuerySet:
    """Those that share a day with the span. What was superseded held on days that are over; on
    days to come its successor does.
    """
    if span.end >= today:
        versions = versions.exclude(state=State.SUPERSEDED)
    return versions.filter(
        Q(in_force_until__isnull=True) | Q(in_force_until__gte=span.start),
        document__starts_on__lte=span.end,
        document__ends_on__gte=span.start,
    )


def _since(edition: Strategy) -> Q:
    """Did this edition come after the words? They carry the edition that was in force when they
    were shared, or on the first day of the period if that came later.
    """
    later = Q(
        shared_at__date__lt=edition.effective_from,
        document__starts_on__lt=edition.effective_from,
    )
    return later | Q(shared_at__lt=edition.published_at)


def _waiting(shared: Sequence[Paper]) -> dict[int, tuple[tuple[str, ...], datetime | None]]:
    """Which sides have not signed these words, and since when it waits for them. One query."""
    if not shared:
        return {}
    words = {paper.pk: paper.fingerprint for paper in shared}
    signed: dict[int, dict[str, datetime]] = {}
    rows = Signature.objects.filter(version__in=words).values_list(
        "version", "side", "fingerprint", "at"
    )
    for pk, side, fingerprint, at in rows:
        if words[pk] == fingerprint:
            signed.setdefault(pk, {})[side] = at
    found: dict[int, tuple[tuple[str, ...], datetime | None]] = {}
    for paper in shared:
        done = signed.get(paper.pk, {})
        if paper.disagreed_at is not None:  # they have read it; the answer is the manager's
            found[paper.pk] = ((_MANAGER,), paper.disagreed_at)
            continue
        sides = tuple(side for side in Signature.Side.values if side not in done)
        found[paper.pk] = (sides, max([*done.values()], default=paper.shared_at))
    return found


def _line(
    person: Employee,
    papers: Iterable[Paper],
    waiting: dict[int, tuple[tuple[str, ...], datetime | None]],
) -> Line:
    """The newest of each kind."""
    first: dict[str, Paper] = {}
    for paper in papers:
        first.setdefault(paper.state, paper)
    shared = first.get(State.SHARED)
    sides, since = waiting[shared.pk] if shared is not None else ((), None)
    return Line(
        person=person,
        signed=first.get(State.ACTIVE) or first.get(State.SUPERSEDED),
        shared=shared,
        draft=first.get(State.DRAFT),
        waits_for=sides,
        since=since,
    )
