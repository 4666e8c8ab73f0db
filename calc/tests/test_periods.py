"""Weeks begin on Monday, quarters in January, April, July and October."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.periods import (
    Period,
    month,
    quarter,
    week,
    working_days,
    working_days_until,
    year,
)

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def test_the_fourth_quarter_of_2017_has_65_weekdays_and_61_without_four_holidays():
    fourth = quarter(date(2017, 11, 16))
    assert fourth == Period(date(2017, 10, 1), date(2017, 12, 31))
    assert working_days(fourth) == 65
    holidays = [date(2017, 11, 10), date(2017, 11, 23), date(2017, 11, 24), date(2017, 12, 25)]
    assert working_days(fourth, holidays) == 61
    assert working_days_until(fourth, date(2017, 11, 16), holidays) == 33


def test_a_holiday_on_a_sunday_costs_nothing():
    assert working_days(week(date(2026, 3, 11)), [date(2026, 3, 15)]) == 5


def test_week_53_belongs_to_the_year_that_holds_its_thursday():
    assert week(date(2027, 1, 1)) == Period(date(2026, 12, 28), date(2027, 1, 3))


def test_february_ends_on_the_29th_in_a_leap_year():
    assert month(date(2028, 2, 3)).end == date(2028, 2, 29)
    assert month(date(2026, 2, 3)).end == date(2026, 2, 28)


def test_nothing_has_passed_before_the_start_and_all_after_the_end():
    span = year(date(2026, 6, 1))
    assert working_days_until(span, date(2025, 12, 31)) == 0
    assert working_days_until(span, date(2030, 1, 1)) == working_days(span)


def test_a_period_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


@given(days, st.integers(0, 800), st.sets(days, max_size=5))
def test_working_days_agree_with_counting_them(start, length, holidays):
    span = Period(start, start + timedelta(days=length))
    counted = sum(1 for day in span.days() if day.weekday() < 5 and day not in holidays)
    assert working_days(span, holidays) == counted


@given(days)
def test_each_day_lies_in_its_own_spans(day):
    for span in (week(day), month(day), quarter(day), year(day)):
        assert day in span
