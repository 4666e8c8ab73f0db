"""What workers do for runs. The clock is read here."""

from celery import shared_task
from django.utils import timezone

from commissions.actions import runs


@shared_task
def calculate_shard(shard_id: int) -> None:
    """Calculate one shard of a run; does nothing when it is done."""
    runs.calculate_shard(shard_id=shard_id, now=timezone.now())


@shared_task
def go_on() -> int:
    """Give out the shards that nobody works on. Returns how many; safe to call at any time.

    Every minute it finds what a dead worker left behind.
    """
    numbers = runs.wake(now=timezone.now())
    for number in numbers:
        calculate_shard.delay(number)
    return len(numbers)
