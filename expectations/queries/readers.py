"""Who has confirmed reading the strategy in force, and who has not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from expectations.models import Acknowledgement, Strategy
from people.models import Person, Role
from people.models.person import PersonQuerySet


@dataclass
class TeamReaders:
    """One team: how many have confirmed, and the names of who has not, where one may read them.

    ``unnamed`` have not confirmed and are not named for this reader.
    """

    name: str
    people: int = 0
    confirmed: int = 0
    waiting: list[Person] = field(default_factory=list)
    unnamed: int = 0


@dataclass(frozen=True)
class Readers:
    """All teams of a company, or of those somebody leads."""

    teams: list[TeamReaders]

    @property
    def people(self) -> int:
        return sum(team.people for team in self.teams)

    @property
    def confirmed(self) -> int:
        return sum(team.confirmed for team in self.teams)


def readers_of(edition: Strategy, viewer: Person, today: date) -> Readers:
    """By team: executives and HR count everybody, others those whom they lead.

    Names are for HR and whoever leads the person. Two queries.
    """
    everybody = Person.objects.employed_on(today)
    if not viewer.has_role(Role.HR, Role.EXECUTIVE):
        everybody = everybody.led_by(viewer, today)
    confirmed = Acknowledgement.objects.filter(strategy=edition, person=OuterRef("pk"))
    rows: Iterable[Person] = (
        everybody.select_related("team")
        .annotate(has_confirmed=Exists(confirmed))
        .order_by("team__name", "name", "pk")
    )
    named = None
    if not viewer.has_role(Role.HR):
        named = set(named_for(viewer, today).values_list("pk", flat=True))
    teams: dict[int | None, TeamReaders] = {}
    for person in rows:
        team = teams.setdefault(
            person.team_id, TeamReaders(person.team.name if person.team else "")
        )
        team.people += 1
        if person.has_confirmed:  # type: ignore[attr-defined]
            team.confirmed += 1
        elif named is None or person.pk in named:
            team.waiting.append(person)
        else:
            team.unnamed += 1
    return Readers(list(teams.values()))


def named_for(viewer: Person, today: date) -> PersonQuerySet:
    """Of whom somebody reads by name whether they confirmed: HR of everybody, others of those
    whom they lead."""
    everybody = Person.objects.employed_on(today)
    return everybody if viewer.has_role(Role.HR) else everybody.led_by(viewer, today)


def each_reader(
    edition: Strategy, viewer: Person, today: date
) -> list[tuple[Person, datetime | None]]:
    """Everybody whom somebody may read by name, and when they confirmed. Two queries at most."""
    at = dict(Acknowledgement.objects.filter(strategy=edition).values_list("person", "at"))
    people = named_for(viewer, today).select_related("team").order_by("team__name", "name", "pk")
    return [(person, at.get(person.pk)) for person in people]


def waited_for(edition: Strategy, actor: Person, today: date) -> QuerySet[Person]:
    """Those who have not confirmed among the people the actor counts, but the actor."""
    confirmed = Acknowledgement.objects.filter(strategy=edition, person=OuterRef("pk"))
    people = Person.objects.employed_on(today).exclude(pk=actor.pk)
    if not actor.has_role(Role.HR, Role.EXECUTIVE):
        people = people.led_by(actor, today)
    return people.filter(~Exists(confirmed))


def confirmed_at(edition: Strategy | None, person: Person) -> datetime | None:
    """When somebody confirmed an edition. One query."""
    if edition is None:
        return None
    rows = Acknowledgement.objects.filter(strategy=edition, person=person)
    return rows.values_list("at", flat=True).first()
