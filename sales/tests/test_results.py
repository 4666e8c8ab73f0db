"""What was won and lost, against a count by hand over every single deal."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from calc.funnel import Share
from calc.money import Money
from people.models import Person
from sales.builders import make_deal, make_stages
from sales.models import Deal
from sales.queries import (
    NOTHING,
    deals_as_of,
    results_by_person,
    won_by_day,
    won_by_day_of,
)
from salesperf.imports.models import ImportFile
from tests.cast import NOW

QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


def sell_at_random(cast, seed: int, count: int = 120) -> None:
    """Deals of three people around the ends of the quarter, in two currencies, some with gaps."""
    random = Random(seed)
    stages = make_stages()
    owners = [cast.rep, cast.peer, cast.other_rep]
    edges = [date(2025, 12, 30), date(2026, 1, 1), date(2026, 3, 30)]
    for _ in range(count):
        closed = random.choice(edges) + timedelta(days=random.randrange(3))
        make_deal(
            owner=random.choice(owners),
            stage=random.choice(stages),
            value=random.choice([None, 0, 5, "10.01", 999]),
            currency=random.choice(["USD", "EUR"]),
            closed_on=random.choice([None, closed, closed]),
        )


def by_hand(person: Person) -> tuple[int, int, dict[str, int]]:
    won, lost, values = 0, 0, {}
    for deal in Deal.objects.select_related("stage"):
        if deal.owner_id != person.pk or deal.closed_on is None:
            continue
        if not QUARTER[0] <= deal.closed_on <= QUARTER[1]:
            continue
        won += deal.stage.kind == "won"
        lost += deal.stage.kind == "lost"
        if deal.stage.kind == "won":
            values[deal.currency] = values.get(deal.currency, 0) + (deal.value_minor or 0)
    return won, lost, values


@pytest.mark.parametrize("seed", range(5))
def test_results_are_what_the_single_deals_say(cast, seed):
    sell_at_random(cast, seed)
    people = [cast.rep, cast.peer, cast.other_rep]
    found = results_by_person([person.pk for person in people], *QUARTER)
    for person in people:
        won, lost, values = by_hand(person)
        result = found[person.pk]
        assert (result.won_count, result.lost_count) == (won, lost)
        assert {value.currency: value.minor for value in result.won_values} == values
        assert result.win_rate == Share(won, won + lost)


@pytest.mark.parametrize("seed", range(5))
def test_the_days_add_up_to_the_result(cast, seed):
    sell_at_random(cast, seed)
    days = won_by_day(cast.rep, *QUARTER)
    result = results_by_person([cast.rep.pk], *QUARTER)[cast.rep.pk]
    assert [day.day for day in days] == sorted({day.day for day in days})
    assert sum(day.count for day in days) == result.won_count
    for code in ("USD", "EUR", "JPY"):
        total = sum(day.value(code).minor for day in days)
        assert Money(total, code) == result.won_value(code)


def test_people_come_as_ids_or_as_a_queryset(cast):
    sell_at_random(cast, 1)
    led = Person.objects.reporting_to(cast.manager, NOW.date())
    assert results_by_person(led, *QUARTER) == results_by_person(
        [cast.rep.pk, cast.peer.pk], *QUARTER
    )


def test_who_decided_nothing_is_not_there(cast):
    assert results_by_person([cast.rep.pk], *QUARTER) == {}
    assert NOTHING.won_value("USD") == Money(0, "USD")
    assert NOTHING.win_rate.too_few
    assert won_by_day(cast.rep, *QUARTER) == []


def test_deals_can_be_narrowed_beforehand(cast):
    sell_at_random(cast, 2)
    narrowed = Deal.objects.visible_to(cast.other_manager, NOW.date())
    found = results_by_person([cast.rep.pk, cast.other_rep.pk], *QUARTER, deals=narrowed)
    assert set(found) == {cast.other_rep.pk}
    assert set(won_by_day_of([cast.rep.pk], *QUARTER, deals=narrowed)) == set()


def test_one_query_whatever_the_number(cast, django_assert_num_queries):
    sell_at_random(cast, 3)
    people = list(Person.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        results_by_person(people, *QUARTER)
    with django_assert_num_queries(1):
        won_by_day_of(people, *QUARTER)


def test_deals_are_as_of_the_last_import(cast):
    assert deals_as_of() is None
    for kind, state, hour in (
        ("deals", "imported", 6), ("deals", "imported", 5), ("deals", "mapped", 9),
        ("people", "imported", 8),
    ):  # fmt: skip
        ImportFile.objects.create(
            kind=kind, state=state, source="crm", name="f", sha256="", size=1, uploaded_at=NOW,
            imported_at=datetime(2026, 3, 11, hour, tzinfo=UTC),
        )  # fmt: skip
    assert deals_as_of() == datetime(2026, 3, 11, 6, tzinfo=UTC)
