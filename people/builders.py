"""Makes people for tests, demo data and whole companies (``manage.py make_company``).

Plain keyword functions with defaults that hold nothing surprising. They write rows and skip
mails and audit; whoever needs those calls people.actions.
"""

from datetime import date
from itertools import count
from typing import Any

from people.models import Away, DayOff, Person, ReportingLine, RoleGrant, Team

PASSWORD = "open-sesame-2026"  # noqa: S105 of the demo company and of tests
LONG_AGO = date(2020, 1, 6)

_numbers = count(1)


def make_team(*, name: str = "", parent: Team | None = None) -> Team:
    return Team.objects.create(name=name or f"Team {next(_numbers)}", parent=parent)


def make_person(
    *,
    name: str = "",
    email: str = "",
    manager: Person | None = None,
    since: date = LONG_AGO,
    until: date | None = None,
    roles: tuple[str, ...] = (),
    granted_at: Any = None,
    **fields: Any,
) -> Person:
    """A person with a password (PASSWORD), led by ``manager`` from ``since`` to ``until``."""
    number = next(_numbers)
    person = Person.objects.create_user(
        email=email or f"person{number}@northwind.example",
        password=PASSWORD,
        name=name or f"Person {number}",
        **{"hired_on": LONG_AGO, "title": "Sales representative", **fields},
    )
    if manager is not None:
        ReportingLine.objects.create(person=person, manager=manager, starts_on=since, ends_on=until)
    for role in roles:
        RoleGrant.objects.create(
            person=person, role=role, granted_at=granted_at or person.created_at
        )
    return person


def make_day_off(*, day: date, name: str = "Spring Day", team: Team | None = None) -> DayOff:
    return DayOff.objects.create(day=day, name=name, team=team)


def make_away(*, person: Person, starts_on: date, ends_on: date | None = None) -> Away:
    """Days away, one day unless an end is given, written down by the person."""
    return Away.objects.create(
        person=person,
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
        entered_by=person,
        entered_at=person.created_at,
    )
