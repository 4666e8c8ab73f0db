"""Which documents hang on a business objective: by their standards, or because it is above them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from expectations.models import BusinessObjective, DocumentVersion, State
from expectations.models.documents import VersionQuerySet
from expectations.queries.lists import Standing, standings_of
from people.models import Person

MOST = 200  # documents that a page lists; in need of a new version first


@dataclass(frozen=True)
class Hanging:
    """One version: how many of its standards serve the objective, whether it still says other
    words, and where it stands."""

    version: DocumentVersion
    standards: int
    outdated: bool
    standing: Standing
    led: bool  # by who looks at it

    @property
    def can_be_revised(self) -> bool:
        return self.led and self.version.state == State.ACTIVE


def hanging_on(
    objective: BusinessObjective, versions: VersionQuerySet, today: date
) -> VersionQuerySet:
    """Of these versions those that hang on it, in work or in force, whose period is not over."""
    if objective.person_id:
        below = Q(document__person=objective.person_id)
    elif objective.team_id:
        person = "document__person__team"
        below = Q(**{person: objective.team_id}) | Q(**{f"{person}__parent": objective.team_id})
    else:
        below = Q()
    above = below & Q(
        document__starts_on__lte=objective.ends_on, document__ends_on__gte=objective.starts_on
    )
    serves = Q(key_result_areas__standards__objective=objective)
    return (
        versions.exclude(state=State.SUPERSEDED)
        .filter(document__ends_on__gte=today)
        .filter(above | Q(pk__in=versions.filter(serves).values("pk")))
    )


def documents_on(objective: BusinessObjective, viewer: Person, today: date) -> list[Hanging]:
    """The documents somebody may read that hang on an objective. Four queries at most."""
    visible = DocumentVersion.objects.visible_to(viewer, today)
    rows = list(
        hanging_on(objective, visible, today)
        .annotate(
            serving=Count(
                "key_result_areas__standards",
                filter=Q(key_result_areas__standards__objective=objective),
            )
        )
        .select_related("document__person", "author")
        .order_by(F("shared_at").asc(nulls_last=True), "document__person__name", "pk")[:MOST]
    )
    standings = standings_of(rows, today)
    led = set(Person.objects.reporting_to(viewer, today).values_list("pk", flat=True))
    changed = objective.changed_at
    found = [
        Hanging(
            version=row,
            standards=row.serving,
            outdated=bool(changed and row.shared_at and row.shared_at < changed),
            standing=standings[row.pk],
            led=row.document.person_id in led,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (not each.outdated, each.version.document.person.name))
