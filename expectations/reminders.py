"""Two weeks into a quarter: who leads people without signed expectations is told, once.

Asked every minute (notifications.reminders). A manager is told on the fifteenth day of the
quarter at 09:00 on their own clock, or as soon after as the work runs again, for two weeks; one
notice says how many. The side whose signature is missing finds it on its home page.
"""

import zoneinfo
from collections import Counter
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation

from calc.periods import quarter
from expectations.models import DocumentVersion
from expectations.wording import period_of
from notifications.actions import notify
from notifications.models import Notification
from people.models import Person, ReportingLine

KIND = "expectations.unsigned_due"
BEGUN = timedelta(days=14)
STALE = timedelta(days=28)
_MORNING = 9


def remind_of_unsigned(now: datetime) -> None:
    """Tell every manager whose people lack signed expectations and who was not told yet."""
    zones = Person.objects.order_by().values_list("time_zone", flat=True).distinct()
    for zone in zones:
        local = now.astimezone(zoneinfo.ZoneInfo(zone))
        if is_due(local.date()) and local.hour >= _MORNING:
            _tell(zone, local.date(), now)


def is_due(today: date) -> bool:
    """Did the quarter begin two weeks ago, and not more than four?"""
    return BEGUN <= today - quarter(today).start < STALE


def _tell(zone: str, today: date, now: datetime) -> None:
    span = quarter(today)
    key = f"{KIND}:{span.start.isoformat()}"
    told = Notification.objects.filter(key=key).values("recipient")
    people = uncovered_by_manager(today)
    managers = Person.objects.employed_on(today).filter(pk__in=people, time_zone=zone)
    for manager in managers.exclude(pk__in=told):
        with translation.override(manager.locale):
            words = period_of(span.start, span.end)
        notify(
            key=key,
            recipients=[manager],
            kind=KIND,
            data={"number": people[manager.pk], "period": words},
            url=reverse("expectations:documents"),
            now=now,
        )


def uncovered_by_manager(today: date) -> Counter[int]:
    """How many people each manager leads directly who were here when the quarter began two weeks
    ago and have nothing signed for today. One query.
    """
    signed = DocumentVersion.objects.in_force_on(today).filter(document__person=OuterRef("person"))
    lines = ReportingLine.objects.valid_on(today).filter(
        ~Exists(signed), person__in=Person.objects.employed_on(today)
    )
    newcomers = lines.filter(person__hired_on__gt=today - BEGUN)
    return Counter(lines.exclude(pk__in=newcomers.values("pk")).values_list("manager", flat=True))
