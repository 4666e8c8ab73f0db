"""Business objectives as they said on an earlier day: changes since are taken back one by one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from expectations.models import BusinessObjective, ObjectiveChange
from expectations.wording import quantity
from people.models import Person

ARCHIVED = "archived"  # the field of a change that takes an objective off the tree or back
_LEVELS = {"company": 0, "team": 1, "person": 2}


@dataclass(frozen=True)
class ObjectiveThen:
    """One objective with the words it had: ``was`` has those fields that say something else now.

    ``serves`` is the title, as of that day, of the one it served; "" when it served none that the
    reader may read.
    """

    objective: BusinessObjective
    was: Mapping[str, str]
    serves: str = ""

    @property
    def differs(self) -> bool:
        return bool(self.was)

    @property
    def title(self) -> str:
        return self.was.get("title", self.objective.title)

    @property
    def target(self) -> str:
        now = self.objective
        return self.was["target"] if "target" in self.was else quantity(now.target, now.unit)

    @property
    def measure(self) -> str:
        return self.was.get("measure", self.objective.measure)

    @property
    def owner(self) -> str:
        return self.was.get("owner", self.objective.owner.name)

    @property
    def parent(self) -> str:
        """The title that it names as served, whoever may read it."""
        above = self.objective.parent
        return self.was.get("parent", above.title if above is not None else "")

    @property
    def starts_on(self) -> date:
        return self._day("starts_on", self.objective.starts_on)

    @property
    def ends_on(self) -> date:
        return self._day("ends_on", self.objective.ends_on)

    @property
    def order(self) -> tuple[int, str, int, str, int]:
        """The company first, then teams, then people; among them the order of the tree."""
        row = self.objective
        return (_LEVELS[row.level], row.of, row.position, self.title, row.pk)

    def archived_by(self, until: datetime) -> bool:
        """Was it off the tree then?"""
        if ARCHIVED in self.was:
            return self.was[ARCHIVED] != ""
        at = self.objective.archived_at
        return at is not None and at < until

    def _day(self, name: str, now: date) -> date:
        return date.fromisoformat(self.was[name]) if name in self.was else now


def told(objective: BusinessObjective) -> dict[str, str]:
    """Each field as a reader is told it now. Needs parent and owner selected."""
    parent = objective.parent
    return {
        "title": objective.title,
        "target": quantity(objective.target, objective.unit),
        "unit": objective.unit,
        "starts_on": objective.starts_on.isoformat(),
        "ends_on": objective.ends_on.isoformat(),
        "owner": objective.owner.name,
        "parent": parent.title if parent is not None else "",
        "measure": objective.measure,
        "actual_from": str(objective.get_actual_from_display()),
    }


def objectives_as_of(
    day: date, until: datetime, viewer: Person, today: date
) -> list[ObjectiveThen]:
    """Those that stood on the tree when ``day`` ended at the instant ``until`` and were not over.

    Who may read an objective today reads what it said. Two queries.
    """
    visible = BusinessObjective.objects.visible_to(viewer, today)
    since: dict[int, list[ObjectiveChange]] = defaultdict(list)
    for change in ObjectiveChange.objects.filter(at__gte=until, objective__in=visible.values("pk")):
        since[change.objective_id].append(change)
    rows = visible.filter(
        Q(made_at__isnull=True) | Q(made_at__lt=until),
        Q(ends_on__gte=day) | Q(pk__in=list(since)),
    ).select_related("team", "person", "owner", "parent")
    every = [ObjectiveThen(row, _was(since.get(row.pk, ()))) for row in rows]
    titles = {name: each.title for each in every for name in (each.objective.title, each.title)}
    found = [
        replace(each, serves=titles.get(each.parent, ""))
        for each in every
        if not each.archived_by(until) and each.ends_on >= day
    ]
    return sorted(found, key=lambda each: each.order)


def readable_titles(names: Iterable[str], viewer: Person, today: date) -> set[str]:
    """Which of these are, or once were, titles of objectives that somebody may read.

    A change keeps the title of the objective that was served, which may be of a person one does
    not lead. Two queries; none without names.
    """
    wanted = {name for name in names if name}
    if not wanted:
        return set()
    visible = BusinessObjective.objects.visible_to(viewer, today)
    changes = ObjectiveChange.objects.filter(
        objective__in=visible.values("pk"), changes__has_key="title"
    )
    once = {change.changes["title"]["was"] for change in changes}
    return wanted & (once | set(visible.filter(title__in=wanted).values_list("title", flat=True)))


def _was(since: Iterable[ObjectiveChange]) -> dict[str, str]:
    """The fields that changed, as they were before. The newest change comes first."""
    was: dict[str, str] = {}
    for change in since:
        was |= {name: each["was"] for name, each in change.changes.items()}
    return was
