"""Plans, deals and runs for the tests of the engine, in few words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from calc.commission.engine import Engine, explain, explain_pool
from calc.commission.examples import Outcome, run_tests
from calc.commission.numbers import ONE
from calc.commission.parse import parse_data
from calc.commission.plan import Plan
from calc.commission.values import Credit, Line, Person, Trace
from calc.money import exponent


def plan(*components: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A plan as JSON: monthly, in dollars."""
    return {
        "schema": "salesperf-commission-plan/1",
        "name": "A plan",
        "currency": "USD",
        "period": "month",
        "components": list(components),
    } | fields


def deal(amount: Any, day: str = "2026-01-15", owner: str = "ann", **more: Any) -> dict[str, Any]:
    whose = {} if "splits" in more else {"owner": owner}
    return {"date": day, "amount": amount} | whose | more


def monthly(*amounts: Any, **more: Any) -> list[dict[str, Any]]:
    """One deal in each month from January 2026 on."""
    return [deal(a, f"2026-{month:02}-15", **more) for month, a in enumerate(amounts, start=1)]


def tiers(by: str, method: str, *steps: tuple[Any, Any], **more: Any) -> dict[str, Any]:
    """Tiers from (from, rate) pairs; an amount for each is written ("each", amount)."""
    rows = []
    for number, (start, pays) in enumerate(steps):
        key, value = pays if isinstance(pays, tuple) else ("rate", pays)
        row = {"from": start, key: value}
        if number + 1 < len(steps):
            row["to"] = steps[number + 1][0]
        rows.append(row)
    return {"tiers": rows, "by": by, "method": method, "at_bound": "upper"} | more


def straight(by: str, **more: Any) -> dict[str, Any]:
    """Pay in proportion to attainment, without end."""
    points = [{"at": "0%", "rate": "0%"}, {"at": "100%", "rate": "100%"}]
    return {"curve": points, "by": by, "method": "period", "beyond": "extend"} | more


def read(data: dict[str, Any]) -> Plan:
    reading = parse_data(data)
    assert reading.plan is not None, reading.findings
    return reading.plan


@dataclass(frozen=True)
class Run:
    """One example of a plan that was run; amounts in major units."""

    plan: Plan
    outcome: Outcome

    @property
    def lines(self) -> tuple[Line, ...]:
        assert self.outcome.result is not None, self.outcome.findings
        return self.outcome.result.lines

    def major(self, minor: int) -> Decimal:
        return Decimal(minor).scaleb(-exponent(self.plan.currency))

    def pay(self, component: str = "", payee: str = "", period: str = "") -> Decimal:
        """What the lines pay, of all or one component, person, period."""
        return self.major(
            sum(
                line.paid
                for line in self.lines
                if component in ("", line.component)
                and payee in ("", line.payee)
                and period in ("", line.period)
            )
        )

    def pays(self) -> list[Decimal]:
        """What each line pays, in order."""
        return [self.major(line.paid) for line in self.lines]

    def cash(self, field: str = "paid") -> list[Decimal]:
        """A figure of every statement, in order."""
        assert self.outcome.result is not None
        return [self.major(getattr(one, field)) for one in self.outcome.result.statements]

    def trace(self, line: Line) -> Trace:
        example, result = self.outcome.example, self.outcome.result
        assert example is not None
        assert result is not None
        days = [credit.date for credit in example.credits]
        engine = Engine(self.plan, example.first or min(days), example.last or max(days))

        def own(person: Person) -> list[Credit]:
            return [credit for credit in result.credits if credit.payee == person.id]

        if line.component in {pool.id for pool in self.plan.pools}:
            return explain_pool(engine, line, [(one, own(one)) for one in example.people])
        person = next(person for person in example.people if person.id == line.payee)
        return explain(engine, line, person, own(person), example.histories)

    def steps(self, what: str, line: Line | None = None) -> list[dict[str, Any]]:
        found = self.trace(line or self.lines[0]).steps
        return [dict(step.facts) for step in found if step.what == what]

    def bands(self, line: Line | None = None) -> list[Decimal]:
        """What each slice of a line earns."""
        amounts = [
            Fraction((s["end"] - s["start"]) * s["rate"], s["of"] * ONE)
            for s in self.steps("slice", line)
        ]
        return [self.major(1) * amount.numerator / amount.denominator for amount in amounts]


def runs(data: dict[str, Any]) -> list[Run]:
    """Run the examples of a plan."""
    made = read(data)
    return [Run(made, outcome) for outcome in run_tests(made)]


def run(*components: dict[str, Any], deals: Any, pays: Any = None, **fields: Any) -> Run:
    """Run one example of a plan; people, rates, from and to go to the example."""
    example: dict[str, Any] = {"name": "one", "deals": deals}
    for name in ("people", "rates", "from", "to"):
        if name in fields:
            example[name] = fields.pop(name)
    example["earns" if pays is None else "pays"] = "0" if pays is None else pays
    return runs(plan(*components, tests=[example], **fields))[0]


def rate(line: Line) -> Decimal:
    return Decimal(line.rate) / ONE


def day(text: str) -> date:
    return date.fromisoformat(text)
