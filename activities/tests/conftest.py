"""A rep with a plan of two activities, in the week of the cast's day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
import time_machine

from activities.builders import make_activity_type, make_plan_line
from activities.models import ActivityType
from people import sessions

MONDAY = date(2026, 3, 9)  # TODAY is the Wednesday of this week
LAST_MONDAY = date(2026, 3, 2)


@pytest.fixture
def calls(db):
    return make_activity_type(name="Calls", position=0)


@pytest.fixture
def practice(db):
    return make_activity_type(name="Practice", unit=ActivityType.Unit.HOURS, position=1)


@pytest.fixture
def plan(cast, calls, practice):
    """100 calls and 2 hours of practice a week."""
    return [
        make_plan_line(
            person=cast.rep, activity_type=calls, weekly_quantity=100, serves="New revenue"
        ),
        make_plan_line(
            person=cast.rep,
            activity_type=practice,
            weekly_quantity=2,
            serves="Learning",
            position=1,
        ),
    ]


@pytest.fixture
def rep(cast, client_for, plan):
    """The rep's browser."""
    return client_for(cast.rep)


@pytest.fixture
def at(client_for):
    """A browser at another time: ``with at(moment, person) as client``."""

    @contextmanager
    def travel(moment: datetime, person) -> Iterator:
        with time_machine.travel(moment, tick=False):
            client = client_for(person)
            session = client.session
            sessions.mark(session, moment)
            session.save()
            yield client

    return travel
