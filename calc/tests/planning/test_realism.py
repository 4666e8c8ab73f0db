"""Where a target lies among what was reached before."""

import statistics
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.funnel import Share
from calc.periods import Period, quarter
from calc.planning.realism import months_of, past_periods, place


def test_a_target_says_how_often_it_was_reached():
    found = place(78, [38, 47, 57, 72, 80, 78])
    assert found.reached == Share(2, 6)
    assert (found.median, found.best) == (Fraction(129, 2), 80)
    assert not found.says_something


def test_twenty_results_say_something_and_nineteen_nothing():
    assert place(5, range(20)).says_something
    assert not place(5, range(19)).says_something
    assert not place(5, []).says_something


@given(st.integers(0, 100), st.lists(st.integers(0, 100), min_size=1))
def test_it_agrees_with_counting(target, results):
    found = place(target, results)
    assert found.reached.hits == len([each for each in results if each >= target])
    assert found.median == Fraction(statistics.median(results))
    assert found.best == max(results)


def test_quarters_before_a_quarter_are_quarters():
    found = past_periods(Period(date(2026, 1, 1), date(2026, 3, 31)), date(2025, 12, 31), 5)
    assert [each.start for each in found] == [
        date(2025, 10, 1), date(2025, 7, 1), date(2025, 4, 1), date(2025, 1, 1), date(2024, 10, 1),
    ]  # fmt: skip
    assert all(each == quarter(each.start) for each in found)


def test_periods_that_are_not_over_or_lie_after_the_data_are_passed_over():
    found = past_periods(Period(date(2026, 4, 1), date(2026, 6, 30)), date(2026, 3, 11), 1)
    assert found == [quarter(date(2025, 12, 1))]
    found = past_periods(Period(date(2026, 10, 1), date(2026, 12, 31)), date(2017, 12, 31), 2)
    assert found == [quarter(date(2017, 12, 1)), quarter(date(2017, 9, 1))]


def test_other_periods_are_moved_by_their_days():
    found = past_periods(Period(date(2026, 3, 2), date(2026, 3, 15)), date(2026, 3, 1), 2)
    assert found == [
        Period(date(2026, 2, 16), date(2026, 3, 1)),
        Period(date(2026, 2, 2), date(2026, 2, 15)),
    ]


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), 3),
        (date(2024, 2, 1), date(2024, 2, 29), 1),
        (date(2025, 7, 1), date(2026, 6, 30), 12),
        (date(2026, 1, 2), date(2026, 3, 31), 0),
        (date(2026, 1, 1), date(2026, 3, 30), 0),
    ],
)
def test_a_period_of_whole_months_is_known_as_such(start, end, months):
    assert months_of(Period(start, end)) == months


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 400), st.integers(-900, 900))
def test_past_periods_are_over_do_not_overlap_and_come_newest_first(start, length, ahead):
    period = Period(start, start + timedelta(days=length))
    until = start + timedelta(days=ahead)
    found = past_periods(period, until)
    assert len(found) == 8
    assert all(each.end <= until and each.end < period.start for each in found)
    assert all(old.end + timedelta(days=1) == new.start for new, old in pairwise(found))


def test_before_the_first_year_there_is_nothing():
    assert past_periods(Period(date(2026, 1, 1), date(2026, 3, 31)), date(1, 2, 1)) == []
