"""What people type, and what is made of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations import fields
from expectations.fields import Refused, clean, read_day, read_number
from expectations.lines import KINDS, Name

WEIGHT = KINDS["area"].fields["weight"]
TARGET = KINDS["standard"].fields["target"]
QUANTITY = KINDS["activity"].fields["weekly_quantity"]
LEVEL = KINDS["ability"].fields["level_now"]
GOAL = KINDS["document"].fields["position_goal"]
TITLE = KINDS["area"].fields["title"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("78,000", 78000), ("78 000", 78000), ("78'000", 78000), ("78\u202f000", 78000),
        ("1,234,567.5", "1234567.5"), ("1.234,56", "1234.56"), ("1,5", "1.5"), ("0.5", "0.5"),
        ("-5", -5), ("−5", -5), (" 12 ", 12),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(typed, value):
    assert read_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    ["1e9", "NaN", "Infinity", "78,000 USD", "1_000", "0x10", "1/2", "twelve", "--1", "1,23,4"],
)
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(Refused, match=r"like 78,000 or 3\.5"):
        read_number(typed)


@given(st.decimals(-(10**13), 10**13, places=4, allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_it_is_shown(value):
    assert TARGET.read(TARGET.show(value)) == value


@pytest.mark.parametrize("typed", ["100000000000000", "9" * 400, "-100000000000000"])
def test_a_number_too_large_for_the_field_is_refused(typed):
    with pytest.raises(Refused, match="too large"):
        TARGET.read(typed)


@pytest.mark.parametrize("typed", ["1.23456", "0." + "3" * 400])
def test_too_many_decimals_are_refused_not_rounded(typed):
    with pytest.raises(Refused, match="At most 4 decimals"):
        TARGET.read(typed)


@pytest.mark.parametrize("typed", ["33.33", "-5", "1e9", "1000000000", "101", "half"])
def test_weights_are_whole_percents(typed):
    with pytest.raises(Refused, match="whole numbers from 0 to 100"):
        WEIGHT.read(typed)


@pytest.mark.parametrize(("typed", "value"), [("40", 40), ("40%", 40), ("40.0", 40), ("", 0)])
def test_a_weight_may_carry_its_sign(typed, value):
    assert WEIGHT.read(typed) == value


def test_a_weekly_quantity_is_asked_for_and_not_negative():
    assert QUANTITY.read("7.5") == Decimal("7.5")
    for typed in ("", "-1"):
        with pytest.raises(Refused):
            QUANTITY.read(typed)


@pytest.mark.parametrize("typed", ["0", "6", "2.5"])
def test_levels_run_from_one_to_five(typed):
    with pytest.raises(Refused, match="from 1 to 5"):
        LEVEL.read(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("28 Feb 2026", date(2026, 2, 28)), ("28 february 2026", date(2026, 2, 28)),
        ("28.2.2026", date(2026, 2, 28)), ("2026-02-28", date(2026, 2, 28)),
        ("1 Sept 2026", None), ("", None),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(typed, value):
    if typed == "1 Sept 2026":
        with pytest.raises(Refused):
            read_day(typed)
    else:
        assert read_day(typed) == value


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("31.2.2026", "February 2026 ends on the 28th"),
        ("30 Feb 2028", "February 2028 ends on the 29th"),
        ("31 April 2026", "April 2026 ends on the 30th"),
        ("32.1.2026", "No calendar"), ("1.13.2026", "No calendar"), ("0000-01-01", "No calendar"),
        ("1.1.1850", "between 2000 and 2100"), ("1.1.9999", "between 2000 and 2100"),
        ("31.2.", "Write a date like"), ("tomorrow", "Write a date like"),
        ("99999-1-1", "Write a date like"),
    ],
)  # fmt: skip
def test_days_that_are_none_are_refused_with_the_reason(typed, says):
    with pytest.raises(Refused, match=says):
        read_day(typed)


@given(st.dates(fields.EARLIEST, fields.LATEST))
def test_a_day_reads_back_as_it_is_shown(day):
    assert read_day(fields.day().show(day)) == day


def test_a_text_too_long_says_how_long_it_is():
    with pytest.raises(Refused, match=r"102,400 characters long; 2,000 fit"):
        GOAL.read("x" * 102_400)


def test_characters_that_cannot_be_seen_go_and_strange_line_breaks_become_plain():
    typed = "One\x00\x07\r\nTwo\x0bThree\u2028Four\ud800\ufffe\tend  "
    assert GOAL.read(typed) == "One\nTwo\nThree\nFour\tend"
    assert TITLE.read("A\nB\x0b  C") == "A B C"


@pytest.mark.parametrize("text", ["👩‍💻 sells", "مرحبا بالعالم", "Ünïcödé", "a\u200fb", "e\u0301"])
def test_every_script_and_emoji_stays_as_it_is(text):
    assert GOAL.read(text) == text


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "name",
    [
        "", "document", "document..reason", "document..number", "document.x.position_goal",
        "area..title", "area.nonsense.title", "area.00000000-0000-0000-0000-000000000000.version",
        "standard.00000000-0000-0000-0000-000000000000.id", "secret.x.y", "a.b.c.d",
    ],
)  # fmt: skip
def test_names_that_no_page_has_are_none(name):
    assert Name.parse(name) is None


def test_a_name_reads_back_as_it_is_written():
    name = "standard.12345678-1234-5678-1234-567812345678.target"
    assert str(Name.parse(name)) == name
    assert str(Name.parse("document..position_goal")) == "document..position_goal"
