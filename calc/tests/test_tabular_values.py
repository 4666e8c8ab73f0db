"""Amounts, days and words are read by their column as a whole, and never guessed."""

from datetime import date
from decimal import Decimal

import pytest

from calc.tabular.dates import DMY, MDY, YMD, date_style, read_date
from calc.tabular.numbers import COMMA, POINT, Amount, Unreadable, number_style, read_amount
from calc.tabular.table import Figure
from calc.tabular.texts import (
    closest_names,
    difference,
    is_email,
    look_alikes,
    sign_in_name,
    squash,
    tidy,
)


# --- amounts -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "decimal"),
    [
        (["1,054.00", "1.054"], POINT),
        (["1.054,00", "1.054"], COMMA),
        (["12.5", "1.054"], POINT),
        (["12,5", "1,054"], COMMA),
        (["1,000,000"], POINT),  # two of a kind part thousands
        (["1.000.000"], COMMA),
        (["0.054"], POINT),  # nobody groups a thousand that begins with 0
        (["1234.567"], POINT),
        (["1 054,500"], COMMA),  # blanks part the thousands, so the comma does not
    ],
)
def test_one_decisive_value_settles_the_column(values, decimal):
    style = number_style(values)
    assert (style.decimal, style.must_ask) == (decimal, False)


def test_a_column_that_nothing_settles_is_asked_about():
    style = number_style(["12", "1.054", "2.000"])
    assert (style.decimal, style.must_ask) == ("", True)
    assert (style.unclear, style.example) == (2, "1.054")


def test_a_column_that_contradicts_itself_is_asked_about():
    style = number_style(["1,5", "1.5"])
    assert (style.must_ask, style.contradicts) == (True, True)


def test_whole_numbers_and_numbers_of_a_workbook_leave_nothing_to_ask():
    assert not number_style(["12", "1054", Figure("1.054")]).must_ask


@pytest.mark.parametrize(
    ("text", "decimal", "value", "currency"),
    [
        ("1054", POINT, "1054", ""),
        ("1,054.50", POINT, "1054.50", ""),
        ("1.054,50", COMMA, "1054.50", ""),
        ("1 054,50 EUR", COMMA, "1054.50", "EUR"),
        ("1\u202f054,50\u00a0€", COMMA, "1054.50", "EUR"),
        ("1'054.50", POINT, "1054.50", ""),
        ("USD 1,054", POINT, "1054", "USD"),
        ("$1,054", POINT, "1054", ""),
        ("zł", POINT, None, None),
        ("12,50 zł", COMMA, "12.50", "PLN"),
        ("-5", POINT, "-5", ""),
        ("−5", POINT, "-5", ""),
        ("5-", POINT, "-5", ""),
        ("(1,054.00)", POINT, "-1054.00", ""),
        ("12,34,567.00", POINT, "1234567.00", ""),
        (".5", POINT, "0.5", ""),
        ("0", COMMA, "0", ""),
    ],
)
def test_amounts(text, decimal, value, currency):
    read = read_amount(text, decimal)
    if value is None:
        assert read == Unreadable("no_number")
    else:
        assert read == Amount(Decimal(value), currency)


def test_a_workbooks_number_has_a_point_whatever_its_column():
    assert read_amount(Figure("1.054"), COMMA) == Amount(Decimal("1.054"))


def test_a_value_against_its_column_says_what_it_would_be_otherwise():
    read = read_amount("1.054,00 EUR", POINT)
    assert read == Unreadable("other_decimal", {"amount": Amount(Decimal("1054.00"), "EUR")})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("abc", "no_number"),
        ("12%", "no_number"),
        ("1E+05", "scientific"),
        ("NaN", "no_number"),
        ("Infinity", "no_number"),
        ("1.05.4", "no_number"),
        ("10,54,3", "no_number"),
        ("(5", "no_number"),
        ("=1+1", "no_number"),
        ("١٢", "no_number"),
        ("1" * 13, "too_large"),
        ("9" * 400, "no_number"),
    ],
)
def test_what_is_no_amount(text, code):
    read = read_amount(text, POINT)
    assert isinstance(read, Unreadable)
    assert read.code == code


# --- days ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03/04/2017", "25/04/2017"], DMY),
        (["03/04/2017", "04/25/2017"], MDY),
        (["03.04.2017", "25.04.2017"], DMY),
        (["17-11-16", "99-01-02"], YMD),
        (["25.04.17"], ""),
    ],
)
def test_one_decisive_date_settles_the_column(values, order):
    style = date_style(values)
    assert style.order == order


def test_a_column_of_dates_that_nothing_settles_is_asked_about():
    style = date_style(["03/04/2017", "05/05/2017", "11/12/2017"])
    assert (style.must_ask, style.unclear, style.example) == (True, 2, "03/04/2017")


def test_dates_that_name_their_order_leave_nothing_to_ask():
    assert not date_style(["2017-11-16", "2017/11/16", "16 Nov 2017", "05/05/2017"]).must_ask


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2017-11-16", ""),
        ("2017/11/16", ""),
        ("2017.11.16", ""),
        ("20171116", ""),
        ("2017-11-16 12:53", ""),
        ("2017-11-16T12:53:00Z", ""),
        ("16.11.2017", DMY),
        ("16/11/2017", DMY),
        ("16. 11. 2017", DMY),
        ("11/16/2017", MDY),
        ("16.11.17", DMY),
        ("17-11-16", YMD),
        ("16 Nov 2017", ""),
        ("16-Nov-17", ""),
        ("16. November 2017", ""),
        ("Nov 16, 2017", ""),
        ("November 16, 2017", ""),
    ],
)
def test_days(text, order):
    assert read_date(text, order) == date(2017, 11, 16)


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("", "", "empty"),
        ("soon", "", "no_date"),
        ("2017-11-31", "", "no_such_day"),
        ("2017-02-29", "", "no_such_day"),
        ("2017-13-01", "", "no_such_month"),
        ("31/11/2017", DMY, "no_such_day"),
        ("0017-11-16", "", "odd_year"),
        ("43052", "", "serial"),
        ("03/04/2017", "", "unclear_order"),
        ("04/25/2017", DMY, "other_order"),
        ("16 Brumaire 2017", "", "no_date"),
        ("1" * 400, "", "no_date"),
    ],
)
def test_what_is_no_day(text, order, code):
    read = read_date(text, order)
    assert isinstance(read, Unreadable)
    assert read.code == code


def test_a_day_that_does_not_exist_says_how_long_its_month_is():
    read = read_date("2017-11-31")
    assert isinstance(read, Unreadable)
    assert read.facts == {"year": 2017, "month": 11, "day": 31, "last": 30}


# --- words ---------------------------------------------------------------------------------------
def test_words_are_tidied_of_what_nobody_sees():
    assert tidy("  Anna\u00a0\u200b Snelling\ufeff ") == "Anna Snelling"
    assert tidy("\u202eevil") == "evil"


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("GTXPro", "GTX Pro", "blank"),
        ("gtx pro", "GTX Pro", "case"),
        ("Müller", "Muller", "accent"),
        ("GTX-Pro", "GTX Pro", "sign"),
        ("Betasoloin", "Betasolin", "letter"),
        ("MG Special", "GTX Pro", ""),
    ],
)
def test_how_two_spellings_differ(one, other, how):
    assert difference(one, other) == how


def test_look_alikes_are_found_and_models_with_other_numbers_are_not():
    known = ["GTX Pro", "Betasoloin", "Model 1000"]
    assert look_alikes(["GTXPro", "Betasolion", "Model 2000", "Zeta"], known) == {
        "GTXPro": "GTX Pro",
        "Betasolion": "Betasoloin",
    }


def test_an_initial_finds_its_name():
    known = ["Anna Snelling", "Bert Snell", "Carl Lin"]
    assert closest_names("A. Snelling", known)[0] == "Anna Snelling"
    assert closest_names("Snelling, Anna", known)[0] == "Anna Snelling"
    assert closest_names("Zebulon Quark", known) == []


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Anna Snelling", "anna.snelling"),
        ("Mei-Mei Johns", "mei-mei.johns"),
        ("Jürgen Großmann", "jurgen.grossmann"),
        ("Siobhán O’Neill", "siobhan.oneill"),
        ("Łucja Wąs", "lucja.was"),
        ("李娜", ""),
    ],
)
def test_sign_in_names(name, made):
    assert sign_in_name(name) == made


@pytest.mark.parametrize("good", ["a@b.example", "anna.o-neill+x@sub.northwind.example"])
def test_addresses(good):
    assert is_email(good)


@pytest.mark.parametrize(
    "bad", ["", "anna", "a@b", "a b@c.example", "a@b..example", ".a@b.example", "a@b.example,c@d.e",
            "ä@b.example", "a@b.example\nBcc: x@y.example", "x" * 300 + "@b.example"],
)  # fmt: skip
def test_no_addresses(bad):
    assert not is_email(bad)


def test_squashing_keeps_letters_and_digits():
    assert squash(" GTX-Pro (2) ") == "gtxpro2"
