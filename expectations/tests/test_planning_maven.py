"""MavenTech, a real CRM export: each agent is planned with the rates of that agent.

What the file says is counted here anew, with the csv module alone.
"""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from django.core.management import call_command
from django.urls import reverse

from calc.funnel import TOO_FEW, Share
from expectations.builders import AreaSpec, Content, make_document
from expectations.models import State
from expectations.planning import OPPORTUNITY, Figures, Step
from expectations.queries.planning import basis_of
from expectations.rules import manager_of, sides
from people.builders import make_person
from people.models import Person, Role
from sales.models import Deal
from tests.cast import TODAY
from tests.data import shared

TARGET = 90_000_00  # USD cents, for each


@pytest.fixture
def maven(db, frozen_day, capsys) -> dict[str, dict[str, list[int]]]:
    """Import the export, and count the file: for each agent won values and the number lost."""
    by = {
        role: make_person(email=f"{role}@northwind.example", roles=(role,))
        for role in (Role.HR, Role.COMPENSATION)
    }
    files = {
        name: str(shared("maven_crm", f"{name}.csv"))
        for name in ("sales_teams", "accounts", "products", "sales_pipeline")
    }
    call_command(
        "import_people", files["sales_teams"], source="Maven CRM", by=by[Role.HR].email,
        option=["domain=maventech.example"],
    )  # fmt: skip
    whose = {"source": "Maven CRM", "by": by[Role.COMPENSATION].email}
    for name in ("accounts", "products"):
        call_command(f"import_{name}", files[name], **whose)
    call_command(
        "import_deals", files["sales_pipeline"], answer=["product:GTXPro=GTX Pro"], **whose
    )
    capsys.readouterr()
    counted: dict[str, dict[str, list[int]]] = defaultdict(lambda: {"won": [], "lost": []})
    with open(files["sales_pipeline"], newline="") as source:
        for row in csv.DictReader(source):
            if row["deal_stage"] in ("Won", "Lost"):
                kind = row["deal_stage"].lower()
                counted[row["sales_agent"]][kind].append(int(Decimal(row["close_value"]) * 100))
    return counted


def plan_for(agent: Person):
    draft = make_document(
        person=agent, state=State.DRAFT, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30),
        content=Content(areas=[AreaSpec("New revenue", 100)], activities=[]),
    )  # fmt: skip
    both = sides(draft, TODAY)
    basis = basis_of(draft, both, both.manager, TODAY, types=[], currency="USD")
    return basis, basis.plan(Figures("USD", target=TARGET, steps=(Step(OPPORTUNITY),)))


def test_each_agents_own_rates_and_deal_size_are_used(maven, client_for):
    agents = Person.objects.filter(pk__in=Deal.objects.values("owner")).select_related("team")
    teams = defaultdict(list)
    for agent in agents:
        teams[agent.team_id].append(agent.name)
    assert len(agents) == len(maven) == 30
    rates = set()
    for agent in agents:
        won, lost = maven[agent.name]["won"], maven[agent.name]["lost"]
        basis, plan = plan_for(agent)
        [step] = plan.steps
        assert len(won) >= TOO_FEW
        assert (step.rate.source, plan.size.source) == ("own", "own")
        assert step.rate.share == Share(len(won), len(won) + len(lost))
        assert plan.size.value == Fraction(sum(won), len(won))
        deals = ceil(Fraction(TARGET * len(won), sum(won)))
        assert plan.deals == deals
        assert step.needed == ceil(Fraction(deals * (len(won) + len(lost)), len(won)))
        others = [maven[name] for name in teams[agent.team_id] if name != agent.name]
        assert step.team == Share(
            sum(len(each["won"]) for each in others),
            sum(len(each["won"]) + len(each["lost"]) for each in others),
        )
        assert basis.evidence.deals_span.end.year == 2017
        rates.add(step.rate.value)
    assert len(rates) == 30  # no two agents are reckoned with the same rate


def test_the_page_of_one_agent_says_it(maven, client_for):
    agent = Person.objects.get(name="Darcel Schlecht")
    won, lost = maven[agent.name]["won"], maven[agent.name]["lost"]
    manager = manager_of(agent, TODAY)
    draft = make_document(
        person=agent, author=manager, state=State.DRAFT,
        starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30),
    )  # fmt: skip
    page = client_for(manager).get(reverse("expectations:planning", args=[draft.pk]))
    assert f"{len(won)} of {len(won) + len(lost)}, 95% range" in page.text
    assert f"mean of {len(won)} won deals" in page.text
    assert "Darcel reached it in" in page.text


def test_past_quarters_are_those_of_the_file(maven):
    """The file ends in December 2017; its four quarters are what there is to compare with."""
    agent = Person.objects.get(name="Darcel Schlecht")
    by_quarter: dict[int, int] = defaultdict(int)
    with open(shared("maven_crm", "sales_pipeline.csv"), newline="") as source:
        for row in csv.DictReader(source):
            if row["sales_agent"] == agent.name and row["deal_stage"] in ("Won", "Lost"):
                quarter = (int(row["close_date"][5:7]) - 1) // 3
                by_quarter[quarter] += int(Decimal(row["close_value"]) * 100)
    basis, _plan = plan_for(agent)
    assert sorted(basis.evidence.own_results) == sorted(by_quarter.values())
