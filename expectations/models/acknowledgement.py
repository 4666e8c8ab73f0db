"""That somebody has read the strategy in force."""

from datetime import date

from django.conf import settings
from django.db import models

from expectations.models.strategy import Strategy
from people.models import Person, ReportingLine, Role
from salesperf.append_only import AppendOnlyModel, AppendOnlyQuerySet


class AcknowledgementQuerySet(AppendOnlyQuerySet["Acknowledgement"]):
    def visible_to(self, viewer: Person, today: date) -> "AcknowledgementQuerySet":
        """The person, whoever leads them, and HR."""
        if viewer.has_role(Role.HR):
            return self
        led = ReportingLine.objects.people_under(viewer, today)
        return self.filter(models.Q(person=viewer) | models.Q(person__in=led))


class Acknowledgement(AppendOnlyModel):
    """A person's word that they have read an edition. It names the fingerprint of what was shown."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "person"], name="expectations_acknowledged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.strategy_id}"
