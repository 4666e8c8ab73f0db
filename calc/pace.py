"""Pace: is a figure where it should be by now? And what should it be by now?

A judgement is a value (:class:`Pace`) with its evidence: the status, how far the figure is from
what is expected, and why it counts as it does. Nothing here asks a clock or rounds a figure
except :func:`expected_by`, which says where.

Thresholds, in percent of what is expected by now: over 105 ahead, 95 to 105 (or within one unit)
on track, 75 to 95 behind, under 75 far behind. A target that must not be exceeded is judged by
the same distances on the other side: 95 to 105 on track, 105 to 125 behind, and so on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from calc.periods import Period, working_days, working_days_until

AHEAD = "ahead"
ON_TRACK = "on_track"
BEHIND = "behind"
FAR_BEHIND = "far_behind"
MET = "met"
MISSED = "missed"
NO_DATA = "no_data"

AT_LEAST = "at_least"
AT_MOST = "at_most"
BETWEEN = "between"
BY_DATE = "by_date"
COMPARISONS = frozenset({AT_LEAST, AT_MOST, BETWEEN, BY_DATE})

_ZERO = Decimal(0)
_ONE = Decimal(1)
_PLACES = Decimal("0.0001")  # of an expected figure; the database keeps as many
_WORKING_DAYS_A_WEEK = 5


@dataclass(frozen=True)
class Pace:
    """How a figure stands.

    ``gap`` is the figure less what it is measured against, in its own unit: below zero is short
    for a floor, above zero is too much for a ceiling; None without data. ``reason`` is one of

    * ``none``: there is no figure, or nothing to measure it against;
    * ``short`` / ``over``: by ``abs(gap)`` under or over what is expected (or the target, once
      the time is up);
    * ``within_unit`` / ``within_percent``: close enough to count as on track;
    * ``inside``: inside a range;
    * ``reached``: the target, when the time is up or the thing is done;
    * ``not_due`` / ``late``: a milestone that may still come, or came (or is) ``gap`` days late.
    """

    status: str
    gap: Decimal | None = None
    reason: str = "none"

    @property
    def amount(self) -> Decimal | None:
        """The distance without its direction."""
        return None if self.gap is None else abs(self.gap)


def pace(
    actual: Decimal | None,
    expected: Decimal | None,
    target: Decimal | None,
    comparison: str = AT_LEAST,
    *,
    finished: bool = False,
    target_to: Decimal | None = None,
    expected_to: Decimal | None = None,
    unit: Decimal = _ONE,
    stops_at_behind: bool = False,
) -> Pace:
    """Judge ``actual`` against what is ``expected`` by now, or against ``target`` at the end.

    ``comparison`` is one of COMPARISONS. A range runs from ``target`` to ``target_to`` (by now:
    from ``expected`` to ``expected_to``; without those its own ends count at any time).
    ``finished`` says that the time is up: then it is met or missed, with no tolerance. What is
    due ``by_date`` is met as soon as it is reached. ``unit`` is the step within which a figure
    is on track whatever the percentage; 0 where a whole unit is much (ratios). One week of an
    activity is never worse than behind (``stops_at_behind``).

    Raises ValueError for another comparison.
    """
    if comparison not in COMPARISONS:
        raise ValueError(f"{comparison!r} is no comparison.")
    if actual is None or target is None:
        return Pace(NO_DATA)
    if finished or (comparison == BY_DATE and actual >= target):
        judged = _at_the_end(actual, target, target_to, comparison)
    else:
        judged = _by_now(actual, expected, target, comparison, target_to, expected_to, unit)
    if stops_at_behind and judged.status in {FAR_BEHIND, MISSED}:
        return Pace(BEHIND, judged.gap, judged.reason)
    return judged


def milestone(done_on: date | None, due_on: date, day: date) -> Pace:
    """Judge what is done or not, on ``day``: met when done by the day it is due, missed after it.

    ``gap`` are the days it was, or is by now, late.
    """
    late = (min(done_on or day, day) - due_on).days
    if late > 0:
        return Pace(MISSED, Decimal(late), "late")
    return Pace(NO_DATA, None, "not_due") if done_on is None else Pace(MET, _ZERO, "reached")


BELOW_MINIMUM = "below_minimum"
JUST_ACCEPTABLE = "minimum"
SATISFACTORY = "satisfactory"
OUTSTANDING = "outstanding"


def level_of(
    actual: Decimal,
    target: Decimal,
    *,
    minimum: Decimal | None = None,
    outstanding: Decimal | None = None,
    falling: bool = False,
) -> str:
    """Which level a figure has reached: outstanding, satisfactory (the target), minimum or below.

    Without a minimum everything short of the target is below it. ``falling``: less is better.
    """
    better = -1 if falling else 1
    floor = target if minimum is None else minimum
    if outstanding is not None and actual * better >= outstanding * better:
        return OUTSTANDING
    if actual * better >= target * better:
        return SATISFACTORY
    return JUST_ACCEPTABLE if actual * better >= floor * better else BELOW_MINIMUM


def expected_by(
    day: date,
    period: Period,
    target: Decimal,
    *,
    baseline: Decimal = _ZERO,
    holidays: Collection[date] = (),
) -> Decimal:
    """What a figure that grows evenly should be when ``day`` ends, by working days.

    It starts at ``baseline`` and reaches ``target`` with the last working day of ``period``;
    rounded half up to four decimals. A period without a working day is due with its first day.
    """
    total = working_days(period, holidays)
    if total <= 0:
        return target if day >= period.start else baseline
    passed = working_days_until(period, day, holidays)
    grown = (target - baseline) * passed / total
    return baseline + grown.quantize(_PLACES, rounding=ROUND_HALF_UP)


def weekly_share(weekly: Decimal, span: Period | None, holidays: Collection[date] = ()) -> Decimal:
    """What a weekly quantity comes to within ``span``: a fifth for each working day, exactly."""
    if span is None:
        return _ZERO
    return weekly * working_days(span, holidays) / _WORKING_DAYS_A_WEEK


def _at_the_end(
    actual: Decimal, target: Decimal, target_to: Decimal | None, comparison: str
) -> Pace:
    floor = None if comparison == AT_MOST else target
    ceiling = {AT_MOST: target, BETWEEN: target_to}.get(comparison)
    if floor is not None and actual < floor:
        return Pace(MISSED, actual - floor, "short")
    if ceiling is not None and actual > ceiling:
        return Pace(MISSED, actual - ceiling, "over")
    return Pace(MET, actual - target, "reached")


def _by_now(
    actual: Decimal,
    expected: Decimal | None,
    target: Decimal,
    comparison: str,
    target_to: Decimal | None,
    expected_to: Decimal | None,
    unit: Decimal,
) -> Pace:
    if comparison == BETWEEN:
        floor = target if expected is None else expected
        ceiling = target_to if expected_to is None else expected_to
        return _in_range(actual, floor, ceiling, unit)
    if expected is None:
        return Pace(NO_DATA)
    return _near(actual, expected, unit, up=comparison != AT_MOST)


def _in_range(actual: Decimal, floor: Decimal, ceiling: Decimal | None, unit: Decimal) -> Pace:
    """Outside a range, the nearer end counts; beyond it there is nothing better than on track."""
    if actual < floor:
        return _near(actual, floor, unit, up=True)
    if ceiling is not None and actual > ceiling:
        return _near(actual, ceiling, unit, up=False)
    return Pace(ON_TRACK, _ZERO, "inside")


def _near(actual: Decimal, expected: Decimal, unit: Decimal, *, up: bool) -> Pace:
    """Judge by the distance from ``expected``; ``up`` when more is better.

    All of it is multiplication, so that no rounding decides: 95% is 95%.
    """
    gap = actual - expected
    better = gap if up else -gap
    size = abs(expected)
    reason = "over" if gap > 0 else "short"
    if abs(gap) <= unit:
        return Pace(ON_TRACK, gap, "within_unit")
    if abs(gap) * 100 <= size * 5:
        return Pace(ON_TRACK, gap, "within_percent")
    if better > 0:
        return Pace(AHEAD, gap, reason)
    if abs(gap) * 100 <= size * 25:
        return Pace(BEHIND, gap, reason)
    return Pace(FAR_BEHIND, gap, reason)
