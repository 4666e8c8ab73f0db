"""Reading the library of occupations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from calc.occupations import level_needed
from expectations.models import Occupation, OccupationFact, ProfileVersion
from expectations.models.occupations import OccupationQuerySet
from people.models import Person, Role


def occupation_rows(viewer: Person, today: date, words: str) -> OccupationQuerySet:
    """Occupations with ``tasks`` and ``rated`` (skills and knowledge); ``words`` are looked for in
    titles, reported job titles and the code.
    """
    rows = Occupation.objects.visible_to(viewer, today).annotate(
        tasks=Count("facts", filter=Q(facts__kind=OccupationFact.Kind.TASK)),
        rated=Count(
            "facts",
            filter=Q(facts__kind__in=[OccupationFact.Kind.SKILL, OccupationFact.Kind.KNOWLEDGE]),
        ),
    )
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(reported_titles__icontains=word) | Q(code=word)
        )
    return rows


def no_occupations() -> bool:
    """Was nothing imported yet? One query."""
    return not Occupation.objects.exists()


@dataclass(frozen=True)
class FactLine:
    """A fact as the page shows it, with the level a profile would get."""

    fact: OccupationFact
    level: int | None


@dataclass(frozen=True)
class FactGroup:
    """The facts of one kind, what matters most first."""

    kind: str
    label: str
    lines: Sequence[FactLine]


def fact_groups(occupation: Occupation) -> list[FactGroup]:
    """The facts by kind; kinds without facts are there too, so that a page can say so. One
    query.
    """
    facts = list(occupation.facts.all())
    return [
        FactGroup(
            kind.value,
            str(kind.label),
            [
                FactLine(each, None if each.level is None else level_needed(each.level))
                for each in facts
                if each.kind == kind
            ],
        )
        for kind in OccupationFact.Kind
    ]


def drafts_to_fill(viewer: Person, today: date) -> list[ProfileVersion]:
    """Drafts of profiles that somebody writes, by name. One query."""
    rows = ProfileVersion.objects.visible_to(viewer, today).filter(published_at__isnull=True)
    if not viewer.has_role(Role.HR):
        rows = rows.filter(profile__owner=viewer)
    return list(rows.select_related("profile").order_by("profile__name"))
