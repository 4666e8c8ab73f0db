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
from django.test import Client

from people import sessions
from people.builders import make_person, make_team
from people.models import Person, Role, Team

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


def make_cast() -> Cast:
    """Write the cast into the database."""
    north, south = make_team(name="North"), make_team(name="South")
    executive = make_person(
        name="Vera Quillington",
        email="vera@northwind.example",
        title="Managing director",
        roles=(Role.EXECUTIVE,),
    )
    director = make_person(
        name="Greta Holloway-Finch",
        email="greta@northwind.example",
        title="Sales director",
        manager=executive,
    )
    manager = make_person(
        name="Mila Trentham",
        email="mila@northwind.example",
        title="Sales manager",
        manager=director,
        team=north,
    )
    ex_manager = make_person(
        name="Elke Sandovar",
        email="elke@northwind.example",
        title="Sales manager",
        manager=director,
        team=south,
    )
    rep = make_person(
        name="Rhea Solbergh",
        email="rhea@northwind.example",
        manager=ex_manager,
        until=date(2025, 12, 31),
        team=north,
    )
    rep.reporting_lines.create(manager=manager, starts_on=date(2026, 1, 1))
    other_manager = make_person(
        name="Oskar Vandermoor",
        email="oskar@northwind.example",
        title="Sales manager",
        manager=executive,
        team=south,
    )
    return Cast(
        north=north,
        south=south,
        rep=rep,
        peer=make_person(
            name="Pavo Lindegren", email="pavo@northwind.example", manager=manager, team=north
        ),
        manager=manager,
        director=director,
        ex_manager=ex_manager,
        other_rep=make_person(
            name="Suri Halvorsund",
            email="suri@northwind.example",
            manager=other_manager,
            team=south,
        ),
        other_manager=other_manager,
        hr=make_person(
            name="Hana Lindqvester",
            email="hana@northwind.example",
            title="Head of people",
            manager=executive,
            roles=(Role.HR,),
        ),
        compensation=make_person(
            name="Corin Abaraki",
            email="corin@northwind.example",
            title="Compensation analyst",
            manager=executive,
            roles=(Role.COMPENSATION,),
        ),
        executive=executive,
        administrator=make_person(
            name="Ada Winterbourne-Lyle",
            email="ada@northwind.example",
            title="Systems",
            manager=executive,
            roles=(Role.ADMINISTRATOR,),
        ),
        deactivated=make_person(
            name="Dov Marchetto",
            email="dov@northwind.example",
            is_active=False,
            left_on=date(2026, 1, 31),
        ),
    )


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
