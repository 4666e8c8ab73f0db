"""How the weekly quantities of a document are worked out: what was entered for it, and put in."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models import ActivityType
from calc.planning.rates import BEST, ENTERED, TEAM
from expectations.models.documents import DocumentVersion
from sales.models import Stage

USUAL_HOURS = Decimal(14)


class RateFrom(models.TextChoices):
    """Whose rate is taken. The best there is: one's own, else the team's, else the entered one."""

    BEST = BEST, _("own, else the team's, else entered")
    TEAM = TEAM, _("the team's, else entered")
    ENTERED = ENTERED, _("entered")


class Planning(models.Model):
    """The figures that were entered on the planning page of one version.

    Amounts are minor units of ``currency``; ``ramp`` is percentages by month of work, with
    commas; ``hours`` are those of a full week that are there for the activities. ``derived`` is
    how the quantities came about when they were put into the document, with what stood there
    before; empty while they were not. ``revision`` counts the changes, so that two who write at
    once are told.
    """

    version = models.OneToOneField(
        DocumentVersion, on_delete=models.CASCADE, related_name="planning"
    )
    revision = models.PositiveIntegerField(default=1)
    target_minor = models.BigIntegerField(null=True, validators=[MinValueValidator(0)])
    currency = models.CharField(max_length=3)
    size_from = models.CharField(max_length=7, choices=RateFrom.choices, default=RateFrom.BEST)
    size_minor = models.BigIntegerField(null=True, validators=[MinValueValidator(1)])
    ramp = models.CharField(max_length=120, blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=2, default=USUAL_HOURS)
    derived = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.version_id} · {self.revision}"


class PlanningStep(models.Model):
    """One step on the way to a deal, and the share of it that leads to the next."""

    class Kind(models.TextChoices):
        ACTIVITY = "activity", _("activity")
        STAGE = "stage", _("stage of deals")  # deals that got as far as an open stage
        OPPORTUNITY = "deals", _("opportunities")  # deals that are opened, and decided in the end
        OTHER = "other", _("something else")

    planning = models.ForeignKey(Planning, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    activity_type = models.ForeignKey(
        ActivityType, null=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.ForeignKey(Stage, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    rate_from = models.CharField(max_length=7, choices=RateFrom.choices, default=RateFrom.BEST)
    percent = models.DecimalField(
        max_digits=6,
        decimal_places=3,
        null=True,
        validators=[MinValueValidator(Decimal("0.001")), MaxValueValidator(Decimal(100))],
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["planning", "position"], name="expectations_planning_step_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.planning_id} · {self.position}"
