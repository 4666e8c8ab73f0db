"""Telling a worker that somebody asked for a new password. If it is lost, the next minute asks."""

import logging

from kombu.exceptions import OperationalError

from salesperf.celery import app

logger = logging.getLogger(__name__)


def wake_for_asks() -> None:
    """Send the message; never raises."""
    try:
        app.send_task("people.tasks.answer_reset_asks", retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("broker not reached (%s); the next minute answers", error)
