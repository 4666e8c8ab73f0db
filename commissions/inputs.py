"""From rows to what the engine takes: plans, people with their figures, how deals went on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from calc.commission import parse_data
from calc.commission.aftermath import History
from calc.commission.crediting import Reporting
from calc.commission.files import people_of
from calc.commission.numbers import ONE
from calc.commission.payment import Progress
from calc.commission.plan import Plan
from calc.commission.reader import Node
from calc.commission.values import Finding, Findings, Person
from commissions.models import DealEvent, PlanAssignment, PlanVersion
from people.models import ReportingLine


class NotAPlan(Exception):  # noqa: N818 what it is
    """The data of a version cannot be read as a plan (it was stored by an older form)."""

    def __init__(self, version: PlanVersion, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        said = "; ".join(f"{one.at}: {one.text}" for one in self.findings[:3])
        super().__init__(f"{version}: {said}")


def plan_of(version: PlanVersion) -> Plan:
    """The plan of a version. Raises NotAPlan."""
    if version.fingerprint not in _plans:
        reading = parse_data(version.data)
        if reading.plan is None:
            raise NotAPlan(version, reading.findings)
        if len(_plans) >= _MOST_PLANS:
            _plans.clear()
        _plans[version.fingerprint] = reading.plan
    return _plans[version.fingerprint]


_MOST_PLANS = 200
_plans: dict[str, Plan] = {}  # by fingerprint; a version never changes


def component_names(plan: Plan) -> tuple[str, ...]:
    """What ``CommissionLine.component`` counts in; "" is a line of the plan as a whole."""
    return (*(each.id for each in plan.components), *(each.id for each in plan.pools), "")


@dataclass(frozen=True)
class Payee:
    """Somebody under a plan as the engine knows them, and what could not be read of them."""

    person: Person
    findings: tuple[Finding, ...] = ()


def payee_of(assignment: PlanAssignment, plan: Plan) -> Payee:
    """The person of an assignment; the first and last day are those under the plan."""
    findings = Findings()
    known = {"id": str(assignment.person_id), "start": assignment.starts_on.isoformat()}
    if assignment.ends_on:
        known["end"] = assignment.ends_on.isoformat()
    node = Node({**assignment.figures, **known}, f"people/{assignment.person_id}", findings)
    people = people_of([node], plan).people
    return Payee(people[0], tuple(findings))


def terms_hash(
    version: PlanVersion, assignment: PlanAssignment, first_day: date, last_day: date
) -> str:
    """What a result hangs on besides credits and deals."""
    known = (
        version.fingerprint,
        first_day,
        last_day,
        assignment.person_id,
        assignment.starts_on,
        assignment.ends_on,
        _sorted(assignment.figures),
    )
    return sha256(repr(known).encode()).hexdigest()


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return sorted((name, _sorted(inner)) for name, inner in value.items())
    return [_sorted(each) for each in value] if isinstance(value, list) else value


def reporting() -> list[Reporting]:
    """Who reports to whom, for everybody and all days."""
    rows = ReportingLine.objects.order_by("pk").values_list(
        "person", "manager", "starts_on", "ends_on"
    )
    return [Reporting(str(who), str(boss), start, end) for who, boss, start, end in rows]


def histories_of(events: Iterable[DealEvent], values: Mapping[int, int]) -> dict[str, History]:
    """How deals went on, by the id of the deal. ``values`` are the deals' worth, minor units."""
    by_deal: dict[int, list[DealEvent]] = {}
    for event in events:
        by_deal.setdefault(event.deal_id, []).append(event)
    return {str(deal): _history(values.get(deal, 0), rows) for deal, rows in by_deal.items()}


def _history(value: int, rows: list[DealEvent]) -> History:
    kinds = DealEvent.Kind
    cash = [(row.on, row.amount_minor or 0) for row in rows if row.kind == kinds.PAYMENT]
    happened = {row.name: row.on for row in rows if row.kind == kinds.EVENT}
    losses = [
        (row.on, ONE if row.share is None else int(row.share * ONE))
        for row in rows
        if row.kind == kinds.LOSS
    ]
    terms = [row.term_months for row in rows if row.term_months]
    return History(
        Progress(value, tuple(cash), happened), tuple(losses), terms[-1] if terms else None
    )
