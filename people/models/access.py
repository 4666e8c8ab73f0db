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
