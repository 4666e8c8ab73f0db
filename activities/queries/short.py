"""Many weeks in one line each: how many of the planned activities went as planned."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max, Sum

from activities import rules
from activities.models import Entry, PlanLine, Week
from activities.queries.sheet import is_finished, mark_day
from activities.queries.totals import exact
from activities.queries.weeks import expected_within, judge_week
from activities.rules import Worker
from calc.pace import BEHIND, NO_DATA
from calc.periods import monday_of

_ZERO, _ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class WeekInShort:
    """One person's week in figures.

    Of ``planned`` activities, ``kept`` are on track, ahead or met and ``behind`` are behind; the
    rest cannot be judged yet. ``share`` is the mean of what was done of what is expected by now,
    each activity counting at most fully, so that many calls do not hide a missing proposal; None
    while nothing is expected.
    """

    person_id: int
    monday: date
    planned: int = 0
    kept: int = 0
    behind: int = 0
    share: Decimal | None = None
    logged_to: date | None = None
    submitted_at: datetime | None = None
    finished: bool = False

    @property
    def is_late(self) -> bool:
        """The week is over, there was a plan, and it was not submitted."""
        return self.finished and self.planned > 0 and self.submitted_at is None


RECENT_WEEKS = 6


def recent_weeks(*, person: Worker, now: datetime) -> list[WeekInShort]:
    """The last weeks of one person in short, the newest first, from the day of hire on."""
    today = rules.today_of(person, now)
    mondays = [monday_of(today) - back * timedelta(days=7) for back in range(RECENT_WEEKS)]
    within = [day for day in mondays if not rules.why_no_week(person, day, today)]
    weeks = weeks_in_short(people=[person], mondays=within, now=now)
    return [weeks[person.pk, monday] for monday in within]


_Lines = dict[int, dict[int, list[PlanLine]]]  # by person and activity type


@dataclass(frozen=True)
class _Log:
    """What was logged of one activity in one week."""

    done: Decimal = _ZERO
    last: date | None = None


def weeks_in_short(
    *, people: Sequence[Worker], mondays: Sequence[date], now: datetime
) -> dict[tuple[int, date], WeekInShort]:
    """The weeks of many people, by person and Monday. Three queries for any number of them."""
    if not people or not mondays:
        return {}
    ids = [person.pk for person in people]
    within = {"monday__gte": min(mondays), "monday__lte": max(mondays), "person__in": ids}
    weeks = {(each.person_id, each.monday): each for each in Week.objects.filter(**within)}
    logs = _logs({f"week__{key}": value for key, value in within.items()})
    lines = _lines(ids, min(mondays), max(mondays) + timedelta(days=6))
    return {
        (person.pk, monday): _in_short(
            person, monday, rules.today_of(person, now),
            weeks.get((person.pk, monday)), lines[person.pk], logs[person.pk, monday],
        )
        for person in people
        for monday in mondays
    }  # fmt: skip


def _logs(within: dict[str, object]) -> dict[tuple[int, date], dict[int, _Log]]:
    rows = (
        Entry.objects.filter(**within)
        .order_by()
        .values_list("week__person", "week__monday", "activity_type")
        .annotate(done=Sum("quantity"), last=Max("day"))
    )
    logs: dict[tuple[int, date], dict[int, _Log]] = defaultdict(dict)
    for person_id, monday, activity_type_id, done, last in rows:
        logs[person_id, monday][activity_type_id] = _Log(exact(done), last)
    return logs


def _lines(people: Iterable[int], first: date, last: date) -> _Lines:
    lines: _Lines = defaultdict(lambda: defaultdict(list))
    for line in PlanLine.objects.filter(person__in=people).valid_within(first, last):
        lines[line.person_id][line.activity_type_id].append(line)
    return lines


def _in_short(
    person: Worker,
    monday: date,
    today: date,
    week: Week | None,
    lines: dict[int, list[PlanLine]],
    logs: dict[int, _Log],
) -> WeekInShort:
    submitted_at = week.submitted_at if week else None
    finished = is_finished(monday, today, submitted=submitted_at is not None)
    logged_to = max((log.last for log in logs.values() if log.last), default=None)
    sunday = monday + timedelta(days=6)
    until = sunday if finished else mark_day(monday, today, logged_to)
    statuses, shares = [], []
    for activity_type_id, theirs in lines.items():
        expected = expected_within(person, theirs, monday, sunday)
        if not expected:
            continue
        log = logs.get(activity_type_id, _Log())
        now = expected_within(person, theirs, monday, until)
        judged = judge_week(log.done, expected, now, logged=log.last is not None, finished=finished)
        statuses.append(judged.status)
        if now:
            shares.append(min(_ONE, log.done / now))
    return WeekInShort(
        person_id=person.pk,
        monday=monday,
        planned=len(statuses),
        kept=sum(status not in {BEHIND, NO_DATA} for status in statuses),
        behind=statuses.count(BEHIND),
        share=sum(shares, _ZERO) / len(shares) if shares else None,
        logged_to=logged_to,
        submitted_at=submitted_at,
        finished=finished,
    )
