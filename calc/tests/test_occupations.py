"""O*NET's levels as levels of a role profile."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.occupations import level_needed


@pytest.mark.parametrize(
    ("rated", "level"),
    [("0", 1), ("1.39", 1), ("1.4", 2), ("2.8", 3), ("4.0", 3), ("4.2", 4), ("5.26", 4),
     ("5.6", 5), ("7", 5)],
)  # fmt: skip
def test_each_level_takes_a_fifth_of_the_scale(rated, level):
    assert level_needed(Decimal(rated)) == level


@given(st.decimals(min_value=0, max_value=7, places=2))
def test_it_is_the_fifth_in_which_the_share_lies(rated):
    fifths = [Fraction(each, 5) * 7 for each in range(5)]
    assert level_needed(rated) == sum(Fraction(rated) >= lower for lower in fifths)


@pytest.mark.parametrize("rated", ["-0.1", "7.01"])
def test_outside_the_scale(rated):
    with pytest.raises(ValueError, match="from 0 to 7"):
        level_needed(Decimal(rated))
