"""Which role profile a job title suggests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.titles import best_match, words_of

NAMES = {
    "sdr": ["Sales development representative", "SDR"],
    "ae": ["Account executive", "sales representative"],
    "am": ["Account manager"],
    "sm": ["Sales manager"],
}


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Senior Account Executive", "ae"),
        ("Account executive, Central", "ae"),
        ("SDR", "sdr"),
        ("Regional sales manager", "sm"),
        # Two words of "sales representative" fit, all three of the longer name fit better.
        ("Sales Development Representative II", "sdr"),
        ("Head of sales", None),
        ("", None),
        # Fits the account manager and the sales manager equally well.
        ("Account and sales manager", None),
    ],
)
def test_the_name_with_most_words_fits_best(title, key):
    found = best_match(title, NAMES)
    assert (found[0] if found else None) == key


@given(st.text(), st.dictionaries(st.integers(), st.lists(st.text()), max_size=5))
def test_what_is_suggested_is_in_the_title(title, names):
    found = best_match(title, names)
    if found is not None:
        key, match = found
        assert match.name in names[key]
        assert words_of(match.name) <= words_of(title)
