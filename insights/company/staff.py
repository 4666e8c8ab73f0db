"""The people of a made-up company: who leads whom, since when, in which team and role."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from insights.company import words
from people.builders import PASSWORD
from people.models import Person, ReportingLine, Role, RoleGrant, Team

DOMAIN = "northwind.example"
REPS_PER_MANAGER = 8
MANAGERS_PER_DIRECTOR = 7
ZONES = ("Europe/Vienna", "Europe/London", "America/New_York")


def hired(person: Person) -> date:
    """The first day of somebody of a made-up company; everybody has one."""
    assert person.hired_on is not None
    return person.hired_on


def team_of(person: Person) -> Team:
    """The team of somebody of a made-up company; everybody has one."""
    assert person.team is not None
    return person.team


@dataclass
class Staff:
    """Everybody, by what they do, and every reporting line there is or was."""

    executives: list[Person] = field(default_factory=list)
    hr: list[Person] = field(default_factory=list)
    compensation: list[Person] = field(default_factory=list)
    administrators: list[Person] = field(default_factory=list)
    directors: list[Person] = field(default_factory=list)
    managers: list[Person] = field(default_factory=list)
    reps: list[Person] = field(default_factory=list)
    lines: dict[int, list[ReportingLine]] = field(default_factory=dict)

    @property
    def everybody(self) -> list[Person]:
        return [
            *self.executives, *self.hr, *self.compensation, *self.administrators,
            *self.directors, *self.managers, *self.reps,
        ]  # fmt: skip

    def leader_of(self, person: Person, day: date) -> Person:
        """Who led the person on ``day``; before the first day, who led them first."""
        lines = self.lines[person.pk]
        begun = [line for line in lines if line.starts_on <= day]
        return (begun[-1] if begun else lines[0]).manager

    def reps_of(self, manager: Person, day: date) -> list[Person]:
        """Who reports to the manager on ``day``, by name."""
        reps = [
            rep
            for rep in self.reps
            if rep.left_on is None and self.leader_of(rep, day).pk == manager.pk
        ]
        return sorted(reps, key=lambda rep: rep.name)


@dataclass(frozen=True)
class Sizes:
    """How many of each there are in a company of a given size."""

    hr: int
    compensation: int
    administrators: int
    directors: int
    managers: int
    reps: int

    @classmethod
    def of(cls, people: int) -> "Sizes":
        """Share ``people`` out; raises ValueError when they are too few for a company."""
        if people < 10:
            raise ValueError("A company has at least 10 people: five roles, a manager, reps.")
        hr, compensation = max(1, people // 100), max(1, people // 200)
        administrators = max(1, people // 250)
        sales = people - 1 - hr - compensation - administrators
        managers = max(1, (sales + REPS_PER_MANAGER // 2) // (REPS_PER_MANAGER + 1))
        directors = -(-managers // MANAGERS_PER_DIRECTOR) if managers > 1 else 0
        return cls(
            hr, compensation, administrators, directors, managers, sales - managers - directors
        )


def hire(*, people: int, random: Random, start: date, today: date, now: datetime) -> Staff:
    """Write people, teams, roles and reporting lines; ``start`` is the first day of the data."""
    sizes = Sizes.of(people)
    make = _Hiring(random, start)
    staff = Staff(
        executives=make.some(1, "Managing director"),
        hr=make.some(sizes.hr, "Human resources"),
        compensation=make.some(sizes.compensation, "Compensation analyst"),
        administrators=make.some(sizes.administrators, "Systems administrator"),
        directors=make.some(sizes.directors, "Sales director"),
        managers=make.some(sizes.managers, "Sales manager"),
        reps=make.some(sizes.reps, "Sales representative", newcomers=True),
    )
    _let_go(staff, random, start, today)
    _seat(staff)
    Person.objects.bulk_create(staff.everybody)
    _grant(staff, now)
    for line in ReportingLine.objects.bulk_create(_lines(staff, random, start, today)):
        staff.lines.setdefault(line.person_id, []).append(line)
    return staff


class _Hiring:
    """Makes unsaved people. All have the demo password, hashed once: hashing is slow on purpose."""

    def __init__(self, random: Random, start: date) -> None:
        self._random = random
        self._start = start
        self._names = words.person_names(random)
        self._password = make_password(PASSWORD)

    def some(self, number: int, title: str, *, newcomers: bool = False) -> list[Person]:
        return [self._one(title, newcomers) for _ in range(number)]

    def _one(self, title: str, may_be_new: bool) -> Person:
        name = next(self._names)
        days = self._random.randrange(200, 2_400)
        hired_on = self._start - timedelta(days=days)
        if may_be_new and self._random.randrange(100) < 5:
            hired_on = self._start + timedelta(days=self._random.randrange(7, 60))
        return Person(
            email=words.sign_in_name(name, DOMAIN),
            name=name,
            title=title,
            password=self._password,
            hired_on=hired_on,
            time_zone=self._random.choice(ZONES),
        )


def _let_go(staff: Staff, random: Random, start: date, today: date) -> None:
    """One rep in forty left; the account is off."""
    span = max((today - start).days, 1)
    for rep in staff.reps[39::40]:
        rep.left_on = max(start + timedelta(days=random.randrange(span)), hired(rep))
        rep.is_active = False


def _seat(staff: Staff) -> None:
    """A region for each director, a team for each manager; the heads sit in their own."""
    office = Team.objects.create(name="Head office")
    for person in [*staff.executives, *staff.hr, *staff.compensation, *staff.administrators]:
        person.team = office
    names = _team_names()
    regions = [
        Team.objects.create(name=f"{place} region", parent=office)
        for place, _ in zip(_places(), staff.directors, strict=False)
    ]
    for director, region in zip(staff.directors, regions, strict=True):
        director.team = region
    for i, manager in enumerate(staff.managers):
        parent = regions[i % len(regions)] if regions else office
        manager.team = Team.objects.create(name=next(names), parent=parent)
    for i, rep in enumerate(staff.reps):
        rep.team = staff.managers[i % len(staff.managers)].team


def _places() -> Iterator[str]:
    yield from words.PLACES
    number = 2
    while True:
        yield from (f"{place} {number}" for place in words.PLACES)
        number += 1


def _team_names() -> Iterator[str]:
    yield from words.TEAMS
    number = 2
    while True:
        yield from (f"{team} {number}" for team in words.TEAMS)
        number += 1


def _grant(staff: Staff, now: datetime) -> None:
    holders = (
        (Role.EXECUTIVE, staff.executives),
        (Role.HR, staff.hr),
        (Role.COMPENSATION, staff.compensation),
        (Role.ADMINISTRATOR, staff.administrators),
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(person=person, role=role, granted_at=now)
        for role, people in holders
        for person in people
    )


def _lines(staff: Staff, random: Random, start: date, today: date) -> list[ReportingLine]:
    """Everybody's manager now; one rep in twelve had another one before."""
    head = staff.executives[0]
    lines = [
        ReportingLine(person=person, manager=head, starts_on=hired(person))
        for person in [*staff.hr, *staff.compensation, *staff.administrators, *staff.directors]
    ]
    for i, manager in enumerate(staff.managers):
        above = staff.directors[i % len(staff.directors)] if staff.directors else head
        lines.append(ReportingLine(person=manager, manager=above, starts_on=hired(manager)))
    for i, rep in enumerate(staff.reps):
        now_leads = staff.managers[i % len(staff.managers)]
        since = hired(rep)
        moved = i % 12 == 11 and rep.left_on is None and hired(rep) < start
        if moved and len(staff.managers) > 1:
            before = staff.managers[(i + 1) % len(staff.managers)]
            since = _moved_on(random, start, today)
            lines.append(
                ReportingLine(
                    person=rep,
                    manager=before,
                    starts_on=hired(rep),
                    ends_on=since - timedelta(days=1),
                )
            )
        lines.append(
            ReportingLine(person=rep, manager=now_leads, starts_on=since, ends_on=rep.left_on)
        )
    return lines


def _moved_on(random: Random, start: date, today: date) -> date:
    return start + timedelta(days=random.randrange(1, max((today - start).days, 2)))


def by_skill(reps: Sequence[Person], random: Random) -> dict[int, int]:
    """How good each rep is, in percent of the usual; most are near 100, few far from it."""
    return {rep.pk: 100 + sum(random.randint(-9, 9) for _ in range(3)) for rep in reps}
