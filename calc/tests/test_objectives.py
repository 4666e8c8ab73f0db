"""Sums of targets: worked examples, and what holds for any of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.objectives import AddsUp, adds_up, same_unit, share_of

D = Decimal
targets = st.one_of(st.none(), st.decimals(0, 10**9, places=2))
units = st.sampled_from(["USD", "usd ", "EUR", "%", ""])


def test_three_teams_against_the_company():
    teams = [(D(5_000_000), "USD"), (D(4_000_000), "usd"), (D(2_000_000), "USD")]
    assert adds_up(D(12_000_000), "USD", teams) == AddsUp(D(11_000_000), 3, 0, D(-1_000_000))


def test_more_than_asked_for_is_a_margin():
    found = adds_up(D(10), "deals", [(D(8), "deals"), (D(4), "deals")])
    assert found is not None
    assert found.gap == 2


def test_other_units_and_missing_targets_stand_apart():
    found = adds_up(D(100), "USD", [(D(60), "USD"), (D(3), "deals"), (None, "USD")])
    assert found == AddsUp(D(60), 1, 2, D(-40))


@pytest.mark.parametrize(
    ("target", "unit", "below"),
    [
        (None, "USD", [(D(1), "USD")]),
        (D(60), "%", [(D(60), "%"), (D(55), "%")]),
        (D(1), "USD", []),
        (D(1), "USD", [(D(1), "EUR"), (None, "USD")]),
    ],
)
def test_where_there_is_no_sum_there_is_none(target, unit, below):
    assert adds_up(target, unit, below) is None


def test_the_share_of_one_team():
    assert share_of((D(3), "USD"), (D(12), "USD")) == D("0.25")
    for part, whole in (
        ((None, "USD"), (D(12), "USD")),
        ((D(3), "EUR"), (D(12), "USD")),
        ((D(3), "USD"), (D(0), "USD")),
        ((D(3), "USD"), (None, "USD")),
        ((D(3), "%"), (D(12), "%")),
    ):
        assert share_of(part, whole) is None


@given(targets, units, st.lists(st.tuples(targets, units), max_size=8))
def test_nothing_is_counted_twice_or_lost(target, unit, below):
    found = adds_up(target, unit, below)
    mine = [value for value, of in below if value is not None and same_unit(unit, of)]
    if found is None:
        assert target is None or unit == "%" or not mine
        return
    assert found.counted + found.apart == len(below)
    assert found.total == sum(mine)
    assert found.gap + target == found.total


@given(targets, units, st.lists(st.tuples(targets, units), max_size=8))
def test_the_order_does_not_matter(target, unit, below):
    assert adds_up(target, unit, below) == adds_up(target, unit, below[::-1])
