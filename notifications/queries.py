"""Reading the inbox, the choices, and how the way out of the house does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, IntegerField, Max, Min, Value, When

from notifications.kinds import Kind, switchable
from notifications.models import (
    Channel,
    Delivery,
    DeliveryQuerySet,
    Heartbeat,
    Notification,
    NotificationQuerySet,
    Preference,
    Status,
)


def unread(person: Any) -> NotificationQuerySet:
    """What is unread in the person's inbox."""
    return Notification.objects.filter(recipient=person, in_inbox=True).unread()


def unread_count(person: Any) -> int:
    """How many things in the person's inbox are unread; one query on a small index."""
    return unread(person).count()


def newest(visible: NotificationQuerySet) -> int:
    """The number of the last one that came; 0 when nothing did."""
    return visible.aggregate(last=Max("pk"))["last"] or 0


def inbox(visible: NotificationQuerySet) -> NotificationQuerySet:
    """What is unread first, and the newest first in both parts."""
    unread_first = Case(
        When(read_at__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return visible.annotate(part=unread_first).order_by("part", "-created_at", "-pk")


def by_email(kind: Kind, people: Sequence[Any]) -> list[Any]:
    """Those of the people who get this kind by e-mail: by their choice, or by what is usual."""
    able = [person for person in people if person.is_active]
    if not kind.may_switch_off:
        return able
    chosen = dict(
        Preference.objects.filter(
            person__in=able, kind=kind.name, channel=Channel.EMAIL
        ).values_list("person_id", "wanted")
    )
    return [person for person in able if chosen.get(person.pk, kind.by_email)]


@dataclass(frozen=True)
class Choice:
    """One line of the page where a person chooses."""

    kind: Kind
    by_email: bool


def choices(person: Any) -> list[Choice]:
    """What the person gets by e-mail, for every kind one may choose about. One query."""
    chosen = dict(
        Preference.objects.filter(person=person, channel=Channel.EMAIL).values_list(
            "kind", "wanted"
        )
    )
    return [Choice(kind, chosen.get(kind.name, kind.by_email)) for kind in switchable()]


def given_up(visible: DeliveryQuerySet) -> DeliveryQuerySet:
    """Deliveries that no worker tries any more, with whom they were for."""
    return visible.filter(status=Status.DEAD).select_related("notification__recipient")


@dataclass(frozen=True)
class Backlog:
    """How the way out of the house does: ages in whole seconds, None where there is nothing."""

    oldest_due: int | None
    last_tick: int | None
    given_up: int


def backlog(now: datetime) -> Backlog:
    """Look at the outbox and at the scheduler's last sign of life. Three queries."""
    oldest = Delivery.objects.due(now).aggregate(at=Min("not_before"))["at"]
    tick = Heartbeat.objects.filter(name="tick").values_list("at", flat=True).first()
    return Backlog(
        oldest_due=_age(oldest, now),
        last_tick=_age(tick, now),
        given_up=Delivery.objects.filter(status=Status.DEAD).count(),
    )


def _age(at: datetime | None, now: datetime) -> int | None:
    return None if at is None else int(max(now - at, timedelta()).total_seconds())
