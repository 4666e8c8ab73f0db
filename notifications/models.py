"""What people are told, and by which ways it reaches them.

A notification is a row of somebody's inbox. Each way out of the house (e-mail) is a delivery of
its own, with its own state. Both are written in the transaction of what they report; workers
find the deliveries in this table, so that nothing is lost with a broker or a worker.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# The role as people/models/roles.py stores it; this room stands below people.
ADMINISTRATOR = "administrator"

# A claim is for this long; longer than the time limit of the task that holds it
# (notifications/tasks.py), or two workers would send the same mail.
LEASE = timedelta(seconds=settings.OUTBOX_LEASE)
MOST_ATTEMPTS = 8


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, viewer: Any, today: date) -> "NotificationQuerySet":
        """Everybody reads their own inbox, and nobody else's."""
        return self.filter(recipient=viewer, in_inbox=True)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """One thing one person is told.

    ``key`` names the occasion ("document 12 shared, version 3"): the same occasion tells a
    person once. ``data`` has what the wording needs (names, titles, dates; no private text),
    ``url`` the path that it leads to.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=500)
    in_inbox = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "recipient"], name="notifications_once_per_occasion"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notifications_of_person"),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at__isnull=True, in_inbox=True),
                name="notifications_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.recipient_id}"


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")


class Status(models.TextChoices):
    PENDING = "pending", _("Waiting")
    LEASED = "leased", _("Being sent")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Not sent: the account is off")
    DEAD = "dead", _("Given up")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, viewer: Any, today: date) -> "DeliveryQuerySet":
        """Administrators see what could not be delivered; everybody else nothing."""
        return self.all() if viewer.has_role(ADMINISTRATOR) else self.none()

    def due(self, now: datetime) -> "DeliveryQuerySet":
        """Deliveries that a worker may claim: waiting, or left behind by one that died."""
        return self.filter(
            Q(status=Status.PENDING, not_before__lte=now)
            | Q(status=Status.LEASED, lease_until__lt=now),
            attempts__lt=MOST_ATTEMPTS,
        )

    def abandoned(self, now: datetime) -> "DeliveryQuerySet":
        """Deliveries whose last allowed attempt died with its worker."""
        return self.filter(status=Status.LEASED, lease_until__lt=now, attempts__gte=MOST_ATTEMPTS)

    def claim(self, delivery_id: int, now: datetime) -> "Delivery | None":
        """Take one delivery for ``LEASE``; None when it is not due or another was faster.

        One conditional UPDATE decides, alike on both databases.
        """
        claimed = (
            self.due(now)
            .filter(pk=delivery_id)
            .update(status=Status.LEASED, lease_until=now + LEASE, attempts=F("attempts") + 1)
        )
        return self.get(pk=delivery_id) if claimed else None


class Delivery(models.Model):
    """One notification on its way out of the house."""

    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, related_name="deliveries"
    )
    channel = models.CharField(max_length=20, choices=Channel.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "channel"], name="notifications_one_delivery_per_channel"
            ),
        ]
        indexes = [
            # Only what is not finished; the rest of the table grows for ever.
            models.Index(
                fields=["not_before"],
                condition=Q(status__in=["pending", "leased"]),
                name="notifications_unfinished",
            ),
            models.Index(
                fields=["status"], condition=Q(status="dead"), name="notifications_given_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}: {self.status}"


class Preference(models.Model):
    """What one person chose for one kind and channel; without a row the kind's default holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "channel"], name="notifications_one_choice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {self.wanted}"


class Heartbeat(models.Model):
    """When the scheduler last reached a worker; /readyz looks at its age."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
