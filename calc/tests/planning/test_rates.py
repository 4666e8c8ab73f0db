"""Which rate is taken, and the range of a mean."""

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.funnel import Share
from calc.planning.rates import (
    BEST,
    ENTERED,
    OWN,
    TEAM,
    Rate,
    Size,
    Spread,
    pick_rate,
    pick_size,
    spread,
)

ENOUGH, FEW, NEVER = Share(12, 20), Share(12, 19), Share(0, 500)
TEAMS = Share(200, 400)
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("own", "team", "entered", "choice", "picked"),
    [
        (ENOUGH, TEAMS, HALF, BEST, Rate(Fraction(3, 5), OWN, ENOUGH)),
        (FEW, TEAMS, HALF, BEST, Rate(HALF, TEAM, TEAMS)),
        (None, TEAMS, None, BEST, Rate(HALF, TEAM, TEAMS)),
        (NEVER, TEAMS, None, BEST, Rate(HALF, TEAM, TEAMS)),
        (FEW, FEW, Fraction(1, 10), BEST, Rate(Fraction(1, 10), ENTERED)),
        (ENOUGH, TEAMS, HALF, TEAM, Rate(HALF, TEAM, TEAMS)),
        (ENOUGH, TEAMS, Fraction(1, 10), ENTERED, Rate(Fraction(1, 10), ENTERED)),
        (ENOUGH, TEAMS, None, ENTERED, None),
        (FEW, None, None, BEST, None),
    ],
)
def test_own_then_team_then_entered(own, team, entered, choice, picked):
    assert pick_rate(own, team, entered, choice) == picked


def test_another_choice_is_none():
    with pytest.raises(ValueError, match="no choice"):
        pick_rate(None, None, None, "mine")


def test_a_deal_size_is_picked_in_the_same_order():
    own, few = Spread(20, Fraction(500), None, None), Spread(19, Fraction(900), None, None)
    assert pick_size(own, None, 100) == Size(Fraction(500), OWN, own)
    assert pick_size(few, own, 100) == Size(Fraction(500), TEAM, own)
    assert pick_size(few, few, 100) == Size(Fraction(100), ENTERED)
    assert pick_size(own, own, 100, ENTERED) == Size(Fraction(100), ENTERED)
    assert pick_size(None, None, None) is None
    nothing = Spread(30, Fraction(0), None, None)
    assert pick_size(nothing, None, None) is None


def test_the_mean_of_deals_has_a_range():
    """Ten of 100 and ten of 300: mean 200, s = 102.598, s/√20 = 22.942, times 1.96."""
    found = spread([100, 300] * 10)
    assert found is not None
    assert (found.n, found.mean, found.too_few) == (20, 200, False)
    assert round(found.low, 2) == Decimal("155.04")
    assert round(found.high, 2) == Decimal("244.96")


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=60))
def test_the_range_is_what_the_textbook_says(values):
    found = spread(values)
    mean, s = statistics.fmean(values), statistics.stdev(values)
    reach = 1.959963984540054 * s / len(values) ** 0.5
    assert float(found.mean) == pytest.approx(mean)
    assert float(found.low) == pytest.approx(mean - reach, abs=1e-3)
    assert float(found.high) == pytest.approx(mean + reach, abs=1e-3)


def test_one_value_has_no_range_and_none_no_mean():
    assert spread([5]) == Spread(1, Fraction(5), None, None)
    assert spread([]) is None
