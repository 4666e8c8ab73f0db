"""``manage.py make_company``, and that the same seed and day make the same company."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from activities.models import Entry
from expectations.models import DocumentVersion
from insights.company import make_company
from people.models import Person
from sales.models import Deal

TODAY = date(2026, 3, 11)
NOW = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)


def make(people: int, weeks: int = 3):
    return make_company(people=people, weeks=weeks, seed=3, today=TODAY, now=NOW)


def test_too_few_people_are_refused(db):
    with pytest.raises(ValueError, match="at least 10"):
        make(people=9)


def test_the_same_seed_makes_the_same_company(db):
    def told() -> list:
        with transaction.atomic():
            make(people=12, weeks=3)
            facts = [
                list(Person.objects.order_by("email").values_list("email", "title", "hired_on")),
                list(Deal.objects.order_by("number").values_list("number", "value_minor")),
                list(Entry.objects.order_by("pk").values_list("day", "quantity")),
                list(DocumentVersion.objects.order_by("pk").values_list("position_goal", "state")),
            ]
            transaction.set_rollback(True)
        return facts

    assert told() == told()


# --- manage.py make_company ----------------------------------------------------------------------


def test_the_command_says_what_it_made(db, capsys):
    call_command("make_company", people=10, weeks=1, seed=1, today=TODAY)
    assert "10 people, 1 weeks" in capsys.readouterr().out
    assert Person.objects.count() == 10


def test_the_command_refuses_where_people_are(db, cast):
    with pytest.raises(CommandError, match="people here already"):
        call_command("make_company", people=10, weeks=1)


def test_the_command_refuses_a_company_that_is_too_small(db):
    with pytest.raises(CommandError, match="at least 10"):
        call_command("make_company", people=3, weeks=1)


def test_the_command_refuses_no_week(db):
    with pytest.raises(CommandError, match="at least one week"):
        call_command("make_company", people=10, weeks=0)
