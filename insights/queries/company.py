"""The whole company for those who answer for it: coverage, data, strategy, loose ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from calc.periods import quarter
from expectations.models import BusinessObjective, DocumentVersion, State, Strategy
from insights.queries.people import Member, members
from insights.queries.won import Total, figures_of
from notifications.models import Delivery
from notifications.queries import given_up
from people.models import Invitation, Person, ReportingLine
from people.queries import LooseEnds, loose_ends
from sales.models import Deal, Stage
from sales.queries import deals_as_of
from salesperf.imports.models import ImportFile

SHOWN = 10


@dataclass(frozen=True)
class Coverage:
    """Of the ``people`` who are led by somebody: for whom expectations are signed today, for whom
    others wait for a signature (some have both), and who has neither (a draft may exist; it is
    private). The same counts as on the page of the coverage.
    """

    people: int
    signed: int
    shared: int
    without: int


@dataclass(frozen=True)
class TeamLine:
    """One team: how many of its people have signed expectations, and what it won."""

    name: str
    coverage: Coverage
    total: Total | None


def _led(today: date) -> QuerySet[Any]:
    """Everybody who works here and is led by somebody."""
    lines = ReportingLine.objects.valid_on(today).filter(person=OuterRef("pk"))
    signed = DocumentVersion.objects.in_force_on(today).filter(document__person=OuterRef("pk"))
    shared = DocumentVersion.objects.filter(
        document__person=OuterRef("pk"),
        document__starts_on__lte=today,
        document__ends_on__gte=today,
        state=State.SHARED,
    )
    return (
        Person.objects.employed_on(today)
        .filter(Exists(lines))
        .annotate(has_signed=Exists(signed), has_shared=Exists(shared))
    )


def coverage(today: date) -> Coverage:
    """One query."""
    return Coverage(
        **_led(today).aggregate(
            people=Count("pk"),
            signed=Count("pk", filter=Q(has_signed=True)),
            shared=Count("pk", filter=Q(has_shared=True)),
            without=Count("pk", filter=Q(has_signed=False, has_shared=False)),
        )
    )


def without_expectations(today: date) -> Sequence[Person]:
    """The first of those who have neither signed nor shared expectations, by name. One query."""
    rows = _led(today).filter(has_signed=False, has_shared=False).select_related("team")
    return list(rows.order_by("name", "pk")[:SHOWN])


@dataclass(frozen=True)
class HrFigures:
    coverage: Coverage
    without: Sequence[Person]
    loose: LooseEnds
    invited: int


def hr_figures(today: date, now: datetime) -> HrFigures:
    """Five queries."""
    return HrFigures(
        coverage=coverage(today),
        without=without_expectations(today),
        loose=loose_ends(today, now),
        invited=Invitation.objects.open_on(now).count(),
    )


# --- data that pay stands on -----------------------------------------------------------------------


@dataclass(frozen=True)
class DealGaps:
    """Deals that something is missing from. None of it is a mistake of the file: real ones lack
    it; won deals without a value or a day cannot be paid.
    """

    deals: int
    won_without_value: int
    without_account: int
    decided_without_day: int


@dataclass(frozen=True)
class PayFigures:
    gaps: DealGaps
    imports: Sequence[ImportFile]
    as_of: datetime | None


def pay_figures(viewer: Person, today: date) -> PayFigures:
    """Three queries."""
    decided = Q(stage__kind__in=[Stage.Kind.WON, Stage.Kind.LOST])
    gaps = Deal.objects.visible_to(viewer, today).aggregate(
        deals=Count("pk"),
        won_without_value=Count(
            "pk", filter=Q(stage__kind=Stage.Kind.WON, value_minor__isnull=True)
        ),
        without_account=Count("pk", filter=Q(account__isnull=True)),
        decided_without_day=Count("pk", filter=decided & Q(closed_on__isnull=True)),
    )
    files = ImportFile.objects.visible_to(viewer, today).order_by("-uploaded_at", "-pk")
    return PayFigures(
        gaps=DealGaps(**gaps),
        imports=list(files.select_related("uploaded_by")[:SHOWN]),
        as_of=deals_as_of(),
    )


# --- the executive -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class CompanyFigures:
    strategy: Strategy | None
    objectives: Sequence[BusinessObjective]
    teams: Sequence[TeamLine]
    coverage: Coverage
    total: Total | None
    as_of: datetime | None
    people: int


def company_figures(viewer: Person, today: date) -> CompanyFigures:
    """Six queries, however many teams and people."""
    running = quarter(today)
    objectives = (
        BusinessObjective.objects.visible_to(viewer, today)
        .holding_within(running.start, running.end)
        .filter(team__isnull=True, person__isnull=True)
        .select_related("owner")
    )
    rows = [
        (Member._make(row), Standing(signed, shared))
        for *row, signed, shared in members(_led(today), "has_signed", "has_shared")
    ]
    figures = figures_of({member.pk: member.currency for member, _ in rows}, today)
    teams: dict[str, list[tuple[Member, Standing]]] = {}
    for member, stands in sorted(rows, key=lambda row: row[0].team or ""):
        teams.setdefault(member.team or "", []).append((member, stands))
    return CompanyFigures(
        strategy=Strategy.objects.visible_to(viewer, today).in_force_on(today),
        objectives=list(objectives[:SHOWN]),
        teams=[
            TeamLine(name, _covered(theirs), figures.total([member.pk for member, _ in theirs]))
            for name, theirs in teams.items()
        ],
        coverage=_covered(rows),
        total=figures.total(figures.currencies),
        as_of=deals_as_of(),
        people=len(rows),
    )


class Standing(NamedTuple):
    """Whether somebody has signed expectations, or at least reads shared ones."""

    signed: bool
    shared: bool


def _covered(rows: Sequence[tuple[Member, Standing]]) -> Coverage:
    signed = sum(stands.signed for _, stands in rows)
    shared = sum(stands.shared for _, stands in rows)
    without = sum(not stands.shared and not stands.signed for _, stands in rows)
    return Coverage(len(rows), signed, shared, without)


# --- the administrator -----------------------------------------------------------------------------


@dataclass(frozen=True)
class SystemFigures:
    loose: LooseEnds
    given_up: int
    invited: int
    without_team: int
    people: int


def system_figures(viewer: Person, today: date, now: datetime) -> SystemFigures:
    """Five queries."""
    here = Person.objects.employed_on(today).aggregate(
        people=Count("pk"), without_team=Count("pk", filter=Q(team__isnull=True))
    )
    return SystemFigures(
        loose=loose_ends(today, now),
        given_up=given_up(Delivery.objects.visible_to(viewer, today)).count(),
        invited=Invitation.objects.open_on(now).count(),
        **here,
    )
