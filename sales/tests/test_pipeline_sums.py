"""The sums of a pipeline, against a count by hand over every single deal."""

import statistics
from datetime import date, timedelta
from random import Random

import pytest

from calc.periods import Period, quarter
from sales.builders import make_deal, make_product, make_stages
from sales.models import Deal
from sales.queries import closed_span, old_before, owner_lines, pipeline, scopes
from tests.cast import TODAY

OLD = 90


def sell_at_random(cast, seed: int, count: int = 150) -> None:
    random = Random(seed)
    stages = make_stages()
    products = [
        None,
        make_product(list_price=None),
        make_product(list_price=550),
        make_product(list_price="19.99", currency="EUR"),
    ]
    for _ in range(count):
        opened = TODAY - timedelta(days=random.choice([-3, 0, 1, 89, 90, 91, 92, 400]))
        closed = opened + timedelta(days=random.randrange(200))
        make_deal(
            owner=random.choice([cast.rep, cast.peer]),
            stage=random.choice(stages),
            product=random.choice(products),
            value=random.choice([None, None, 0, 7, "10.50"]),
            currency=random.choice(["USD", "EUR"]),
            opened_on=random.choice([None, opened, opened]),
            closed_on=random.choice([None, closed]),
        )


def worth(deal: Deal) -> tuple[str, int, int] | None:
    """Currency, value, and what of it is list price; None where nobody knows."""
    if deal.value_minor is not None:
        return deal.currency, deal.value_minor, 0
    if deal.product is not None and deal.product.list_price_minor is not None:
        price = deal.product.list_price_minor
        return deal.product.currency, price, price
    return None


def check_open(found, deals: list[Deal]) -> None:
    assert found.count == len(deals)
    known = [worth(deal) for deal in deals]
    assert found.unpriced == known.count(None)
    sums: dict[str, list[int]] = {}
    for currency, value, listed in filter(None, known):
        each = sums.setdefault(currency, [0, 0])
        each[0] += value
        each[1] += listed
    assert {v.value.currency: [v.value.minor, v.at_list.minor] for v in found.values} == sums


@pytest.mark.parametrize("seed", range(6))
def test_open_deals_by_stage(cast, seed):
    sell_at_random(cast, seed)
    found = pipeline(Deal.objects.all(), today=TODAY, until=TODAY)
    open_deals = [
        deal
        for deal in Deal.objects.select_related("stage", "product")
        if deal.stage.kind == "open"
    ]
    check_open(found.total, open_deals)
    for line in found.stages:
        of_stage = [deal for deal in open_deals if deal.stage == line.stage]
        check_open(line.open, of_stage)
        ages = [(TODAY - deal.opened_on).days for deal in of_stage if deal.opened_on]
        assert line.open.age.median == (statistics.median(ages) if ages else None)
        assert line.open.age.old.hits == sum(1 for age in ages if age > OLD)
        assert line.open.age.undated == len(of_stage) - len(ages)


@pytest.mark.parametrize("seed", range(6))
def test_decided_deals_by_quarter(cast, seed):
    sell_at_random(cast, seed)
    found = pipeline(Deal.objects.all(), today=TODAY, until=date(2026, 6, 30), quarters=3)
    assert [line.period.start for line in found.quarters] == [
        date(2026, 4, 1), date(2026, 1, 1), date(2025, 10, 1),
    ]  # fmt: skip
    for line in found.quarters:
        decided = [
            deal
            for deal in Deal.objects.select_related("stage")
            if deal.closed_on and deal.closed_on in line.period
        ]
        assert line.result.won_count == sum(deal.stage.kind == "won" for deal in decided)
        assert line.result.lost_count == sum(deal.stage.kind == "lost" for deal in decided)


@pytest.mark.parametrize("seed", range(4))
def test_the_lines_of_people_add_up_to_the_whole(cast, seed):
    sell_at_random(cast, seed)
    deals = Deal.objects.visible_to(cast.manager, TODAY)
    choice = scopes(cast.manager, TODAY).default
    whole = pipeline(choice.narrow(deals), today=TODAY, until=TODAY)
    lines = owner_lines(
        deals, choice.owners, today=TODAY, period=quarter(TODAY),
        stages=make_stages(),
    )  # fmt: skip
    assert sum(line.open.count for line in lines) == whole.total.count
    assert sum(line.open.unpriced for line in lines) == whole.total.unpriced
    assert sum(line.open.age.old.hits for line in lines) == whole.total.age.old.hits
    assert sum(line.open.age.undated for line in lines) == whole.total.age.undated
    assert sum(line.decided.won_count for line in lines) == whole.decided.won_count
    assert sum(line.decided.lost_count for line in lines) == whole.decided.lost_count
    for value in whole.total.values:
        code = value.value.currency
        parts = [
            v.value.minor for line in lines for v in line.open.values if v.value.currency == code
        ]
        assert sum(parts) == value.value.minor


def test_a_deal_is_old_after_ninety_days(cast):
    assert old_before(TODAY) == TODAY - timedelta(days=91)


def test_the_span_of_closing_days(cast):
    assert closed_span(Deal.objects.all()) is None
    for closed in (date(2025, 1, 5), date(2026, 2, 1), None):
        make_deal(owner=cast.rep, kind="won", closed_on=closed)
    assert closed_span(Deal.objects.all()) == Period(date(2025, 1, 5), date(2026, 2, 1))


def test_the_number_of_queries_is_the_same_for_all(cast, django_assert_num_queries):
    sell_at_random(cast, 1)
    stages = make_stages()
    deals = Deal.objects.visible_to(cast.executive, TODAY)
    owners = scopes(cast.executive, TODAY).people
    with django_assert_num_queries(2):
        pipeline(deals, today=TODAY, until=TODAY, stages=stages)
    with django_assert_num_queries(2):
        owner_lines(deals, owners, today=TODAY, period=quarter(TODAY), stages=stages)
