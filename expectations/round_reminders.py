"""What this room reminds of: comment rounds that end, and the strategy one has not read.

Asked every minute (notifications.reminders). Each occasion has a key, so it is told once.
"""

from datetime import datetime, timedelta

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


def remind_of_rounds(now: datetime) -> None:
    """Tell who has not answered that a round ends within two days."""
    today = now.date()
    ending = CommentRound.objects.open_on(today).filter(until__lte=today + BEFORE_THE_END)
    for each in ending:
        key = f"round:{each.pk}:ends"
        silent = RoundInvitation.objects.filter(
            round=each, person=OuterRef("pk"), answered_at__isnull=True
        )
        _tell(
            Person.objects.employed_on(today).filter(Exists(silent)),
            key=key,
            kind="expectations.round_ends",
            data={"until": day(each.until)},
            url=reverse("expectations:comment_round", args=[each.pk]),
            now=now,
        )


def remind_of_strategy(now: datetime) -> None:
    """Tell who has not confirmed the edition in force: on its first day, and a week later."""
    today = now.date()
    edition = Strategy.objects.in_force_on(today)
    if edition is None or edition.published_at is None:
        return
    since = today - max(edition.effective_from, edition.published_at.date())
    if since >= STALE:
        return
    confirmed = Acknowledgement.objects.filter(strategy=edition, person=OuterRef("pk"))
    _tell(
        Person.objects.employed_on(today).filter(~Exists(confirmed)),
        key=f"strategy:{edition.pk}:{'again' if since >= AGAIN else 'first'}",
        kind="expectations.strategy_to_read",
        data={"day": day(edition.effective_from)},
        url=reverse("expectations:strategy"),
        now=now,
    )


def _tell(
    people: PersonQuerySet, *, key: str, kind: str, data: dict[str, str], url: str, now: datetime
) -> None:
    told = Notification.objects.filter(recipient=OuterRef("pk"), key=key)
    recipients = list(people.filter(~Exists(told)))
    notify(key=key, recipients=recipients, kind=kind, data=data, url=url, now=now)
