"""Which weeks may be written, and by whom. Sentences say why not."""

from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Protocol

from django.utils.translation import gettext as _

from activities.models import Week
from calc.periods import Period, monday_of, week
from people.models import Person, Role
from salesperf.web import format

FRIDAY = timedelta(days=4)


class Worker(Protocol):
    """Somebody who logs weeks, as far as weeks need to know: a person, or a row of a list."""

    @property
    def pk(self) -> Any: ...

    @property
    def name(self) -> Any: ...

    @property
    def hired_on(self) -> Any: ...

    @property
    def left_on(self) -> Any: ...

    @property
    def zone(self) -> tzinfo: ...


def today_of(person: Worker, now: datetime) -> date:
    """The date where the person is: weeks begin and end in the zone of who logs them."""
    return now.astimezone(person.zone).date()


def employed_within(person: Worker, span: Period) -> Period | None:
    """The days of ``span`` on which the person works here; None when there is none."""
    start = max(span.start, person.hired_on or span.start)
    end = min(span.end, person.left_on or span.end)
    return Period(start, end) if start <= end else None


def why_no_week(person: Worker, monday: date, today: date) -> str:
    """Why there is nothing to log in this week, as a sentence; empty when there is."""
    if monday > today:
        return _("This week begins on %(day)s. Log it from then on.") % {
            "day": format.day_long(monday, today)
        }
    return _why_not_employed(person, week(monday))


def why_no_day(person: Worker, day: date, monday: date) -> str:
    """Why nothing can be logged on this day of the week; empty when it can."""
    if monday_of(day) != monday:
        return _("%(day)s belongs to another week.") % {"day": format.day_long(day)}
    return _why_not_employed(person, Period(day, day))


def _why_not_employed(person: Worker, span: Period) -> str:
    if employed_within(person, span) is not None:
        return ""
    if person.hired_on is not None and span.end < person.hired_on:
        return _("%(name)s began on %(day)s; before that there is nothing to log.") % {
            "name": person.name, "day": format.day(person.hired_on),
        }  # fmt: skip
    return _("%(name)s left on %(day)s; after that there is nothing to log.") % {
        "name": person.name, "day": format.day(person.left_on),
    }  # fmt: skip


def opens_for_submission(monday: date) -> date:
    """The first day on which a week can be submitted: its Friday."""
    return monday + FRIDAY


def can_submit(person: Worker, monday: date, today: date) -> bool:
    """From Friday on, where the person is; late weeks at any time."""
    return opens_for_submission(monday) <= today and not why_no_week(person, monday, today)


def can_log(week: Week | None) -> bool:
    """A submitted week is written again only after it was reopened."""
    return week is None or not week.is_submitted


def can_keep_types(person: Person) -> bool:
    """Who keeps the list of activity types."""
    return person.has_role(Role.HR, Role.ADMINISTRATOR, Role.EXECUTIVE)
