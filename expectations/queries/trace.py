"""One trace through the loop: value, business objective, key result area, standard, activity and
this week's log; and where a link of it is missing.

Everything goes through what the reader may see: documents in force through
DocumentVersion.visible_to, objectives through theirs, weeks through those of readable people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Window

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
from expectations.models.documents import in_force
from expectations.queries.words import strategy_words
from people.models import Person

SHOWN = 12  # standards of one page; the count says how many there are

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

    ``unread`` counts people whose weeks the reader does not read. ``hidden`` says of a trace
    without standards that some hang on it which the reader may not read.
    """

    strategy: StrategyWords | None
    objectives: Sequence[BusinessObjective]
    areas: Sequence[tuple[KeyResultArea, Sequence[Standard]]]
    total: int
    activities: Sequence[ExpectedActivity]
    logged: Sequence[Logged]
    unread: int
    hidden: bool = False

    @property
    def first(self) -> int:
        """How many of the standards are shown where there are more; 0 where all are."""
        shown = sum(len(rows) for _area, rows in self.areas)
        return shown if shown < self.total else 0

    @property
    def without_objective(self) -> int:
        return sum(row.objective_id is None for _area, rows in self.areas for row in rows)


# --- what somebody may read today ----------------------------------------------------------------
def _versions(viewer: Person, today: date) -> list[int]:
    """The versions in force that the viewer may read, asked once for all that hangs on them."""
    visible = DocumentVersion.objects.visible_to(viewer, today).in_force_on(today)
    return list(visible.order_by().values_list("pk", flat=True))


def _in_force(today: date) -> QuerySet[Standard]:
    """Everybody's. Whoever uses it tells no more than whether there is one."""
    return Standard.objects.filter(in_force(today, today, "key_result_area__version__"))


def _standards(versions: Iterable[int]) -> QuerySet[Standard]:
    return Standard.objects.filter(key_result_area__version__in=versions)


# --- from one point of it ------------------------------------------------------------------------
def of_everything(viewer: Person, today: date) -> Trace:
    """From a value: it stands over all objectives, and over whatever serves one."""
    serving = Q(objective__isnull=False)
    rows = _standards(_versions(viewer, today)).filter(serving)
    return _trace(rows, viewer, today, tops=True, anywhere=serving)


def of_objective(objective: BusinessObjective, viewer: Person, today: date) -> Trace:
    """From an objective: what serves it or an objective below it."""
    serving = Q(objective__in=_below(objective))
    rows = _standards(_versions(viewer, today)).filter(serving)
    return _trace(rows, viewer, today, also={objective.pk}, anywhere=serving)


def standards_in(version: DocumentVersion, line: UUID) -> QuerySet[Standard]:
    """The one standard of a version; whoever calls it has asked who may see the version."""
    return Standard.objects.filter(key_result_area__version=version, line=line)


def of_standard(rows: QuerySet[Standard], viewer: Person, today: date) -> Trace:
    return _trace(rows, viewer, today)


def of_activity(activity_type: ActivityType, viewer: Person, today: date) -> Trace:
    """From an activity: the standards that count it, and those of the areas it serves."""
    versions = _versions(viewer, today)
    served = ExpectedActivity.objects.filter(
        activity_type=activity_type, version__in=versions, key_result_area__isnull=False
    )
    rows = _standards(versions).filter(
        Q(activity_type=activity_type)
        | Q(key_result_area__in=served.order_by().values("key_result_area"))
    )
    areas = ExpectedActivity.objects.filter(
        activity_type=activity_type, key_result_area__isnull=False
    )
    anywhere = Q(activity_type=activity_type) | Q(
        key_result_area__in=areas.order_by().values("key_result_area")
    )
    return _trace(rows, viewer, today, only=activity_type, anywhere=anywhere)


def _trace(
    rows: QuerySet[Standard],
    viewer: Person,
    today: date,
    *,
    also: Iterable[int] = (),
    tops: bool = False,
    only: ActivityType | None = None,
    anywhere: Q | None = None,
) -> Trace:
    """Six queries, however much hangs on it. ``anywhere`` finds the same standards without asking
    who may read them: what is not shown must not be called missing.
    """
    area = "key_result_area__version__document__person"
    found = list(
        rows.annotate(together=Window(Count("pk")))
        .select_related(area)
        .only("line", "text", "objective", "key_result_area__title", "key_result_area__weight",
              *_named(area))
        .order_by(f"{area}__name", "key_result_area__position", "position", "pk")[:SHOWN]
    )  # fmt: skip
    by_area: dict[int, tuple[KeyResultArea, list[Standard]]] = {}
    for row in found:
        by_area.setdefault(row.key_result_area_id, (row.key_result_area, []))[1].append(row)
    served = {row.objective_id for row in found if row.objective_id} | set(also)
    activities = ExpectedActivity.objects.filter(key_result_area__in=list(by_area))
    if only is not None:
        activities = activities.filter(activity_type=only)
    person = "version__document__person"
    lines = list(
        activities.select_related("activity_type", "key_result_area", person)
        .only("weekly_quantity", "activity_type", "key_result_area__title", *_named(person))
        .order_by(f"{person}__name", "position")
    )
    logged, unread = _logged(lines, viewer, today)
    return Trace(
        strategy=strategy_words(today),
        objectives=_objectives(served, viewer, today, tops=tops),
        areas=tuple(by_area.values()),
        total=getattr(found[0], "together", 0) if found else 0,
        activities=lines,
        logged=logged,
        unread=unread,
        hidden=not found and anywhere is not None and _in_force(today).filter(anywhere).exists(),
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
        .only("title", "parent", "starts_on", "ends_on", "team__name", "person__name")
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
    return sorted(
        (rows[pk] for pk in kept),
        key=lambda row: (_depth(row, rows), row.level != "company", row.title),
    )


def _depth(row: BusinessObjective, rows: dict[int, BusinessObjective]) -> int:
    """How many objectives stand above it."""
    passed: set[int] = set()
    above = row.parent_id
    while above is not None and above in rows and above not in passed:
        passed.add(above)
        above = rows[above].parent_id
    return len(passed)


def _below(objective: BusinessObjective) -> set[int]:
    """The objective and all that serve it, by number: nothing of them is shown. One query."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in BusinessObjective.objects.order_by().values_list("pk", "parent"):
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
            week__person__in=readable,
            week__monday=span.start,
            day__gte=span.start,
            day__lte=span.end,
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


def loose(viewer: Person, today: date, words: Sequence[str] = ()) -> Loose:
    """Standards that serve no objective, activities that serve no area, objectives that run and
    that no standard and no other objective serves; of what all these words are found in. One
    query.

    What nobody's standard serves is said of everybody's, read or not: else what is only not shown
    would be called missing.
    """
    versions = _versions(viewer, today)
    standards = _standards(versions)
    served = _in_force(today).filter(objective=OuterRef("pk"))
    child = BusinessObjective.objects.filter(parent=OuterRef("pk"), archived_at__isnull=True)
    objectives = BusinessObjective.objects.visible_to(viewer, today).filter(
        ~Exists(served), ~Exists(child),
        archived_at__isnull=True, starts_on__lte=today, ends_on__gte=today,
    )  # fmt: skip
    activities = ExpectedActivity.objects.filter(version__in=versions, key_result_area__isnull=True)
    unlinked = standards.filter(objective__isnull=True)
    area = "key_result_area__version__document__person"
    return Loose(
        standards=_holding(unlinked, words, f"{area}__name", "text", "key_result_area__title")
        .select_related(area)
        .only("line", "text", "key_result_area__title", *_named(area)),
        activities=_holding(
            activities, words, "version__document__person__name", "activity_type__name"
        )
        .select_related("activity_type", "version__document__person")
        .only("weekly_quantity", "activity_type", *_named("version__document__person")),
        objectives=_holding(
            objectives, words, "title", "team__name", "person__name"
        ).select_related("team", "person"),
    )


def _named(path: str) -> tuple[str, ...]:
    """As much of the version and person at the end of a path as a row shows."""
    document = path.removesuffix("__person")
    version = document.removesuffix("__document")
    period = (f"{document}__starts_on", f"{document}__ends_on")
    return (f"{version}__document", f"{document}__person", f"{path}__name", *period)


def _holding(rows: QuerySet[Any], words: Sequence[str], *fields: str) -> QuerySet[Any]:
    """The rows in which each of the words is found, in one field or another."""
    for word in words:
        rows = rows.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields)))
    return rows
