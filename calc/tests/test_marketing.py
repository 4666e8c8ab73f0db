"""The forecast of a plan: its stretches cover its days, and its sum is held against the target."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.marketing import MONTH, MOST_STRETCHES, QUARTER, ForecastWords, PlanWords, stretches
from calc.money import Money

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def plan(target, *amounts):
    lines = tuple(ForecastWords(date(2026, 1, 1), date(2026, 3, 31), each) for each in amounts)
    return PlanWords(
        1, date(2026, 1, 1), date(2026, 12, 31), 7, "Vera", "Firms", "Ask", target, "USD",
        QUARTER, lines,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("target", "amounts", "gap"),
    [
        (1_000_00, (250_00, 250_00, 300_00), Money(-200_00, "USD")),
        (1_000_00, (600_00, None, 400_00), Money(0, "USD")),
        (1_000_00, (), Money(-1_000_00, "USD")),
        (None, (5,), None),
    ],
)
def test_the_forecast_against_the_target(target, amounts, gap):
    assert plan(target, *amounts).gap == gap


def test_a_year_has_four_quarters_or_twelve_months():
    year = date(2026, 1, 1), date(2026, 12, 31)
    assert [each.start.month for each in stretches(*year, QUARTER)] == [1, 4, 7, 10]
    assert len(stretches(*year, MONTH)) == 12


def test_the_ends_are_cut_to_the_days_of_the_plan():
    found = stretches(date(2026, 2, 10), date(2026, 5, 5), QUARTER)
    assert [(each.start, each.end) for each in found] == [
        (date(2026, 2, 10), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 5, 5)),
    ]  # fmt: skip


@given(days, st.integers(0, 1000), st.sampled_from([QUARTER, MONTH]))
def test_stretches_touch_and_cover_every_day_once(start, length, rhythm):
    end = start + timedelta(days=length)
    found = stretches(start, end, rhythm)
    assert found[0].start == start
    for one, following in pairwise(found):
        assert following.start - one.end == timedelta(days=1)
        assert following.start.day == 1
    assert found[-1].end == end or len(found) == MOST_STRETCHES
