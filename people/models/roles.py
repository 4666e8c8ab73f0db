"""Roles are data: who granted which to whom, and when it ended.

Being a manager is no role: it follows from the reporting lines.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    HR = "hr", _("Human resources")
    COMPENSATION = "compensation", _("Compensation")
    EXECUTIVE = "executive", _("Executive")
    ADMINISTRATOR = "administrator", _("Administrator")


class RoleGrant(models.Model):
    """One role, held by one person from ``granted_at`` until ``revoked_at``."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(revoked_at__isnull=True),
                name="people_rolegrant_held_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
