"""Business objectives as a tree, and how each of them stands."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from calc.currencies import CODES
from calc.objectives import AddsUp, adds_up, share_of
from calc.pace import Pace, expected_by, pace
from calc.periods import Period, quarter
from expectations.models import BusinessObjective, ObjectiveResult
from people.models import Person, Role, Team
from sales.queries import OwnerWon, SalesResult, deals_as_of, won_in_spans

From = BusinessObjective.ActualFrom
OF_DEALS = frozenset({From.WON_VALUE, From.WON_COUNT})
LEVELS = {"company": 0, "team": 1, "person": 2}
MUCH = 60  # more objectives than a page shows at a glance: those of people fold away


# --- what a reader asks for ----------------------------------------------------------------------
class Span:
    """Which days somebody asks about."""

    OPEN, QUARTER, NEXT, ENDED, ALL = "", "quarter", "next", "ended", "all"


@dataclass(frozen=True)
class ObjectivesWanted:
    """What a reader of the tree asks for. Empty asks for everything that has not ended.

    ``team`` and ``owner`` are ids.
    """

    words: tuple[str, ...] = ()
    team: int | None = None
    owner: int | None = None
    span: str = Span.OPEN

    @property
    def narrows(self) -> bool:
        """Does it leave out objectives for another reason than their days?"""
        return bool(self.words or self.team or self.owner)

    def days(self, today: date) -> Q:
        """Objectives whose days are asked for."""
        if self.span == Span.ALL:
            return Q()
        if self.span == Span.ENDED:
            return Q(ends_on__lt=today)
        if self.span == Span.OPEN:
            return Q(ends_on__gte=today)
        asked = quarter(today)
        if self.span == Span.NEXT:
            asked = quarter(asked.end + timedelta(days=1))
        return Q(starts_on__lte=asked.end, ends_on__gte=asked.start)

    def fits(self, row: BusinessObjective, teams: "Teams") -> bool:
        """Is the row among what is asked for? Its days are not looked at."""
        if self.owner is not None and row.owner_id != self.owner:
            return False
        if self.team is not None:
            of = row.team_id or (row.person.team_id if row.person else None)
            if self.team not in teams.above(of):
                return False
        said = " ".join([row.title, row.measure, row.of, row.owner.name]).casefold()
        return all(word.casefold() in said for word in self.words)


class Teams:
    """The teams by their ids, and which is part of which. One query."""

    def __init__(self) -> None:
        self.rows = list(Team.objects.order_by("name"))
        self._parents = {team.pk: team.parent_id for team in self.rows}

    def above(self, team: int | None) -> set[int]:
        """The team and all that it is part of."""
        found: set[int] = set()
        while team is not None and team not in found:
            found.add(team)
            team = self._parents.get(team)
        return found


# --- how one stands ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Reached:
    """What is reached of an objective: the figure, its day, and what it should be by now.

    In the unit of the objective. ``result`` is the entered one, if it was entered.
    """

    actual: Decimal
    as_of: date
    expected: Decimal | None
    pace: Pace
    result: ObjectiveResult | None = None


class Standings:
    """How many objectives stand, for one reader: four queries at most, whatever their number.

    Sums of deals are for those they are about: of the company for everybody, of a team for who
    is in it, below it or leads somebody of it, and for who reads all deals.
    """

    def __init__(
        self, rows: Sequence[BusinessObjective], viewer: Person, today: date, teams: Teams
    ) -> None:
        self._today, self._teams = today, teams
        self._readable = _readable_teams(rows, viewer, today, teams)
        of_deals = [row for row in rows if row.actual_from in OF_DEALS and self._sees(row)]
        self._spans = {_span(row): place for place, row in enumerate(_by_span(of_deals))}
        self._won: list[OwnerWon] = won_in_spans(list(self._spans))
        came_in = deals_as_of() if of_deals else None
        self._deals_on = min(came_in.date(), today) if came_in else today
        self._entered = _last_results(rows)

    def of(self, row: BusinessObjective) -> Reached | None:
        """How it stands; None before it begins, without data, and for who may not read it."""
        if row.starts_on > self._today:
            return None
        if row.actual_from not in OF_DEALS:
            result = self._entered.get(row.pk)
            return _judged(row, result.value, result.as_of, self._today, result) if result else None
        if not self._sees(row):
            return None
        actual = self._figure(row)
        return None if actual is None else _judged(row, actual, self._deals_on, self._today)

    def _sees(self, row: BusinessObjective) -> bool:
        return row.team_id is None or self._readable is None or row.team_id in self._readable

    def _figure(self, row: BusinessObjective) -> Decimal | None:
        won = _Sum(row, self._spans[_span(row)], self._counts(row))
        if row.actual_from == From.WON_COUNT:
            return won.count(self._won)
        code = row.unit.strip().upper()
        return won.value(self._won, code) if code in CODES else None

    def _counts(self, row: BusinessObjective) -> Callable[[OwnerWon], bool]:
        if row.person_id:
            return lambda each: each.owner == row.person_id
        if row.team_id:
            team = row.team_id
            return lambda each: each.team is not None and team in self._teams.above(each.team)
        return lambda each: True


@dataclass(frozen=True)
class _Sum:
    """Adds up what those who count for an objective won in its span."""

    row: BusinessObjective
    place: int
    counts: Callable[[OwnerWon], bool]

    def _results(self, won: Iterable[OwnerWon]) -> Iterator[SalesResult]:
        return (each.results[self.place] for each in won if self.counts(each))

    def count(self, won: Iterable[OwnerWon]) -> Decimal:
        return Decimal(sum(result.won_count for result in self._results(won)))

    def value(self, won: Iterable[OwnerWon], code: str) -> Decimal:
        return sum((result.won_value(code).amount for result in self._results(won)), Decimal(0))


def _readable_teams(
    rows: Iterable[BusinessObjective], viewer: Person, today: date, teams: Teams
) -> set[int] | None:
    """The teams whose sums the viewer reads; None for all of them."""
    if viewer.has_role(Role.EXECUTIVE, Role.HR, Role.COMPENSATION):
        return None
    if not any(row.team_id and row.actual_from in OF_DEALS for row in rows):
        return set()
    found = teams.above(viewer.team_id)
    led = Person.objects.led_by(viewer, today).order_by().values_list("team", flat=True)
    for team in led.distinct():
        found |= teams.above(team)
    return found


def _span(row: BusinessObjective) -> tuple[date, date]:
    return row.starts_on, row.ends_on


def _by_span(rows: Iterable[BusinessObjective]) -> list[BusinessObjective]:
    """One row for each span of days."""
    return list({_span(row): row for row in rows}.values())


def _last_results(rows: Iterable[BusinessObjective]) -> dict[int, ObjectiveResult]:
    """The result that counts, of each objective that has one. One query, none if none may."""
    entered = [row.pk for row in rows if row.actual_from not in OF_DEALS]
    if not entered:
        return {}
    found: dict[int, ObjectiveResult] = {}
    for result in ObjectiveResult.objects.filter(objective__in=entered):
        found.setdefault(result.objective_id, result)
    return found


def _judged(
    row: BusinessObjective,
    actual: Decimal,
    as_of: date,
    today: date,
    result: ObjectiveResult | None = None,
) -> Reached:
    """A sum of deals grows with the working days; what is entered is held against the target."""
    finished = today > row.ends_on
    expected = None
    if row.target is not None and row.actual_from in OF_DEALS:
        expected = expected_by(min(today, row.ends_on), Period(*_span(row)), row.target)
    compared = expected if expected is not None else row.target
    return Reached(
        actual, as_of, expected, pace(actual, compared, row.target, finished=finished), result
    )


# --- the tree ------------------------------------------------------------------------------------
@dataclass
class Branch:
    """An objective in the tree with what serves it; ``depth`` is 0 at the top.

    ``share`` is its part of the one above. ``below`` is what those that serve it add up to, None
    where there is no sum, or where ``hidden`` of them may not be read. ``asked`` is off for one
    that is only shown because something below it was asked for. ``folded`` are the people's
    objectives below it that the page does not show.
    """

    objective: BusinessObjective
    depth: int
    children: list["Branch"] = field(default_factory=list)
    reached: Reached | None = None
    share: Decimal | None = None
    below: AddsUp | None = None
    hidden: int = 0
    asked: bool = True
    folded: int = 0

    def flat(self) -> "Iterator[Branch]":
        yield self
        for child in self.children:
            yield from child.flat()


class Tree:
    """The objectives somebody may see, grown into a tree. ``found`` are asked for.

    Where the objective above is hidden, archived or over, a branch begins at the top. Where there
    is much, the objectives of people fold away, but below those in ``unfolded`` (None: nowhere).
    Seven queries at most.
    """

    def __init__(
        self,
        viewer: Person,
        today: date,
        wanted: ObjectivesWanted,
        unfolded: frozenset[int] | None,
    ) -> None:
        self.teams = Teams()
        rows = _rows(viewer, today, wanted)
        self.owners = sorted({(row.owner.name, row.owner_id) for row in rows})
        asked = {row.pk for row in rows if wanted.fits(row, self.teams)}
        self.found = len(asked)
        shown = _with_those_above(rows, asked)
        self.tops = _grown(shown)
        self.folds = len(shown) > MUCH and not wanted.narrows
        if self.folds and unfolded is not None:
            _fold(self.tops, unfolded)
        branches = list(self.flat())
        served = _served(shown, viewer, today)
        standings = Standings([each.objective for each in branches], viewer, today, self.teams)
        for branch in branches:
            branch.asked = branch.objective.pk in asked
            branch.reached = standings.of(branch.objective)
            _add_up(branch, served.get(branch.objective.pk, _Served()))

    def flat(self) -> Iterator[Branch]:
        for top in self.tops:
            yield from top.flat()


EVERYTHING = ObjectivesWanted()


def objective_tree(
    viewer: Person,
    today: date,
    wanted: ObjectivesWanted = EVERYTHING,
    unfolded: frozenset[int] | None = None,
) -> Tree:
    """The tree as ``viewer`` may read it today."""
    return Tree(viewer, today, wanted, unfolded)


def _rows(viewer: Person, today: date, wanted: ObjectivesWanted) -> list[BusinessObjective]:
    rows = list(
        BusinessObjective.objects.visible_to(viewer, today)
        .filter(wanted.days(today), archived_at__isnull=True)
        .select_related("team", "person", "owner")
    )
    return sorted(rows, key=order_of)


def order_of(row: BusinessObjective) -> tuple[int, int, str, date, str, int]:
    """The place of an objective among its siblings: by level, then as they were ordered."""
    return LEVELS[row.level], row.position, row.of, row.starts_on, row.title, row.pk


def _with_those_above(
    rows: Iterable[BusinessObjective], asked: set[int]
) -> dict[int, BusinessObjective]:
    """What was asked for and everything above it, in order."""
    by_pk = {row.pk: row for row in rows}
    kept: set[int] = set()
    for pk in asked:
        above: int | None = pk
        while above is not None and above in by_pk and above not in kept:
            kept.add(above)
            above = by_pk[above].parent_id
    return {pk: row for pk, row in by_pk.items() if pk in kept}


def _grown(shown: Mapping[int, BusinessObjective]) -> list[Branch]:
    below: dict[int | None, list[BusinessObjective]] = {}
    for row in shown.values():
        below.setdefault(row.parent_id if row.parent_id in shown else None, []).append(row)

    def branches(parent: BusinessObjective | None, depth: int) -> list[Branch]:
        return [
            Branch(row, depth, branches(row, depth + 1), share=_share(row, parent))
            for row in below.get(parent.pk if parent else None, [])
        ]

    return branches(None, 0)


def _share(row: BusinessObjective, parent: BusinessObjective | None) -> Decimal | None:
    return share_of((row.target, row.unit), (parent.target, parent.unit)) if parent else None


def _fold(branches: Iterable[Branch], unfolded: frozenset[int]) -> None:
    for branch in branches:
        if branch.objective.pk not in unfolded:
            people = [child for child in branch.children if child.objective.level == "person"]
            branch.folded = sum(1 for child in people for _each in child.flat())
            branch.children = [each for each in branch.children if each not in people]
        _fold(branch.children, unfolded)


@dataclass
class _Served:
    """What serves one objective directly, whatever its days: what is read, and how much is not."""

    figures: list[tuple[Decimal | None, str]] = field(default_factory=list)
    hidden: int = 0


def _served(shown: Iterable[int], viewer: Person, today: date) -> dict[int, _Served]:
    """By the objective that is served. One query."""
    visible = BusinessObjective.objects.visible_to(viewer, today).filter(pk=OuterRef("pk"))
    rows = (
        BusinessObjective.objects.filter(parent__in=list(shown), archived_at__isnull=True)
        .order_by()
        .values_list("parent", "target", "unit", Exists(visible))
    )
    found: dict[int, _Served] = {}
    for parent, target, unit, is_read in rows:
        if parent is not None:
            served = found.setdefault(parent, _Served())
            if is_read:
                served.figures.append((target, unit))
            else:
                served.hidden += 1
    return found


def _add_up(branch: Branch, served: _Served) -> None:
    """What serves it against its target, where the reader may see all of it."""
    branch.hidden = served.hidden
    if not served.hidden:
        branch.below = adds_up(branch.objective.target, branch.objective.unit, served.figures)


# --- one objective -------------------------------------------------------------------------------
def siblings_of(objective: BusinessObjective) -> list[BusinessObjective]:
    """The objective and those of its level that serve the same one and hold in its days, in order.

    At the top, those of the same level. One query.
    """
    holding = Q(
        archived_at__isnull=True,
        parent=objective.parent_id,
        starts_on__lte=objective.ends_on,
        ends_on__gte=objective.starts_on,
    )
    rows = BusinessObjective.objects.filter(holding | Q(pk=objective.pk))
    same = [row for row in rows.select_related("team", "person") if row.level == objective.level]
    return sorted(same, key=order_of)


def results_of(objective: BusinessObjective, viewer: Person, today: date) -> list[ObjectiveResult]:
    """What was entered for it, the latest day first. One query."""
    visible = ObjectiveResult.objects.visible_to(viewer, today)
    return list(visible.filter(objective=objective).select_related("entered_by")[:50])
