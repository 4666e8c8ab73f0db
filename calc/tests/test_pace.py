"""Pace: worked examples in the trade's words, and what holds for any figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.pace import (
    AHEAD,
    AT_LEAST,
    AT_MOST,
    BEHIND,
    BETWEEN,
    BY_DATE,
    FAR_BEHIND,
    MET,
    MISSED,
    NO_DATA,
    ON_TRACK,
    expected_by,
    pace,
    weekly_share,
)
from calc.periods import Period

D = Decimal
QUARTER = Period(date(2017, 10, 1), date(2017, 12, 31))

figures = st.decimals(min_value=0, max_value=10**7, places=2)
days = st.dates(min_value=date(2017, 9, 1), max_value=date(2018, 1, 31))
SEVERITY = {AHEAD: 0, ON_TRACK: 1, BEHIND: 2, FAR_BEHIND: 3}


@pytest.mark.parametrize(
    ("actual", "expected", "status"),
    [
        ("105.01", "100", AHEAD),
        ("105", "100", ON_TRACK),
        ("95", "100", ON_TRACK),
        ("94.99", "100", BEHIND),
        ("75", "100", BEHIND),
        ("74.99", "100", FAR_BEHIND),
    ],
)
def test_a_floor_by_the_percentage_of_what_is_expected(actual, expected, status):
    assert pace(D(actual), D(expected), D(200), AT_LEAST).status == status


@pytest.mark.parametrize(
    ("actual", "expected", "status"),
    [
        ("94.99", "100", AHEAD),
        ("95", "100", ON_TRACK),
        ("105", "100", ON_TRACK),
        ("105.01", "100", BEHIND),
        ("125", "100", BEHIND),
        ("125.01", "100", FAR_BEHIND),
    ],
)
def test_a_ceiling_is_judged_the_other_way_round(actual, expected, status):
    assert pace(D(actual), D(expected), D(200), AT_MOST).status == status


def test_revenue_of_the_quarter_is_behind_and_says_by_how_much():
    judged = pace(D(29462), D(34352), D(76000))
    assert (judged.status, judged.reason, judged.amount) == (BEHIND, "short", D(4890))


def test_three_deals_where_3_2_are_expected_are_on_track_within_one_deal():
    judged = pace(D(3), D("3.2"), D(7))
    assert (judged.status, judged.reason) == (ON_TRACK, "within_unit")


def test_a_ratio_has_no_unit_to_be_within():
    assert pace(D("2.1"), D("3.0"), D("3.0"), unit=D(0)).status == FAR_BEHIND


def test_one_week_of_an_activity_stops_at_behind():
    assert pace(D(1), D(8), D(8), stops_at_behind=True).status == BEHIND
    assert pace(D(1), D(8), D(8), finished=True, stops_at_behind=True).status == BEHIND


@pytest.mark.parametrize(
    ("actual", "status", "reason"),
    [(6, FAR_BEHIND, "short"), (9, BEHIND, "short"), (10, ON_TRACK, "inside"),
     (20, ON_TRACK, "inside"), (22, BEHIND, "over"), (30, FAR_BEHIND, "over")],
)  # fmt: skip
def test_a_range_counts_from_its_nearer_end(actual, status, reason):
    judged = pace(D(actual), None, D(10), BETWEEN, target_to=D(20), unit=D(0))
    assert (judged.status, judged.reason) == (status, reason)


def test_a_range_is_missed_on_both_sides_when_the_time_is_up():
    def end(actual):
        return pace(D(actual), None, D(10), BETWEEN, target_to=D(20), finished=True)

    assert [end(each).status for each in (9, 10, 20, 21)] == [MISSED, MET, MET, MISSED]
    assert (end(9).gap, end(21).gap) == (D(-1), D(1))


def test_when_the_time_is_up_nothing_is_close_enough():
    assert pace(D(99), D(100), D(100), finished=True).status == MISSED
    assert pace(D(100), D(100), D(100), finished=True).status == MET
    assert pace(D(101), D(100), D(100), AT_MOST, finished=True).status == MISSED


def test_what_is_due_by_a_date_is_met_once_it_is_done():
    assert pace(D(3), D(2), D(3), BY_DATE).status == MET
    assert pace(D(2), D(2), D(3), BY_DATE).status == ON_TRACK
    assert pace(D(2), D(3), D(3), BY_DATE, finished=True).status == MISSED


def test_without_a_figure_or_a_target_there_is_nothing_to_judge():
    assert pace(None, D(1), D(1)).status == NO_DATA
    assert pace(D(1), D(1), None).status == NO_DATA
    assert pace(D(1), None, D(1)).status == NO_DATA
    assert pace(None, D(1), D(1), finished=True).gap is None


def test_another_comparison_is_refused():
    with pytest.raises(ValueError, match="'about' is no comparison"):
        pace(D(1), D(1), D(1), "about")


@given(figures, figures, st.sampled_from([AT_LEAST, AT_MOST]))
def test_the_gap_is_exact_and_points_from_what_is_expected(actual, expected, comparison):
    judged = pace(actual, expected, expected, comparison)
    assert expected + judged.gap == actual


@given(figures, figures, figures)
def test_more_is_never_worse_for_a_floor_and_never_better_for_a_ceiling(one, other, expected):
    low, high = sorted([one, other])
    floor = [SEVERITY[pace(each, expected, expected).status] for each in (low, high)]
    ceiling = [SEVERITY[pace(each, expected, expected, AT_MOST).status] for each in (low, high)]
    assert floor == sorted(floor, reverse=True)
    assert ceiling == sorted(ceiling)


@given(figures, figures)
def test_floor_and_ceiling_mirror_each_other(actual, expected):
    mirrored = 2 * expected - actual
    floor = pace(actual, expected, expected, AT_LEAST)
    assert floor.status == pace(mirrored, expected, expected, AT_MOST).status


@given(figures, figures, figures)
def test_a_range_is_never_ahead(actual, one, other):
    low, high = sorted([one, other])
    assert pace(actual, None, low, BETWEEN, target_to=high).status != AHEAD


@given(figures, figures, st.sampled_from([AT_LEAST, AT_MOST, BY_DATE]), st.booleans())
def test_a_week_is_never_worse_than_behind(actual, target, comparison, finished):
    judged = pace(actual, target, target, comparison, finished=finished, stops_at_behind=True)
    assert judged.status not in {FAR_BEHIND, MISSED}


# --- what is expected by now -----------------------------------------------------------------


def test_half_the_working_days_make_half_the_target():
    week_46_47 = Period(date(2017, 11, 13), date(2017, 11, 24))
    assert expected_by(date(2017, 11, 17), week_46_47, D(100)) == D(50)
    assert expected_by(date(2017, 11, 19), week_46_47, D(100)) == D(50)  # a Sunday adds nothing


def test_a_holiday_is_no_working_day():
    week = Period(date(2017, 11, 20), date(2017, 11, 24))
    thursday = date(2017, 11, 23)
    assert expected_by(date(2017, 11, 22), week, D(100), holidays=[thursday]) == D(75)


def test_a_period_of_one_weekend_is_due_with_its_first_day():
    weekend = Period(date(2017, 11, 18), date(2017, 11, 19))
    assert expected_by(date(2017, 11, 17), weekend, D(3)) == 0
    assert expected_by(date(2017, 11, 18), weekend, D(3)) == 3


def test_a_falling_target_falls_from_its_baseline():
    assert expected_by(QUARTER.start - timedelta(days=1), QUARTER, D(12), baseline=D(18)) == 18
    assert expected_by(QUARTER.end, QUARTER, D(12), baseline=D(18)) == 12


@given(days, days, figures)
def test_what_is_expected_grows_with_the_days_and_ends_at_the_target(one, other, target):
    early, late = sorted([one, other])
    assert 0 <= expected_by(early, QUARTER, target) <= expected_by(late, QUARTER, target)
    assert expected_by(QUARTER.end, QUARTER, target) == target


@given(st.decimals(min_value=0, max_value=9999, places=2), st.integers(0, 6))
def test_the_shares_of_a_split_week_add_up_to_the_week(weekly, days_before):
    monday = date(2017, 11, 13)
    cut = monday + timedelta(days=days_before)
    first = Period(monday, cut - timedelta(days=1)) if days_before else None
    rest = Period(cut, monday + timedelta(days=6))
    assert weekly_share(weekly, first) + weekly_share(weekly, rest) == weekly
