"""The expectations of one team, side by side: who is to reach what, where it stands, what it adds
to the team's objectives, and who has done something like it before.

A reader sees the lines of everybody whose document they may read, and, where the team shows its
expectations, those of team-mates: key result areas, standards and their progress, nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from calc.contribution import even_part
from calc.document import StandardWords
from calc.objectives import AddsUp, adds_up, share_of
from calc.periods import Period, quarter
from expectations.models import (
    BusinessObjective,
    DocumentVersion,
    KeyResultArea,
    Standard,
    TeamSetting,
)
from expectations.models.documents import VersionQuerySet
from expectations.queries.standings import Standing, standing_of_many
from expectations.queries.words import standard_words
from people.models import Person, Role, Team
from people.models.person import PersonQuerySet

LAGS = frozenset({"behind", "far_behind", "missed"})
LEADS = frozenset({"ahead", "met"})
MOST_HELPERS = 3
_From = Standard.ActualFrom
_OF_DEALS = frozenset({_From.WON_VALUE, _From.WON_COUNT, _From.WIN_RATE})
_SUMMED = frozenset({Standard.Cadence.PERIOD})
Key = tuple[object, ...]


@dataclass(frozen=True)
class Helper:
    """A team-mate who is ahead of a standard like this one, or has met it."""

    name: str
    person_id: int
    has_met: bool


@dataclass(frozen=True)
class Line:
    """One standard of one person. ``serves`` is an objective the reader may see."""

    row: Standard
    words: StandardWords
    serves: BusinessObjective | None
    stands: Standing | None
    helpers: tuple[Helper, ...] = ()

    @property
    def status(self) -> str:
        return self.stands.pace.status if self.stands else "no_data"

    @property
    def lags(self) -> bool:
        return self.status in LAGS


@dataclass(frozen=True)
class Area:
    title: str
    weight: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Member:
    """One person of the team; ``areas`` are empty where nothing is in force or shown.

    ``readable`` is the version the reader may open as a whole, if any.
    """

    person: Person
    version: DocumentVersion | None = None
    areas: tuple[Area, ...] = ()
    readable: bool = False

    @property
    def lines(self) -> Iterable[Line]:
        return (line for area in self.areas for line in area.lines)


@dataclass(frozen=True)
class Part:
    """What one standard adds to an objective: ``value`` of it in the days looked at, and the
    ``share`` of the objective's part; both None where the figures cannot be compared.
    """

    person: Person
    line: Line
    value: Decimal | None
    share: Decimal | None


@dataclass(frozen=True)
class Contribution:
    """A team's objective over the days of ``span``, and what its people's standards add to it.

    ``asked`` is the even part of its target for these days; ``total`` what the standards add up
    to against it.
    """

    objective: BusinessObjective
    span: Period
    asked: Decimal | None
    parts: tuple[Part, ...]
    total: AddsUp | None
    without: tuple[Person, ...] = ()

    @property
    def is_whole(self) -> bool:
        return (self.span.start, self.span.end) == (
            self.objective.starts_on,
            self.objective.ends_on,
        )


@dataclass(frozen=True)
class TeamPage:
    team: Team
    shown: bool
    members: Sequence[Member]
    contributions: Sequence[Contribution] = field(default_factory=tuple)

    @property
    def lagging(self) -> int:
        return sum(line.lags for member in self.members for line in member.lines)


# --- which teams ---------------------------------------------------------------------------------
def teams_open_to(viewer: Person, today: date) -> QuerySet[Team]:
    """The teams whose page somebody has: their own, those of people they lead, and all of them for
    who reads all documents or keeps the setting. Each with ``shown``, the setting, and ``led``:
    does the viewer lead people of it?
    """
    setting = TeamSetting.objects.filter(team=OuterRef("pk"), shows_expectations=True)
    led = Person.objects.led_by(viewer, today)
    return (
        _teams_of(viewer, led.employed_on(today))
        .annotate(shown=Exists(setting), led=Exists(led.filter(team=OuterRef("pk"))))
        .order_by("name")
    )


def _teams_of(viewer: Person, led: PersonQuerySet) -> QuerySet[Team]:
    if viewer.has_role(Role.HR, Role.EXECUTIVE, Role.ADMINISTRATOR):
        return Team.objects.all()
    own = Q(pk=viewer.team_id) if viewer.team_id else Q(pk__in=[])
    return Team.objects.filter(own | Q(pk__in=led.order_by().values("team")))


# --- one team ------------------------------------------------------------------------------------
def team_page(team: Team, viewer: Person, today: date, *, shown: bool) -> TeamPage:
    """Everybody of the team by name, with what the reader may see. ``shown`` is the setting of
    the team. Eight queries at most, however many people and standards.
    """
    people = list(Person.objects.employed_on(today).filter(team=team).order_by("name", "pk"))
    mates = shown and viewer.team_id == team.pk
    areas = _areas(viewer, today, team, mates=mates)
    standards = _standards(viewer, today, team, mates=mates)
    objectives = _objectives(viewer, today, team, standards)
    versions = {area.version_id: area.version for area in areas}
    words: dict[DocumentVersion, list[StandardWords]] = {each: [] for each in versions.values()}
    said = {row.pk: standard_words(row) for row in standards}
    for row in standards:
        words[versions[row.key_result_area.version_id]].append(said[row.pk])
    stands = standing_of_many(words, today)
    lines = {
        row.pk: Line(
            row,
            said[row.pk],
            objectives.get(row.objective_id or 0),
            stands.get(row.key_result_area.version_id, {}).get(str(row.line)),
        )
        for row in standards
    }
    owners = {row.pk: versions[row.key_result_area.version_id].document.person for row in standards}
    helped = _with_helpers(lines, owners)
    members = [_member(person, areas, helped) for person in people]
    contributions = [
        _contribution(each, members, today)
        for each in objectives.values()
        if each.team_id == team.pk and each.starts_on <= today <= each.ends_on
    ]
    return TeamPage(team, shown, members, contributions)


def _readable(viewer: Person, today: date, team: Team) -> VersionQuerySet:
    """The versions in force of the team's people that the viewer may read as a whole."""
    visible = DocumentVersion.objects.visible_to(viewer, today)
    return visible.in_force_on(today).filter(document__person__team=team)


def _areas(viewer: Person, today: date, team: Team, *, mates: bool) -> list[Any]:
    """Key result areas with ``readable``: may the viewer open the document they are of?"""
    readable = _readable(viewer, today, team)
    wanted = Q(version__in=readable.values("pk"))
    if mates:
        wanted |= Q(pk__in=KeyResultArea.objects.shown_to_team_mates(viewer, today).values("pk"))
    return list(
        KeyResultArea.objects.filter(wanted)
        .annotate(readable=Exists(readable.filter(pk=OuterRef("version"))))
        .select_related("version__document__person")
        .only("title", "weight", "version__document__starts_on", "version__document__ends_on",
              "version__document__person__name", "version__document__person__currency")
        .order_by("position", "pk")
    )  # fmt: skip


def _standards(viewer: Person, today: date, team: Team, *, mates: bool) -> list[Standard]:
    wanted = Q(key_result_area__version__in=_readable(viewer, today, team).values("pk"))
    if mates:
        wanted |= Q(pk__in=Standard.objects.shown_to_team_mates(viewer, today).values("pk"))
    return list(
        Standard.objects.filter(wanted)
        .select_related("key_result_area", "activity_type", "activity_type_whole", "objective")
        .order_by("position", "pk")
    )


def _objectives(
    viewer: Person, today: date, team: Team, standards: Iterable[Standard]
) -> dict[int, BusinessObjective]:
    """The objectives of the team that run, and those the standards serve, as far as the reader
    may see them. One query."""
    served = {row.objective_id for row in standards if row.objective_id}
    running = Q(team=team, archived_at__isnull=True, starts_on__lte=today, ends_on__gte=today)
    rows = BusinessObjective.objects.visible_to(viewer, today).filter(running | Q(pk__in=served))
    return {row.pk: row for row in rows.order_by("starts_on", "title")}


def _member(person: Person, areas: Iterable[Any], lines: Mapping[int, Sequence[Line]]) -> Member:
    mine = [area for area in areas if area.version.document.person_id == person.pk]
    if not mine:
        return Member(person)
    version = mine[0].version
    return Member(
        person,
        version,
        tuple(Area(area.title, area.weight, tuple(lines.get(area.pk, ()))) for area in mine),
        mine[0].readable,
    )


# --- who could help ------------------------------------------------------------------------------
def likeness(row: Standard) -> set[Key]:
    """What makes two standards alike: the same objective measured the same way, the same figure
    of deals over the same stretch, or the same activity.
    """
    keys: set[Key] = set()
    if row.objective_id:
        keys.add(("objective", row.objective_id, row.actual_from))
    if row.actual_from in _OF_DEALS:
        keys.add(("deals", row.actual_from, row.cadence))
    if row.activity_type_id:
        keys.add(("activity", row.activity_type_id))
    if row.actual_from not in _OF_DEALS and row.unit:
        keys.add(("unit", row.unit.strip().casefold(), row.comparison, row.actual_from))
    return keys


def _with_helpers(lines: Mapping[int, Line], owners: Mapping[int, Person]) -> dict[int, list[Line]]:
    """The lines by key result area; those that lag with who leads on one like them."""
    leading: dict[Key, list[tuple[Person, bool]]] = {}
    for pk, line in lines.items():
        if line.status in LEADS:
            for key in likeness(line.row):
                leading.setdefault(key, []).append((owners[pk], line.status == "met"))
    found: dict[int, list[Line]] = {}
    for pk, line in lines.items():
        helpers = _helpers(line, owners[pk], leading) if line.lags else ()
        found.setdefault(line.row.key_result_area_id, []).append(
            Line(line.row, line.words, line.serves, line.stands, helpers)
        )
    return found


def _helpers(
    line: Line, owner: Person, leading: Mapping[Key, Sequence[tuple[Person, bool]]]
) -> tuple[Helper, ...]:
    """By name, never by rank; who has met a standard like this before who is ahead of one."""
    known: dict[int, Helper] = {}
    for key in likeness(line.row):
        for person, has_met in leading.get(key, ()):
            before = known.get(person.pk)
            if person.pk != owner.pk:
                met = has_met or (before is not None and before.has_met)
                known[person.pk] = Helper(person.name, person.pk, met)
    in_order = sorted(known.values(), key=lambda each: (not each.has_met, each.name))
    return tuple(sorted(in_order[:MOST_HELPERS], key=lambda each: each.name))


# --- what it adds up to --------------------------------------------------------------------------
def _contribution(
    objective: BusinessObjective, members: Sequence[Member], today: date
) -> Contribution:
    """Over the days of the quarter that the objective runs: documents are for a quarter, an
    objective often for a year, and only what is for the same days can be compared.
    """
    running = quarter(today)
    whole = Period(objective.starts_on, objective.ends_on)
    span = Period(max(running.start, whole.start), min(running.end, whole.end))
    asked = None if objective.target is None else even_part(objective.target, whole, span)
    parts = tuple(
        _part(member, line, objective, span, asked)
        for member in members
        for line in member.lines
        if line.row.objective_id == objective.pk
    )
    figures = [(part.value, part.line.words.unit) for part in parts]
    serving = {part.person.pk for part in parts}
    return Contribution(
        objective=objective,
        span=span,
        asked=asked,
        parts=parts,
        total=adds_up(asked, objective.unit, figures),
        without=tuple(
            member.person for member in members if member.areas and member.person.pk not in serving
        ),
    )


def _part(
    member: Member, line: Line, objective: BusinessObjective, span: Period, asked: Decimal | None
) -> Part:
    value = None
    words = line.words
    if words.target is not None and words.cadence in _SUMMED and member.version is not None:
        document = member.version.document
        value = even_part(words.target, Period(document.starts_on, document.ends_on), span)
    share = share_of((value, words.unit), (asked, objective.unit))
    return Part(member.person, line, value, share)
