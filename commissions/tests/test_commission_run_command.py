"""``manage.py commission_run``: plans and people from files, credits, lines, and what was found."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commissions.builders import plan_data
from commissions.models import CommissionLine, PlanAssignment, PlanVersion
from people.builders import make_person
from sales.builders import make_deal, make_stages
from sales.models import Stage
from tests.data import shared


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return write


def ran(*said, first="2026-01-01", last="2026-12-31"):
    out, err = StringIO(), StringIO()
    call_command("commission_run", *said, "--from", first, "--to", last, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def under(person, **more):
    return {"email": person.email, "plan": "Reps", "start": "2026-01-01"} | more


def test_it_stores_credits_calculates_and_shows(cast, sell, file):
    sell(cast.rep, 1000)
    sell(cast.peer, None)
    files = ("--plan", file("p.json", plan_data()), "--people", file("w.json", [under(cast.rep)]))
    out, err = ran(*files)
    assert "2 deals looked at: 1 credits written, 0 taken back." in out
    assert "1 lines pay 80.00 USD." in out
    assert "its value is missing" in err
    out, _ = ran(*files)
    assert "1 people, 1 of them unchanged." in out
    assert (PlanVersion.objects.count(), PlanAssignment.objects.count()) == (1, 1)


def test_what_cannot_be_calculated_is_said_by_name(cast, sell, file):
    sell(cast.rep, 1000)
    tiers = {"tiers": [{"from": "0%", "rate": "1%"}], "by": "attainment", "method": "marginal"}
    plan = file("p.json", plan_data("Reps", {"id": "commission", "rate": tiers}))
    _, err = ran("--plan", plan, "--people", file("w.json", [under(cast.rep)]))
    assert f"error  {cast.rep.name}, Reps" in err


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([{"email": "nobody@northwind.example", "plan": "Reps", "start": "2026-01-01"}], "row 1"),
        ([{"plan": "Reps"}], "row 1: KeyError('email')"),
        ("{", "is no JSON"),
        ([7], "row 1"),
    ],
)
def test_people_who_cannot_be_read_stop_it_with_their_row(cast, file, people, said):
    with pytest.raises(CommandError) as refused:
        ran("--plan", file("p.json", plan_data()), "--people", file("w.json", people))
    assert said in str(refused.value)


def test_a_plan_whose_test_fails_is_not_stored(cast, file):
    deals = [{"owner": "ann", "date": "2026-01-15", "amount": "100"}]
    wrong = plan_data(tests=[{"name": "t", "deals": deals, "pays": {"ann": "9"}}])
    with pytest.raises(CommandError, match=r"It gives 8\.00 USD, not 9\.00 USD"):
        ran("--plan", file("p.json", wrong))
    assert not PlanVersion.objects.exists()


def test_days_that_are_none_are_refused(cast):
    with pytest.raises(CommandError, match="ends before it begins"):
        ran(first="2026-02-01", last="2026-01-31")


def test_maventech_2017_at_eight_percent(db, file):
    """A real CRM export: 4,238 deals won in 2017 by 30 agents come to 800,442.72."""
    with shared("maven_crm", "sales_pipeline.csv").open() as rows:
        won = [row for row in csv.DictReader(rows) if row["deal_stage"] == "Won"]
    stage = next(one for one in make_stages() if one.kind == Stage.Kind.WON)
    names = sorted({row["sales_agent"] for row in won})
    agents = {
        name: make_person(name=name, email=f"a{number}@maventech.example")
        for number, name in enumerate(names)
    }
    for row in won:
        make_deal(
            owner=agents[row["sales_agent"]],
            stage=stage,
            value=row["close_value"],
            number=row["opportunity_id"],
            closed_on=date.fromisoformat(row["close_date"]),
        )
    people = [under(agent, start="2016-01-01") for agent in agents.values()]
    files = ("--plan", file("p.json", plan_data()), "--people", file("w.json", people))
    out, _ = ran(*files, first="2017-01-01", last="2017-12-31")
    assert "4,238 lines pay 800442.72 USD." in out
    assert CommissionLine.objects.count() == 4238
