"""What the payees of a shard are calculated from: plan, people, credits, how deals went on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from calc.commission.aftermath import History
from calc.commission.engine import Engine, Pay, calculate
from calc.commission.plan import Plan
from calc.commission.values import ERROR, CannotCalculate, Credit, Finding
from commissions import inputs
from commissions.inputs import Payee
from commissions.models import DealEvent, PayeeInputs, PlanAssignment, PlanVersion
from commissions.queries.credits import OwnCredits, credits_of_payees
from sales.models import Deal


@dataclass(frozen=True)
class Calculated:
    """What came of one payee. ``pay`` is None where the inputs are those of before."""

    payee: int
    terms: str
    revision: int
    inputs: str
    pay: Pay | None
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class Group:
    """Payees of one plan for the pay periods of a run, read in five queries."""

    plan: Plan
    first_day: date
    last_day: date
    payees: Mapping[int, Payee]
    terms: Mapping[int, str]
    revisions: Mapping[int, int]
    credits: Mapping[int, OwnCredits]
    histories: Mapping[str, History]
    told: Mapping[str, str]  # by the id of a deal: how it went on, as text

    @classmethod
    def read(
        cls, version: PlanVersion, payees: Sequence[int], first_day: date, last_day: date
    ) -> "Group":
        """Revisions are read before the credits: whatever changes in between is seen next time.

        Raises NotAPlan.
        """
        plan = inputs.plan_of(version)
        assigned = PlanAssignment.objects.filter(plan=version.plan_id, person__in=payees)
        revisions = PayeeInputs.objects.filter(plan=version.plan_id, payee__in=payees)
        known = dict(revisions.values_list("payee", "revision"))
        rows = {row.person_id: row for row in assigned.order_by("person_id")}
        credits = {own.payee: own for own in credits_of_payees(version.plan_id, payees)}
        events, values = _events(credits.values())
        return cls(
            plan,
            first_day,
            last_day,
            {pk: inputs.payee_of(row, plan) for pk, row in rows.items()},
            {pk: inputs.terms_hash(version, row, first_day, last_day) for pk, row in rows.items()},
            known,
            credits,
            inputs.histories_of(events, values),
            _as_texts(events),
        )

    def calculated(self, before: Mapping[int, str]) -> Iterator[Calculated]:
        """Everybody in turn; ``before`` are the inputs of the results that are stored."""
        if self.plan.hangs_together:
            yield from self._together(before)
            return
        engine = Engine(self.plan, self.first_day, self.last_day)
        for payee, terms in self.terms.items():
            own = self.credits.get(payee, OwnCredits(payee, "", ()))
            hashed = self._inputs(terms, own)
            pay = None if before.get(payee) == hashed else self._pay(engine, payee, own)
            yield self._row(payee, hashed, pay, own)

    def _pay(self, engine: Engine, payee: int, own: OwnCredits) -> Pay:
        known = self.payees[payee]
        if any(finding.level == ERROR for finding in known.findings):
            return Pay([], [], (), known.findings)
        try:
            pay = engine.pay(known.person, own.read(self.plan.currency), self.histories)
        except CannotCalculate as missing:
            return Pay([], [], (), (*known.findings, missing.finding))
        return Pay(pay.lines, pay.statements, pay.dues, (*known.findings, *pay.findings))

    def _together(self, before: Mapping[int, str]) -> Iterator[Calculated]:
        """Everybody at once, where one's pay hangs on others': one change is a change for all."""
        empty = OwnCredits(0, "", ())
        digests = [
            self._inputs(terms, self.credits.get(payee, empty))
            for payee, terms in self.terms.items()
        ]
        reporting = inputs.reporting()
        hashed = sha256(repr((digests, reporting)).encode()).hexdigest()
        unchanged = all(before.get(payee) == hashed for payee in self.terms)
        pays = {} if unchanged else self._everybody(reporting)
        for payee in self.terms:
            yield self._row(payee, hashed, pays.get(payee), self.credits.get(payee, empty))

    def _everybody(self, reporting: Sequence[Any]) -> dict[int, Pay]:
        unreadable = {
            payee: known.findings
            for payee, known in self.payees.items()
            if any(finding.level == ERROR for finding in known.findings)
        }
        people = [k.person for payee, k in self.payees.items() if payee not in unreadable]
        credits: list[Credit] = []
        for own in self.credits.values():
            if own.payee not in unreadable:
                credits += own.read(self.plan.currency)
        result = calculate(
            self.plan, people, credits, self.first_day, self.last_day,
            reporting=reporting, histories=self.histories,
        )  # fmt: skip
        pays = {payee: Pay([], [], (), unreadable.get(payee, ())) for payee in self.terms}
        for line in result.lines:
            pays[int(line.payee)].lines.append(line)
        for statement in result.statements:
            pays[int(statement.payee)].statements.append(statement)
        general = tuple(result.findings)
        return {
            payee: Pay(pay.lines, pay.statements, (), (*pay.findings, *_of(payee, general)))
            for payee, pay in pays.items()
        }

    def _inputs(self, terms: str, own: OwnCredits) -> str:
        parts = [terms, own.digest]
        if self.told:
            deals = {str(row[_DEAL]) for row in own.rows}
            parts += [self.told[deal] for deal in sorted(deals & self.told.keys())]
        return sha256("\n".join(parts).encode()).hexdigest()

    def _row(self, payee: int, hashed: str, pay: Pay | None, own: OwnCredits) -> Calculated:
        numbers = own.numbers() if pay is not None else {}
        revision = self.revisions.get(payee, 0)
        return Calculated(payee, self.terms[payee], revision, hashed, pay, numbers)


_DEAL = 10  # the place of the deal among the columns of a credit


def _events(credits: Iterable[OwnCredits]) -> tuple[list[DealEvent], dict[int, int]]:
    """How the deals of these credits went on, and what those deals are worth."""
    deals = sorted({int(row[_DEAL]) for own in credits for row in own.rows})
    events: list[DealEvent] = []
    for start in range(0, len(deals), _AT_ONCE):
        events += DealEvent.objects.filter(deal__in=deals[start : start + _AT_ONCE])
    chosen = {event.deal_id for event in events}
    values = Deal.objects.filter(pk__in=chosen).values_list("pk", "value_minor")
    return events, {pk: value or 0 for pk, value in values}


_AT_ONCE = 10_000  # numbers in one query; a join over the credits takes five times as long


def _as_texts(events: Sequence[DealEvent]) -> dict[str, str]:
    found: dict[str, str] = {}
    for event in events:
        known = (
            event.kind, event.on, event.amount_minor, event.name, str(event.share),
            event.term_months,
        )  # fmt: skip
        found[str(event.deal_id)] = found.get(str(event.deal_id), "") + repr(known)
    return found


def _of(payee: int, findings: Sequence[Finding]) -> Iterator[Finding]:
    """What concerns one person, or everybody."""
    own = f"people/{payee}/"
    for finding in findings:
        if not finding.at.startswith("people/") or finding.at.startswith(own):
            yield finding
