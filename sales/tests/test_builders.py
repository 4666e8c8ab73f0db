"""Made-up deals are such as real sources have."""

from datetime import date
from random import Random

import pytest

from sales.builders import (
    Market,
    deal_rows,
    make_account,
    make_deal,
    make_product,
    make_stages,
    revision_rows,
)
from sales.models import Deal, DealRevision, Stage
from tests.cast import NOW, TODAY


def rows(cast, seed: int, weeks: int = 26) -> list[Deal]:
    market = Market(
        stages=make_stages(),
        products=[make_product(list_price=550), make_product(list_price=None)],
        accounts=[make_account(), make_account()],
    )
    found = deal_rows(
        people=[cast.rep, cast.peer], market=market, start=date(2025, 9, 15), weeks=weeks,
        today=TODAY, random=Random(seed),
    )  # fmt: skip
    return list(found)


def test_many_deals_are_stored_with_their_first_state(cast):
    deals = Deal.objects.bulk_create(rows(cast, 1))
    DealRevision.objects.bulk_create(revision_rows(deals, at=NOW))
    assert len(deals) == 2 * 26 * 2
    revision = DealRevision.objects.first()
    assert revision.values == Deal.objects.get(pk=revision.deal_id).as_values()


@pytest.mark.parametrize("seed", range(3))
def test_they_are_possible(cast, seed):
    kinds = set()
    for deal in rows(cast, seed):
        kinds.add(deal.stage.kind)
        if deal.stage.kind == Stage.Kind.OPEN:
            assert deal.closed_on is None
            assert deal.value_minor is None
        else:
            assert deal.opened_on < deal.closed_on <= TODAY
            assert deal.value_minor >= 0
    assert kinds == set(Stage.Kind.values)


def test_the_same_seed_gives_the_same_deals(cast):
    def facts(deals):
        return [(d.number, d.stage.kind, d.opened_on, d.closed_on, d.value_minor) for d in deals]

    assert facts(rows(cast, 7)) == facts(rows(cast, 7))
    assert facts(rows(cast, 7)) != facts(rows(cast, 8))


def test_stages_are_made_once(cast):
    assert make_stages() == make_stages()


def test_a_deal_of_a_kind_finds_its_stage(cast):
    first, second = make_deal(owner=cast.rep, kind="won"), make_deal(owner=cast.rep, kind="won")
    assert first.stage == second.stage
    assert first.stage.kind == Stage.Kind.WON
