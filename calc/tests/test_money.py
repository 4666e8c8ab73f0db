"""Money is exact, knows its currency, and its parts add up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.money import (
    CurrencyMismatchError,
    Money,
    exponent,
    round_half_away,
    split,
    unusual_exponents,
)


def test_amounts_are_read_exactly():
    assert Money.of("1856.96", "USD") == Money(185696, "USD")
    assert Money.of("1054", "JPY") == Money(1054, "JPY")
    assert Money.of("1.234", "KWD") == Money(1234, "KWD")
    assert Money(185696, "USD").amount == Decimal("1856.96")


@pytest.mark.parametrize("amount", ["1.005", "NaN", "Infinity", "", "1,5", "abc"])
def test_what_is_no_amount_of_the_currency_is_refused(amount):
    with pytest.raises(ValueError, match=r"amount|decimals"):
        Money.of(amount, "USD")


def test_floats_and_strange_currencies_are_refused():
    with pytest.raises(TypeError):
        Money(1.5, "USD")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, "usd")


def test_two_currencies_do_not_meet():
    with pytest.raises(CurrencyMismatchError):
        Money(1, "USD") + Money(1, "EUR")
    with pytest.raises(CurrencyMismatchError):
        _ = Money(1, "USD") < Money(1, "EUR")


def test_three_equal_thirds_of_a_dollar():
    assert [part.minor for part in split(Money(100, "USD"), [1, 1, 1])] == [34, 33, 33]
    assert [part.minor for part in split(Money(-100, "USD"), [1, 1, 1])] == [-34, -33, -33]


def test_weights_that_share_nothing_are_refused():
    for weights in ([], [0, 0], [2, -1]):
        with pytest.raises(ValueError, match="Weights"):
            split(Money(100, "USD"), weights)


weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


@given(st.integers(-(10**15), 10**15), weights)
def test_parts_add_up_and_none_is_a_unit_or_more_off(minor, weights):
    parts = split(Money(minor, "EUR"), weights)
    assert sum(part.minor for part in parts) == minor
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(minor * weight, sum(weights))
        assert abs(part.minor - exact) < 1


@pytest.mark.parametrize(
    ("value", "rounded"), [("0.5", 1), ("-0.5", -1), ("1.4999", 1), ("2.5", 3), ("-2.5", -3)]
)
def test_halves_go_away_from_zero(value, rounded):
    assert round_half_away(Decimal(value)) == rounded


def test_currencies_with_other_decimals_are_listed_by_their_number():
    listed = unusual_exponents()
    assert set(listed) == {0, 3, 4}
    assert all(exponent(code) == places for places, codes in listed.items() for code in codes)
