"""Reading role profiles and competencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery

from calc.titles import best_match
from expectations.lines import COMPETENCY, Sheet
from expectations.models import (
    Competency,
    DocumentVersion,
    Indicator,
    ProfileVersion,
    RoleProfile,
)
from expectations.models.profiles import ProfileQuerySet
from people.models import Person


@dataclass(frozen=True)
class WantedProfiles:
    """What somebody filters the list of profiles by."""

    q: str = ""
    archived: bool = False


def profile_rows(viewer: Person, today: date, wanted: WantedProfiles) -> ProfileQuerySet:
    """Profiles somebody may read, with ``published`` (when the newest edition was), ``draft`` (the
    number of the edition being written, if they may read it), ``areas`` and ``used``.
    """
    editions = ProfileVersion.objects.visible_to(viewer, today).filter(profile=OuterRef("pk"))
    newest = editions.published().order_by("-number")
    used = (
        DocumentVersion.objects.filter(begun_from__profile=OuterRef("pk"))
        .order_by()
        .values("begun_from__profile")
        .annotate(n=Count("pk"))
    )
    rows = RoleProfile.objects.visible_to(viewer, today).annotate(
        published=Subquery(newest.values("published_at")[:1]),
        areas=Subquery(newest.annotate(n=Count("key_result_areas")).values("n")[:1]),
        draft=Subquery(editions.filter(published_at__isnull=True).values("pk")[:1]),
        used=Subquery(used.values("n")),
    )
    rows = rows.filter(archived_at__isnull=not wanted.archived)
    if wanted.q:
        rows = rows.filter(Q(name__icontains=wanted.q) | Q(also_called__icontains=wanted.q))
    return rows.select_related("owner")


def nothing_yet() -> bool:
    """Is there no profile at all, not even a draft of somebody? One query."""
    return not RoleProfile.objects.exists()


def editions_of(profile: RoleProfile, viewer: Person, today: date) -> list[ProfileVersion]:
    """The editions somebody may read, the newest first. One query."""
    rows = ProfileVersion.objects.visible_to(viewer, today).filter(profile=profile)
    return list(rows.select_related("author", "profile").order_by("-number"))


def current_profiles(viewer: Person, today: date) -> list[ProfileVersion]:
    """The editions that documents may begin from, by name. One query."""
    return list(
        ProfileVersion.objects.visible_to(viewer, today)
        .current()
        .filter(profile__archived_at__isnull=True)
        .select_related("profile")
        .order_by("profile__name")
    )


def suggested(title: str, editions: Sequence[ProfileVersion]) -> tuple[ProfileVersion, str] | None:
    """The edition whose profile fits a job title, and the name that fits. No query."""
    names = {each.pk: names_of(each.profile) for each in editions}
    found = best_match(title, names)
    if found is None:
        return None
    key, match = found
    return next(each for each in editions if each.pk == key), match.name


def names_of(profile: RoleProfile) -> list[str]:
    """Its name and what else it is called."""
    return [profile.name, *filter(None, (each.strip() for each in profile.also_called.split(",")))]


@dataclass(frozen=True)
class ExpectedCompetency:
    """A competency of a profile, the level it asks for, and what one sees at that level."""

    competency: Competency
    level: int | None
    shows: tuple[str, ...]


def expected_competencies(sheet: Sheet) -> list[ExpectedCompetency]:
    """What a profile expects. One query for the indicators."""
    rows = list(sheet.rows[COMPETENCY].values())
    shown: dict[tuple[int, int | None], list[str]] = {}
    for each in Indicator.objects.filter(competency__in=[row.competency_id for row in rows]):
        shown.setdefault((each.competency_id, each.level), []).append(each.text)
    return [
        ExpectedCompetency(
            competency=row.competency,
            level=row.level_needed,
            shows=tuple(shown.get((row.competency_id, row.level_needed), ())),
        )
        for row in rows
    ]
