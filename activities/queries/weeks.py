"""One week of one person in full: what is expected beside what was done."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from activities import rules
from activities.models import (
    ActivityType,
    Entry,
    PlanLine,
    PlanSkill,
    Week,
    of_readable_people,
)
from activities.queries.sheet import NOT_JUDGED, Cell, Row, Sheet, is_finished, mark_day
from activities.queries.totals import done_by_week
from calc.pace import MET, Pace, pace, weekly_share
from calc.periods import Period, monday_of, week
from people.models import Person
from people.models.person import PersonQuerySet

TREND_WEEKS = 10
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_ZERO = Decimal(0)


def readable_people(viewer: Person, today: date) -> PersonQuerySet:
    """Everybody whose weeks the viewer reads: oneself and those one leads today."""
    return Person.objects.filter(of_readable_people(viewer, today, "pk"))


def week_sheet(
    *,
    person: Person,
    monday: date,
    today: date,
    added: Collection[int] = (),
    weekend: bool = False,
) -> Sheet:
    """Read a person's week, with ten weeks of history. Six queries, however long the log.

    ``today`` is the date where the person is. ``added`` are numbers of activity types that get a
    row although nothing is planned or logged for them; ``weekend`` shows Saturday and Sunday
    also when nothing was logged on them.
    """
    span = week(monday)
    weeks = {
        each.monday: each
        for each in Week.objects.filter(
            person=person, monday__gte=monday - (TREND_WEEKS - 1) * _WEEK, monday__lte=monday
        )
    }
    this_week = weeks.get(monday)
    entries = [] if this_week is None else list(this_week.entries.order_by("day"))
    lines = list(PlanLine.objects.filter(person=person).valid_in_week(monday))
    types = {each.pk: each for each in ActivityType.objects.all()}
    finished = is_finished(
        monday, today, submitted=this_week is not None and this_week.is_submitted
    )
    last = max((entry.day for entry in entries), default=None)
    mark = None if finished else mark_day(monday, today, last)
    grid = _Grid(
        person=person,
        span=span,
        weekend=weekend
        or (today in span and _is_weekend(today))
        or any(_is_weekend(entry.day) for entry in entries),
        entries=entries,
        lines=lines,
        past=done_by_week(
            person_id=person.pk, first=monday - (TREND_WEEKS - 1) * _WEEK, last=monday - _WEEK
        ),
        logged_weeks=frozenset(weeks),
        mark=mark,
    )
    shown = _in_order(types, lines, entries, added)
    return Sheet(
        person=person,
        monday=monday,
        today=today,
        week=this_week,
        rows=tuple(grid.row(each) for each in shown),
        skills=tuple(PlanSkill.objects.filter(person=person).valid_in_week(monday)),
        practised=_practised(weeks.values()),
        free_types=tuple(
            each for each in types.values() if each.archived_at is None and each not in shown
        ),
        mark_day=mark,
        added=tuple(added),
        weekend=grid.weekend,
    )


def week_so_far(*, person: Person, today: date) -> Sheet:
    """The running week without its history, for a page that only sums it up. Two queries."""
    monday = monday_of(today)
    in_week = Entry.objects.filter(week__person=person, week__monday=monday)
    entries = list(in_week.select_related("week", "activity_type").order_by("day"))
    valid = PlanLine.objects.filter(person=person).valid_in_week(monday)
    lines = list(valid.select_related("activity_type"))
    types = {each.activity_type_id: each.activity_type for each in [*lines, *entries]}
    this_week = entries[0].week if entries else None
    submitted = this_week is not None and this_week.is_submitted
    mark = None if submitted else mark_day(monday, today, entries[-1].day if entries else None)
    grid = _Grid(
        person=person,
        span=week(monday),
        weekend=True,
        entries=entries,
        lines=lines,
        past={},
        logged_weeks=frozenset(),
        mark=mark,
    )
    return Sheet(
        person=person,
        monday=monday,
        today=today,
        week=this_week,
        rows=tuple(grid.row(each) for each in _in_order(types, lines, entries, ())),
        skills=(),
        practised={},
        free_types=(),
        added=(),
        mark_day=mark,
        weekend=True,
    )


@dataclass(frozen=True)
class _Grid:
    """What the rows of one week are made from."""

    person: Person
    span: Period
    weekend: bool
    entries: Sequence[Entry]
    lines: Sequence[PlanLine]
    past: dict[tuple[date, int], Decimal]
    logged_weeks: frozenset[date]
    mark: date | None  # None once the whole week counts

    def row(self, activity_type: ActivityType) -> Row:
        lines = [line for line in self.lines if line.activity_type_id == activity_type.pk]
        entries = {
            entry.day: entry for entry in self.entries if entry.activity_type_id == activity_type.pk
        }
        row = Row(
            activity_type=activity_type,
            cells=tuple(
                _cell(self.span.start + place * _DAY, activity_type, entries)
                for place in range(7 if self.weekend else 5)
            ),
            serves=lines[-1].serves if lines else "",
        )
        past = (*self._past(activity_type), row.done if entries else None)
        if not lines:
            return replace(row, past=past)
        expected = expected_within(self.person, lines, self.span.start, self.span.end)
        expected_now = expected_within(
            self.person, lines, self.span.start, self.mark or self.span.end
        )
        judged = judge_week(
            row.done, expected, expected_now, logged=row.logged, finished=self.mark is None
        )
        mark = None if self.mark is None else expected_now
        return replace(row, expected=expected, mark=mark, pace=judged, past=past)

    def _past(self, activity_type: ActivityType) -> Iterable[Decimal | None]:
        for back in range(TREND_WEEKS - 1, 0, -1):
            monday = self.span.start - back * _WEEK
            nothing = _ZERO if monday in self.logged_weeks else None
            yield self.past.get((monday, activity_type.pk), nothing)


def expected_within(
    person: rules.Worker, lines: Iterable[PlanLine], first: date, last: date
) -> Decimal:
    """What the lines of one activity come to on the working days of a span, exactly."""
    first = max(first, person.hired_on or first)
    last = min(last, person.left_on or last)
    total = _ZERO
    for line in lines:
        start, end = max(first, line.starts_on), min(last, line.ends_on or last)
        if start <= end:
            total += weekly_share(line.weekly_quantity, Period(start, end))
    return total


def judge_week(
    done: Decimal, expected: Decimal, expected_now: Decimal, *, logged: bool, finished: bool
) -> Pace:
    """Judge one activity of one week: never worse than behind, met once all of it is done.

    While nothing is expected yet and nothing was logged there is nothing to judge.
    """
    if not logged and not expected_now:
        return NOT_JUDGED
    if finished and done >= expected:
        return Pace(MET, done - expected, "reached")
    return pace(done, expected_now, expected, stops_at_behind=True)


def _cell(day: date, activity_type: ActivityType, entries: dict[date, Entry]) -> Cell:
    entry = entries.get(day)
    if entry is None:
        return Cell(day, activity_type.pk)
    return Cell(day, activity_type.pk, entry.quantity, entry.imported_quantity, entry.source)


def _in_order(
    types: dict[int, ActivityType],
    lines: Iterable[PlanLine],
    entries: Iterable[Entry],
    added: Collection[int],
) -> list[ActivityType]:
    """The plan's activities in its order, then what else was logged, then what was added."""
    planned = [line.activity_type_id for line in lines]
    logged = {entry.activity_type_id for entry in entries}
    also = [key for key, each in types.items() if key in logged]
    wanted = [key for key in added if key in types and types[key].archived_at is None]
    return [types[key] for key in dict.fromkeys([*planned, *also, *wanted])]


def _is_weekend(day: date) -> bool:
    return day.weekday() > 4


def _practised(weeks: Iterable[Week]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in weeks:
        skill = each.skill_practised.strip().lower()
        if skill:
            counts[skill] = counts.get(skill, 0) + 1
    return counts
