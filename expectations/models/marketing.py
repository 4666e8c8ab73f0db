"""The marketing plan: to whom what is sold, how, and how much of it is expected when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calc.money import Money
from expectations.models.editions import Edition, EditionQuerySet


class MarketingPlanQuerySet(EditionQuerySet["MarketingPlan"]):
    pass


class MarketingPlan(Edition):
    """One edition of the plan. Published editions never change.

    ``target_minor`` is the level of sales to reach from ``effective_from`` to ``ends_on``, in
    minor units of ``currency``; the forecast lines say when it is expected.
    """

    class Rhythm(models.TextChoices):
        QUARTER = "quarter", _("by quarter")
        MONTH = "month", _("by month")

    target_market = models.TextField(_("target market"), blank=True)
    sales_approach = models.TextField(_("sales approach"), blank=True)
    target_minor = models.BigIntegerField(_("target level of sales"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    ends_on = models.DateField(_("to"))
    rhythm = models.CharField(
        _("forecast"), max_length=7, choices=Rhythm.choices, default=Rhythm.QUARTER
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = MarketingPlanQuerySet.as_manager()

    class Meta(Edition.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("effective_from")), name="expectations_plan_ends_later"
            )
        ]

    @property
    def target(self) -> Money | None:
        return None if self.target_minor is None else Money(self.target_minor, self.currency)


class ForecastLine(models.Model):
    """What is expected to be sold from one day to another, in minor units of the plan's currency."""

    plan = models.ForeignKey(MarketingPlan, on_delete=models.CASCADE, related_name="forecast")
    starts_on = models.DateField()
    ends_on = models.DateField()
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "starts_on"], name="expectations_forecast_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0), name="expectations_forecast_not_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}: {self.amount_minor}"
