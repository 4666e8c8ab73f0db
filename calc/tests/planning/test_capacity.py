"""A week and its hours, and what would make it fit."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from calc.planning.capacity import Week, load, weekly_quantities

RATES = [Fraction(percent, 100) for percent in (10, 35, 50, 40)]
MINUTES = (6, 60, 60, 90)
QUARTER = 60  # working days


def week(hours: int, minutes=MINUTES, other=0, days=QUARTER) -> Week:
    return Week(minutes, Fraction(other), Fraction(hours * 60), days)


def test_a_week_that_fits_says_no_more():
    """167 calls, 17 + 6 meetings, 3 proposals: 1,002 + 1,020 + 360 + 270 minutes, 44.2 hours."""
    found = load(14, RATES, week(45))
    assert found.weekly == (Decimal(167), Decimal(17), Decimal(6), Decimal(3))
    assert found.takes == 2652
    assert found.fits
    assert (found.deals, found.fewer, found.rates) == (14, (), ())


def test_a_week_that_does_not_fit_says_what_would_make_it_fit():
    found = load(14, RATES, week(30))
    assert not found.fits
    assert found.over == 2652 - 1800
    # 852 minutes less of calls: 1002 - 852 = 150 minutes, 25 calls.
    assert (found.fewer[0].most, found.fewer[0].fits) == (Decimal(25), True)
    assert (found.fewer[1].most, found.fewer[1].fits) == (Decimal("2.5"), True)
    # Dropping all of the second meetings spares six hours only.
    assert not found.fewer[2].fits
    # Were every first meeting to lead on, 70 of them and 700 calls would do.
    assert found.rates[1] is not None
    assert 0 < found.deals < 14


def test_what_else_the_week_holds_counts_too():
    assert load(14, RATES, week(45)).fits
    assert not load(14, RATES, week(45, other=120)).fits


def test_when_nothing_fits_no_deal_does():
    found = load(14, RATES, week(1, other=90))
    assert found.deals == 0
    assert found.rates == (None, None, None, None)
    assert not any(each.fits for each in found.fewer)


rates = st.lists(st.fractions(Fraction(1, 50), 1, max_denominator=200), min_size=1, max_size=4)


@st.composite
def plans(draw):
    chain = draw(rates)
    minutes = tuple(draw(st.integers(0, 120)) for _ in chain)
    found = week(draw(st.integers(0, 60)), minutes, draw(st.integers(0, 300)), 60)
    return draw(st.integers(0, 60)), chain, found


def takes(deals, chain, week) -> Fraction:
    """The minutes of a week, added up anew."""
    total = week.other
    for quantity, minutes in zip(weekly_quantities(deals, chain, week.days), week.minutes):  # noqa: B905
        total += Fraction(quantity) * minutes
    return total


@given(plans())
def test_as_many_deals_as_fit_and_not_one_more(plan):
    deals, chain, held = plan
    found = load(deals, chain, held)
    assert found.fits == (takes(deals, chain, held) <= held.has)
    fitting = [n for n in range(deals + 1) if takes(n, chain, held) <= held.has]
    assert found.deals == max(fitting, default=0)


@given(plans())
def test_the_rate_that_would_do_is_the_first_of_all_tenths_of_a_percent(plan):
    deals, chain, held = plan
    found = load(deals, chain, held)
    assume(not found.fits)
    for step, rate in enumerate(found.rates):
        tried = (
            Fraction(n, 1000)
            for n in range(1, 1001)
            if Fraction(n, 1000) > chain[step]
            and takes(deals, [*chain[:step], Fraction(n, 1000), *chain[step + 1 :]], held)
            <= held.has
        )
        assert rate == next(tried, None)


@given(plans())
def test_a_step_that_gives_way_alone_leaves_a_week_that_fits(plan):
    deals, chain, held = plan
    found = load(deals, chain, held)
    for each in found.fewer:
        rest = found.takes - Fraction(found.weekly[each.step]) * held.minutes[each.step]
        if each.fits:
            assert rest + Fraction(each.most) * held.minutes[each.step] <= held.has
            step = Fraction(1, 2) if each.most < 5 else 1
            assert rest + (Fraction(each.most) + step) * held.minutes[each.step] > held.has
        else:
            assert held.minutes[each.step] == 0 or rest > held.has
