"""The ways out of the house. Each takes one delivery and returns, or raises, within its limit."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from notifications import wording
from notifications.models import Channel, Delivery

# In the data of a notification: another address than the recipient's present one. Who can no longer
# sign in with an address is told at that address.
SEND_TO = "send_to"


def message_id(delivery: Delivery) -> str:
    """The same for every attempt, so that a mail server or reader drops a second copy.

    Two copies can go out only when a worker dies between the mail server's "accepted" and our
    commit.
    """
    host = urlsplit(settings.PUBLIC_URL).hostname or "salesperf.localhost"
    made = int(delivery.notification.created_at.timestamp() * 1000)
    return f"<salesperf.{delivery.pk}.{made}@{host}>"


def send_email(delivery: Delivery) -> None:
    """Send the notification to its recipient's address, or to the one in its data."""
    notification = delivery.notification
    said = wording.message(notification)
    EmailMessage(
        subject=said.subject,
        body=said.text,
        to=[notification.data.get(SEND_TO) or notification.recipient.email],
        headers={"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"},
    ).send()


SENDERS: dict[str, Callable[[Delivery], None]] = {Channel.EMAIL: send_email}
