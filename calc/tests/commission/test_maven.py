"""MavenTech's deals won in 2017: three ways to round, three independent ways to reckon them."""

import csv
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

import pytest

from calc.commission.engine import calculate
from calc.commission.values import Credit, Person
from calc.tests.commission.build import plan, read
from tests.data import shared


@pytest.fixture(scope="module")
def won():
    with shared("maven_crm", "sales_pipeline.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["deal_stage"] == "Won"]
    credits = []
    for row in rows:
        day = date.fromisoformat(row["close_date"])
        amount = int(row["close_value"]) * 100
        credits.append(Credit(row["opportunity_id"], row["sales_agent"], day, amount, "USD"))
    return [credit for credit in credits if credit.date.year == 2017]


def pay(won, rate, **how):
    flat = read(plan({"id": "commission", "rate": rate}, **how))
    result = calculate(flat, [Person(name) for name in {c.payee for c in won}], won)
    assert not result.findings
    return result


def test_eight_percent_of_every_won_deal(won):
    result = pay(won, "8%")
    assert len(result.lines) == len(won) == 4238
    assert result.paid() == 800_442_72
    assert sum(statement.paid for statement in result.statements) == 800_442_72


RATE = Decimal("0.0735")


def by_decimal(credit, mode):
    return int((credit.amount * RATE).quantize(Decimal(1), rounding=mode))


def by_fraction(credit, *, even):
    exact = credit.amount * Fraction(RATE)
    whole, rest = floor(exact), exact - floor(exact)
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (not even or whole % 2 == 1))
    return whole + up


def by_integers(credit, *, even):
    whole, rest = divmod(credit.amount * 735, 10_000)
    return whole + (rest > 5_000 or (rest == 5_000 and (not even or whole % 2)))


def test_ties_go_away_from_zero(won):
    assert sum(c.amount * 735 % 10_000 == 5_000 for c in won) > 100
    paid = pay(won, "7.35%").paid()
    assert paid == sum(by_decimal(credit, ROUND_HALF_UP) for credit in won)
    assert paid == sum(by_fraction(credit, even=False) for credit in won)
    assert paid == sum(by_integers(credit, even=False) for credit in won)


def test_ties_go_to_the_even_cent(won):
    paid = pay(won, "7.35%", rounding="half_even").paid()
    assert paid == sum(by_decimal(credit, ROUND_HALF_EVEN) for credit in won)
    assert paid == sum(by_fraction(credit, even=True) for credit in won)
    assert paid == sum(by_integers(credit, even=True) for credit in won)
    assert paid != pay(won, "7.35%").paid()


def test_the_total_of_every_person_and_month_is_rounded(won):
    result = pay(won, "7.35%", round_at="total")
    sums = defaultdict(int)
    for credit in won:
        sums[credit.payee, f"{credit.date:%Y-%m}"] += credit.amount
    paid = defaultdict(int)
    for line in result.lines:
        paid[line.payee, line.period] += line.paid
    for key, amount in sums.items():
        whole = Credit("", key[0], date.min, amount, "USD")
        assert paid[key] == by_decimal(whole, ROUND_HALF_UP)
        assert paid[key] == by_fraction(whole, even=False) == by_integers(whole, even=False)


def test_the_order_of_the_export_does_not_matter(won):
    assert pay(won[::-1], "7.35%").lines == pay(won, "7.35%").lines


def test_the_same_export_twice_pays_once(won):
    assert pay(won * 2, "7.35%").lines == pay(won, "7.35%").lines
