"""Telling a worker that something waits. Losing such a message costs seconds, never a delivery."""

import logging
import time
from collections.abc import Sequence

from kombu.exceptions import OperationalError

from salesperf.celery import app

logger = logging.getLogger(__name__)

# After a failure the broker is left alone for a while: while it is down, requests must not wait
# for it one after the other. The sweep finds what was not woken.
SECONDS_OF_REST = 10.0
_rest_until = 0.0


def wake(delivery_ids: Sequence[int]) -> None:
    """Send one message per delivery; never raises."""
    global _rest_until
    if time.monotonic() < _rest_until:
        return
    for delivery_id in delivery_ids:
        try:
            app.send_task("notifications.tasks.deliver", args=[delivery_id], retry=False)
        except (OperationalError, OSError) as error:
            _rest_until = time.monotonic() + SECONDS_OF_REST
            logger.warning("broker not reached (%s); the sweep delivers later", error)
            return
