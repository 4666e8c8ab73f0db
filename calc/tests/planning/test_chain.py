"""Backwards from deals to calls: the published example, and what must hold for any chain."""

from decimal import Decimal
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.funnel import conversion
from calc.planning.chain import a_day, a_week, backwards, deals_for, forwards

PUBLISHED = [Fraction(percent, 100) for percent in (10, 35, 50, 40)]

rate = st.fractions(min_value=Fraction(1, 100), max_value=1, max_denominator=1000)
chains = st.lists(rate, max_size=5)
deals = st.integers(0, 400)


def test_the_published_example_comes_out_exactly():
    """14 deals ← 35 proposals ← 70 second meetings ← 200 first meetings ← 2,000 calls."""
    assert backwards(14, PUBLISHED) == (2000, 200, 70, 35, 14)
    assert forwards(2000, PUBLISHED) == (2000, 200, 70, 35, 14)


def test_the_rates_of_the_published_funnel_lead_back_to_its_counts():
    shares = conversion([2000, 200, 70, 35, 14])
    assert backwards(14, [Fraction(s.hits, s.n) for s in shares]) == (2000, 200, 70, 35, 14)


def test_what_no_decimal_holds_is_reckoned_exactly():
    """A third of 30 is 10; with 0.33 it would take 31."""
    assert backwards(10, [Fraction(1, 3)]) == (30, 10)


def test_a_step_needs_whole_things():
    """5 deals at 60 % need 8.33 proposals, so 9, and 9 at 40 % need 22.5 meetings, so 23."""
    assert backwards(5, [Fraction(2, 5), Fraction(3, 5)]) == (23, 9, 5)


def test_without_a_step_there_are_the_deals():
    assert backwards(7, []) == (7,)
    assert backwards(0, PUBLISHED) == (0, 0, 0, 0, 0)


@given(deals, chains)
def test_forward_of_backward_reaches_the_deals(number, rates):
    assert forwards(backwards(number, rates)[0], rates)[-1] >= number


@given(st.integers(1, 400), st.lists(rate, min_size=1, max_size=5))
def test_one_fewer_would_not_reach_them(number, rates):
    assert forwards(backwards(number, rates)[0] - 1, rates)[-1] < number


@given(
    st.integers(0, 30), st.lists(st.fractions(Fraction(1, 8), 1, max_denominator=40), max_size=3)
)
def test_it_is_the_first_amount_that_somebody_who_tries_them_all_finds(number, rates):
    def reaches(first: int) -> bool:
        left = first
        for each in rates:
            left = left * each.numerator // each.denominator
        return left >= number

    assert backwards(number, rates)[0] == next(first for first in count() if reaches(first))


@given(deals, st.lists(rate, min_size=1, max_size=5), st.data())
def test_a_higher_rate_never_needs_more(number, rates, data):
    place = data.draw(st.integers(0, len(rates) - 1))
    higher = data.draw(st.fractions(rates[place], 1, max_denominator=1000))
    better = [*rates[:place], higher, *rates[place + 1 :]]
    before, after = backwards(number, rates), backwards(number, better)
    assert all(now <= then for now, then in zip(after, before, strict=True))


@given(deals, deals, chains)
def test_more_deals_never_need_less(one, other, rates):
    fewer, more = sorted((one, other))
    assert all(
        low <= high
        for low, high in zip(backwards(fewer, rates), backwards(more, rates), strict=True)
    )


@pytest.mark.parametrize("bad", [Fraction(0), Fraction(-1, 2), Fraction(101, 100)])
def test_a_rate_of_nothing_or_over_all_is_none(bad):
    with pytest.raises(ValueError, match="rate"):
        backwards(1, [bad])
    with pytest.raises(ValueError, match="nothing"):
        backwards(-1, [])


@pytest.mark.parametrize(
    ("target", "size", "deals"),
    [(78_000_00, 6_000_00, 13), (78_000_01, 6_000_00, 14), (0, 1, 0), (1, 10_000, 1)],
)
def test_deals_reach_the_target_at_least(target, size, deals):
    assert deals_for(target, size) == deals


def test_a_deal_is_worth_something():
    for target, size in ((1, 0), (1, -5), (-1, 5)):
        with pytest.raises(ValueError, match="0"):
            deals_for(target, size)


@pytest.mark.parametrize(
    ("amount", "days", "weekly"),
    [
        (2000, 60, "167"),  # 166.67
        (35, 60, "3"),  # 2.92
        (14, 60, "1.5"),  # 1.17
        (1, 60, "0.5"),  # 0.08
        (60, 60, "5"),
        (61, 60, "6"),  # 5.08: over five, in whole ones
        (55, 60, "5"),  # 4.58
        (54, 60, "4.5"),
        (0, 60, "0"),
    ],
)
def test_a_week_is_planned_in_whole_ones_and_small_amounts_in_halves(amount, days, weekly):
    assert a_week(amount, days) == Decimal(weekly)


@given(st.integers(0, 100_000), st.integers(1, 600))
def test_the_weeks_of_the_period_reach_the_amount(amount, days):
    weekly = a_week(amount, days)
    assert Fraction(weekly) * days / 5 >= amount
    step = Fraction(1) if weekly > 5 else Fraction(1, 2)
    assert weekly == 0 or (Fraction(weekly) - step) * days / 5 < amount


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 600))
def test_a_larger_amount_never_makes_a_smaller_week(one, other, days):
    assert a_week(min(one, other), days) <= a_week(max(one, other), days)


def test_no_week_without_a_working_day():
    with pytest.raises(ValueError, match="working day"):
        a_week(10, 0)


def test_a_day_is_rounded_up_to_a_tenth():
    assert a_day(Decimal("167")) == Decimal("33.4")
    assert a_day(Decimal("3")) == Decimal("0.6")
    assert a_day(Decimal("0.5")) == Decimal("0.1")
