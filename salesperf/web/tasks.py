"""Housekeeping of the ground floor."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from salesperf.web.models import ReceivedForm

KEPT = timedelta(days=7)  # a page left open longer than that gets a fresh form first


@shared_task
def forget_received_forms() -> int:
    """Delete the one-time keys of forms that nobody can send again. Returns how many."""
    deleted, _ = ReceivedForm.objects.filter(received_at__lt=timezone.now() - KEPT).delete()
    return deleted
