"""One trace through the loop: value, business objective, key result area, standard, activity and
this week's log; and where a link of it is missing.

Everything goes through what the reader may see: documents in force through
DocumentVersion.visible_to, objectives through theirs, weeks through those of readable people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from activities.models import ActivityType, Entry
from activities.queries import readable_people
from activities.queries.totals import exact
from calc.document import StrategyWords
from calc.periods import week
from expectations.models import (
    BusinessObjective,
    DocumentVersion,
    ExpectedActivity,
    KeyResultArea,
    Standard,
)
from expectations.queries.words import strategy_words
from people.models import Person

SHOWN = 20  # standards of one page; the count says how many there are

STANDARDS, ACTIVITIES, OBJECTIVES = "standards", "activities", "objectives"


@dataclass(frozen=True)
class Logged:
    """What one person logged of an activity this week, of what a week expects."""

    person: Person
    activity_type: ActivityType
    weekly: Decimal
    done: Decimal


@dataclass(frozen=True)
class Trace:
    """Each step from the top down. ``total`` counts the standards; the page shows the first.

    ``unread`` counts activities of people whose weeks the reader does not read.
    """

    strategy: StrategyWords | None
    objectives: Sequence[BusinessObjective]
    areas: Sequence[tuple[KeyResultArea, Sequence[Standard]]]
    total: int
    activities: Sequence[ExpectedActivity]
    logged: Sequence[Logged]
    unread: int

    @property
    def without_objective(self) -> int:
        return sum(row.objective_id is None for _area, rows in self.areas for row in rows)


# --- what somebody may read today ----------------------------------------------------------------
def standards_of(viewer: Person, today: date) -> QuerySet[Standard]:
    """Standards in force of documents the viewer may read."""
    return Standard.objects.filter(key_result_area__version__in=_versions(viewer, today))


def _versions(viewer: Person, today: date) -> QuerySet[DocumentVersion, Any]:
    return DocumentVersion.objects.visible_to(viewer, today).in_force_on(today).values("pk")


# --- from one point of it ------------------------------------------------------------------------
def of_everything(viewer: Person, today: date) -> Trace:
    """From a value: it stands over all objectives, and over whatever serves one."""
    rows = standards_of(viewer, today).filter(objective__isnull=False)
    return _trace(rows, viewer, today, tops=True)


def of_objective(objective: BusinessObjective, viewer: Person, today: date) -> Trace:
    """From an objective: what serves it or an objective below it."""
    below = _below(objective, viewer, today)
    rows = standards_of(viewer, today).filter(objective__in=below)
    return _trace(rows, viewer, today, also={objective.pk})


def standards_in(version: DocumentVersion, line: UUID) -> QuerySet[Standard]:
    """The one standard of a version; whoever calls it has asked who may see the version."""
    return Standard.objects.filter(key_result_area__version=version, line=line)


def of_standard(rows: QuerySet[Standard], viewer: Person, today: date) -> Trace:
    return _trace(rows, viewer, today)


def of_activity(activity_type: ActivityType, viewer: Person, today: date) -> Trace:
    """From an activity: the standards that count it, and those of the areas it serves."""
    served = ExpectedActivity.objects.filter(
        activity_type=activity_type, version__in=_versions(viewer, today)
    )
    rows = standards_of(viewer, today).filter(
        Q(activity_type=activity_type)
        | Q(key_result_area__in=served.exclude(key_result_area=None).values("key_result_area"))
    )
    return _trace(rows, viewer, today, only=activity_type)


def _trace(
    rows: QuerySet[Standard],
    viewer: Person,
    today: date,
    *,
    also: Iterable[int] = (),
    tops: bool = False,
    only: ActivityType | None = None,
) -> Trace:
    """Seven queries, however much hangs on it."""
    found = list(
        rows.select_related("key_result_area__version__document__person", "activity_type")
        .order_by("key_result_area__version__document__person__name", "key_result_area__position",
                  "position", "pk")[:SHOWN]
    )  # fmt: skip
    by_area: dict[int, tuple[KeyResultArea, list[Standard]]] = {}
    for row in found:
        by_area.setdefault(row.key_result_area_id, (row.key_result_area, []))[1].append(row)
    served = {row.objective_id for row in found if row.objective_id} | set(also)
    activities = ExpectedActivity.objects.filter(key_result_area__in=list(by_area))
    if only is not None:
        activities = activities.filter(activity_type=only)
    lines = list(
        activities.select_related("activity_type", "key_result_area", "version__document__person")
        .order_by("version__document__person__name", "position")
    )  # fmt: skip
    logged, unread = _logged(lines, viewer, today)
    return Trace(
        strategy=strategy_words(today),
        objectives=_objectives(served, viewer, today, tops=tops),
        areas=tuple(by_area.values()),
        total=rows.count(),
        activities=lines,
        logged=logged,
        unread=unread,
    )


def _objectives(
    served: set[int], viewer: Person, today: date, *, tops: bool
) -> list[BusinessObjective]:
    """Those served and everything above them, from the company down; for a value the tops."""
    rows = {
        row.pk: row
        for row in BusinessObjective.objects.visible_to(viewer, today)
        .filter(archived_at__isnull=True)
        .select_related("team", "person")
        .order_by("starts_on", "title")
    }
    if tops:
        running = (row for row in rows.values() if row.starts_on <= today <= row.ends_on)
        served = served | {row.pk for row in running if row.parent_id not in rows}
    kept: set[int] = set()
    for pk in served:
        above: int | None = pk
        while above is not None and above in rows and above not in kept:
            kept.add(above)
            above = rows[above].parent_id
    return sorted((rows[pk] for pk in kept), key=lambda row: (_depth(row, rows), row.title))


def _depth(row: BusinessObjective, rows: dict[int, BusinessObjective]) -> int:
    """How many objectives stand above it."""
    passed: set[int] = set()
    above = row.parent_id
    while above is not None and above in rows and above not in passed:
        passed.add(above)
        above = rows[above].parent_id
    return len(passed)


def _below(objective: BusinessObjective, viewer: Person, today: date) -> set[int]:
    """The objective and all that serve it, as far as the viewer may see them. One query."""
    visible = BusinessObjective.objects.visible_to(viewer, today)
    children: dict[int | None, list[int]] = {}
    for pk, parent in visible.order_by().values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    found: set[int] = set()
    rest = [objective.pk]
    while rest:
        pk = rest.pop()
        if pk not in found:
            found.add(pk)
            rest.extend(children.get(pk, ()))
    return found


def _logged(
    lines: Sequence[ExpectedActivity], viewer: Person, today: date
) -> tuple[list[Logged], int]:
    """This week's log of these activities, for people whose weeks the viewer reads. Two queries."""
    people = {line.version.document.person_id for line in lines}
    readable = set(
        readable_people(viewer, today).filter(pk__in=people).values_list("pk", flat=True)
    )
    span = week(today)
    sums = {
        (person, kind): exact(done)
        for person, kind, done in Entry.objects.filter(
            week__person__in=readable, day__gte=span.start, day__lte=span.end
        )
        .order_by()
        .values_list("week__person", "activity_type")
        .annotate(done=Sum("quantity"))
    }
    logged = [
        Logged(
            line.version.document.person,
            line.activity_type,
            line.weekly_quantity,
            sums.get((line.version.document.person_id, line.activity_type_id), Decimal(0)),
        )
        for line in lines
        if line.version.document.person_id in readable
    ]
    return logged, len(people - readable)


# --- where a link is missing ---------------------------------------------------------------------
@dataclass(frozen=True)
class Loose:
    """What hangs in the air, as querysets that a page counts and lists."""

    standards: QuerySet[Standard]
    activities: QuerySet[ExpectedActivity]
    objectives: QuerySet[BusinessObjective]

    def of(self, kind: str) -> Any:
        """The rows of one kind."""
        return {
            STANDARDS: self.standards,
            ACTIVITIES: self.activities,
            OBJECTIVES: self.objectives,
        }[kind]


def loose(viewer: Person, today: date) -> Loose:
    """Standards that serve no objective, activities that serve no area, objectives that run and
    that no standard and no other objective serves. No query yet."""
    standards = standards_of(viewer, today)
    served = standards.filter(objective=OuterRef("pk"))
    child = BusinessObjective.objects.filter(parent=OuterRef("pk"), archived_at__isnull=True)
    return Loose(
        standards=standards.filter(objective__isnull=True).select_related(
            "key_result_area__version__document__person"
        ),
        activities=ExpectedActivity.objects.filter(
            version__in=_versions(viewer, today), key_result_area__isnull=True
        ).select_related("activity_type", "version__document__person"),
        objectives=BusinessObjective.objects.visible_to(viewer, today)
        .filter(
            ~Exists(served), ~Exists(child),
            archived_at__isnull=True, starts_on__lte=today, ends_on__gte=today,
        )
        .select_related("team", "person"),
    )  # fmt: skip
