"""When the scheduler is silent or mails pile up, the installation is not ready."""

from datetime import timedelta

import pytest

from notifications import health
from notifications.actions import beat
from notifications.tests.conftest import NOW
from salesperf.health import Unfit

pytestmark = pytest.mark.django_db


def test_no_tick_yet():
    with pytest.raises(Unfit, match="not reached a worker yet"):
        health.scheduler(NOW)


def test_a_tick_that_is_too_long_ago():
    beat(now=NOW)
    health.scheduler(NOW + timedelta(seconds=health.OLDEST_TICK))
    with pytest.raises(Unfit, match="181 seconds ago"):
        health.scheduler(NOW + timedelta(seconds=health.OLDEST_TICK + 1))


def test_a_mail_that_waits_too_long(tell):
    health.outbox(NOW)
    tell(now=NOW)
    health.outbox(NOW + timedelta(seconds=health.OLDEST_DUE))
    with pytest.raises(Unfit, match="301 seconds"):
        health.outbox(NOW + timedelta(seconds=health.OLDEST_DUE + 1))
