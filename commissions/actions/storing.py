"""Stores what a shard calculated: results, lines, statements, each in one go."""

from collections.abc import Mapping
from datetime import date
from operator import itemgetter
from typing import Any

from calc.commission.engine import Pay
from calc.commission.plan import Plan
from calc.commission.settlement import Statement
from calc.commission.values import ERROR, Finding, Line
from commissions.bulk import BIG, DAY, SMALL, Rows
from commissions.inputs import component_names
from commissions.models import (
    CommissionLine,
    CommissionRun,
    CommissionStatement,
    PayeeResult,
    RunShard,
)
from commissions.models.runs import REASONS
from commissions.queries.shards import Calculated

LARGEST = 2**62
"""What a database column holds, in minor units, with room for sums. More is a mistake."""

_LINES = "commissions_commissionline"
_FIGURES = [(name, BIG) for name in ("base", "before", "rate", "gross", "paid")]
_PLACE = [("component", SMALL), ("reason", SMALL), ("period", DAY)]
LINE_COLUMNS = [("result_id", BIG), ("credit", BIG), *_PLACE, *_FIGURES]
_STATEMENT = [(name, BIG) for name in Statement._fields[2:]]


class Store:
    """Gathers the rows of a shard; ``write`` replaces what was stored of these payees.

    All that takes long happens before ``write``, so that its transaction is short.
    """

    def __init__(self, plan: Plan, shard: RunShard) -> None:
        self._plan = plan
        self._shard = shard
        self._run = shard.run
        self._results = self._existing(shard)
        self._changed: list[PayeeResult] = []
        self._same: list[PayeeResult] = []
        self._components = {name: n for n, name in enumerate(component_names(plan))}
        self._reasons = {name: n for n, name in enumerate(REASONS)}
        self._lines = Rows(_LINES, LINE_COLUMNS)
        self._plain = Rows(_LINES, [("result_id", BIG), *_PLACE, *_FIGURES])
        self._others: list[CommissionLine] = []
        self._statements = Rows(
            "commissions_commissionstatement",
            [("result_id", BIG), ("period", DAY), *_STATEMENT],
        )
        self._days = _Days(plan, self._lines)

    @property
    def before(self) -> dict[int, str]:
        """The inputs of what is stored, by payee."""
        return {payee: result.inputs for payee, result in self._results.items()}

    def _existing(self, shard: RunShard) -> dict[int, PayeeResult]:
        """The result of each payee; who had none gets one, so that lines can point to it.

        An empty result is of no inputs: whoever finds it calculates it.
        """
        run, version = shard.run, shard.version
        rows = PayeeResult.objects.filter(
            plan=version.plan_id, payee__in=shard.payees, first_day=run.first_day
        )
        missing = set(shard.payees) - set(rows.values_list("payee", flat=True))
        PayeeResult.objects.bulk_create(
            [
                PayeeResult(
                    plan_id=version.plan_id,
                    payee_id=payee,
                    version=version,
                    first_day=run.first_day,
                    last_day=run.last_day,
                )
                for payee in sorted(missing)
            ],
            ignore_conflicts=True,
        )
        return {row.payee_id: row for row in rows.all()}

    def add(self, one: Calculated) -> None:
        result = self._results[one.payee]
        result.version, result.last_day = self._shard.version, self._run.last_day
        result.terms, result.revision, result.inputs = one.terms, one.revision, one.inputs
        if one.pay is None:
            self._same.append(result)
            return
        pay = _within_bounds(one.pay)
        result.calculated_in = self._run
        result.findings = [_as_json(finding) for finding in pay.findings]
        result.lines_count = len(pay.lines)
        result.earned = sum(line.paid for line in pay.lines)
        result.paid = sum(statement.paid for statement in pay.statements)
        self._changed.append(result)
        self._add_lines(result.pk, pay, one.numbers)
        self._statements.extend(
            (result.pk, self._days[row.period], *row[2:]) for row in pay.statements
        )

    def _add_lines(self, result: int, pay: Pay, numbers: Mapping[str, int]) -> None:
        components, reasons, days = self._components, self._reasons, self._days
        credited: list[tuple[Any, ...]] = []
        for line in pay.lines:
            _, credit, component, period, base, before, rate, gross, paid, reason = line
            number = numbers.get(credit)
            if number is None:
                self._add_uncredited(result, line)
            else:
                credited.append(
                    (
                        result,
                        number,
                        components[component],
                        reasons[reason],
                        days[period],
                        base,
                        before,
                        rate,
                        gross,
                        paid,
                    )
                )
        self._lines.extend(credited)

    def _add_uncredited(self, result: int, line: Line) -> None:
        """A line that hangs on no deal, or on what others are paid."""
        place = (self._components[line.component], self._reasons[line.reason])
        if not line.credit:
            self._plain.extend([(result, *place, self._days[line.period], *line[4:9])])
            return
        row = CommissionLine(result_id=result, other_credit=line.credit)
        row.component, row.reason = place
        row.period = self._days.start(line.period)
        row.base, row.before, row.rate, row.gross, row.paid = line[4:9]
        self._others.append(row)

    def write(self) -> int:
        """Replace what is stored of these payees; returns the number of lines written."""
        replaced = [result.pk for result in self._changed]
        lines = CommissionLine.objects.filter(result__in=replaced)
        statements = CommissionStatement.objects.filter(result__in=replaced)
        for rows in (lines, statements):
            rows._raw_delete(rows.db)  # nothing hangs on them
        written = len(self._lines) + len(self._plain) + len(self._others)
        self._lines.write()
        self._plain.write()
        CommissionLine.objects.bulk_create(self._others)
        self._statements.write()
        _update(self._changed, _CALCULATED)
        _update(self._same, _SEEN)
        return written


class _Days(dict[str, Any]):
    """The first day of each period, as the database takes it."""

    def __init__(self, plan: Plan, rows: Rows) -> None:
        super().__init__()
        self._plan = plan
        self._rows = rows

    def start(self, period: str) -> date:
        return self._plan.calendar.span(period).start

    def __missing__(self, period: str) -> Any:
        found = self[period] = self._rows.day(self.start(period))
        return found


def _within_bounds(pay: Pay) -> Pay:
    """The pay, or a finding in its place when a figure is larger than can be stored.

    Sums bound each figure and every running total, and are quick.
    """
    most = max((sum(map(abs, map(itemgetter(place), pay.lines))) for place in _BOUNDED), default=0)
    rates = max(map(itemgetter(_RATE), pay.lines), default=0)
    cash = max((max(map(abs, row[2:])) for row in pay.statements), default=0)
    if max(most, rates, cash) <= LARGEST:
        return pay
    text = f"A figure of {max(most, rates, cash)} minor units is larger than can be stored."
    return Pay([], [], (), (*pay.findings, Finding("too_large", "lines", text, ERROR)))


_BOUNDED = [Line._fields.index(name) for name in ("base", "gross", "paid")]
_RATE = Line._fields.index("rate")


def _update(results: list[PayeeResult], fields: tuple[str, ...]) -> None:
    """Every row is there. ``bulk_update`` takes longer for this than the whole calculation."""
    PayeeResult.objects.bulk_create(
        results, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=500
    )


_SEEN = ("version", "last_day", "terms", "revision", "inputs")
_CALCULATED = (*_SEEN, "lines_count", "earned", "paid", "findings", "calculated_in")


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "at": finding.at,
        "text": finding.text,
        "level": finding.level,
        "money": finding.money,
    }


def forget(*, run: CommissionRun, plan: int, keep: list[int]) -> int:
    """Remove results of this span of people who are not under the plan any more."""
    results = PayeeResult.objects.filter(plan=plan, first_day=run.first_day).exclude(payee__in=keep)
    numbers = list(results.values_list("pk", flat=True))
    for rows in (
        CommissionLine.objects.filter(result__in=numbers),
        CommissionStatement.objects.filter(result__in=numbers),
    ):
        rows._raw_delete(rows.db)
    PayeeResult.objects.filter(pk__in=numbers).delete()
    return len(numbers)
