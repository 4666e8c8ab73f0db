"""The pages of this room: the inbox with its choices, and the deliveries that were given up."""

from notifications.views.deliveries import attempt, deliveries
from notifications.views.inbox import choices, inbox, notification, reading, reading_all

__all__ = [
    "attempt",
    "choices",
    "deliveries",
    "inbox",
    "notification",
    "reading",
    "reading_all",
]
