"""Business objectives as they said on an earlier day: changes since are taken back one by one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from expectations.models import BusinessObjective, ObjectiveChange
from expectations.wording import quantity
from people.models import Person

ARCHIVED = "archived"  # the field of a change that takes an objective off the tree or back
_LEVELS = {"company": 0, "team": 1, "person": 2}


@dataclass(frozen=True)
class ObjectiveThen:
    """One objective with the words it had; ``differs`` when it says something else today.

    ``serves`` is the title, as of that day, of the one it served; "" when it served none that the
    reader may read.
    """

    objective: BusinessObjective
    title: str
    target: str
    measure: str
    actual_from: str
    owner: str
    serves: str
    starts_on: date
    ends_on: date
    differs: bool

    @property
    def order(self) -> tuple[int, str, int, str, int]:
        """The company first, then teams, then people; among them the order of the tree."""
        row = self.objective
        return (_LEVELS[row.level], row.of, row.position, self.title, row.pk)


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
    said = [(row, _said_then(row, since[row.pk], until)) for row in rows]
    titles = _titles_then(said)
    found = [
        _then(row, words, titles, differs=bool(since[row.pk]))
        for row, words in said
        if not words[ARCHIVED] and date.fromisoformat(words["ends_on"]) >= day
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


def _said_then(
    row: BusinessObjective, since: Iterable[ObjectiveChange], until: datetime
) -> dict[str, str]:
    """What it told when the day ended. ``since`` comes with the newest change first."""
    archived = row.archived_at is not None and row.archived_at < until
    words = told(row) | {ARCHIVED: ARCHIVED if archived else ""}
    for change in since:
        words |= {name: each["was"] for name, each in change.changes.items()}
    return words


def _titles_then(said: Iterable[tuple[BusinessObjective, dict[str, str]]]) -> dict[str, str]:
    """The title of that day, by every title under which a row may be named as served."""
    titles: dict[str, str] = {}
    for row, words in said:
        titles[row.title] = titles[words["title"]] = words["title"]
    return titles


def _then(
    row: BusinessObjective, words: dict[str, str], titles: dict[str, str], *, differs: bool
) -> ObjectiveThen:
    return ObjectiveThen(
        objective=row,
        title=words["title"],
        target=words["target"],
        measure=words["measure"],
        actual_from=words["actual_from"],
        owner=words["owner"],
        serves=titles.get(words["parent"], ""),
        starts_on=date.fromisoformat(words["starts_on"]),
        ends_on=date.fromisoformat(words["ends_on"]),
        differs=differs,
    )
