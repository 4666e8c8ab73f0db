"""Commission plans as data, their versions, and who is paid under them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Person, Role
from salesperf.append_only import AppendOnlyModel, AppendOnlyQuerySet


class CommissionPlanQuerySet(models.QuerySet["CommissionPlan"]):
    def visible_to(self, viewer: Person, today: date) -> "CommissionPlanQuerySet":
        """Plans of which the viewer may read at least one version."""
        versions = PlanVersion.objects.visible_to(viewer, today)
        return self.filter(pk__in=versions.values("plan"))


class CommissionPlan(models.Model):
    """A plan by its name; what it says stands in its versions, and the newest one counts."""

    name = models.CharField(_("plan"), max_length=120, unique=True)

    objects = CommissionPlanQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlanVersionQuerySet(AppendOnlyQuerySet["PlanVersion"]):
    def visible_to(self, viewer: Person, today: date) -> "PlanVersionQuerySet":
        """Compensation reads every plan; everybody else those they are or were paid under."""
        if viewer.has_role(Role.COMPENSATION):
            return self
        return self.filter(
            plan__assignments__person=viewer, plan__assignments__starts_on__lte=today
        )

    def newest(self) -> "PlanVersionQuerySet":
        """The version of each plan that counts."""
        last = PlanVersion.objects.filter(plan=models.OuterRef("plan")).order_by("-number")
        return self.filter(pk=models.Subquery(last.values("pk")[:1]))


class PlanVersion(AppendOnlyModel):
    """One wording of a plan, in the form of docs/commission-plans.md. Never changed.

    ``fingerprint`` is the SHA-256 of the canonical JSON.
    """

    plan = models.ForeignKey(CommissionPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    data: Any = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="commissions_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} · {self.number}"


class PlanAssignmentQuerySet(models.QuerySet["PlanAssignment"]):
    def visible_to(self, viewer: Person, today: date) -> "PlanAssignmentQuerySet":
        """One's own, and all for compensation: quotas and targets are part of somebody's pay."""
        if viewer.has_role(Role.COMPENSATION):
            return self
        return self.filter(person=viewer)


class PlanAssignment(models.Model):
    """Somebody is paid under a plan, from one day on, with their own figures.

    ``figures`` are what docs/commission-plans.md says of people: ``quotas``, ``targets``,
    ``metrics``, ``absences``, amounts as texts. The engine's first and last day of the person
    under the plan are those of the assignment.
    """

    plan = models.ForeignKey(CommissionPlan, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="commission_assignments"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    figures: Any = models.JSONField(default=dict, blank=True)

    objects = PlanAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "person_id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "person"], name="commissions_assigned_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="commissions_assignment_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.plan_id}"
