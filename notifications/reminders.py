"""What is due and not yet said: asked once a minute, in each room that has something to remind of.

A provider is called with the time and tells people through ``notifications.actions.notify``.
The key of the notification makes it safe to ask again: the same occasion tells a person once,
with two schedulers, a repeated minute or a clock that jumps.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

Provider = Callable[[datetime], None]

logger = logging.getLogger(__name__)
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Ask this provider every minute; rooms call it from ``AppConfig.ready``."""
    if provider not in _providers:
        _providers.append(provider)


def ask_all(now: datetime) -> None:
    """Ask every provider, each in a transaction of its own: one that fails hinders no other."""
    for provider in _providers:
        try:
            with transaction.atomic():
                provider(now)
        except Exception:
            logger.exception("reminders of %s.%s", provider.__module__, provider.__qualname__)
