"""What holds for every plan: parts add up, order is nothing, reversing gives zero."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from calc.commission.clawback import Loss, reversals
from calc.commission.crediting import Deal, Split, credits_of
from calc.commission.engine import Engine, calculate, explain
from calc.commission.linter import lint
from calc.commission.numbers import ROUNDINGS, edges, share_of
from calc.commission.payment import Progress, parts_of
from calc.commission.values import Credit, Findings, Person
from calc.tests.commission.build import plan, read, tiers

ANN = Person("ann")
rates = st.integers(0, 40_000_000).map(lambda n: f"{n // 100000}.{n % 100000:05}%")
methods = st.sampled_from(["marginal", "retroactive", "period", "deal"])
modes = st.sampled_from(["half_away", "half_even"])
rounded_at = st.sampled_from(["line", "slice", "total"])
amounts = st.integers(-2_000_000, 9_000_000)
days = st.integers(0, 364).map(lambda n: date(2026, 1, 1) + timedelta(n))
credits_ = st.lists(st.tuples(days, amounts), max_size=25).map(
    lambda rows: [
        Credit(f"{n:03}", "ann", day, amount, "USD", deal=f"{n:03}")
        for n, (day, amount) in enumerate(rows)
    ]
)


@st.composite
def tables(draw, method=methods):
    bounds = sorted(draw(st.sets(st.integers(1, 300_000), max_size=4)))
    steps = [(bound, draw(rates)) for bound in [0, *bounds]]
    return tiers("total", draw(method), *steps)


@st.composite
def plans(draw):
    component = {
        "id": "commission",
        "window": draw(st.sampled_from(["month", "quarter", "year"])),
        "rate": draw(tables()),
    }
    if draw(st.booleans()):
        cap = draw(st.integers(0, 50_000))
        component["caps"] = [
            {"per": draw(st.sampled_from(["credit", "period", "year"])), "at": cap}
        ]
    override = {"id": "spiff", "rate": draw(rates)}
    return read(plan(component, override, rounding=draw(modes), round_at=draw(rounded_at)))


@given(plans(), credits_, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_order_and_repetition_do_not_matter(made, credits, random):
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    once = calculate(made, [ANN], credits, first, last)
    again = credits * 2
    random.shuffle(again)
    assert calculate(made, [ANN], again, first, last) == once


@given(plans(), credits_)
@settings(max_examples=60, deadline=None)
def test_every_line_explains_itself(made, credits):
    engine = Engine(made, date(2026, 1, 1), date(2026, 12, 31))
    for line in engine.lines(ANN, credits)[:6]:
        assert explain(engine, line, ANN, credits).line == line


@given(plans(), credits_)
@settings(max_examples=60, deadline=None)
def test_taking_everything_back_leaves_nothing(made, credits):
    engine = Engine(made, date(2026, 1, 1), date(2026, 12, 31))
    terms = read(plan({"id": "x", "rate": "1%"}, clawback={"basis": "earned", "by": "full"}))
    lines = engine.lines(ANN, credits)
    back = []
    for credit in credits:
        own = [line for line in lines if line.credit == credit.id]
        back += reversals(terms.clawback, own, Loss(credit.date, credit.date), "2027-01")
    assert sum(line.paid for line in [*lines, *back]) == 0


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(1, 50), min_size=1), st.integers(0, 20))
def test_what_is_lost_in_parts_is_what_is_lost_at_once(amount, weights, mode):
    rounding = ROUNDINGS["half_even" if mode % 2 else "half_away"]
    parts = edges(weights, sum(weights))
    assert sum(share_of(amount, 1, part, rounding) for part in parts) == amount


@given(st.integers(0, 10**9), st.lists(st.integers(1, 99), min_size=1, max_size=9), rates, modes)
@settings(max_examples=80, deadline=None)
def test_split_pay_adds_up_to_the_unsplit_pay(amount, weights, rate, mode):
    made = read(plan({"id": "c", "rate": rate}, rounding=mode))
    total, findings = sum(weights), Findings()
    whole = Deal("1", "ann", date(2026, 1, 1), amount, "USD")
    names = [f"p{n}" for n in range(len(weights))]
    for kind in ("payout", "credit"):
        splits = tuple(Split(n, w, total, kind) for n, w in zip(names, weights, strict=True))
        shared = Deal("1", "", date(2026, 1, 1), amount, "USD", splits=splits)
        credits = credits_of([shared], made, findings)
        if kind == "credit":
            assert sum(credit.amount for credit in credits) == amount
            continue
        result = calculate(made, [Person(name) for name in names], credits)
        alone = calculate(made, [ANN], credits_of([whole], made, findings))
        assert result.paid() == alone.paid()


@given(tables(st.just("marginal")), credits_, modes)
@settings(max_examples=80, deadline=None)
def test_marginal_tiers_agree_with_a_walk_over_every_slice(table, credits, mode):
    made = read(plan({"id": "c", "window": "year", "rate": table}, rounding=mode))
    engine = Engine(made, date(2026, 1, 1), date(2026, 12, 31))
    lines = {line.credit: line.paid for line in engine.lines(ANN, credits)}
    running = 0
    for credit in sorted(credits, key=lambda c: (c.date, c.id)):
        exact = _walk(table["tiers"], running, running + credit.amount)
        assert lines[credit.id] == ROUNDINGS[mode](exact.numerator, exact.denominator)
        running += credit.amount


def _walk(rows, start, end):
    """An independent oracle: the length of the overlap with every tier, times its rate."""
    if end < start:
        return -_walk(rows, end, start)
    earned = Fraction(0)
    for number, row in enumerate(rows):
        low = Fraction(row["from"]) * 100 if number else Fraction(-(10**15))
        high = Fraction(row["to"]) * 100 if "to" in row else Fraction(10**15)
        overlap = max(min(high, end) - max(low, start), 0)
        earned += overlap * Fraction(row["rate"].rstrip("%")) / 100
    return earned


@given(tables(), credits_)
@settings(max_examples=60, deadline=None)
def test_retroactive_pay_is_the_reached_rate_on_everything(table, credits):
    table = table | {"method": "retroactive"}
    made = read(plan({"id": "c", "window": "year", "rate": table}))
    engine = Engine(made, date(2026, 1, 1), date(2026, 12, 31))
    lines = engine.lines(ANN, credits)
    total = sum(credit.amount for credit in credits)
    rate = [r for r in table["tiers"] if r is table["tiers"][0] or total >= r["from"] * 100][-1]
    for credit in credits:
        paid = sum(line.paid for line in lines if line.credit == credit.id)
        exact = credit.amount * Fraction(rate["rate"].rstrip("%")) / 100
        assert paid == ROUNDINGS["half_away"](exact.numerator, exact.denominator)


@given(plans(), st.lists(st.integers(0, 40_000_000), min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_higher_sale_never_pays_less_unless_the_plan_has_a_finding(made, sold):
    engine = Engine(made, date(2026, 1, 1), date(2026, 1, 31))
    pays = [
        sum(x.paid for x in engine.lines(ANN, [Credit("1", "ann", date(2026, 1, 5), n, "USD")]))
        for n in sorted(sold)
    ]
    if any(later < earlier for earlier, later in pairwise(pays)):
        assert "falls" in {finding.code for finding in lint(made)}


@given(st.integers(0, 10**8), st.lists(st.tuples(days, st.integers(1, 10**7)), max_size=6))
@settings(max_examples=60, deadline=None)
def test_what_becomes_payable_adds_up_to_the_line(amount, cash):
    parts = [
        {"weight": 1, "months": 0},
        {"weight": 1, "on_cash": True},
        {"weight": 1, "event": "go-live"},
    ]
    made = read(plan({"id": "c", "rate": "7.77%"}, payment=parts))
    credit = Credit("1", "ann", date(2026, 1, 5), amount, "USD")
    for line in calculate(made, [ANN], [credit]).lines:
        dues = parts_of(made, line, credit.date, Progress(10**7, cash), ANN)
        assert sum(due.amount for due in dues) == line.paid
