"""``manage.py commission``: the engine on files alone, without the database."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from calc.commission import reports
from calc.commission.crediting import credits_of
from calc.commission.engine import Engine, Result, explain, explain_pool
from calc.commission.examples import Example, run_tests
from calc.commission.files import deals_of, histories_of, people_of, rates_of
from calc.commission.linter import lint
from calc.commission.parse import parse
from calc.commission.plan import Plan
from calc.commission.reader import Node
from calc.commission.sheets import DEAL_COLUMNS, PERSON_COLUMNS, RATE_COLUMNS, rows_of
from calc.commission.values import ERROR, EVERY, Credit, Finding, Findings, Person
from calc.tabular import NotATable, Table, read_table

_MOST_LISTED = 200


class Command(BaseCommand):
    help = "Calculate, explain, check, test and compare commission plans on files."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        for name, what in _WAYS.items():
            way = ways.add_parser(name, help=what)
            way.add_argument("--plan", type=Path, required=True, help="the plan, JSON")
            way.add_argument("--format", choices=["table", "json"], default="table")
            if name in {"calculate", "explain", "diff"}:
                _add_inputs(way)
            if name == "explain":
                way.add_argument("--credit", default="", help="only the lines of this credit")
                way.add_argument("--payee", default="", help="only the lines of this person")
            if name == "diff":
                way.add_argument(
                    "--with", dest="other", type=Path, required=True, help="the new plan"
                )

    def handle(self, *args: Any, **said: Any) -> None:
        plan = self._plan(said["plan"])
        self.json = said["format"] == "json"
        getattr(self, f"_{said['way']}")(plan, said)

    # --- the ways -------------------------------------------------------------------------------
    def _lint(self, plan: Plan, said: dict[str, Any]) -> None:
        findings = (*parse(_bytes(said["plan"])).findings, *lint(plan))
        if self.json:
            self._write([reports.finding_as_json(f, plan.currency) for f in findings])
        else:
            self._list(findings, plan)
            self.stdout.write(f"{len(findings)} findings.")
        self._stop_at_errors(findings)

    def _test(self, plan: Plan, said: dict[str, Any]) -> None:
        outcomes = run_tests(plan)
        if self.json:
            rows = [
                {
                    "name": one.name,
                    "passed": one.passed,
                    "findings": [reports.finding_as_json(f, plan.currency) for f in one.findings],
                }
                for one in outcomes
            ]
            self._write(rows)
        else:
            for one in outcomes:
                self.stdout.write(f"{'passed' if one.passed else 'FAILED'}  {one.name}")
                self._list(one.findings, plan)
        failed = sum(not one.passed for one in outcomes)
        if failed:
            raise CommandError(f"{failed} of {len(outcomes)} tests failed.")

    def _calculate(self, plan: Plan, said: dict[str, Any]) -> None:
        plan, result = self._run(plan, said)
        if self.json:
            self._write(reports.as_json(result, plan.currency))
        else:
            cash = [
                (
                    s.payee,
                    s.period,
                    *(reports.amount(n, plan.currency) for n in (s.earned, s.paid, s.owed)),
                )
                for s in result.statements
            ]
            self.stdout.write(reports.table(("payee", "period", "earned", "paid", "owed"), cash))
            self.stdout.write(
                f"\n{len(result.lines)} lines pay {reports.amount(result.paid(), plan.currency)} {plan.currency}."
            )
        self._stop_at_errors(result.findings)

    def _explain(self, plan: Plan, said: dict[str, Any]) -> None:
        plan, example = self._inputs(plan, said)
        result = example.calculate(plan)
        days = [credit.date for credit in example.credits]
        if not days:
            raise CommandError("There are no deals.")
        engine = Engine(plan, example.first or min(days), example.last or max(days))
        own: dict[str, list[Credit]] = {person.id: [] for person in example.people}
        for credit in result.credits:
            own[credit.payee].append(credit)
        team = [(person, own[person.id]) for person in example.people]
        people = {person.id: person for person in example.people}
        pools = {pool.id for pool in plan.pools}
        traces = [
            explain_pool(engine, line, team)
            if line.component in pools
            else explain(engine, line, people[line.payee], own[line.payee], example.histories)
            for line in result.lines
            if said["credit"] in ("", line.credit) and said["payee"] in ("", line.payee)
        ]
        if self.json:
            self._write([reports.trace_as_json(trace, plan.currency) for trace in traces])
            return
        for trace in traces:
            line = reports.line_as_json(trace.line, plan.currency)
            self.stdout.write(
                "  ".join(f"{key} {value}" for key, value in line.items() if value != "")
            )
            for step in trace.steps:
                facts = "  ".join(f"{name} {value}" for name, value in step.facts)
                self.stdout.write(f"    {step.what}: {facts}")

    def _diff(self, plan: Plan, said: dict[str, Any]) -> None:
        other = self._plan(said["other"])
        _, old = self._run(plan, said)
        _, new = self._run(other, said)
        rows = reports.differences(old, new)
        if plan.currency != other.currency:
            raise CommandError("The plans are in two currencies.")
        shown = [
            (payee, *(reports.amount(n, plan.currency) for n in (was, is_, is_ - was)))
            for payee, was, is_ in (*rows, ("total", old.paid(), new.paid()))
        ]
        if self.json:
            names = ("payee", "old", "new", "difference")
            self._write([dict(zip(names, row, strict=True)) for row in shown])
        else:
            self.stdout.write(reports.table(("payee", "old", "new", "difference"), shown))
        self._stop_at_errors((*old.findings, *new.findings))

    # --- files ------------------------------------------------------------------------------------
    def _plan(self, path: Path) -> Plan:
        reading = parse(_bytes(path))
        if reading.plan is None:
            self._list(reading.findings, None)
            raise CommandError(f"{path.name} cannot be used as a plan.")
        return reading.plan

    def _run(self, plan: Plan, said: dict[str, Any]) -> tuple[Plan, Result]:
        plan, example = self._inputs(plan, said)
        result = example.calculate(plan)
        self._list(result.findings, plan)
        return plan, result

    def _inputs(self, plan: Plan, said: dict[str, Any]) -> tuple[Plan, Example]:
        findings = Findings()
        sold = self._rows(said["deals"], DEAL_COLUMNS, said, findings)
        deals = deals_of(sold, plan)
        rows = self._rows(said["people"], PERSON_COLUMNS, {}, findings) if said["people"] else []
        known = people_of(rows, plan)
        rows = self._rows(said["rates"], RATE_COLUMNS, {}, findings) if said["rates"] else []
        rates, people = rates_of(rows), list(known.people)
        if not findings.has_errors:
            credits = credits_of(deals, plan, findings, rates, known.reporting)
            if not said["people"]:
                people += [Person(name) for name in sorted({c.payee for c in credits})]
        if said["quota"]:
            node = Node({EVERY: said["quota"]}, "--quota", findings).child(EVERY)
            counted = "quota" in plan.quota_names(in_pieces=True)
            quota = node.pieces() if counted else node.money(plan.currency)
            people = [_with_quota(person, quota) for person in people]
        histories = {} if findings.has_errors else histories_of(sold, plan)
        self._list(findings, plan)
        self._stop_at_errors(findings)
        days = said["from"], said["to"]
        return plan, Example(tuple(people), tuple(credits), *days, known.reporting, histories)

    def _rows(
        self, path: Path, known: tuple[str, ...], said: dict[str, Any], findings: Findings
    ) -> list[Node]:
        columns, only = _pairs(said.get("column", [])), _pairs(said.get("only", []))
        return rows_of(_table(path), path.name, known, columns, only, findings)

    # --- output -----------------------------------------------------------------------------------
    def _write(self, data: Any) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))

    def _list(self, findings: tuple[Finding, ...] | Findings, plan: Plan | None) -> None:
        for finding in findings[:_MOST_LISTED]:
            money = (
                ""
                if finding.money is None or plan is None
                else f" [{reports.amount(finding.money, plan.currency)}]"
            )
            self.stderr.write(f"{finding.level}  {finding.at or '/'}  {finding.text}{money}")
        if len(findings) > _MOST_LISTED:
            self.stderr.write(f"… and {len(findings) - _MOST_LISTED} more.")

    def _stop_at_errors(self, findings: tuple[Finding, ...] | Findings) -> None:
        errors = sum(finding.level == ERROR for finding in findings)
        if errors:
            raise CommandError(f"{errors} errors.")


_WAYS = {
    "calculate": "what everybody earns and is paid",
    "explain": "how each line comes about",
    "lint": "what is questionable in a plan",
    "test": "run the examples that are kept with a plan",
    "diff": "who gains and who loses with another plan over the same deals",
}


def _add_inputs(parser: ArgumentParser) -> None:
    parser.add_argument("--deals", type=Path, required=True, help="CSV or .xlsx")
    parser.add_argument("--people", type=Path, help="CSV or .xlsx; else everybody who has a deal")
    parser.add_argument("--rates", type=Path, help="exchange rates: from, into, date, rate, source")
    parser.add_argument("--quota", default="", help="the quota of everybody without one")
    parser.add_argument("--from", type=date.fromisoformat, help="first day of the run")
    parser.add_argument("--to", type=date.fromisoformat, help="last day of the run")
    parser.add_argument(
        "--column", action="append", default=[], metavar="FIELD=HEAD",
        help="which column of the deals means a field",
    )  # fmt: skip
    parser.add_argument(
        "--only", action="append", default=[], metavar="HEAD=VALUE",
        help="only deals with this value, like deal_stage=Won",
    )  # fmt: skip


def _with_quota(person: Person, quota: int) -> Person:
    if "quota" in person.quotas:
        return person
    quotas = dict(person.quotas) | {"quota": {EVERY: quota}}
    return Person(
        person.id, person.start, person.end, person.absences, quotas, person.targets, person.metrics
    )


def _pairs(said: list[str]) -> dict[str, str]:
    found = {}
    for one in said:
        name, sign, value = one.partition("=")
        if not sign:
            raise CommandError(f"Write {one} as NAME=VALUE.")
        found[name] = value
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CommandError(f"{path} cannot be read: {problem.strerror}.") from None


def _table(path: Path) -> Table:
    try:
        return read_table(_bytes(path), path.name)
    except NotATable as problem:
        raise CommandError(f"{path.name} is no table ({problem.code}).") from None
