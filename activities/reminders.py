"""Nudges about the week: on Friday afternoon and on Monday morning, where the person is.

Whoever has a plan for a week and has not submitted it is told at most twice: from Friday 15:00
on, and from Monday 09:00 on about the week before. Asked every minute (notifications.reminders);
what was not said in time, because the work stood still, is said until the nudge is stale.
"""

import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation

from activities.models import PlanLine, Week
from calc.periods import monday_of
from notifications.actions import notify
from notifications.models import Notification
from people.models import Person
from people.models.person import PersonQuerySet
from salesperf.web import format

KIND = "activities.week_due"


@dataclass(frozen=True)
class Nudge:
    """When one is nudged, counted from the Monday of the week: from ``start`` until ``stale``."""

    name: str
    start: timedelta
    stale: timedelta


NUDGES = (
    Nudge("friday", timedelta(days=4, hours=15), timedelta(days=7)),
    Nudge("monday", timedelta(days=7, hours=9), timedelta(days=9)),
)


def remind_of_weeks(now: datetime) -> None:
    """Tell everybody whose week is due and who was not told yet."""
    zones = Person.objects.order_by().values_list("time_zone", flat=True).distinct()
    for zone in zones:
        for monday, nudge in due(now.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)):
            _tell(zone, monday, nudge, now)


def due(local: datetime) -> Iterator[tuple[date, Nudge]]:
    """The weeks about which one is nudged when the clock on the wall shows ``local``."""
    this_monday = monday_of(local.date())
    for monday in (this_monday, this_monday - timedelta(days=7)):
        since = local - datetime.combine(monday, time())
        yield from ((monday, nudge) for nudge in NUDGES if nudge.start <= since < nudge.stale)


def _tell(zone: str, monday: date, nudge: Nudge, now: datetime) -> None:
    key = f"{KIND}:{monday.isoformat()}:{nudge.name}"
    for person in _waited_for(monday, key).filter(time_zone=zone):
        with translation.override(person.locale):
            words = format.day_range(monday, monday + timedelta(days=6))
        notify(
            key=key,
            recipients=[person],
            kind=KIND,
            data={"week": words},
            url=reverse("activities:week_of", args=[monday]),
            now=now,
        )


def _waited_for(monday: date, key: str) -> PersonQuerySet:
    """People with a plan for the week who did not submit it and were not told under ``key``."""
    theirs = OuterRef("pk")
    planned = PlanLine.objects.valid_in_week(monday).filter(person=theirs, weekly_quantity__gt=0)
    submitted = Week.objects.filter(person=theirs, monday=monday, submitted_at__isnull=False)
    told = Notification.objects.filter(recipient=theirs, key=key)
    return Person.objects.employed_on(monday + timedelta(days=6)).filter(
        Exists(planned), ~Exists(submitted), ~Exists(told)
    )
