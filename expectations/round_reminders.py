"""What this room reminds of: comment rounds that end, and the strategy one has not read.

Asked every minute (notifications.reminders). Days and mornings are those of whoever
is told; each occasion has a key, so it is told once.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.urls import reverse

from expectations.models import Acknowledgement, CommentRound, RoundInvitation, Strategy
from notifications.actions import notify
from notifications.models import Notification
from people.models import Person
from people.models.person import PersonQuerySet
from salesperf.web.format import day

BEFORE_THE_END = timedelta(days=2)
# An edition is announced when it comes into force and again a week later, and not for ever.
AGAIN = timedelta(days=7)
STALE = timedelta(days=30)
MORNING = 9


def remind_of_rounds(now: datetime) -> None:
    """Tell who has not answered that a round ends within two days, in the morning where they are."""
    for zone, today in _mornings(now):
        ending = CommentRound.objects.open_on(today).filter(until__lte=today + BEFORE_THE_END)
        for each in ending:
            silent = RoundInvitation.objects.filter(
                round=each, person=OuterRef("pk"), answered_at__isnull=True
            )
            _tell(
                Person.objects.employed_on(today).filter(Exists(silent), time_zone=zone.key),
                # A round that is given more days ends anew.
                key=f"round:{each.pk}:ends:{each.until.isoformat()}",
                kind="expectations.round_ends",
                data={"until": day(each.until)},
                url=reverse("expectations:comment_round", args=[each.pk]),
                now=now,
            )


def remind_of_strategy(now: datetime) -> None:
    """Tell who has not confirmed the edition in force: on its first day, and a week later."""
    for zone, today in _mornings(now):
        edition = Strategy.objects.in_force_on(today)
        if edition is None or edition.published_at is None:
            continue
        published_on = edition.published_at.astimezone(zone).date()
        since = today - max(edition.effective_from, published_on)
        if since >= STALE:
            continue
        confirmed = Acknowledgement.objects.filter(strategy=edition, person=OuterRef("pk"))
        _tell(
            Person.objects.employed_on(today).filter(~Exists(confirmed), time_zone=zone.key),
            key=f"strategy:{edition.pk}:{'again' if since >= AGAIN else 'first'}",
            kind="expectations.strategy_to_read",
            data={"day": day(edition.effective_from)},
            url=reverse("expectations:strategy"),
            now=now,
        )


def _mornings(now: datetime) -> Iterator[tuple[ZoneInfo, date]]:
    """The zones of people in which the working day has begun, with the date there."""
    for name in Person.objects.order_by().values_list("time_zone", flat=True).distinct():
        zone = ZoneInfo(name)
        local = now.astimezone(zone)
        if local.hour >= MORNING:
            yield zone, local.date()


def _tell(
    people: PersonQuerySet, *, key: str, kind: str, data: dict[str, str], url: str, now: datetime
) -> None:
    told = Notification.objects.filter(recipient=OuterRef("pk"), key=key)
    recipients = list(people.filter(~Exists(told)))
    notify(key=key, recipients=recipients, kind=kind, data=data, url=url, now=now)
