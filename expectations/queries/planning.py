"""Reading what planning reckons with: what was entered, what was counted, what is expected."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from activities.models import ActivityType, Entry
from activities.queries import done_by_person
from calc.money import Money
from calc.periods import Period
from calc.planning.realism import past_periods
from expectations.models import DocumentVersion, ExpectedActivity, Planning, Standard
from expectations.models.planning import PlanningStep
from expectations.planning import (
    FEWEST_OTHERS,
    Activity,
    Counts,
    Evidence,
    Expected,
    Figures,
    Plan,
    Step,
    work_out,
)
from expectations.rules import PERSON, Sides
from people.days import WorkingDays, working_days_of
from people.models import Person
from sales.models import Deal, Stage
from sales.queries import DealFact, deal_facts, open_stages

WEEKS = timedelta(weeks=52)
NEARLY = timedelta(days=14)
_DECIDED = (Stage.Kind.WON, Stage.Kind.LOST)


@dataclass(frozen=True)
class Basis:
    """Everything a plan is worked out from, but what is entered."""

    evidence: Evidence
    days: WorkingDays
    hired_on: date | None
    types: dict[int, Activity]
    offered: tuple[Activity, ...]
    expected: tuple[Expected, ...]

    def plan(self, figures: Figures) -> Plan:
        return work_out(
            figures,
            self.evidence,
            days=self.days,
            hired_on=self.hired_on,
            types=self.types,
            expected=self.expected,
        )


def planning_of(version: DocumentVersion) -> Planning | None:
    """What was entered for this version. One query, none where the version brought it along."""
    return getattr(version, "planning", None)


def activity_types(version: DocumentVersion, viewer: Person, today: date) -> list[Activity]:
    """All types, those that are archived too: a step that was chosen stays. One query."""
    expected = ExpectedActivity.objects.filter(version=version, activity_type=OuterRef("pk"))
    rows = ActivityType.objects.visible_to(viewer, today).annotate(
        expected=Subquery(expected.values("weekly_quantity"))
    )
    return [
        Activity(
            each.pk,
            each.name,
            each.minutes_each,
            each.leads_to_id,
            each.archived_at is None and each.unit == ActivityType.Unit.COUNT,
            each.expected,
        )
        for each in rows
    ]


def basis_of(
    version: DocumentVersion,
    both: Sides,
    viewer: Person,
    today: date,
    *,
    types: Sequence[Activity],
    currency: str,
) -> Basis:
    """What is counted in this currency, and the rest. Five queries.

    Of a period that has begun only the days that are left count.
    """
    document = version.document
    person = document.person
    period = Period(document.starts_on, document.ends_on)
    return Basis(
        evidence=_evidence(person, both, viewer, period, today, currency),
        days=working_days_of(person, period, since=today),
        hired_on=person.hired_on,
        types={each.pk: each for each in types},
        offered=tuple(each for each in types if each.offered),
        expected=tuple(
            Expected(each.pk, each.expected) for each in types if each.expected is not None
        ),
    )


# --- what was entered ----------------------------------------------------------------------------
def figures_of(planning: Planning) -> Figures:
    """What was entered the last time. One query."""
    return Figures(
        currency=planning.currency,
        target=planning.target_minor,
        size_from=planning.size_from,
        size=planning.size_minor,
        ramp=tuple(int(each) for each in planning.ramp.split(",") if each),
        hours=planning.hours,
        steps=tuple(
            Step(
                each.kind,
                each.activity_type_id,
                each.name,
                each.rate_from,
                each.percent,
                each.stage_id,
            )
            for each in planning.steps.all()
        ),
    )


def first_figures(version: DocumentVersion, types: Sequence[Activity]) -> Figures:
    """Where one begins: the revenue standard as the target, the linked activities as steps.

    One query.
    """
    currency, target = _target(version)
    offered = [each for each in types if each.offered]
    chain = [Step(PlanningStep.Kind.ACTIVITY, each.pk) for each in longest_chain(offered)]
    steps = (*chain, Step(PlanningStep.Kind.OPPORTUNITY))
    return Figures(currency=currency, target=target, steps=steps)


def longest_chain(types: Sequence[Activity]) -> list[Activity]:
    """The longest row of activities of which each leads to the next; of equals the first.

    Empty where no activity leads to another. A circle, should one be stored, ends.
    """
    by_pk = {each.pk: each for each in types}
    chains = []
    for first in types:
        chain: list[Activity] = []
        step: Activity | None = first
        while step is not None and step not in chain:
            chain.append(step)
            step = by_pk.get(step.leads_to or 0)
        chains.append(chain)
    longest = max(chains, key=len, default=[])
    return longest if len(longest) > 1 else []


def _target(version: DocumentVersion) -> tuple[str, int | None]:
    """The currency and the target of the first standard on won value of the whole period."""
    currency = version.document.person.currency
    rows = Standard.objects.filter(
        key_result_area__version=version,
        actual_from=Standard.ActualFrom.WON_VALUE,
        cadence=Standard.Cadence.PERIOD,
        target__gt=0,
    ).order_by("key_result_area__position", "position")
    for target, unit in rows.values_list("target", "unit"):
        if target is None:
            continue
        code = unit.strip().upper()
        if len(code) == 3 and code.isalpha() and code.isascii():
            currency = code
        try:
            return currency, Money.of(target, currency).minor
        except ValueError:
            continue
    return currency, None


# --- what was counted ----------------------------------------------------------------------------
def _evidence(
    person: Person, both: Sides, viewer: Person, period: Period, today: date, currency: str
) -> Evidence:
    """Four queries.

    Figures are counted over the 52 weeks up to the newest there is, so that a company whose last
    export is old has rates all the same; the page says from when they are.
    """
    people = _team_of(person, both, today)
    closed, logged = _newest(people, today)
    deals_span = None if closed is None else Period(closed - WEEKS + timedelta(1), closed)
    logs_span = None if logged is None else Period(logged - WEEKS + timedelta(1), logged)
    stages = open_stages(people, deals_span)
    periods: list[Period] = []
    if closed is not None:  # a period is past when the deals reach to its last days
        periods = past_periods(period, min(closed + NEARLY, today - timedelta(days=1)))
    facts: list[DealFact] = []
    if deals_span is not None:
        since = min([deals_span.start, *(each.start for each in periods)])
        facts = deal_facts(
            people,
            decided_since=since,
            opened_since=(logs_span or deals_span).start,
            until=today,
        )
    done = (
        {}
        if logs_span is None
        else done_by_person(people, start=logs_span.start, end=logs_span.end)
    )
    counted = _Counted(facts, done, deals_span, logs_span, currency, [each.pk for each in stages])
    others = counted.people - {person.pk}
    told = both.of(viewer) != PERSON or len(others) >= FEWEST_OTHERS
    return Evidence(
        own=counted.of({person.pk}),
        team=counted.of(others) if others and told else None,
        deals_span=deals_span,
        logs_span=logs_span,
        periods=periods,
        own_results=counted.results({person.pk}, periods),
        team_results=counted.results(others, periods) if told else (),
        stages=tuple(stages),
    )


def _team_of(person: Person, both: Sides, today: date) -> QuerySet[Person]:
    """The person with the rest of the team; without a team, with those of the same manager."""
    if person.team_id is not None:
        return Person.objects.filter(team=person.team_id)
    if both.manager is not None:
        return Person.objects.reporting_to(both.manager, today)
    return Person.objects.filter(pk=person.pk)


def _newest(people: QuerySet[Person], today: date) -> tuple[date | None, date | None]:
    """The last day on which one of these decided a deal, and logged something. One query."""
    closed = (
        Deal.objects.filter(owner=OuterRef("pk"), stage__kind__in=_DECIDED, closed_on__lte=today)
        .order_by("-closed_on")
        .values("closed_on")[:1]
    )
    logged = (
        Entry.objects.filter(week__person=OuterRef("pk"), day__lte=today)
        .order_by("-day")
        .values("day")[:1]
    )
    found = (
        people.order_by()
        .annotate(closed=Subquery(closed), logged=Subquery(logged))
        .aggregate(closed_last=Max("closed"), logged_last=Max("logged"))
    )
    return found["closed_last"], found["logged_last"]


class _Counted:
    """Deals and logs of a team, to be counted for one of it or for several."""

    def __init__(
        self,
        facts: Iterable[DealFact],
        done: dict[tuple[int, int], Decimal],
        deals_span: Period | None,
        logs_span: Period | None,
        currency: str,
        stages: Sequence[int],
    ) -> None:
        self.facts = list(facts)
        self.done = done
        self.deals_span = deals_span
        self.logs_span = logs_span
        self.currency = currency
        self.stages = stages  # the open ones, in their order
        self.people = {fact.owner for fact in self.facts} | {person for person, _ in done}

    def of(self, people: set[int]) -> Counts:
        facts = [fact for fact in self.facts if fact.owner in people]
        decided = [fact for fact in facts if self._decided(fact, self.deals_span)]
        done: dict[int, int] = {}
        for (person, kind), quantity in self.done.items():
            if person in people:
                done[kind] = done.get(kind, 0) + int(quantity)
        then = [fact for fact in facts if self._decided(fact, self.logs_span)]
        logs = self.logs_span
        return Counts(
            done=done,
            opened=sum(1 for fact in facts if logs and fact.opened_within(logs.start, logs.end)),
            won_then=sum(1 for fact in then if fact.won),
            won=sum(1 for fact in decided if fact.won),
            decided=len(decided),
            **self._stood(decided),
            values=tuple(
                fact.minor
                for fact in decided
                if fact.won and fact.minor and fact.currency == self.currency
            ),
            people=len(people & self.people),
        )

    def _stood(self, decided: Sequence[DealFact]) -> dict[str, Any]:
        """How far the deals got of which the record shows an open stage."""
        recorded = [fact for fact in decided if fact.furthest is not None]
        won = sum(1 for fact in recorded if fact.won)
        lost_in = Counter(fact.furthest for fact in recorded if not fact.won)
        got, reached = won, {}
        for stage in reversed(self.stages):
            got += lost_in[stage]
            reached[stage] = got
        return {
            "recorded": len(recorded),
            "recorded_won": won,
            "reached": dict(reversed(reached.items())),
        }

    def results(self, people: set[int], periods: Sequence[Period]) -> tuple[int, ...]:
        """What each of these won in each past period in which they decided anything."""
        sums: dict[tuple[int, date], int] = {}
        for fact in self.facts:
            if fact.owner not in people:
                continue
            for period in periods:
                if self._decided(fact, period):
                    key = (fact.owner, period.start)
                    counts = fact.won and fact.currency == self.currency
                    sums[key] = sums.get(key, 0) + (fact.minor or 0 if counts else 0)
        return tuple(sums[key] for key in sorted(sums, key=lambda each: each[1]))

    @staticmethod
    def _decided(fact: DealFact, span: Period | None) -> bool:
        return span is not None and fact.decided_within(span.start, span.end)
