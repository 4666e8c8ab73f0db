"""The engine from the terminal, on files alone: no table of the database is read."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from calc.tests.commission.build import deal, plan, tiers
from tests.data import shared

TERMS = {
    "earned": "booking",
    "leaver": "keeps_earned",
    "clawback": {"basis": "paid", "by": "full", "within_months": 12},
    "tests": [{"name": "a deal of 1,000", "deals": [deal(1000)], "pays": 80}],
}
DEALS = """id,owner,date,amount,currency,tags,splits,region
d1,ann,2026-01-15,1000,USD,new;big,,North
d2,bob,2026-02-15,2000,USD,,,North
d3,,2026-02-20,300,USD,,ann 50%; bob 50%,South
"""


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return write


@pytest.fixture
def flat(file):
    return file("plan.json", plan({"id": "commission", "rate": "8%"}, **TERMS))


def commission(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("commission", *arguments, stdout=out, stderr=err)
    except CommandError as stop:
        return out.getvalue(), err.getvalue() + str(stop)
    return out.getvalue(), err.getvalue()


def test_it_calculates_what_everybody_is_paid(flat, file):
    out, err = commission("calculate", "--plan", flat, "--deals", file("deals.csv", DEALS))
    assert "4 lines pay 264.00 USD." in out
    assert "Column “region” is not used." in err


def test_json_has_lines_statements_and_findings(flat, file):
    deals = file("deals.csv", DEALS)
    out, _ = commission("calculate", "--plan", flat, "--deals", deals, "--format", "json")
    found = json.loads(out)
    assert found["payees"] == {"ann": "92.00", "bob": "172.00"}
    assert found["lines"][0]["rate"] == "8%"
    assert found["findings"] == []


def test_heads_with_other_names_and_only_some_rows(flat):
    pipeline = str(shared("maven_crm", "sales_pipeline.csv"))
    heads = {
        "id": "opportunity_id",
        "owner": "sales_agent",
        "date": "close_date",
        "amount": "close_value",
    }
    columns = [part for field, head in heads.items() for part in ("--column", f"{field}={head}")]
    out, _ = commission(
        "calculate", "--plan", flat, "--deals", pipeline, *columns, "--only", "deal_stage=Won"
    )
    assert "4238 lines pay 800442.72 USD." in out


def test_quota_from_the_command_or_the_file_of_people(file):
    table = tiers("attainment", "marginal", ("0%", "5%"), ("100%", "10%"))
    made = file("plan.json", plan({"id": "c", "rate": table}, **(TERMS | {"tests": []})))
    deals = file("deals.csv", "owner,date,amount\nann,2026-01-15,1000\n")
    people = file("people.csv", "id,quota\nann,500\n")
    assert "pay 75.00" in commission(
        "calculate", "--plan", made, "--deals", deals, "--people", people, "--quota", "1"
    )[0]  # fmt: skip
    assert "pay 90.00" in commission(
        "calculate", "--plan", made, "--deals", deals, "--quota", "200"
    )[0]  # fmt: skip
    _, err = commission("calculate", "--plan", made, "--deals", deals)
    assert "people/ann/quotas/quota/2026-01" in err


def test_a_second_currency_needs_a_rate(flat, file):
    deals = file("deals.csv", "id,owner,date,amount,currency\n1,ann,2026-01-15,1000,GBP\n")
    _, err = commission("calculate", "--plan", flat, "--deals", deals)
    assert "deals/1/currency  There is no rate from GBP to USD on 2026-01-15." in err
    rates = file("rates.csv", "from,into,date,rate\nGBP,USD,2026-01-01,1.22\n")
    out, _ = commission("calculate", "--plan", flat, "--deals", deals, "--rates", rates)
    assert "pay 97.60 USD" in out


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("ann,,1000", "deals.csv/2/date"),
        (",2026-01-15,1000", "deals.csv/2/owner"),
        ("ann,2026-01-15,ten", "deals.csv/2/amount"),
        ("ann,15/01/2026,1000", "deals.csv/2/date"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_paid(flat, file, row, place):
    out, err = commission(
        "calculate", "--plan", flat, "--deals", file("deals.csv", f"owner,date,amount\n{row}\n")
    )
    assert place in err
    assert out == ""


def test_it_explains_a_line(file):
    table = tiers("total", "marginal", (0, "5%"), (600, "10%"))
    made = file("plan.json", plan({"id": "c", "rate": table}))
    deals = file("deals.csv", DEALS)
    out, _ = commission("explain", "--plan", made, "--deals", deals, "--credit", "d1")
    assert "paid 70.00" in out
    assert out.count("slice:") == 2
    assert out.count("credit") == 1


def test_it_lints_and_runs_the_tests_of_a_plan(flat, file):
    assert commission("lint", "--plan", flat) == ("0 findings.\n", "")
    assert commission("test", "--plan", flat) == ("passed  a deal of 1,000\n", "")
    wrong = plan({"id": "commission", "rate": "9%"}, **TERMS)
    out, err = commission("test", "--plan", file("wrong.json", wrong))
    assert out.startswith("FAILED")
    assert "It gives 90.00 USD, not 80 USD. [10.00]" in err.replace("80.00", "80")
    assert "1 of 1 tests failed." in err


def test_it_says_who_gains_and_who_loses(flat, file):
    new = file("new.json", plan({"id": "commission", "rate": "9%"}))
    deals = file("deals.csv", DEALS)
    out, _ = commission("diff", "--plan", flat, "--with", new, "--deals", deals)
    assert [line.split() for line in out.splitlines()[1:]] == [
        ["bob", "172.00", "193.50", "21.50"],
        ["ann", "92.00", "103.50", "11.50"],
        ["total", "264.00", "297.00", "33.00"],
    ]


@pytest.mark.parametrize("content", ["", "{}", "[1, 2]", "not json", '{"schema": NaN}'])
def test_a_file_that_is_no_plan_is_refused_with_the_reasons(file, content):
    out, err = commission("lint", "--plan", file("plan.json", content))
    assert out == ""
    assert "cannot be used as a plan" in err


def test_a_file_that_is_not_there(flat, tmp_path):
    assert "cannot be read" in commission("lint", "--plan", str(tmp_path / "none.json"))[1]
    assert "cannot be read" in commission(
        "calculate", "--plan", flat, "--deals", str(tmp_path / "none.csv")
    )[1]  # fmt: skip


def test_how_deals_went_on_comes_from_the_file(file):
    terms = TERMS | {
        "clawback": {"basis": "paid", "by": "unserved", "within_months": 12},
        "payment": [{"weight": 1, "on_cash": True}, {"weight": 1, "event": "go-live"}],
    }
    deals = (
        "id,owner,date,amount,payments,lost,term,event:go-live\n"
        "d1,ann,2026-01-15,1000,2026-02-01 600; 2026-03-01 400,,,2026-04-20\n"
        "d2,ann,2026-01-20,2000,2026-02-10 2000,2026-07-20 50%,12,2026-02-28\n"
    )
    plan_file = file(
        "plan.json", plan({"id": "commission", "rate": "10%"}, **terms | {"tests": []})
    )
    out = StringIO()
    call_command(
        "commission", "calculate", "--plan", plan_file, "--deals", file("deals.csv", deals),
        "--to", "2026-12-31", "--format", "json", stdout=out,
    )  # fmt: skip
    paid = {row["period"]: row["paid"] for row in json.loads(out.getvalue())["statements"]}
    by_month = [paid[f"2026-{month:02}"] for month in range(1, 8)]
    # d1 half by cash (30 + 20), half on going live; d2 all by February, half of half lost in July.
    assert by_month == ["0.00", "230.00", "20.00", "50.00", "0.00", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("column", "text"),
    [("payments", "soon 500"), ("lost", "2026-05-01 150%"), ("event:x", "once"), ("term", "-1")],
)
def test_what_cannot_be_read_of_it_is_said_with_its_row(file, column, text):
    deals = f"id,owner,date,amount,{column}\nd1,ann,2026-01-15,1000,{text}\n"
    err = StringIO()
    with pytest.raises(CommandError):
        call_command(
            "commission", "calculate", "--plan", file("plan.json", plan({"id": "c", "rate": "8%"})),
            "--deals", file("deals.csv", deals), stderr=err,
        )  # fmt: skip
    assert "deals.csv/2" in err.getvalue()
