"""Business objectives: making, changing, archiving; the tree stays a tree."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from expectations.actions.objective_revision import tell_of_change
from expectations.models import BusinessObjective, MarketingPlan, ObjectiveChange
from expectations.problems import NotPossible
from expectations.queries.as_of import ARCHIVED, told
from expectations.queries.objectives import siblings_of
from expectations.queries.strategy import objective_fingerprint
from people.models import Person, Team
from salesperf.locks import one_at_a_time

LEVELS = {"company": 0, "team": 1, "person": 2}


@dataclass(frozen=True)
class ObjectiveValues:
    """What is typed about an objective."""

    title: str
    target: Decimal | None
    unit: str
    starts_on: date
    ends_on: date
    owner: Person
    parent: BusinessObjective | None
    measure: str = ""
    actual_from: str = BusinessObjective.ActualFrom.ENTERED


class ObjectiveChanged(Exception):  # noqa: N818 what happened
    """Somebody else changed it since the page was made; ``stored`` is how it stands."""

    def __init__(self, stored: BusinessObjective) -> None:
        super().__init__("changed")
        self.stored = stored


@transaction.atomic
def make_objective(
    *,
    values: ObjectiveValues,
    actor: Person,
    now: datetime,
    team: Team | None = None,
    person: Person | None = None,
    plan: MarketingPlan | None = None,
) -> BusinessObjective:
    """Make an objective of the company, a team or a person, perhaps out of a marketing plan.

    Raises NotPossible.
    """
    objective = BusinessObjective(team=team, person=person, plan=plan, made_at=now)
    _write(objective, values)
    record(
        actor=actor, verb="objective.made", target=objective, at=now, team=team, person=person,
        target_value=values.target,
    )  # fmt: skip
    return objective


@transaction.atomic
def change_objective(
    *,
    objective: BusinessObjective,
    values: ObjectiveValues,
    actor: Person,
    seen: str,
    today: date,
    now: datetime,
) -> BusinessObjective:
    """Change it, if it still stands as the page showed it (``seen``).

    What it said before is kept, and people whose documents hang on it are told. Documents that
    were shared keep the words of their day. Raises ObjectiveChanged and
    NotPossible (archived, or it would serve itself).
    """
    one_at_a_time("business objectives")
    current = BusinessObjective.objects.select_for_update().get(pk=objective.pk)
    before = {name: getattr(current, f"{name}_id", getattr(current, name)) for name in _FIELDS}
    told_before = told(current)
    if current.archived_at is not None:
        raise NotPossible(_("This objective is archived. Bring it back to change it."))
    if objective_fingerprint(current) != seen:
        if all(getattr(current, name) == getattr(values, name) for name in _FIELDS):
            return current
        raise ObjectiveChanged(current)
    _write(current, values)
    after = {name: getattr(current, f"{name}_id", getattr(current, name)) for name in _FIELDS}
    changed = sorted(name for name in _FIELDS if before[name] != after[name])
    if changed:
        _keep(current, changed, told_before, actor, now)
        if not _IN_DOCUMENTS.isdisjoint(changed):
            current.changed_at = now
            current.save(update_fields=["changed_at"])
            tell_of_change(objective=current, actor=actor, today=today, now=now)
        record(
            actor=actor, verb="objective.changed", target=current, at=now, fields=changed,
            target_before=before["target"], target_after=after["target"],
        )  # fmt: skip
    return current


@transaction.atomic
def archive_objective(
    *, objective: BusinessObjective, actor: Person, today: date, now: datetime
) -> None:
    """Take it off the tree; documents that name it keep its words. Twice is once."""
    current = BusinessObjective.objects.select_for_update().get(pk=objective.pk)
    if current.archived_at is None:
        current.archived_at = current.changed_at = now
        current.save(update_fields=["archived_at", "changed_at"])
        _keep_archived(current, True, actor, now)
        record(actor=actor, verb="objective.archived", target=current, at=now)
        tell_of_change(objective=current, actor=actor, today=today, now=now)


@transaction.atomic
def restore_objective(*, objective: BusinessObjective, actor: Person, now: datetime) -> None:
    """Bring an archived objective back. Twice is once."""
    current = BusinessObjective.objects.select_for_update().get(pk=objective.pk)
    if current.archived_at is not None:
        current.archived_at = None
        current.save(update_fields=["archived_at"])
        _keep_archived(current, False, actor, now)
        record(actor=actor, verb="objective.restored", target=current, at=now)


@transaction.atomic
def place_objective(*, objective: BusinessObjective, to: int, actor: Person, now: datetime) -> None:
    """Put it at place ``to`` (from 1) among those of its level that serve the same objective.

    A place before the first is the first, one behind the last the last. Twice is once.
    """
    one_at_a_time("business objectives")
    current = BusinessObjective.objects.select_for_update().get(pk=objective.pk)
    siblings = list(siblings_of(current))
    was = siblings.index(current) + 1
    siblings.remove(current)
    place = max(1, min(to, len(siblings) + 1))
    if place == was:
        return
    siblings.insert(place - 1, current)
    for position, each in enumerate(siblings):
        each.position = position
    BusinessObjective.objects.bulk_update(siblings, ["position"])
    record(actor=actor, verb="objective.placed", target=current, at=now, place=place)


_FIELDS = (
    "title", "target", "unit", "starts_on", "ends_on", "owner", "parent", "measure", "actual_from",
)  # fmt: skip


# What documents say of an objective: others of its words may change under them.
_IN_DOCUMENTS = frozenset({"title", "target", "unit", "starts_on", "ends_on"})


def _write(objective: BusinessObjective, values: ObjectiveValues) -> None:
    one_at_a_time("business objectives")
    for name in _FIELDS:
        setattr(objective, name, getattr(values, name))
    if objective.parent is not None:
        _check_parent(objective, objective.parent)
    objective.save()


def _check_parent(objective: BusinessObjective, parent: BusinessObjective) -> None:
    """An objective serves one of the same level or above, and never itself."""
    if LEVELS[parent.level] > LEVELS[objective.level]:
        raise NotPossible(
            _("An objective serves one of the same level or above: company, team, person.")
        )
    above: BusinessObjective | None = parent
    passed: set[int] = set()
    while above is not None and above.pk not in passed:
        if objective.pk is not None and above.pk == objective.pk:
            raise NotPossible(
                _("“%(title)s” serves this objective already, so it cannot be served by it.")
                % {"title": parent.title}
            )
        passed.add(above.pk)
        above = above.parent


def _keep(
    objective: BusinessObjective,
    changed: list[str],
    before: dict[str, str],
    actor: Person,
    now: datetime,
) -> None:
    """What it said before stays readable."""
    after = told(objective)
    changes = {
        name: {"was": before[name], "to": after[name]}
        for name in before
        if name in changed or before[name] != after[name]
    }
    ObjectiveChange.objects.create(objective=objective, changes=changes, by=actor, at=now)


def _keep_archived(
    objective: BusinessObjective, archived: bool, actor: Person, now: datetime
) -> None:
    changes = {ARCHIVED: {"was": "", "to": ARCHIVED}}
    if not archived:
        changes = {ARCHIVED: {"was": ARCHIVED, "to": ""}}
    ObjectiveChange.objects.create(objective=objective, changes=changes, by=actor, at=now)
