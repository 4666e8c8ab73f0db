"""From what was entered to the week: whose rates count, what it takes, whether it fits.

Nothing here asks the database: the page hands in what was entered, what was counted and the days
there are; calc/planning reckons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from hashlib import sha256

from calc.funnel import Share
from calc.money import Money
from calc.periods import Period
from calc.planning.capacity import Load, Week, load
from calc.planning.chain import a_day, backwards, deals_for
from calc.planning.ramp import USUAL_RAMP, ramped, share_of_target
from calc.planning.rates import BEST, Rate, Size, Spread, pick_rate, pick_size, spread
from calc.planning.realism import Place, place
from expectations.models.planning import USUAL_HOURS, PlanningStep
from people.days import WorkingDays
from sales.queries import OpenStage

ACTIVITY = PlanningStep.Kind.ACTIVITY
STAGE = PlanningStep.Kind.STAGE
OPPORTUNITY = PlanningStep.Kind.OPPORTUNITY
OTHER = PlanningStep.Kind.OTHER
MOST_STEPS = 8
LARGEST_WEEK = Decimal(999_999)  # what a line of the document holds
FEWEST_STAGES = 2  # that the record shows, before one can be said to lead to another
FEWEST_OTHERS = 4  # people, so that nobody's figures can be told from the team's


@dataclass(frozen=True)
class Step:
    """One step as it was entered; ``percent`` is the entered rate."""

    kind: str
    activity_type: int | None = None
    name: str = ""
    rate_from: str = BEST
    percent: Decimal | None = None
    stage: int | None = None

    @property
    def entered(self) -> Fraction | None:
        return None if self.percent is None else Fraction(self.percent) / 100


@dataclass(frozen=True)
class Figures:
    """What was entered; amounts in minor units of ``currency``."""

    currency: str
    target: int | None = None
    size_from: str = BEST
    size: int | None = None
    ramp: tuple[int, ...] = USUAL_RAMP
    hours: Decimal = USUAL_HOURS
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Counts:
    """What was counted of one person, or of the others of the team together.

    ``done`` is by activity type; ``opened`` and ``won_then`` are deals of the same days as the
    logs, ``won`` of ``decided`` those of the days of the deals. Of these, ``recorded`` have an
    open stage in their record, and ``recorded_won`` were won; ``reached`` says of each open stage,
    in their order, how many got so far: stood in it or in a later one, or were won.
    """

    done: Mapping[int, int] = field(default_factory=dict)
    opened: int = 0
    won_then: int = 0
    won: int = 0
    decided: int = 0
    recorded: int = 0
    recorded_won: int = 0
    reached: Mapping[int, int] = field(default_factory=dict)
    values: tuple[int, ...] = ()
    people: int = 1

    @cached_property
    def size(self) -> Spread | None:
        return spread(self.values)

    def share(self, step: Step, following: Step | None) -> Share | None:
        """The share of a step that led to the next (None: to a won deal).

        None where nobody counts it, and where there was more of the next than of the step: then
        one did not come from the other.
        """
        cases, hits = self._cases(step, following)
        if cases is None or hits is None or not 0 < cases >= hits:
            return None
        return Share(hits, cases)

    def _cases(self, step: Step, following: Step | None) -> tuple[int | None, int | None]:
        """How many there were of a step, and how many of these led to the next."""
        if step.kind == STAGE:
            return self.reached.get(step.stage or 0), self._further(step, following)
        if following is None:
            if step.kind == OPPORTUNITY:
                return self.decided, self.won
            return self._count(step), self.won_then
        if following.kind == STAGE and step.kind == OPPORTUNITY:
            return self.recorded, self.reached.get(following.stage or 0)
        return self._count(step), self._count(following)

    def _further(self, step: Step, following: Step | None) -> int | None:
        """Of the deals that reached a stage, those that reached a later one, or were won."""
        if following is None:
            return self.recorded_won
        order = list(self.reached)
        known = step.stage in self.reached and following.stage in self.reached
        if following.kind != STAGE or not known:
            return None
        later = order.index(following.stage or 0) > order.index(step.stage or 0)
        return self.reached[following.stage or 0] if later else None

    def _count(self, step: Step) -> int | None:
        if step.kind == ACTIVITY:
            return self.done.get(step.activity_type or 0, 0)
        if step.kind == STAGE and step.stage == next(iter(self.reached), None):
            return self.opened  # a deal is opened in the first stage
        return self.opened if step.kind == OPPORTUNITY else None


@dataclass(frozen=True)
class Evidence:
    """What was counted, and over which days; ``team`` is None where it may not be told.

    Results are what was won in past spans as long as the document's, in its currency: one's own,
    and those of the others, one for each person and span.
    """

    own: Counts = field(default_factory=Counts)
    team: Counts | None = None
    deals_span: Period | None = None
    logs_span: Period | None = None
    periods: Sequence[Period] = ()
    own_results: tuple[int, ...] = ()
    team_results: tuple[int, ...] = ()
    stages: tuple[OpenStage, ...] = ()

    @property
    def offered_stages(self) -> tuple[OpenStage, ...]:
        """The stages that can become a step; none where the record shows fewer than two."""
        recorded = tuple(each for each in self.stages if each.recorded)
        return recorded if len(recorded) >= FEWEST_STAGES else ()


@dataclass(frozen=True)
class Activity:
    """An activity type, as far as planning needs to know.

    ``offered`` are those in use and counted one by one; ``expected`` is what the document expects
    of it a week, None where it does not name it.
    """

    pk: int
    name: str
    minutes: int | None
    leads_to: int | None = None
    offered: bool = True
    expected: Decimal | None = None


@dataclass(frozen=True)
class Expected:
    """A line of the document: an activity and how much of it a week."""

    activity_type: int
    weekly: Decimal


@dataclass(frozen=True)
class PlannedStep:
    """A step with its rates, and what it takes once everything is known."""

    step: Step
    name: str
    minutes: int | None
    own: Share | None
    team: Share | None
    rate: Rate | None
    needed: int | None = None
    weekly: Decimal | None = None

    @property
    def daily(self) -> Decimal | None:
        return None if self.weekly is None else a_day(self.weekly)


@dataclass(frozen=True)
class Change:
    """What putting the quantities in does to one line; ``was`` is None for a line that is added."""

    activity_type: int
    name: str
    was: Decimal | None
    becomes: Decimal

    @property
    def changes(self) -> bool:
        return self.was != self.becomes


@dataclass(frozen=True)
class Plan:
    """All that the page shows.

    ``lacks`` names what is missing before anything can be reckoned: "target", "steps", "days",
    "nothing" (the ramp leaves no target), "size", or "rate".
    """

    figures: Figures
    steps: tuple[PlannedStep, ...]
    working_days: int
    share: Fraction
    asked: Money | None
    size: Size | None
    own_size: Spread | None
    team_size: Spread | None
    deals: int | None
    load: Load | None
    others: Decimal  # hours a week that the rest of the document takes
    untimed: tuple[str, ...]  # activities of which nobody said how long one takes
    changes: tuple[Change, ...]
    own_place: Place
    team_place: Place
    lacks: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.lacks

    @property
    def fits_document(self) -> bool:
        """Can a line of the document hold each quantity?"""
        return all(each.becomes <= LARGEST_WEEK for each in self.changes)

    @property
    def to_put(self) -> tuple[Change, ...]:
        return tuple(each for each in self.changes if each.changes)

    @property
    def seen(self) -> str:
        """A fingerprint of the difference that is shown before anything is put in."""
        said = [f"{each.activity_type}:{each.was}:{each.becomes}" for each in self.changes]
        return sha256("|".join(said).encode()).hexdigest()


def work_out(
    figures: Figures,
    evidence: Evidence,
    *,
    days: WorkingDays,
    hired_on: date | None,
    types: Mapping[int, Activity],
    expected: Sequence[Expected],
) -> Plan:
    """Everything from what was entered, counted and expected so far.

    The ramp lowers the target of the whole period; the weeks are those that are left of it.
    """
    left = days.days
    steps = _with_rates(figures, evidence, types)
    share = share_of_target(hired_on, days.whole, figures.ramp)
    team = evidence.team
    own_size, team_size = evidence.own.size, team.size if team else None
    size = pick_size(own_size, team_size, figures.size, figures.size_from)
    asked = None if figures.target is None else ramped(figures.target, share)
    in_chain = {each.step.activity_type for each in steps}
    rest = [each for each in expected if each.activity_type not in in_chain]
    others = sum((each.weekly * (_minutes(each, types) or 0) for each in rest), Decimal(0))
    lacks = _lacks(asked, steps, left, size)
    deals = held = None
    if not lacks and asked is not None and size is not None:
        rates = [each.rate.value for each in steps if each.rate]
        deals = deals_for(asked, size.value)
        minutes = tuple(each.minutes or 0 for each in steps)
        week = Week(minutes, Fraction(others), Fraction(figures.hours) * 60, len(left))
        held = load(deals, rates, week)
        needed = zip(steps, backwards(deals, rates), held.weekly, strict=False)
        steps = tuple(_filled(each, amount, weekly) for each, amount, weekly in needed)
    return Plan(
        figures=figures,
        steps=steps,
        working_days=len(left),
        share=share,
        asked=None if asked is None else Money(asked, figures.currency),
        size=size,
        own_size=own_size,
        team_size=team_size,
        deals=deals,
        load=held,
        others=others / 60,
        untimed=_untimed(steps, rest, types),
        changes=_changes(steps, expected),
        own_place=place(asked or 0, evidence.own_results),
        team_place=place(asked or 0, evidence.team_results),
        lacks=lacks,
    )


def _with_rates(
    figures: Figures, evidence: Evidence, types: Mapping[int, Activity]
) -> tuple[PlannedStep, ...]:
    found = []
    following = [*figures.steps[1:], None]
    stages = {each.pk: each.name for each in evidence.stages}
    for step, after in zip(figures.steps, following, strict=True):
        own = evidence.own.share(step, after)
        team = evidence.team.share(step, after) if evidence.team else None
        known = types.get(step.activity_type or 0)
        found.append(
            PlannedStep(
                step,
                known.name if known else stages.get(step.stage or 0, step.name),
                known.minutes if known else None,
                own,
                team,
                pick_rate(own, team, step.entered, step.rate_from),
            )
        )
    return tuple(found)


def _lacks(
    asked: int | None, steps: Sequence[PlannedStep], days: Sequence[date], size: Size | None
) -> tuple[str, ...]:
    found = {
        "target": asked is None,
        "nothing": asked == 0 and bool(days),
        "days": not days,
        "steps": not steps,
        "size": size is None,
        "rate": any(each.rate is None for each in steps),
    }
    return tuple(name for name, lacks in found.items() if lacks)


def _filled(step: PlannedStep, needed: int, weekly: Decimal) -> PlannedStep:
    return PlannedStep(
        step.step, step.name, step.minutes, step.own, step.team, step.rate, needed, weekly
    )


def _minutes(line: Expected, types: Mapping[int, Activity]) -> int | None:
    known = types.get(line.activity_type)
    return known.minutes if known else None


def _untimed(
    steps: Sequence[PlannedStep], rest: Sequence[Expected], types: Mapping[int, Activity]
) -> tuple[str, ...]:
    named = [each.name for each in steps if each.step.kind == ACTIVITY and not each.minutes]
    named += [
        types[each.activity_type].name
        for each in rest
        if each.weekly and each.activity_type in types and not _minutes(each, types)
    ]
    return tuple(named)


def _changes(steps: Sequence[PlannedStep], expected: Sequence[Expected]) -> tuple[Change, ...]:
    stands = {each.activity_type: each.weekly for each in expected}
    return tuple(
        Change(each.step.activity_type, each.name, stands.get(each.step.activity_type), each.weekly)
        for each in steps
        if each.step.activity_type is not None and each.weekly is not None
    )
