"""Whose deals a page is about: one person, a team, the people one leads, or everybody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from people.models import Person, Role, Team
from sales.models import Deal
from sales.models.deals import DealQuerySet, owned_by_seen


class Owner(NamedTuple):
    """As much of a person as a list of deals needs."""

    pk: int
    name: str
    team_id: int | None

    @property
    def key(self) -> str:
        """What the scope of this one person is called in addresses."""
        return f"person-{self.pk}"


@dataclass(frozen=True)
class Scope:
    """A choice of owners. ``params`` are what the deal list calls it in its address."""

    key: str
    name: str
    owners: tuple[Owner, ...]
    params: Mapping[str, int] = field(default_factory=dict)

    @property
    def one_person(self) -> Owner | None:
        return self.owners[0] if "owner" in self.params else None

    @property
    def everybody(self) -> bool:
        return not self.params

    def narrow(self, deals: DealQuerySet) -> DealQuerySet:
        """Keep the deals of these owners; ``deals`` went through visible_to."""
        if self.everybody:
            return deals
        return deals.filter(owner__in=[owner.pk for owner in self.owners])


@dataclass(frozen=True)
class Scopes:
    """All choices of one viewer: the people whose deals they may see, and their teams."""

    viewer: Person
    people: tuple[Owner, ...]
    all_teams: Mapping[int, tuple[str, int | None]]  # id → name, id of the team it is part of

    @property
    def sees_everybody(self) -> bool:
        return self.viewer.has_role(Role.EXECUTIVE, Role.COMPENSATION)

    @cached_property
    def led(self) -> tuple[Owner, ...]:
        """The people the viewer leads: all but oneself, unless everybody is seen by role."""
        if self.sees_everybody:
            return ()
        return tuple(owner for owner in self.people if owner.pk != self.viewer.pk)

    @cached_property
    def teams(self) -> tuple[tuple[int, str], ...]:
        """Teams that hold somebody the viewer may see, also through a team that is part of it."""
        seen: set[int] = set()
        for owner in self.people:
            seen.update(self._upwards(owner.team_id))
        return tuple((pk, name) for pk, (name, _parent) in self.all_teams.items() if pk in seen)

    def team_and_parts(self, team: int) -> frozenset[int]:
        """The team and every team that is part of it, at any depth."""
        return frozenset(pk for pk in self.all_teams if team in self._upwards(pk))

    @property
    def default(self) -> Scope:
        """Everybody for who sees everybody, one's people for who leads, else oneself."""
        key = f"person-{self.viewer.pk}"
        if self.sees_everybody:
            key = "all"
        elif self.led:
            key = f"led-{self.viewer.pk}"
        found = self.find(key)
        assert found is not None  # the viewer is always among the people seen
        return found

    def find(self, key: str) -> Scope | None:
        """The choice with this key; None for one that is not there or not theirs to see."""
        return next(
            (scope for scope in self._of_kind(key.partition("-")[0]) if scope.key == key), None
        )

    def _of_kind(self, kind: str) -> Iterator[Scope]:
        if kind == "all" and self.sees_everybody:
            yield Scope("all", _("Everybody"), self.people)
        if kind == "led" and self.led:
            me = self.viewer.pk
            yield Scope(f"led-{me}", _("The people you lead"), self.led, {"led_by": me})
        if kind == "team":
            yield from (self._team(pk, name) for pk, name in self.teams)
        if kind == "person":
            for owner in self.people:
                yield Scope(owner.key, owner.name, (owner,), {"owner": owner.pk})

    def _team(self, pk: int, name: str) -> Scope:
        parts = self.team_and_parts(pk)
        members = tuple(owner for owner in self.people if owner.team_id in parts)
        return Scope(f"team-{pk}", name, members, {"team": pk})

    def _upwards(self, team: int | None) -> Iterator[int]:
        """The team and those it is part of; a circle, should one be stored, ends."""
        passed: set[int] = set()
        while team is not None and team in self.all_teams and team not in passed:
            passed.add(team)
            yield team
            team = self.all_teams[team][1]


def scopes(viewer: Person, today: date) -> Scopes:
    """The choices of this viewer. Two queries.

    People who have left are among them as long as they own deals.
    """
    has_deals = Exists(Deal.objects.filter(owner=OuterRef("pk")))
    here = Q(left_on__isnull=True, is_active=True) | Q(left_on__gte=today, is_active=True)
    people = (
        Person.objects.filter(owned_by_seen(viewer, today, owner="pk"))
        .filter(here | has_deals | Q(pk=viewer.pk))
        .order_by("name", "pk")
        .values_list("pk", "name", "team_id")
    )
    teams = Team.objects.order_by("name").values_list("pk", "name", "parent_id")
    return Scopes(
        viewer=viewer,
        people=tuple(Owner(*row) for row in people),
        all_teams={pk: (name, parent) for pk, name, parent in teams},
    )
