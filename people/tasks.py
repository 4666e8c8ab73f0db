"""What workers do for people. The clock is read here."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from people import actions, throttle


@shared_task
def answer_reset_asks() -> int:
    """Send the links that were asked for. Returns how many."""
    return actions.answer_reset_asks(now=timezone.now())


@shared_task
def forget_the_old() -> int:
    """Delete sessions that are over, and wrong tries that count no more. Returns how many tries."""
    SessionStore.clear_expired()
    return throttle.forget_old(timezone.now())
