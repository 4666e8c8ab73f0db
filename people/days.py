"""Reading on which days a person works: the calendar, the days away, the first and the last day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, F, Q, Value

from calc.periods import Period, working_dates
from people.models import Away, DayOff, Person, Team


@dataclass(frozen=True)
class WorkingDays:
    """The days of a period on which one person works, and those from Monday to Friday it lost.

    ``outside`` lie before the first or after the last day of work; ``holidays`` are in the
    calendar; ``away`` are the person's own. Each lost day is counted once, in this order.
    ``passed`` are working days of the period that are over and count no more.
    """

    days: tuple[date, ...]
    outside: int = 0
    holidays: int = 0
    away: int = 0
    passed: tuple[date, ...] = ()

    @property
    def lost(self) -> int:
        return self.outside + self.holidays + self.away

    @property
    def whole(self) -> tuple[date, ...]:
        """All working days of the period, those that are over too."""
        return self.passed + self.days


def working_days_of(person: Person, period: Period, since: date = date.min) -> WorkingDays:
    """One query. Of the days before ``since`` only those worked are told, as ``passed``."""
    off, away = _free_days(person, period)
    weekdays = working_dates(period)
    employed = {day for day in weekdays if _employed(person, day)}
    worked = sorted(employed - off - away)
    left = {day for day in weekdays if day >= since}
    return WorkingDays(
        tuple(day for day in worked if day in left),
        outside=len(left - employed),
        holidays=len(left & employed & off),
        away=len((left & employed & away) - off),
        passed=tuple(day for day in worked if day not in left),
    )


def _employed(person: Person, day: date) -> bool:
    return (person.hired_on is None or person.hired_on <= day) and not person.has_left(day)


def _free_days(person: Person, period: Period) -> tuple[set[date], set[date]]:
    """The days off that hold for the person, and the days away. One query for both."""
    holds = Q(team__isnull=True)
    if person.team_id is not None:
        holds |= Q(team__in=Team.objects.and_above(person.team_id))
    off = DayOff.objects.within(period.start, period.end).filter(holds)
    away = Away.objects.within(period.start, period.end).filter(person=person)
    spans = (
        off.order_by()
        .values_list(F("day"), F("day"), Value(False, BooleanField()))
        .union(
            away.order_by().values_list("starts_on", "ends_on", Value(True, BooleanField())),
            all=True,
        )
    )
    found: dict[bool, set[date]] = {False: set(), True: set()}
    for start, end, is_away in spans:
        days = Period(max(start, period.start), min(end, period.end)).days()
        found[bool(is_away)].update(days)
    return found[False], found[True]
