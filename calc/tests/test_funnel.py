"""Shares, ages and cover, against published examples and an independent way to reckon them."""

import math
import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.funnel import Z_95, Share, ageing, conversion, coverage, wilson

cases = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_the_interval_agrees_with_newcombes_table(hits, n, low, high):
    interval = wilson(hits, n)
    assert round(interval.low, 4) == Decimal(low)
    assert round(interval.high, 4) == Decimal(high)


@given(cases)
def test_both_ends_are_where_the_score_test_turns(case):
    """At an end p, |hits/n − p| is exactly z standard errors of p itself."""
    hits, n = case
    z, seen = Fraction(Z_95), Fraction(hits, n)
    interval = wilson(hits, n)
    for end in (Fraction(interval.low), Fraction(interval.high)):
        distance = (seen - end) ** 2 - z**2 * end * (1 - end) / n
        assert abs(distance) < Fraction(1, 10**20)


@given(cases)
def test_the_interval_holds_the_share_and_stays_a_share(case):
    hits, n = case
    interval = wilson(hits, n)
    assert 0 <= interval.low <= interval.high <= 1
    assert Decimal(hits) / n in interval
    mirrored = wilson(n - hits, n)
    assert math.isclose(interval.low, 1 - mirrored.high, abs_tol=1e-20)


@given(cases)
def test_ten_times_the_cases_make_it_surer(case):
    hits, n = case
    few, many = wilson(hits, n), wilson(10 * hits, 10 * n)
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(("hits", "n"), [(-1, 10), (11, 10), (0, -1), (0, 0)])
def test_what_is_no_share_has_no_interval(hits, n):
    with pytest.raises(ValueError, match="no"):
        wilson(hits, n)


def test_a_share_says_of_how_many():
    assert Share(106, 200).value == Decimal("0.53")
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


def test_nineteen_cases_are_too_few_and_twenty_are_not():
    assert Share(10, 19).too_few
    assert not Share(10, 20).too_few


def test_the_published_sales_funnel():
    """2,000 calls → 200 first meetings → 70 second → 35 proposals → 14 deals."""
    steps = conversion([2000, 200, 70, 35, 14])
    assert [step.value for step in steps] == [
        Decimal(rate) for rate in ("0.1", "0.35", "0.5", "0.4")
    ]


def test_a_funnel_never_widens():
    with pytest.raises(ValueError, match="no share"):
        conversion([10, 11])


ages = st.lists(st.tuples(st.none() | st.integers(-30, 900), st.integers(0, 40)), max_size=40)


@given(ages, st.integers(0, 400))
def test_ageing_is_what_the_single_deals_say(pairs, limit):
    each = [age for age, count in pairs if age is not None for _ in range(count)]
    found = ageing(pairs, limit)
    assert found.dated == len(each)
    assert found.undated == sum(count for age, count in pairs if age is None)
    assert found.median == (statistics.median(each) if each else None)
    assert found.old == Share(sum(1 for age in each if age > limit), len(each))


def test_a_deal_of_ninety_days_is_not_older_than_ninety_days():
    assert ageing([(90, 1), (91, 1)]).old == Share(1, 2)


def test_cover_is_open_value_over_what_is_left():
    assert coverage(310_00, 100_00) == Decimal("3.1")
    assert coverage(310_00, 0) is None
    assert coverage(310_00, -5) is None
