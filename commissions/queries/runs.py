"""How far a run is, what it came to, and how one of its lines came about."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from calc.commission.engine import Engine, calculate, explain, explain_pool
from calc.commission.values import CannotCalculate, Finding, Line, Trace
from calc.commission.values import Credit as EngineCredit
from commissions import inputs
from commissions.models import CommissionLine, CommissionRun, Credit, PayeeResult
from commissions.models.runs import REASONS
from commissions.queries.credits import OwnCredits
from commissions.queries.shards import Group


@dataclass(frozen=True)
class Progress:
    """Shards and credits of a run, done and in all."""

    shards: int
    shards_done: int
    credits: int
    credits_done: int
    lines: int

    @property
    def percent(self) -> int:
        """By credits; by shards where there are none."""
        if self.credits:
            return 100 * self.credits_done // self.credits
        return 100 * self.shards_done // self.shards if self.shards else 100


def progress(run: CommissionRun) -> Progress:
    """How far a run is. One query."""
    done = Q(done_at__isnull=False)
    found = run.shards.aggregate(
        shards=Count("pk"),
        shards_done=Count("pk", filter=done),
        all_credits=Sum("credits", default=0),
        credits_done=Sum("credits", filter=done, default=0),
        all_lines=Sum("lines", default=0),
    )
    return Progress(
        found["shards"],
        found["shards_done"],
        found["all_credits"],
        found["credits_done"],
        found["all_lines"],
    )


@dataclass(frozen=True)
class Totals:
    """What everybody comes to in a span, in minor units; currencies are not added."""

    currency: str
    payees: int
    lines: int
    earned: int
    paid: int
    cannot: int  # people who could not be calculated


def totals(run: CommissionRun) -> list[Totals]:
    """What the results of the run's span come to, by currency. Two queries."""
    found: dict[str, list[int]] = {}
    results = PayeeResult.objects.filter(first_day=run.first_day).select_related("version")
    for row in results.defer("inputs", "terms"):
        sums = found.setdefault(inputs.plan_of(row.version).currency, [0, 0, 0, 0, 0])
        stopped = any(finding["level"] == "error" for finding in row.findings)
        for at, figure in enumerate((1, row.lines_count, row.earned, row.paid, stopped)):
            sums[at] += figure
    return [Totals(currency, *sums) for currency, sums in sorted(found.items())]


def explain_line(row: CommissionLine) -> Trace:
    """The calculation run again for the payee of a stored line, with its steps.

    Raises CannotCalculate when it does not give that very line: then what it was made from
    changed since, and the next run replaces it.
    """
    result = PayeeResult.objects.select_related("version").get(pk=row.result_id)
    plan = inputs.plan_of(result.version)
    payees = [result.payee_id]
    if plan.hangs_together:
        span = PayeeResult.objects.filter(plan=result.plan_id, first_day=result.first_day)
        payees = list(span.order_by("payee_id").values_list("payee", flat=True))
    group = Group.read(result.version, payees, result.first_day, result.last_day)
    line = _line(row, result, group)
    engine = Engine(plan, result.first_day, result.last_day)
    own = _own_credits(group)
    people = {payee: known.person for payee, known in group.payees.items()}
    if line.component in {pool.id for pool in plan.pools}:
        return explain_pool(engine, line, [(people[payee], own[payee]) for payee in people])
    return explain(engine, line, people[result.payee_id], own[result.payee_id], group.histories)


def _own_credits(group: Group) -> dict[int, list[EngineCredit]]:
    """The credits of everybody, those on what others are paid among them."""
    read = {
        payee: group.credits.get(payee, OwnCredits(payee, "", ())).read(group.plan.currency)
        for payee in group.payees
    }
    if not group.plan.hangs_together:
        return read
    result = calculate(
        group.plan, [known.person for known in group.payees.values()],
        [credit for own in read.values() for credit in own], group.first_day, group.last_day,
        reporting=inputs.reporting(), histories=group.histories,
    )  # fmt: skip
    found: dict[int, list[EngineCredit]] = {payee: [] for payee in group.payees}
    for credit in result.credits:
        found[int(credit.payee)].append(credit)
    return found


def _line(row: CommissionLine, result: PayeeResult, group: Group) -> Line:
    """The stored row as the engine's line."""
    credit = row.other_credit or ""
    if row.credit is not None:
        own = group.credits.get(result.payee_id, OwnCredits(result.payee_id, "", ()))
        names = {number: key for key, number in own.numbers().items()}
        if row.credit not in names:
            text = "The credit of this line is not there any more."
            raise CannotCalculate(Finding("no_credit", f"lines/{row.pk}", text))
        credit = names[row.credit]
    return Line(
        str(result.payee_id),
        credit,
        inputs.component_names(group.plan)[row.component],
        group.plan.calendar.key(group.plan.period, row.period),
        row.base,
        row.before,
        row.rate,
        row.gross,
        row.paid,
        REASONS[row.reason],
    )


def lines_hash() -> str:
    """SHA-256 over every stored line by what it is about, whatever numbers its rows have.

    The same deals, people and plans give the same on every database.
    """
    digest = sha256()
    for text in sorted(_texts()):
        digest.update(text.encode())
    return digest.hexdigest()


def _texts() -> Iterator[str]:
    key = Credit.objects.filter(pk=OuterRef("credit")).values("key")[:1]
    rows = CommissionLine.objects.order_by().values_list(
        "result__plan__name", "result__payee__email", "result__first_day", Subquery(key),
        "other_credit", "component", "reason", "period", "base", "before", "rate", "gross", "paid",
    )  # fmt: skip
    for row in rows.iterator(10_000):
        yield "|".join("" if each is None else str(each) for each in row) + "\n"


def findings_of(run: CommissionRun) -> Iterator[tuple[PayeeResult, dict[str, Any]]]:
    """What was found while calculating, person by person."""
    rows = PayeeResult.objects.filter(first_day=run.first_day).exclude(findings=[])
    for row in rows.select_related("payee", "plan").order_by("plan__name", "payee__name"):
        for finding in row.findings:
            yield row, finding
