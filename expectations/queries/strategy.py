"""Reading the strategy: its edition in force, earlier ones, and what forms of objectives offer."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Generic

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from calc.document import StrategyWords
from calc.marketing import PlanWords
from expectations.models import BusinessObjective, DocumentVersion, Standard, State
from expectations.models.editions import E, EditionQuerySet
from people.models import Person, Role, Team

PAST = 50  # objectives of other days that a page lists


def fingerprint_of(words: StrategyWords | PlanWords) -> str:
    """A short fingerprint of an edition's words, posted back by the page that showed them."""
    return _short(asdict(words))


def objective_fingerprint(objective: BusinessObjective) -> str:
    """The same of an objective."""
    target = objective.target
    return _short(
        {
            "title": objective.title,
            "target": None if target is None else format((target + Decimal(0)).normalize(), "f"),
            "unit": objective.unit,
            "starts_on": objective.starts_on,
            "ends_on": objective.ends_on,
            "owner": objective.owner_id,
            "parent": objective.parent_id,
            "measure": objective.measure,
            "actual_from": objective.actual_from,
            "archived": objective.archived_at is not None,
        }
    )


def _short(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:32]


def leading_objectives(today: date) -> list[BusinessObjective]:
    """Those of the company that have not ended, in their order; everybody reads them. One query."""
    return list(
        BusinessObjective.objects.filter(
            person__isnull=True, team__isnull=True, archived_at__isnull=True, ends_on__gte=today
        )
        .select_related("owner")
        .order_by("position", "starts_on", "title", "pk")
    )


def archived_objectives(viewer: Person, today: date) -> list[BusinessObjective]:
    """The newest that were taken off the tree. One query."""
    rows = BusinessObjective.objects.visible_to(viewer, today).filter(archived_at__isnull=False)
    return list(rows.select_related("team", "person").order_by("-ends_on", "title")[:PAST])


# --- editions ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Editions(Generic[E]):
    """The edition in force, those before and to come, and the draft for who may see it."""

    in_force: E | None
    earlier: list[E]
    to_come: list[E]
    draft: E | None


def editions(model: type[E], viewer: Person, today: date) -> Editions[E]:
    """All editions somebody may see. One query."""
    every: EditionQuerySet[E] = model.objects  # type: ignore[attr-defined]
    rows = list(every.visible_to(viewer, today).select_related("author").newest_first())
    published = [row for row in rows if row.published_at is not None]
    begun = [row for row in published if row.effective_from <= today]
    return Editions(
        in_force=begun[0] if begun else None,
        earlier=begun[1:],
        to_come=[row for row in published if row.effective_from > today],
        draft=next((row for row in rows if row.published_at is None), None),
    )


# --- objectives: what a form offers ----------------------------------------------------------------
@dataclass(frozen=True)
class Places:
    """Whom an objective may be for, by the key of a form's choice."""

    teams: dict[str, Team]
    people: dict[str, Person]
    company: bool

    @property
    def choices(self) -> list[tuple[str, str]]:
        company = [("company", _("The whole company"))] if self.company else []
        return [
            *company,
            *((key, team.name) for key, team in self.teams.items()),
            *((key, person.name) for key, person in self.people.items()),
        ]

    def of(self, key: str) -> tuple[Team | None, Person | None]:
        return self.teams.get(key), self.people.get(key)


def places_for(viewer: Person, today: date) -> Places:
    """What somebody may write objectives for: executives everything, others whom they lead.

    Two queries.
    """
    everything = viewer.has_role(Role.EXECUTIVE)
    people = Person.objects.employed_on(today)
    if not everything:
        people = people.filter(pk__in=Person.objects.led_by(viewer, today).values("pk"))
    teams = Team.objects.all() if everything else Team.objects.filter(members__in=people)
    return Places(
        teams={f"team:{team.pk}": team for team in teams.distinct().order_by("name")},
        people={f"person:{person.pk}": person for person in people.order_by("name", "pk")},
        company=everything,
    )


def parents_for(
    viewer: Person, today: date, objective: BusinessObjective | None
) -> QuerySet[BusinessObjective]:
    """Objectives that one may serve: visible, neither archived nor over, or chosen already."""
    visible = BusinessObjective.objects.visible_to(viewer, today)
    open_ones = Q(archived_at__isnull=True, ends_on__gte=today)
    if objective is None:
        return visible.filter(open_ones).order_by("title")
    chosen = Q(pk=objective.parent_id) if objective.parent_id else Q(pk__in=[])
    return visible.filter(open_ones | chosen).exclude(pk=objective.pk).order_by("title")


def owners_for(
    viewer: Person, today: date, objective: BusinessObjective | None
) -> QuerySet[Person]:
    """Who may answer for an objective: people who work here, and who does already."""
    here = Person.objects.employed_on(today)
    if objective is not None:
        here = here | Person.objects.filter(pk=objective.owner_id)
    return here.order_by("name", "pk")


def standards_serving(objective: BusinessObjective, viewer: Person, today: date) -> list[Standard]:
    """Standards of documents one may read that serve an objective, by person. One query.

    Of drafts only one's own, of signed documents those in force.
    """
    versions = DocumentVersion.objects.visible_to(viewer, today).exclude(state=State.SUPERSEDED)
    return list(
        Standard.objects.filter(
            objective=objective, key_result_area__version__in=versions.values("pk")
        )
        .select_related("key_result_area__version__document__person")
        .order_by("key_result_area__version__document__person__name", "pk")[:100]
    )
