"""The engine: a plan, people and credits in; lines out. Pure and exact.

Same inputs, same cents: credits are counted by day and id, whatever order they come in. One
person's lines depend on that person's credits and figures alone, so a run can be cut into any
groups of people.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from calc.commission import plan as p
from calc.commission.adjusting import holds
from calc.commission.aftermath import History, aftermath
from calc.commission.counting import PeriodOfDay, in_order
from calc.commission.crediting import Reporting, commission_credits
from calc.commission.limits import limited, with_floors
from calc.commission.paying import lines_of
from calc.commission.payment import Due
from calc.commission.pools import share_out
from calc.commission.rating import drafts_of
from calc.commission.settlement import Statement, settle
from calc.commission.standing import Standing
from calc.commission.tracing import Recorder
from calc.commission.values import (
    CLAWBACK,
    ERROR,
    NOTE,
    TEAM,
    WARNING,
    CannotCalculate,
    Credit,
    Finding,
    Line,
    Person,
    Step,
    Trace,
)


@dataclass(frozen=True)
class Result:
    """What a run gives. A person with an error among the findings has no lines at all.

    ``credits`` are those that were counted, in order, with those on commission; ``dues`` the parts of the lines with their days, where the plan pays in parts or
    something was said about how deals went on.
    """

    lines: tuple[Line, ...]
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]
    dues: tuple[Due, ...] = ()
    credits: tuple[Credit, ...] = ()

    def paid(self, payee: str = "", period: str = "") -> int:
        """What the lines pay, of everybody or one, of all periods or one."""
        return sum(
            line.paid
            for line in self.lines
            if payee in ("", line.payee) and period in ("", line.period)
        )


@dataclass(frozen=True)
class Pay:
    """What one person gets: lines with those that take back, statements, parts with their days."""

    lines: list[Line]
    statements: list[Statement]
    dues: tuple[Due, ...] = ()
    findings: tuple[Finding, ...] = ()


class Engine:
    """A plan made ready for the pay periods from one day to another."""

    def __init__(self, plan: p.Plan, first: date, last: date) -> None:
        self.plan = plan
        self.periods = plan.calendar.keys(plan.period, first, last)
        self._period_of = PeriodOfDay(plan.calendar, plan.period)

    def standing(self, person: Person, credits: Sequence[Credit]) -> Standing:
        """One person before the plan; the credits are put in order."""
        ordered = in_order(credits)
        return Standing(self.plan, person, ordered, self.periods, self._period_of)

    def lines(
        self, person: Person, credits: Sequence[Credit], trace: Recorder | None = None
    ) -> list[Line]:
        """All lines of one person, by period, component and credit.

        Raises CannotCalculate where something is missing (a quota, a metric, a fact of a deal).
        """
        return self.lines_at(self.standing(person, credits), trace)

    def lines_at(self, standing: Standing, trace: Recorder | None = None) -> list[Line]:
        plan = self.plan
        found: list[Line] = []
        for component in plan.components:
            if trace is not None:
                trace.component = component.id
            drafts = drafts_of(component, standing, trace)
            lines = lines_of(component, drafts, standing, trace)
            if component.floors:
                lines = with_floors(lines, component, trace)
            for cap in component.caps:
                lines = limited(lines, cap, standing, component.id, trace)
            found += lines
        if len(plan.components) > 1:
            found.sort(key=itemgetter(_PERIOD))
        for adjustment in plan.adjustments:
            if adjustment.cap is not None:
                found = _bounded_together(found, adjustment, standing, trace)
        for cap in plan.caps:
            found = limited(found, cap, standing, "", trace)
        return found

    def pay(
        self, person: Person, credits: Sequence[Credit], histories: Mapping[str, History]
    ) -> Pay:
        """Everything one person gets, where it hangs on nobody else's pay.

        Raises CannotCalculate where something is missing.
        """
        standing = self.standing(person, credits)
        return self.pay_of(standing, self.lines_at(standing), histories)

    def pay_of(
        self, standing: Standing, lines: list[Line], histories: Mapping[str, History]
    ) -> Pay:
        """What follows from lines: what is taken back, what becomes due when, cash by period."""
        after = aftermath(self.plan, standing.person, standing.credits, lines, histories)
        statements = settle(self.plan, standing, after.payables)
        return Pay([*lines, *after.lines], statements, after.dues, after.findings)


_PERIOD = Line._fields.index("period")


def calculate(
    plan: p.Plan,
    people: Iterable[Person],
    credits: Iterable[Credit],
    first: date | None = None,
    last: date | None = None,
    *,
    reporting: Sequence[Reporting] = (),
    histories: Mapping[str, History] | None = None,
) -> Result:
    """Calculate everybody: lines, statements, and findings for what could not be calculated.

    The run spans the days of the credits unless ``first`` and ``last`` say otherwise.
    ``reporting`` says whose pay a component on commission counts; ``histories`` by the id of a
    deal say what came in and what was lost.
    """
    by_id = {person.id: person for person in people}
    findings: list[Finding] = []
    grouped: dict[str, list[Credit]] = {payee: [] for payee in sorted(by_id)}
    for credit in _usable(credits, plan, by_id, findings):
        grouped[credit.payee].append(credit)
    days = sorted(credit.date for own in grouped.values() for credit in own)
    if not (first or days):
        return Result((), (), tuple(findings))
    engine = Engine(plan, first or days[0], last or (days[-1] if days else first or date.max))
    run = _Run(engine, by_id, grouped, findings)
    run.everybody(grouped)
    run.on_commission(reporting)
    run.pools()
    return run.result(histories or {})


class _Run:
    """The steps of a calculation of everybody, and what they found so far."""

    def __init__(
        self,
        engine: Engine,
        people: Mapping[str, Person],
        credits: dict[str, list[Credit]],
        findings: list[Finding],
    ) -> None:
        self._engine = engine
        self._people = people
        self._credits = credits
        self._findings = findings
        self._lines: dict[str, list[Line]] = {}
        self._standings: dict[str, Standing] = {}

    def everybody(self, payees: Iterable[str]) -> None:
        """Calculate these people; whoever cannot be calculated has a finding and no lines."""
        for payee in payees:
            standing = self._engine.standing(self._people[payee], self._credits[payee])
            try:
                self._lines[payee] = self._engine.lines_at(standing)
                self._standings[payee] = standing
            except CannotCalculate as missing:
                self._findings.append(missing.finding)

    def on_commission(self, reporting: Sequence[Reporting]) -> None:
        """Once everybody's own pay is known, credit it to those who are paid on it."""
        plan = self._engine.plan
        own = {c.id for c in plan.components if c.measure.base.kind != p.COMMISSION}
        if len(own) == len(plan.components) or not reporting:
            return
        lines = [line for payee in self._lines for line in self._lines[payee]]
        credits = commission_credits(lines, frozenset(own), plan.currency, plan.calendar, reporting)
        leading = sorted({credit.payee for credit in credits} & set(self._lines))
        for credit in credits:
            if credit.payee in self._lines:
                self._credits[credit.payee].append(credit)
        self.everybody(leading)

    def pools(self) -> None:
        for pool in self._engine.plan.pools:
            try:
                for line in share_out(pool, list(self._standings.values())):
                    self._lines[line.payee].append(line)
            except CannotCalculate as missing:
                self._findings.append(missing.finding)

    def result(self, histories: Mapping[str, History]) -> Result:
        lines: list[Line] = []
        dues: list[Due] = []
        statements: list[Statement] = []
        for payee, standing in self._standings.items():
            try:
                pay = self._engine.pay_of(standing, self._lines[payee], histories)
            except CannotCalculate as missing:
                self._findings.append(missing.finding)
                continue
            lines += pay.lines
            dues += pay.dues
            statements += pay.statements
            self._findings += pay.findings
        findings = tuple(dict.fromkeys(self._findings))
        credits = tuple(c for st in self._standings.values() for c in st.credits)
        return Result(tuple(lines), tuple(statements), findings, tuple(dues), credits)


def explain(
    engine: Engine,
    line: Line,
    person: Person,
    credits: Sequence[Credit],
    histories: Mapping[str, History] | None = None,
) -> Trace:
    """How a line came about: the calculation runs again and writes its steps down.

    ``credits`` are all credits of the person (those on commission, too). Raises CannotCalculate
    when the run no longer gives that very line, because its inputs are not those it was made from.
    """
    trace = Recorder(line)
    lines = engine.lines(person, credits, trace)
    if line.reason == CLAWBACK:
        given = [
            one for one in lines if (one.credit, one.component) == (line.credit, line.component)
        ]
        for one in given:
            facts = (("period", one.period), ("rate", one.rate), ("paid", one.paid))
            trace.steps.append(Step("taken_back", facts))
        lines = [*aftermath(engine.plan, person, credits, given, histories or {}).lines]
    return Trace(_same(line, lines), tuple(trace.steps))


def explain_pool(
    engine: Engine, line: Line, team: Iterable[tuple[Person, Sequence[Credit]]]
) -> Trace:
    """How a person's part of a pool came about; it takes everybody who shares in it."""
    pool = next(pool for pool in engine.plan.pools if pool.id == line.component)
    lines = share_out(pool, [engine.standing(person, credits) for person, credits in team])
    steps = tuple(
        Step("shared", (("payee", one.payee), ("share", one.rate), ("paid", one.paid)))
        for one in lines
        if one.period == line.period
    )
    return Trace(_same(line, lines), steps)


def _same(line: Line, lines: Iterable[Line]) -> Line:
    """The line among these that is the very one; CannotCalculate when it is not."""
    found = {one.key: one for one in lines}.get(line.key)
    if found != line or found is None:
        what = "gives no such line" if found is None else f"gives {found.paid}, not {line.paid}"
        text = f"The plan with these credits and figures {what}."
        raise CannotCalculate(Finding("not_the_same", f"lines/{'/'.join(line.key)}", text))
    return found


def _bounded_together(
    lines: list[Line], adjustment: p.Adjustment, standing: Standing, trace: Recorder | None
) -> list[Line]:
    """A cap on some components together, in the periods whose condition holds."""
    assert adjustment.cap is not None
    places = [
        i
        for i, line in enumerate(lines)
        if line.component in adjustment.components and holds(adjustment.when, standing, line.period)
    ]
    cap = p.Cap(p.PERIOD, adjustment.cap)
    bounded = limited([lines[i] for i in places], cap, standing, adjustment.id, trace)
    found = list(lines)
    for i, line in zip(places, bounded, strict=True):
        found[i] = line
    return found


def _usable(
    credits: Iterable[Credit],
    plan: p.Plan,
    people: Mapping[str, Person],
    findings: list[Finding],
) -> Iterator[Credit]:
    """The credits that can be counted; for every other one a finding says why it is not.

    A credit that comes twice counts once.
    """
    by_id: dict[str, Credit] = {}
    conflicting: set[str] = set()
    for credit in credits:
        known = by_id.setdefault(credit.id, credit)
        if known != credit:
            conflicting.add(credit.id)
    for name in sorted(conflicting):
        text = "Two different credits have this id; neither is counted."
        findings.append(Finding("twice", f"deals/{name}", text))
    for credit in in_order(list(by_id.values())):
        at, person = f"deals/{credit.id}", people.get(credit.payee)
        if credit.id in conflicting:
            continue
        if person is None:
            text = f"Nobody under this plan is “{credit.payee}”."
            level = NOTE if credit.role == TEAM else ERROR
            findings.append(Finding("unknown_payee", at, text, level, credit.amount))
        elif credit.currency != plan.currency:
            text = f"The credit is in {credit.currency}, the plan in {plan.currency}."
            findings.append(Finding("currency", at, text))
        elif not (person.start or date.min) <= credit.date <= (person.end or date.max):
            text = f"{credit.payee} was not under the plan on {credit.date}: not counted."
            findings.append(Finding("not_here", at, text, WARNING, credit.amount))
        else:
            yield credit
