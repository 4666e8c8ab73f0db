"""Telling people, and getting what is told out of the house."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from notifications import kinds, queries, waking
from notifications.channels import SENDERS
from notifications.models import (
    MOST_ATTEMPTS,
    Channel,
    Delivery,
    Heartbeat,
    Notification,
    NotificationQuerySet,
    Preference,
    Status,
)

logger = logging.getLogger(__name__)

# After a failed attempt: half a minute, one, two … at most an hour.
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
BATCH = 500


@transaction.atomic
def notify(
    *,
    key: str,
    recipients: Iterable[Any],
    kind: str,
    data: dict[str, Any],
    url: str,
    now: datetime,
) -> None:
    """Tell people, once per occasion.

    Call it inside the transaction of what is told: both happen, or neither. ``key`` names the
    occasion; telling the same person the same occasion again changes nothing. ``data`` has what
    the wording of ``kind`` needs (notifications/kinds.py) and no private text; ``url`` is a path
    of this site. A worker is woken after the commit; a broker that is down only costs time.
    """
    if not url_has_allowed_host_and_scheme(url, allowed_hosts=None) or not url.startswith("/"):
        raise ValueError(f"A notification leads to a path of this site, not to {url!r}.")
    if len(key) > 200:
        raise ValueError(f"The key of a notification is at most 200 characters: {key[:40]}…")
    the_kind = kinds.get(kind)
    people = {person.pk: person for person in recipients}
    if not people:
        return
    Notification.objects.bulk_create(
        [
            Notification(
                recipient=person,
                kind=kind,
                key=key,
                data=data,
                url=url,
                in_inbox=the_kind.in_inbox,
                created_at=now,
            )
            for person in people.values()
        ],
        ignore_conflicts=True,
    )
    _queue_deliveries(the_kind, key, people, now)


def _queue_deliveries(kind: kinds.Kind, key: str, people: dict[int, Any], now: datetime) -> None:
    wanted = queries.by_email(kind, list(people.values()))
    if not wanted:
        return
    told = Notification.objects.filter(key=key, recipient__in=wanted)
    Delivery.objects.bulk_create(
        [
            Delivery(notification_id=pk, channel=Channel.EMAIL, not_before=now)
            for pk in told.values_list("pk", flat=True)
        ],
        ignore_conflicts=True,
    )
    waiting = Delivery.objects.filter(
        notification__in=told, status=Status.PENDING, attempts=0
    ).values_list("pk", flat=True)
    transaction.on_commit(partial(waking.wake, list(waiting)), robust=True)


# --- out of the house ----------------------------------------------------------------------------


def deliver(*, delivery_id: int, now: datetime) -> bool:
    """Send one delivery if it is due and nobody else has it; return whether it was sent.

    The claim and the end are two transactions and the sending lies between them, so no database
    lock is held while a mail server takes its time. Only who still holds the claim may end it.
    """
    delivery = Delivery.objects.claim(delivery_id, now)
    if delivery is None:
        return False
    delivery = Delivery.objects.select_related("notification__recipient").get(pk=delivery.pk)
    if not delivery.notification.recipient.is_active:
        _end(delivery, status=Status.SKIPPED)
        return False
    try:
        SENDERS[delivery.channel](delivery)
    except Exception as error:
        logger.warning(
            "delivery %s, attempt %s failed", delivery.pk, delivery.attempts, exc_info=True
        )
        _end_failed(delivery, error, now)
        return False
    return _end(delivery, status=Status.SENT, sent_at=now, last_error="")


def _end(delivery: Delivery, **fields: Any) -> bool:
    mine = Delivery.objects.filter(pk=delivery.pk, status=Status.LEASED, attempts=delivery.attempts)
    return bool(mine.update(lease_until=None, **fields))


def _end_failed(delivery: Delivery, error: Exception, now: datetime) -> None:
    reason = f"{type(error).__name__}: {error}"[:300]
    if delivery.attempts >= MOST_ATTEMPTS:
        _end(delivery, status=Status.DEAD, last_error=reason)
        return
    pause = min(FIRST_PAUSE * 2 ** (delivery.attempts - 1), LONGEST_PAUSE)
    _end(delivery, status=Status.PENDING, last_error=reason, not_before=now + pause)


def sweep(*, now: datetime) -> int:
    """Wake workers for what is due and not done; return for how many deliveries.

    It finds what a lost message, a dead worker or a broker that was down left behind.
    """
    Delivery.objects.abandoned(now).update(
        status=Status.DEAD, lease_until=None, last_error="The worker died at each attempt."
    )
    due = list(
        Delivery.objects.due(now).order_by("not_before", "pk").values_list("pk", flat=True)[:BATCH]
    )
    waking.wake(due)
    return len(due)


@transaction.atomic
def try_again(*, delivery: Delivery, now: datetime) -> bool:
    """Give a delivery that was given up its attempts back; False when it is not given up."""
    revived = Delivery.objects.filter(pk=delivery.pk, status=Status.DEAD).update(
        status=Status.PENDING, attempts=0, not_before=now
    )
    if revived:
        transaction.on_commit(partial(waking.wake, [delivery.pk]), robust=True)
    return bool(revived)


def beat(*, now: datetime) -> None:
    """Note that the scheduler reached a worker."""
    Heartbeat.objects.update_or_create(name="tick", defaults={"at": now})


# --- the inbox -----------------------------------------------------------------------------------


def mark_read(*, notifications: NotificationQuerySet, now: datetime) -> int:
    """Mark what of these is unread as read; return how many that were."""
    return notifications.unread().update(read_at=now)


@transaction.atomic
def choose(*, person: Any, by_email: dict[str, bool]) -> None:
    """Keep what a person chose about e-mail, by the name of the kind."""
    Preference.objects.bulk_create(
        [
            Preference(person=person, kind=kind, channel=Channel.EMAIL, wanted=wanted)
            for kind, wanted in by_email.items()
        ],
        update_conflicts=True,
        unique_fields=["person", "kind", "channel"],
        update_fields=["wanted"],
    )
