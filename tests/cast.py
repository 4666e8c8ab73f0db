"""The cast: the same named people in every test, and the same day.

Rhea is a rep. Pavo sits beside her. Mila leads both and Greta leads Mila. Elke led Rhea until
the end of last year. Suri and Oskar, who leads her, have nothing to do with any of them. Hana is
human resources, Corin compensation, Vera the executive at the top, Ada the administrator. Dov
worked here once; his account is off.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.test import Client

from people import sessions
from people.builders import LONG_AGO, PASSWORD, make_team
from people.models import Person, ReportingLine, Role, RoleGrant, Team

TODAY = date(2026, 3, 11)  # a Wednesday in the first quarter
NOW = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    north: Team
    south: Team
    rep: Person
    peer: Person
    manager: Person
    director: Person
    ex_manager: Person
    other_rep: Person
    other_manager: Person
    hr: Person
    compensation: Person
    executive: Person
    administrator: Person
    deactivated: Person

    def everyone(self) -> dict[str, Person]:
        """Each actor by the name the access matrix uses."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Person)}


@pytest.fixture
def frozen_day():
    """It is 10:00 UTC on TODAY, and stays so."""
    with time_machine.travel(NOW, tick=False):
        yield TODAY


REP = "Sales representative"

# Who, name, first part of the address, job title, team, led by, role.
PEOPLE = (
    ("executive", "Vera Quillington", "vera", "Managing director", "", "", Role.EXECUTIVE),
    ("director", "Greta Holloway-Finch", "greta", "Sales director", "", "executive", ""),
    ("manager", "Mila Trentham", "mila", "Sales manager", "north", "director", ""),
    ("ex_manager", "Elke Sandovar", "elke", "Sales manager", "south", "director", ""),
    ("rep", "Rhea Solbergh", "rhea", REP, "north", "manager", ""),
    ("other_manager", "Oskar Vandermoor", "oskar", "Sales manager", "south", "executive", ""),
    ("peer", "Pavo Lindegren", "pavo", REP, "north", "manager", ""),
    ("other_rep", "Suri Halvorsund", "suri", REP, "south", "other_manager", ""),
    ("hr", "Hana Lindqvester", "hana", "Head of people", "", "executive", Role.HR),
    (
        "compensation", "Corin Abaraki", "corin", "Compensation analyst", "", "executive",
        Role.COMPENSATION,
    ),
    (
        "administrator", "Ada Winterbourne-Lyle", "ada", "Systems", "", "executive",
        Role.ADMINISTRATOR,
    ),
    ("deactivated", "Dov Marchetto", "dov", REP, "", "", ""),
)  # fmt: skip


def make_cast() -> Cast:
    """Write the cast into the database, all at once: nearly every test begins with it."""
    teams = {"north": make_team(name="North"), "south": make_team(name="South")}
    password = make_password(PASSWORD)
    people = {
        who: Person(
            name=name,
            email=f"{address}@northwind.example",
            title=title,
            team=teams.get(team),
            password=password,
            hired_on=LONG_AGO,
        )
        for who, name, address, title, team, _, _ in PEOPLE
    }
    people["deactivated"].is_active = False
    people["deactivated"].left_on = date(2026, 1, 31)
    Person.objects.bulk_create(people.values())
    # Elke led Rhea until the end of last year.
    lines = [
        ReportingLine(
            person=people["rep"], manager=people["ex_manager"], starts_on=LONG_AGO,
            ends_on=date(2025, 12, 31),
        ),
    ]  # fmt: skip
    for who, _, _, _, _, leader, _ in PEOPLE:
        since = date(2026, 1, 1) if who == "rep" else LONG_AGO
        if leader:
            lines.append(ReportingLine(person=people[who], manager=people[leader], starts_on=since))
    ReportingLine.objects.bulk_create(lines)
    RoleGrant.objects.bulk_create(
        RoleGrant(person=people[who], role=role, granted_at=people[who].created_at)
        for who, *_, role in PEOPLE
        if role
    )
    return Cast(**teams, **people)


@pytest.fixture
def cast(db, frozen_day) -> Cast:
    return make_cast()


def sign_in(client: Client, person: Person) -> None:
    """Sign somebody in without the door, as if they had come in at NOW."""
    client.force_login(person)
    session = client.session
    sessions.mark(session, NOW)
    session.save()


@pytest.fixture
def client_for() -> Callable[[Person], Client]:
    """A signed-in browser of that person."""

    def signed_in(person: Person) -> Client:
        client = Client()
        sign_in(client, person)
        return client

    return signed_in
