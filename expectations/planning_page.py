"""What the planning page shows of a plan: rows and sentences, ready for the template."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from expectations import planning_words as said
from expectations.planning import Change, Evidence, Plan, PlannedStep
from expectations.queries.planning import Basis
from people.models import Person
from salesperf.web import format as shown


@dataclass(frozen=True)
class Row:
    """One step of the table, with whose rate it is reckoned with and what else was counted."""

    name: str
    needed: int | None
    weekly: Decimal | None
    daily: Decimal | None
    takes: str
    rate: str
    own: str
    team: str


@dataclass(frozen=True)
class PlanPage:
    """The result: the table, the hours, the way the target compares, what would be put in."""

    plan: Plan
    rows: tuple[Row, ...]
    lacks: tuple[tuple[str, str], ...]
    days: str
    passed: str
    ramp: str
    size: str
    own_size: str
    team_size: str
    counted: str
    stages: str
    fits: str
    ways: tuple[said.Way, ...]
    others: str
    untimed: str
    own_place: str
    team_place: str
    strip: str
    own_results: tuple[int, ...]
    team_results: tuple[int, ...]
    team_told: bool

    @property
    def to_put(self) -> tuple[Change, ...]:
        return self.plan.to_put

    @property
    def target(self) -> int:
        return self.plan.asked.minor if self.plan.asked else 0


def page_of(plan: Plan, basis: Basis, person: Person) -> PlanPage:
    """Words for everything in a plan."""
    evidence, name, currency = basis.evidence, person.first_name, plan.figures.currency
    return PlanPage(
        plan=plan,
        rows=tuple(_row(each, name) for each in plan.steps),
        lacks=tuple(said.lacks(plan)),
        days=_days(basis),
        passed=_passed(basis),
        ramp=_ramp(plan, person),
        size=said.size(plan.size, name, currency),
        own_size=said.sizes(plan.own_size, currency),
        team_size=said.sizes(plan.team_size, currency),
        counted=said.counted_when(evidence),
        stages=said.stages(evidence),
        fits=said.does_it_fit(plan.load) if plan.load else "",
        ways=tuple(said.ways(plan)),
        others=said.hours(plan.others * 60) if plan.others else "",
        untimed=", ".join(plan.untimed),
        own_place=said.reached_before(plan.own_place, own=True, name=name),
        team_place=_team_place(plan, evidence, name),
        strip=said.strip_said(plan, evidence),
        own_results=evidence.own_results,
        team_results=evidence.team_results,
        team_told=evidence.team is not None,
    )


def _row(each: PlannedStep, name: str) -> Row:
    takes = ""
    if each.minutes and each.weekly is not None:
        takes = said.hours(each.weekly * each.minutes)
    return Row(
        name=said.step_name(each),
        needed=each.needed,
        weekly=each.weekly,
        daily=each.daily,
        takes=takes,
        rate=said.rate(each.rate, name),
        own=said.cases(each.own),
        team=said.cases(each.team),
    )


def _days(basis: Basis) -> str:
    """ "60 working days: 1 holiday and 3 days away are taken off"."""
    days = basis.days
    whole = ngettext("%(n)s working day", "%(n)s working days", len(days.days)) % {
        "n": shown.number(len(days.days))
    }
    lost = [
        text % {"n": shown.number(number)}
        for number, text in (
            (days.holidays, ngettext("%(n)s holiday", "%(n)s holidays", days.holidays)),
            (days.away, ngettext("%(n)s day away", "%(n)s days away", days.away)),
            (days.outside, ngettext(
                "%(n)s day not employed", "%(n)s days not employed", days.outside
            )),
        )
        if number
    ]  # fmt: skip
    if not lost:
        return _("%(days)s; no holiday and no day away is written down") % {"days": whole}
    return _("%(days)s without %(lost)s") % {"days": whole, "lost": _(", ").join(lost)}


def _passed(basis: Basis) -> str:
    """That a period which has begun is counted from today; "" before it begins."""
    days = basis.days
    if not days.passed:
        return ""
    return ngettext(
        "Counted from today: %(n)s working day of the period is over. What is still to be won"
        " spreads over the days that are left; enter that as the target where part of it is won.",
        "Counted from today: %(n)s working days of the period are over. What is still to be won"
        " spreads over the days that are left; enter that as the target where part of it is won.",
        len(days.passed),
    ) % {"n": shown.number(len(days.passed))}


def _ramp(plan: Plan, person: Person) -> str:
    if plan.share == 1 or plan.asked is None or plan.figures.target is None:
        return ""
    return _("Hired on %(day)s: %(share)s of %(target)s are asked, %(asked)s.") % {
        "day": shown.day(person.hired_on),
        "share": said.percent(plan.share),
        "target": said.whole_money(plan.figures.target, plan.figures.currency),
        "asked": said.whole_money(plan.asked.minor, plan.figures.currency),
    }


def _team_place(plan: Plan, evidence: Evidence, name: str) -> str:
    if evidence.team is None and not evidence.team_results:
        return _("The team is too small to tell its figures without telling whose they are.")
    return said.reached_before(plan.team_place, own=False, name=name)


def head_line(page: PlanPage) -> str:
    """The plan in one sentence, for the head of the page."""
    plan: Any = page.plan
    if not plan.complete:
        return _("Not worked out yet")
    return _("%(amount)s in %(deals)s deals, %(days)s") % {
        "amount": said.whole_money(plan.asked.minor, plan.figures.currency),
        "deals": shown.number(plan.deals),
        "days": page.days,
    }
