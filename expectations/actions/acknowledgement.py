"""Confirming that one has read the strategy in force, and reminding who has not."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.actions import record
from expectations.models import Acknowledgement, Strategy
from expectations.problems import NotPossible
from expectations.queries.readers import waited_for
from expectations.queries.strategy import fingerprint_of
from expectations.queries.words import edition_words
from notifications.actions import notify
from notifications.models import Notification
from people.models import Person
from salesperf.web.format import day

KIND = "expectations.strategy_to_read"


@transaction.atomic
def acknowledge(
    *, edition: Strategy, person: Person, seen: str, today: date, now: datetime
) -> Acknowledgement:
    """Note that ``person`` read the words with the fingerprint ``seen``. Twice is once.

    Raises NotPossible when these are not the words in force.
    """
    in_force = Strategy.objects.in_force_on(today)
    if in_force is None or in_force.pk != edition.pk:
        raise NotPossible(_("Another edition is in force since. Read that one."))
    if fingerprint_of(edition_words(edition)) != seen:
        raise NotPossible(_("These are not the words in force. Read them again, then confirm."))
    made, is_new = Acknowledgement.objects.get_or_create(
        strategy=edition, person=person, defaults={"fingerprint": seen, "at": now}
    )
    if is_new:
        record(actor=person, verb="strategy.acknowledged", target=edition, at=now)
    return made


@transaction.atomic
def nudge(*, edition: Strategy, actor: Person, today: date, now: datetime) -> int:
    """Remind those the actor may remind who have not confirmed, once a day each.

    Returns how many are told now.
    """
    key = f"strategy:{edition.pk}:nudge:{today.isoformat()}"
    told = Notification.objects.filter(key=key, recipient=OuterRef("pk"))
    people = list(waited_for(edition, actor, today).filter(~Exists(told)))
    notify(
        key=key,
        recipients=people,
        kind=KIND,
        data={"day": day(edition.effective_from)},
        url=reverse("expectations:strategy"),
        now=now,
    )
    if people:
        record(
            actor=actor, verb="strategy.nudged", target=edition, at=now, day=today,
            people=len(people),
        )  # fmt: skip
    return len(people)
