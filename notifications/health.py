"""What /readyz asks of this room: does the scheduler live, and does the outbox drain?"""

from datetime import datetime

from notifications.queries import backlog
from salesperf.health import Unfit

# Seconds. The scheduler ticks every minute and sweeps every ten seconds; three missed ticks, or
# a mail that waits for five minutes, mean that nobody works.
OLDEST_TICK = 180
OLDEST_DUE = 300


def scheduler(now: datetime) -> None:
    age = backlog(now).last_tick
    if age is None:
        raise Unfit("the scheduler has not reached a worker yet")
    if age > OLDEST_TICK:
        raise Unfit(f"the scheduler reached a worker {age} seconds ago")


def outbox(now: datetime) -> None:
    age = backlog(now).oldest_due
    if age is not None and age > OLDEST_DUE:
        raise Unfit(f"a delivery is due for {age} seconds")
