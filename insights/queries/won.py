"""What people won against what they are to win, with the line of the period.

The target is the first standard on the value of won deals in the document that is in force. Who
has none is shown without a target, over the running quarter.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from calc.currencies import CODES
from calc.money import Money, exponent, round_half_away
from calc.pace import NO_DATA, Pace, expected_by, pace
from calc.periods import Period, quarter
from expectations.models import Standard
from expectations.models.documents import in_force
from expectations.queries.standings import window_of
from sales.queries import NOTHING, DayWon, SalesResult, results_by_person, won_by_day_of

_STEP = timedelta(days=7)
_NOT_JUDGED = Pace(NO_DATA)


@dataclass(frozen=True)
class Target:
    """How much is to be won over which days."""

    window: Period
    value: Money

    @classmethod
    def of(cls, window: Period, amount: Decimal, unit: str, currency: str) -> "Target":
        """The target of a standard: in the currency that its unit names, or in the person's."""
        code = unit.strip() if unit.strip() in CODES else currency
        return cls(window, _rounded(amount, code))


@dataclass(frozen=True)
class Won:
    """What was won over a stretch of days. Amounts are of one currency; what was won in others
    stands in ``others``. ``expected`` and ``target`` are None without a target.
    """

    window: Period
    value: Money
    count: int
    expected: Money | None = None
    target: Money | None = None
    pace: Pace = _NOT_JUDGED
    others: tuple[Money, ...] = ()


@dataclass(frozen=True)
class Total:
    """Many people's figures together; only where all are of one currency.

    ``value`` is what all ``people`` won. ``aimed``, ``expected``, ``target`` and ``pace`` are of
    the ``with_target`` people who have a target.
    """

    value: Money
    people: int
    with_target: int
    aimed: Money
    expected: Money | None = None
    target: Money | None = None
    pace: Pace = _NOT_JUDGED

    @property
    def all_aimed(self) -> bool:
        return self.with_target == self.people


@dataclass(frozen=True)
class Figures:
    """What many people won and are to win: asked for once, told of each and of all of them.

    ``currencies`` has the people, with what each reckons in.
    """

    currencies: Mapping[int, str]
    targets: Mapping[int, Target]
    results: Mapping[int, SalesResult]
    today: date

    def won(self, person_id: int) -> Won:
        """What one of them won."""
        target = self.targets.get(person_id)
        result = self.results.get(person_id, NOTHING)
        code = self._code(person_id)
        value = result.won_value(code)
        others = tuple(each for each in result.won_values if each.currency != code and each)
        if target is None:
            return Won(quarter(self.today), value, result.won_count, others=others)
        expected = self._expected(target.window, target.value)
        judged = pace(
            value.amount,
            expected.amount,
            target.value.amount,
            finished=self.today > target.window.end,
        )
        return Won(target.window, value, result.won_count, expected, target.value, judged, others)

    def total(self, people: Iterable[int]) -> Total | None:
        """What some of them won together; None for nobody or for more than one currency."""
        ids = list(people)
        codes = {self._code(pk) for pk in ids} | {
            value.currency for pk in ids for value in self._result(pk).won_values if value
        }
        if len(codes) != 1:
            return None
        (code,) = codes
        aimed = [pk for pk in ids if pk in self.targets]
        value, reached = self._sum(ids, code), self._sum(aimed, code)
        if not aimed:
            return Total(value, len(ids), 0, reached)
        by_window: dict[Period, int] = {}
        for pk in aimed:
            target = self.targets[pk]
            by_window[target.window] = by_window.get(target.window, 0) + target.value.minor
        whole = Money(sum(by_window.values()), code)
        expected = Money(
            sum(
                self._expected(window, Money(minor, code)).minor
                for window, minor in by_window.items()
            ),
            code,
        )
        judged = pace(reached.amount, expected.amount, whole.amount)
        return Total(value, len(ids), len(aimed), reached, expected, whole, judged)

    def _result(self, person_id: int) -> SalesResult:
        return self.results.get(person_id, NOTHING)

    def _code(self, person_id: int) -> str:
        target = self.targets.get(person_id)
        return self.currencies[person_id] if target is None else target.value.currency

    def _sum(self, people: Iterable[int], code: str) -> Money:
        values = (value for pk in people for value in self._result(pk).won_values)
        return Money(sum(value.minor for value in values if value.currency == code), code)

    def _expected(self, window: Period, target: Money) -> Money:
        return _rounded(expected_by(self.today, window, target.amount), target.currency)


def figures_of(currencies: Mapping[int, str], today: date) -> Figures:
    """The figures of the people named by ``currencies``.

    One query for the targets, and one for each stretch of days they are set for (usually the
    running quarter alone).
    """
    targets = _targets(currencies, today)
    by_window: dict[Period, list[int]] = {}
    for pk in currencies:
        window = targets[pk].window if pk in targets else quarter(today)
        by_window.setdefault(window, []).append(pk)
    results: dict[int, SalesResult] = {}
    for window, people in by_window.items():
        results |= results_by_person(people, window.start, min(window.end, today))
    return Figures(currencies, targets, results, today)


class _Row(NamedTuple):
    """A standard with the document it belongs to."""

    person: int
    starts_on: date
    ends_on: date
    comparison: str
    cadence: str
    due_on: date | None
    target: Decimal
    unit: str


def _targets(currencies: Mapping[int, str], today: date) -> dict[int, Target]:
    """The first target on won value in the document in force of each person. One query."""
    version, document = "key_result_area__version__", "key_result_area__version__document__"
    rows = (
        Standard.objects.filter(
            in_force(today, today, version),
            actual_from=Standard.ActualFrom.WON_VALUE,
            comparison=Standard.Comparison.AT_LEAST,
            target__isnull=False,
            **{
                f"{document}person__in": list(currencies),
            },
        )
        .order_by(f"-{document}starts_on", "key_result_area__position", "position", "pk")
        .values_list(
            *(f"{document}{name}" for name in ("person", "starts_on", "ends_on")),
            *("comparison", "cadence", "due_on", "target", "unit"),
        )
    )
    found: dict[int, Target] = {}
    for row in map(_Row._make, rows):
        if row.person not in found:
            window = window_of(row, Period(row.starts_on, row.ends_on), today)
            found[row.person] = Target.of(window, row.target, row.unit, currencies[row.person])
    return found


# --- the line of the period ------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """The line of what was won and of what should have been, week by week until today, in major
    units.
    """

    so_far: tuple[Decimal, ...]
    should: tuple[Decimal, ...]


def drawn_by_person(people: Iterable[int], figures: Figures) -> dict[int, Drawn]:
    """The lines of those of the people who have a target. One query."""
    aimed = {pk: figures.targets[pk] for pk in people if pk in figures.targets}
    if not aimed:
        return {}
    start = min(target.window.start for target in aimed.values())
    days = won_by_day_of(list(aimed), start, figures.today)
    return {pk: drawn(days.get(pk, ()), target, figures.today) for pk, target in aimed.items()}


def drawn(days: Iterable[DayWon], target: Target, today: date) -> Drawn:
    """Both lines of one person: what was won by each point of the window, and what should be."""
    points = _points(target.window, today)
    code, whole = target.value.currency, target.value.amount
    so_far = [0] * len(points)
    for each in days:
        if each.day in target.window:
            minor = each.value(code).minor
            for place in range(bisect_left(points, each.day), len(points)):
                so_far[place] += minor
    return Drawn(
        tuple(Money(minor, code).amount for minor in so_far),
        tuple(expected_by(point, target.window, whole) for point in points),
    )


def _points(window: Period, today: date) -> list[date]:
    """Week by week from the eve of the window until today, or until its end."""
    last = min(today, window.end)
    points = []
    day = window.start - timedelta(days=1)
    while day < last:
        points.append(day)
        day += _STEP
    return [*points, last] if points else []


def _rounded(amount: Decimal, code: str) -> Money:
    """An amount in whole minor units, halves away from zero."""
    return Money(round_half_away(amount.scaleb(exponent(code))), code)
