"""How people get in: one-time links, and the tries at the doors."""

import hashlib
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

L = TypeVar("L", bound="OneTimeLink")


def hash_of(token: str) -> str:
    """What is kept of a token: with 256 random bits in it, one SHA-256 is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class OneTimeLinkQuerySet(models.QuerySet[L]):
    def open_on(self, now: datetime) -> "OneTimeLinkQuerySet[L]":
        """Links that still open something. See also OneTimeLink.is_open."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)

    def not_ended(self) -> "OneTimeLinkQuerySet[L]":
        """Links that were neither used nor withdrawn; they may have run out."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)

    def with_hash(self, token_hash: str) -> "OneTimeLinkQuerySet[L]":
        return self.filter(token_hash=token_hash)


class OneTimeLink(models.Model):
    """A link that works once, for one person, until it runs out.

    Only the SHA-256 of the token is kept; the token itself stands in the mail alone.
    """

    person: Any
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at


class Invitation(OneTimeLink):
    """By it a person sets the first password. See people.actions.invitations."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class PasswordReset(OneTimeLink):
    """By it a person who forgot the password sets another. See people.actions.passwords."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="password_resets"
    )

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Password reset {self.pk}"


class EmailChangeQuerySet(models.QuerySet["EmailChange"]):
    def waiting(self, now: datetime) -> "EmailChangeQuerySet":
        """Changes that may still happen."""
        return self.filter(ended_at__isnull=True, expires_at__gt=now)


class EmailChange(models.Model):
    """Another address to sign in with, that waits for both addresses.

    The new one confirms it by the link of its mail. The old one can stop it by the link of its
    own, or agree; without a word from there it happens a day after it was asked for. See
    people.actions.addresses and docs/decisions/0013-doors-and-sessions.md.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("changed")
        STOPPED = "stopped", _("stopped from the old address")
        WITHDRAWN = "withdrawn", _("taken back")
        REPLACED = "replaced", _("replaced by another")
        TAKEN = "taken", _("somebody else has the address")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="email_changes"
    )
    new_email = models.EmailField(max_length=254)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirm_hash = models.CharField(max_length=64, unique=True)
    stop_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)

    objects = EmailChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="people_one_email_change_waits",
            )
        ]

    def __str__(self) -> str:
        return f"Email change {self.pk}"


class ResetAsk(models.Model):
    """Somebody asked for a new password for an address, which may be nobody's."""

    email = models.CharField(max_length=254)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Ask {self.pk}"


class Door(models.TextChoices):
    """Where a secret can be guessed, or mails can be caused. Each counts its tries for itself."""

    SIGN_IN = "sign_in", _("Sign-in")
    RESET = "reset", _("Password reset")
    PASSWORD = "password", _("Password change")


class SignInAttempt(models.Model):
    """A try at a door that has not succeeded; what the rate limit counts. Names are hashed."""

    door = models.CharField(max_length=10, choices=Door.choices, default=Door.SIGN_IN)
    name_hash = models.CharField(max_length=64)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["name_hash", "at"], name="people_attempt_by_name"),
            models.Index(fields=["address", "at"], name="people_attempt_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.at:%Y-%m-%d %H:%M:%S}"
