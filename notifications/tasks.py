"""What workers do. The clock is read here; everything below takes ``now`` as an argument."""

from typing import Any

from celery import shared_task
from celery.signals import beat_init
from django.utils import timezone

from notifications import actions, reminders
from notifications.models import LEASE

# Seconds; a task that hangs is killed before its claim runs out.
DELIVERY_LIMIT = LEASE.total_seconds() * 2 / 3


@shared_task(time_limit=DELIVERY_LIMIT)
def deliver(delivery_id: int) -> None:
    """Send one delivery; does nothing when it is done or somebody else has it."""
    actions.deliver(delivery_id=delivery_id, now=timezone.now())


@shared_task
def sweep() -> None:
    """Every few seconds: wake workers for what was left behind."""
    actions.sweep(now=timezone.now())


@shared_task
def tick() -> None:
    """Every minute: ask each room what is due and not yet said."""
    now = timezone.now()
    actions.beat(now=now)
    reminders.ask_all(now)


@beat_init.connect
def start_at_once(**kwargs: Any) -> None:
    """The scheduler waits a whole period before its first message; readiness should not."""
    for task in (tick, sweep):
        task.apply_async(expires=60, retry=False)
