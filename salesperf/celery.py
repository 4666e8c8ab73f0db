"""The Celery application. Tasks are found by name in each room's tasks.py."""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesperf.settings")

app = Celery("salesperf")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Threads of the web server find this application too, not an empty one of their own.
app.set_default()


@celeryd_init.connect
@beat_init.connect
def stop_if_unfit(**kwargs: Any) -> None:
    """A worker or scheduler does not start where a web server would not."""
    from django.core.exceptions import ImproperlyConfigured

    from salesperf.checks import refuse_unfit

    try:
        refuse_unfit()
    except ImproperlyConfigured as finding:
        # Celery logs what a receiver raises and goes on; it lets this one through.
        sys.exit(f"salesperf: {finding}")
