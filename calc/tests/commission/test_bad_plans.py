"""Bad plans and bad deals: a finding with its place, never a guess, never a traceback."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.commission.parse import parse, parse_data
from calc.tests.commission.build import deal, plan, read, runs, tiers
from calc.tests.commission.published import sales


def errors(data):
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    reading = parse(text)
    found = [(f.code, f.at) for f in reading.findings if f.level == "error"]
    assert (reading.plan is None) == bool(found)
    return found


def rows(*tiers_):
    return plan(sales({"tiers": list(tiers_), "by": "total", "method": "marginal"}))


RATE = "/components/0/rate"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (plan(sales("-5%")), ("negative", RATE)),
        (plan(sales("5")), ("no_number", RATE)),
        (plan(sales("=A1*0.05")), ("formula", RATE)),
        (plan(sales("__import__('os').system('true')")), ("formula", RATE)),
        (plan(sales("lambda: 5%")), ("formula", RATE)),
        (plan(sales("1" * 19 + "%")), ("too_large", RATE)),
        (plan(sales("0.00000001%")), ("too_fine", RATE)),
        (plan(sales("5%", caps=[{"per": "period", "at": "0.001"}])), ("too_fine", "/components/0/caps/0/at")),
        (plan(sales("5%", cap="100")), ("unknown_field", "/components/0/cap")),
        (plan(sales("5%"), sales("6%")), ("twice", "/components/1/id")),
        (plan(sales("5%"), schema="2"), ("no_choice", "/schema")),
        (plan(), ("missing", "/components")),
        (plan(sales("5%"), currency="usd"), ("no_currency", "/currency")),
        (plan({"id": "x", "base": "units", "rate": "5%"}), ("unit", RATE)),
        (plan(sales({"each": 5})), ("unit", f"{RATE}/each")),
        (
            plan(sales("5%"), adjustments=[{"id": "g", "pay": "nothing", "when": {"value": "attainment:bookings", "below": "80%"}}]),
            ("unknown_measure", "/adjustments/0/when/value"),
        ),
        (
            plan(sales("5%"), payment=[{"share": "33.33%", "months": n} for n in range(3)]),
            ("parts", "/payment"),
        ),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_a_finding_with_its_place(data, found):
    assert found in errors(data)


@pytest.mark.parametrize(
    ("tiers_", "found"),
    [
        (
            ({"from": 0, "to": 35, "rate": "10%"}, {"from": 36, "rate": "25%"}),
            ("gap", f"{RATE}/tiers/1/from"),
        ),
        (
            ({"from": 0, "to": "499.99", "rate": "25%"}, {"from": 500, "rate": "30%"}),
            ("gap", f"{RATE}/tiers/1/from"),
        ),
        (
            ({"from": 0, "to": 50, "rate": "10%"}, {"from": 40, "rate": "25%"}),
            ("overlap", f"{RATE}/tiers/1/from"),
        ),
        (({"from": 100, "rate": "10%"},), ("gap", f"{RATE}/tiers/0/from")),
        (({"from": 0, "to": 20000, "rate": "5%"},), ("open_end", f"{RATE}/tiers/0/to")),
        (
            ({"from": 0, "rate": "10%"}, {"from": 0, "rate": "25%"}),
            ("order", f"{RATE}/tiers/1/from"),
        ),
        (({"from": 0},), ("one_of", f"{RATE}/tiers/0")),
    ],
)
def test_tiers_lie_end_to_end(tiers_, found):
    assert found in errors(rows(*tiers_))


def test_a_gap_at_a_bound_ending_in_nines_says_how_to_write_it():
    reading = parse_data(
        rows({"from": 0, "to": "499.99", "rate": "25%"}, {"from": 500, "rate": "30%"})
    )
    assert any("half-open" in finding.text for finding in reading.findings)


def test_a_table_of_a_hundred_thousand_rows_is_refused_at_once():
    table = [{"from": n, "rate": "1%"} for n in range(100_000)]
    assert errors(rows(*table)) == [("too_many", f"{RATE}/tiers"), ("missing", f"{RATE}/tiers")]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("NaN", "no_number"),
        ("Infinity", "no_number"),
        ("-Infinity", "no_number"),
        ("1e400", "no_number"),
        ("1e999999999", "no_number"),
        ("1e-999999999", "no_number"),
        ("1" + "0" * 400, "no_number"),
        ("1" + "0" * 10_000, "no_number"),
        ("1" + "0" * 18, "too_large"),
        ("true", "no_number"),
        ("null", "missing"),
        ('"1e5"', "no_number"),
        ('"١٢٣"', "no_number"),
        ('"1,000"', "no_number"),
    ],
)
def test_numbers_that_cannot_be_meant(number, code):
    text = json.dumps(plan(sales("5%", caps=[{"per": "period", "at": "@"}])))
    assert (code, "/components/0/caps/0/at") in errors(text.replace('"@"', number))


def test_decimals_in_json_are_exact():
    text = json.dumps(plan(sales("5%", caps=[{"per": "period", "at": "@"}])))
    reading = parse(text.replace('"@"', "1234567890.07"))
    assert reading.plan.components[0].caps[0].at == 123456789007


def test_a_binary_float_is_refused():
    data = plan(sales("5%", caps=[{"per": "period", "at": float("0.1")}]))
    assert [f.code for f in parse_data(data).findings] == ["float"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "5", '"plan"', "[" * 200_000, b"\xff\xfe", '{"a":1,"a":2}']
)
def test_what_is_no_plan_at_all(text):
    assert errors(text)


def test_a_field_that_stands_twice_is_a_finding():
    text = json.dumps(plan(sales("5%"))).replace('"name"', '"period": "month", "name"', 1)
    assert ("twice", "") in errors(text)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(Decimal("NaN")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def _places(value, path=()):
    yield path
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, child in children:
        yield from _places(child, (*path, key))


FULL = plan(
    sales(tiers("attainment", "retroactive", ("0%", "5%"), ("100%", "8%")), window="quarter",
          where={"tag": ["new"]}, caps=[{"per": "year", "at": 9}], floors=[{"per": "credit", "at": 1}]),
    {"id": "m", "rate": {"matrix": {"rows": {"by": "total", "from": [0, 5]}, "columns": {"by": "product", "values": ["a", "*"]}, "rates": [["1%", "2%"], ["3%", "4%"]]}, "method": "marginal"}},
    measures=[{"id": "sales", "base": "margin"}],
    adjustments=[{"id": "g", "when": {"all": [{"value": "metric:nps", "below": "30%"}]}, "multiply": "75%"}],
    settlement={"guarantee": 5, "draw": {"kind": "recoverable", "amount": [{"from": "2026-01", "amount": 5}]}},
    payment=[{"weight": 1, "months": 1}], clawback={"basis": "paid", "by": "age", "steps": [{"from_month": 0, "share": "50%"}]},
    pools=[{"id": "p", "amount": 5, "scaled": {"tiers": [{"from": "0%", "rate": "0%"}], "by": "attainment:sales"}}],
    proration={"by": "days", "ramp": ["50%"]}, quotas={"quota": 5}, targets={"v": 5},
    tests=[{"name": "t", "deals": [deal(5, splits=[{"payee": "a", "share": "100%"}], payments=[{"date": "2026-02-01", "amount": 2}], lost=[{"date": "2026-03-01", "share": "50%"}], events={"live": "2026-02-01"}, term=12, facts={"x": 1}, tags=["new"], units=1, cost=1)], "people": [{"id": "a", "quotas": {"quota": {"2026-Q1": 5}}}], "rates": [{"from": "EUR", "into": "USD", "date": "2026-01-01", "rate": 1}], "pays": {"a": {"2026-01": 5}}}],
)  # fmt: skip


def test_the_full_plan_is_one():
    assert read(FULL)


@given(st.sampled_from(list(_places(FULL))), junk)
@settings(max_examples=300, deadline=None)
def test_junk_anywhere_in_a_plan_never_raises(path, value):
    data = json.loads(json.dumps(FULL))
    if not path:
        data = value
    else:
        inner = data
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
    reading = parse_data(data)
    assert (reading.plan is None) == any(f.level == "error" for f in reading.findings)
    if reading.plan is not None:
        from calc.commission.linter import lint

        lint(reading.plan)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"owner": "ann", "amount": 5}, ("missing", "/tests/0/deals/0/date")),
        ({"date": "2026-01-15", "amount": 5}, ("no_text", "/tests/0/deals/0/owner")),
        (deal(5, "2026-02-30"), ("no_date", "/tests/0/deals/0/date")),
        (deal("12.345"), ("too_fine", "/tests/0/deals/0/amount")),
        (deal(5, currency="EUR"), ("no_rate", "deals/0/currency")),
        (
            deal(5, splits=[{"payee": p, "share": "33.33%"} for p in "abc"]),
            ("split", "/tests/0/deals/0/splits"),
        ),
    ],
)
def test_deals_that_cannot_be_paid_are_findings(row, found):
    (one,) = runs(plan(sales("5%"), tests=[{"name": "t", "deals": [row], "pays": 0}]))
    assert found in [(finding.code, finding.at) for finding in one.outcome.findings]
    assert not one.outcome.passed


def test_a_missing_quota_pays_nobody_a_guess():
    table = tiers("attainment", "marginal", ("0%", "5%"), ("100%", "8%"))
    (one,) = runs(plan(sales(table), tests=[{"name": "t", "deals": [deal(5)], "pays": 0}]))
    assert [(f.code, f.at) for f in one.outcome.findings] == [
        ("no_quota", "people/ann/quotas/quota/2026-01")
    ]
    assert one.lines == ()


def test_a_lost_deal_without_the_term_that_the_plan_needs():
    terms = {"basis": "paid", "by": "unserved"}
    lost = deal(5, lost=[{"date": "2026-03-01"}])
    tests = [{"name": "t", "deals": [lost], "pays": 0}]
    (one,) = runs(plan(sales("5%"), clawback=terms, tests=tests))
    assert [f.code for f in one.outcome.findings] == ["no_term"]
    assert one.lines == ()


@pytest.mark.parametrize(
    ("kind", "bases", "pays"),
    [
        ("credit", [3333, 3334, 3333], [333, 333, 333]),  # three deals, each rounded by itself
        ("payout", [10000, 10000, 10000], [333, 334, 333]),  # one pay, divided
    ],
)
def test_thirds_by_weight_add_up(kind, bases, pays):
    thirds = [{"payee": name, "weight": 1, "kind": kind} for name in "abc"]
    total = f"{sum(pays) // 100}.{sum(pays) % 100:02}"
    test = {"name": "t", "deals": [deal(100, splits=thirds)], "pays": total}
    (one,) = runs(plan(sales("10%"), tests=[test]))
    assert one.outcome.passed
    assert [line.base for line in one.lines] == bases
    assert [line.paid for line in one.lines] == pays
