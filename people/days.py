"""Reading on which days a person works: the calendar, the days away, the first and the last day."""

from dataclasses import dataclass
from datetime import date

from calc.periods import Period, working_dates
from people.models import Away, DayOff, Person, Team


@dataclass(frozen=True)
class WorkingDays:
    """The days of a period on which one person works, and those from Monday to Friday it lost.

    ``outside`` lie before the first or after the last day of work; ``holidays`` are in the
    calendar; ``away`` are the person's own. Each lost day is counted once, in this order.
    """

    days: tuple[date, ...]
    outside: int = 0
    holidays: int = 0
    away: int = 0

    @property
    def lost(self) -> int:
        return self.outside + self.holidays + self.away


def working_days_of(person: Person, period: Period) -> WorkingDays:
    """Two queries; a third one when teams have days of their own."""
    employed = {day for day in working_dates(period) if _employed(person, day)}
    off = employed & _days_off(person, period)
    away = (employed - off) & _days_away(person, period)
    outside = len(working_dates(period)) - len(employed)
    return WorkingDays(tuple(sorted(employed - off - away)), outside, len(off), len(away))


def _employed(person: Person, day: date) -> bool:
    return (person.hired_on is None or person.hired_on <= day) and not person.has_left(day)


def _days_off(person: Person, period: Period) -> set[date]:
    rows = list(DayOff.objects.within(period.start, period.end).values_list("day", "team"))
    teams: set[int | None] = {None}
    if any(team is not None for _day, team in rows):
        teams |= teams_above(person.team_id)
    return {day for day, team in rows if team in teams}


def teams_above(team: int | None) -> set[int | None]:
    """A team and all it is part of. One query; a circle, should one be stored, ends."""
    parents = dict(Team.objects.values_list("pk", "parent"))
    found: set[int | None] = set()
    while team is not None and team not in found:
        found.add(team)
        team = parents.get(team)
    return found


def _days_away(person: Person, period: Period) -> set[date]:
    spans = Away.objects.within(period.start, period.end).filter(person=person)
    return {
        day
        for start, end in spans.values_list("starts_on", "ends_on")
        for day in Period(max(start, period.start), min(end, period.end)).days()
    }
