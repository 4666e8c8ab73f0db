"""The target of somebody who has just begun."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.periods import Period, working_dates, working_days
from calc.planning.ramp import USUAL_RAMP, month_of_work, ramped, share_of_target

dates = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("hired", "day", "month"),
    [
        (date(2026, 1, 15), date(2026, 1, 14), 0),
        (date(2026, 1, 15), date(2026, 1, 15), 1),
        (date(2026, 1, 15), date(2026, 2, 14), 1),
        (date(2026, 1, 15), date(2026, 2, 15), 2),
        (date(2026, 1, 31), date(2026, 2, 27), 1),
        (date(2026, 1, 31), date(2026, 2, 28), 2),
        (date(2025, 12, 1), date(2026, 1, 1), 2),
    ],
)
def test_months_of_work_are_counted_from_the_day_of_hiring(hired, day, month):
    assert month_of_work(hired, day) == month


@given(dates, st.integers(0, 900))
def test_a_month_of_work_follows_the_other_one_by_one(hired, days):
    day = hired + timedelta(days=days)
    assert month_of_work(hired, day) - month_of_work(hired, day - timedelta(days=1)) in (0, 1)


def test_a_quarter_from_the_first_day_is_three_quarters_of_the_target():
    """65 working days from 1 April: 22 at 50 %, 21 at 75 %, 22 at 100 %."""
    days = working_dates(Period(date(2026, 4, 1), date(2026, 6, 30)))
    assert len(days) == 65
    share = share_of_target(date(2026, 4, 1), days, USUAL_RAMP)
    assert share == Fraction(22 * 50 + 21 * 75 + 22 * 100, 6500)


def test_who_has_been_here_long_carries_all_and_who_comes_later_nothing_before():
    days = working_dates(Period(date(2026, 4, 1), date(2026, 4, 30)))
    assert share_of_target(date(2020, 1, 1), days, USUAL_RAMP) == 1
    assert share_of_target(None, days, USUAL_RAMP) == 1
    assert share_of_target(date(2026, 4, 1), days, ()) == 1
    assert share_of_target(date(2026, 4, 1), [], USUAL_RAMP) == 1
    assert share_of_target(date(2026, 5, 1), days, USUAL_RAMP) == 0


def test_what_is_asked_is_rounded_up():
    assert ramped(100_01, Fraction(1, 2)) == 50_01
    assert ramped(100_00, Fraction(1)) == 100_00


@given(dates, st.integers(0, 400), st.sets(dates, max_size=4))
def test_working_dates_are_those_that_are_counted(start, length, holidays):
    span = Period(start, start + timedelta(days=length))
    days = working_dates(span, holidays)
    assert len(days) == working_days(span, holidays)
    assert days == sorted(set(days))
    assert holidays.isdisjoint(days)
