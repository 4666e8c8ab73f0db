"""Teams: their names, which is part of which, and who belongs to them."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from people.actions.telling import record
from people.models import Person, Team
from people.problems import PeopleProblem
from salesperf.locks import one_at_a_time

LOCK = "teams"


@transaction.atomic
def create_team(*, name: str, parent: Team | None, by: Person, now: datetime) -> Team:
    """Add a team. Raises ``ValidationError`` by field."""
    team = Team(name=name, parent=parent)
    team.full_clean(validate_constraints=False)
    _save(team)
    record("team_created", team, by=by, at=now, name=team.name, part_of=parent)
    return team


@transaction.atomic
def change_team(*, team: Team, name: str, parent: Team | None, by: Person, now: datetime) -> bool:
    """Rename a team or make it part of another; return whether anything changed.

    Raises ``ValidationError`` by field, ``PeopleProblem`` when teams would be parts of each other.
    """
    one_at_a_time(LOCK)
    row = Team.objects.select_for_update(of=("self",)).select_related("parent").get(pk=team.pk)
    was = {"name": row.name, "part_of": row.parent_id}
    row.name, row.parent = name, parent
    row.full_clean(validate_constraints=False)
    if was == {"name": row.name, "part_of": row.parent_id}:
        return False
    _refuse_circle(row)
    _save(row)
    record("team_changed", row, by=by, at=now, was=was, name=row.name, part_of=row.parent_id)
    return True


@transaction.atomic
def move_to_team(
    *, people: Iterable[Person], team: Team | None, by: Person, now: datetime
) -> list[Person]:
    """Make people members of a team (of none, if None); return those who were not."""
    ids = [person.pk for person in people]
    rows = Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    moved = [row for row in rows if row.team_id != (team.pk if team else None)]
    for row in moved:
        was, row.team = row.team_id, team
        row.save(update_fields=["team"])
        record("team_moved", row, by=by, at=now, was=was, team=team)
    return moved


@transaction.atomic
def remove_team(*, team: Team, by: Person, now: datetime) -> None:
    """Delete a team that nobody and nothing belongs to. Raises ``PeopleProblem`` otherwise."""
    record("team_removed", team, by=by, at=now, name=team.name)
    try:
        Team.objects.filter(pk=team.pk).delete()
    except ProtectedError:
        raise PeopleProblem(
            _("People, teams or plans belong to %(team)s. Move them first.") % {"team": team.name}
        ) from None


def _refuse_circle(team: Team) -> None:
    """A team must not be part of its own part. Teams are few and shallow: one query a level."""
    above, chain = team.parent, [team.name]
    while above is not None:
        chain.append(above.name)
        if above.pk == team.pk:
            raise PeopleProblem(
                _("A team cannot be part of itself: %(chain)s.") % {"chain": " → ".join(chain)},
                field="parent",
            )
        above = above.parent


def _save(team: Team) -> None:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError:
        raise ValidationError({"name": _("There is a team with this name.")}) from None
