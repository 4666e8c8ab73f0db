"""Results that no other room knows: entered by hand, with the evidence named."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from expectations.models.documents import ExpectationDocument
from expectations.models.strategy import BusinessObjective
from people.models import Person
from salesperf.append_only import AppendOnlyModel, AppendOnlyQuerySet


class ResultQuerySet(AppendOnlyQuerySet["StandardResult"]):
    def visible_to(self, viewer: Person, today: date) -> "ResultQuerySet":
        """Who may read a document sees how its standards stand."""
        documents = ExpectationDocument.objects.visible_to(viewer, today)
        return self.filter(document__in=documents.values("pk"))


class StandardResult(AppendOnlyModel):
    """The value of one standard on one day. The latest day counts; earlier ones are its history.

    A mistake is corrected by entering the same day again: of one day the last entry counts.
    It belongs to the standard's ``line``, not to one version of it, so that a new wording keeps
    the history.
    """

    document = models.ForeignKey(
        ExpectationDocument, on_delete=models.PROTECT, related_name="results"
    )
    line = models.UUIDField()
    as_of = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    # Of a share: x and y. The value is the share in percent.
    part = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    whole = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=500)
    source = models.CharField(max_length=200, blank=True)  # the file it came in
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        indexes = [models.Index(fields=["document", "line", "as_of"], name="expectations_result")]

    def __str__(self) -> str:
        return f"{self.as_of}: {self.value}"


class ObjectiveResultQuerySet(AppendOnlyQuerySet["ObjectiveResult"]):
    def visible_to(self, viewer: Person, today: date) -> "ObjectiveResultQuerySet":
        """Who may read an objective sees what was entered for it."""
        objectives = BusinessObjective.objects.visible_to(viewer, today)
        return self.filter(objective__in=objectives.values("pk"))


class ObjectiveResult(AppendOnlyModel):
    """How a business objective stood on a day; the same rules as for a standard."""

    objective = models.ForeignKey(
        BusinessObjective, on_delete=models.PROTECT, related_name="results"
    )
    as_of = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    evidence = models.CharField(_("evidence"), max_length=500)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()

    objects = ObjectiveResultQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        indexes = [
            models.Index(fields=["objective", "as_of"], name="expectations_objective_result")
        ]

    def __str__(self) -> str:
        return f"{self.as_of}: {self.value}"
