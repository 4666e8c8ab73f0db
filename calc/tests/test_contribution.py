"""What a part of a target comes to within some days."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from calc.contribution import even_part
from calc.periods import Period, quarter, working_days, year

YEAR = year(date(2026, 1, 1))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
SPANS = st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))


def test_a_quarter_of_a_year_by_working_days():
    first = quarter(date(2026, 2, 1))
    assert (working_days(first), working_days(YEAR)) == (64, 261)
    assert even_part(Decimal(261_000), YEAR, first) == Decimal(64_000)


def test_days_outside_count_nothing():
    assert even_part(Decimal(100), YEAR, quarter(date(2027, 1, 1))) == 0
    half_out = Period(date(2025, 7, 1), date(2026, 12, 31))
    assert even_part(Decimal(100), YEAR, half_out) == 100


def test_a_span_without_a_working_day_is_due_whole_with_its_first_day():
    weekend = Period(date(2026, 3, 14), date(2026, 3, 15))
    assert even_part(Decimal(7), weekend, YEAR) == 7


@given(st.integers(0, 10**9).map(Decimal), SPANS, DAYS)
def test_the_parts_add_up_to_the_whole(target, whole, day):
    parts = [Period(date(2025, 12, 1), day), Period(day + timedelta(days=1), date(2027, 1, 31))]
    total = sum((even_part(target, whole, part) for part in parts), Decimal(0))
    assert abs(total - target) <= Decimal("0.0002")


@given(st.integers(0, 10**9).map(Decimal), SPANS, SPANS)
def test_a_part_is_never_more_than_the_whole(target, whole, part):
    assert 0 <= even_part(target, whole, part) <= target
