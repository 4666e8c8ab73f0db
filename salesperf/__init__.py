"""Settings, addresses, Celery and the ground floor for pages (web/, imports/)."""

from salesperf.celery import app as celery_app

__all__ = ["celery_app"]
