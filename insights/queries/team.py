"""The team page: whose figures somebody reads together, and a page of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from insights.queries.people import Member, members
from people.models import Person, ReportingLine, Role

DIRECT, UNDER, ALL = "direct", "under", "all"


@dataclass(frozen=True)
class Choice:
    """A set of people that can be shown, by the key it has in addresses."""

    key: str
    label: str
    people: Sequence[Member]


@dataclass(frozen=True)
class Roster:
    """The people chosen, by name, and the other choices. ``under`` are led by the viewer at any
    depth: whose weeks the viewer reads.
    """

    chosen: Choice
    choices: Sequence[Choice]
    under: frozenset[int]


def roster(viewer: Person, today: date, asked: str) -> Roster:
    """Who can be shown to this viewer, narrowed to what was asked for. One query.

    Executives see everybody; others those whom they lead. An unknown choice is the usual one.
    """
    rows = [(Member._make(row), under, direct) for *row, under, direct in _seen(viewer, today)]
    under = [member for member, is_under, _direct in rows if is_under]
    direct = [member for member, _under, is_direct in rows if is_direct]
    everybody = [member for member, _under, _direct in rows]
    choices = [Choice(DIRECT, _("The people you lead directly"), direct)]
    if len(under) > len(direct):
        choices.append(Choice(UNDER, _("Everybody under you"), under))
    if viewer.has_role(Role.EXECUTIVE):
        choices.append(Choice(ALL, _("Everybody"), everybody))
    choices += _by_team(everybody)
    choices = [choice for choice in choices if choice.people] or choices[:1]
    chosen = next((choice for choice in choices if choice.key == asked), choices[0])
    return Roster(chosen, choices, frozenset(member.pk for member in under))


def _seen(viewer: Person, today: date) -> QuerySet[Any, tuple[Any, ...]]:
    """Everybody whose figures the viewer reads, by name, with how they are led."""
    led = ReportingLine.objects.people_under(viewer, today)
    lines = ReportingLine.objects.valid_on(today).filter(manager=viewer, person=OuterRef("pk"))
    rows = Person.objects.employed_on(today)
    if not viewer.has_role(Role.EXECUTIVE):
        rows = rows.filter(pk__in=led)
    is_under = Case(
        When(Q(pk__in=led), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    return members(rows.annotate(under=is_under, direct=Exists(lines)), "under", "direct")


def _by_team(people: Sequence[Member]) -> list[Choice]:
    teams: dict[tuple[str, int], list[Member]] = {}
    for member in people:
        if member.team_id is not None:
            teams.setdefault((member.team or "", member.team_id), []).append(member)
    return [Choice(f"team-{pk}", name, theirs) for (name, pk), theirs in sorted(teams.items())]
