"""What a notification says, in the language and time zone of who reads it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from notifications import kinds, tokens
from notifications.models import Notification


@dataclass(frozen=True)
class Message:
    subject: str
    text: str


def subject(notification: Notification) -> str:
    """The one line that stands in the inbox, in the language of the request."""
    if not kinds.known(notification.kind):
        return notification.kind  # of a room that this installation no longer has
    return _one_line(_render(notification, "subject.txt", {}))


def message(notification: Notification) -> Message:
    """The whole mail, in the recipient's language and zone."""
    person = notification.recipient
    with translation.override(person.locale), timezone.override(person.zone):
        link = settings.PUBLIC_URL.rstrip("/") + tokens.fill(
            notification.url, notification.kind, notification.data
        )
        more = {"recipient": person, "link": link, "company": settings.COMPANY_NAME}
        return Message(
            subject=_one_line(_render(notification, "subject.txt", more)),
            text=_render(notification, "txt", more).strip() + "\n",
        )


def _render(notification: Notification, ending: str, more: dict[str, Any]) -> str:
    template = get_template(f"notifications/{notification.kind}.{ending}")
    # Plain text: an "&" in a name stays an "&". Data are variables, never templates.
    context = Context({**notification.data, **more}, autoescape=False)
    return str(template.template.render(context))  # type: ignore[attr-defined]


def _one_line(text: str) -> str:
    """Join what a name or title broke into lines: a header must not grow another header."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
