"""Plan tests: examples in a plan administrator's words, kept with the plan and run by it.

An example says deals, what is known of people, and what they are paid. It passes when every
amount is exactly that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from calc.commission import plan as p
from calc.commission.aftermath import History
from calc.commission.crediting import Reporting, credits_of
from calc.commission.engine import Result, calculate
from calc.commission.files import People, deals_of, histories_of, read_people, read_rates
from calc.commission.reader import Fields, Node
from calc.commission.values import ERROR, Credit, Finding, Findings, Person
from calc.money import Money


@dataclass(frozen=True)
class Example:
    """What an example calculates with."""

    people: tuple[Person, ...]
    credits: tuple[Credit, ...]
    first: date | None
    last: date | None
    reporting: tuple[Reporting, ...] = ()
    histories: Mapping[str, History] = field(default_factory=dict)

    def calculate(self, plan: p.Plan) -> Result:
        return calculate(
            plan,
            self.people,
            self.credits,
            self.first,
            self.last,
            reporting=self.reporting,
            histories=self.histories,
        )


@dataclass(frozen=True)
class Outcome:
    """What came of one example. It passed when no finding is an error."""

    name: str
    at: str
    findings: tuple[Finding, ...]
    example: Example | None = None
    result: Result | None = None

    @property
    def passed(self) -> bool:
        return not any(finding.level == ERROR for finding in self.findings)


def run_tests(plan: p.Plan) -> tuple[Outcome, ...]:
    """Run all examples of a plan."""
    return tuple(run_test(plan, test) for test in plan.tests)


def run_test(plan: p.Plan, test: p.PlanTest) -> Outcome:
    """Run one example. What cannot be read or calculated is among its findings."""
    findings = Findings()
    fields = Node(test.data, test.at, findings).fields(
        "name", "words", "deals", "people", "rates", "from", "to", "pays", "earns"
    )
    example = _example(plan, fields, findings)
    if findings.has_errors:
        return Outcome(test.name, test.at, tuple(findings), example)
    result = example.calculate(plan)
    findings.extend(result.findings)
    if not findings.has_errors:
        _compare(plan, fields, result, findings)
    return Outcome(test.name, test.at, tuple(findings), example, result)


def _example(plan: p.Plan, fields: Fields, findings: Findings) -> Example:
    rows = fields["deals"].items() if "deals" in fields else []
    deals = deals_of(rows, plan)
    known = read_people(fields["people"], plan) if "people" in fields else People((), ())
    rates = read_rates(fields["rates"]) if "rates" in fields else ()
    credits = credits_of(deals, plan, findings, rates, known.reporting)
    named = {person.id for person in known.people}
    others = sorted({credit.payee for credit in credits} - named)
    return Example(
        (*known.people, *(Person(name) for name in others)),
        tuple(credits),
        fields["from"].date() if "from" in fields else None,
        fields["to"].date() if "to" in fields else None,
        known.reporting,
        {} if findings.has_errors else histories_of(rows, plan),
    )


def _compare(plan: p.Plan, fields: Fields, result: Result, findings: Findings) -> None:
    if "pays" not in fields and "earns" not in fields:
        fields.node.error("missing", "The example does not say what it pays or earns.")
    if "pays" in fields:
        cash = [(row.payee, row.period, row.paid) for row in result.statements]
        _compare_sums(plan, fields["pays"], cash, findings)
    if "earns" in fields:
        lines = [(line.payee, line.component, line.paid) for line in result.lines]
        _compare_sums(plan, fields["earns"], lines, findings)


def _compare_sums(
    plan: p.Plan, node: Node, rows: list[tuple[str, str, int]], findings: Findings
) -> None:
    """Compare one amount in all, amounts by person, or by person and period or component."""
    if not isinstance(node.value, dict):
        _compare_one(plan, node, sum(row[2] for row in rows), findings)
        return
    for payee, child in node.named():
        own = [row for row in rows if row[0] == payee]
        if not isinstance(child.value, dict):
            _compare_one(plan, child, sum(row[2] for row in own), findings)
            continue
        for part, wanted in child.named():
            found = sum(row[2] for row in own if row[1] == part)
            _compare_one(plan, wanted, found, findings)


def _compare_one(plan: p.Plan, node: Node, found: int, findings: Findings) -> None:
    before = len(findings)
    wanted = node.money(plan.currency, negative=True)
    if len(findings) == before and wanted != found:
        text = f"It gives {Money(found, plan.currency)}, not {Money(wanted, plan.currency)}."
        findings.error("differs", node.at, text, found - wanted)
