"""Deals: what is being sold, by whom, how far it is, and every way it once stood."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calc.money import Money
from people.models import Person, ReportingLine, Role
from sales.models.catalogue import Account, Product


class Stage(models.Model):
    """A step of the sales process, as the company names it. Its kind is what we reckon with."""

    class Kind(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(Lower("name"), name="sales_stage_name_once")]

    def __str__(self) -> str:
        return self.name


def owned_by_seen(viewer: Person, today: date, *, owner: str = "owner") -> Q:
    """Whose deals ``viewer`` may see: one's own and of everybody one leads.

    Executives and compensation see all. A condition on deals; with ``owner="pk"`` on people.
    """
    if viewer.has_role(Role.EXECUTIVE, Role.COMPENSATION):
        return Q()
    led = ReportingLine.objects.people_under(viewer, today)
    return Q(**{owner: viewer.pk}) | Q(**{f"{owner}__in": led})


class DealQuerySet(models.QuerySet["Deal"]):
    def visible_to(self, viewer: Person, today: date) -> "DealQuerySet":
        """Deals of those whose deals ``viewer`` may see (``owned_by_seen``)."""
        return self.filter(owned_by_seen(viewer, today))

    def open(self) -> "DealQuerySet":
        return self.filter(stage__kind=Stage.Kind.OPEN)

    def won(self) -> "DealQuerySet":
        return self.filter(stage__kind=Stage.Kind.WON)

    def lost(self) -> "DealQuerySet":
        return self.filter(stage__kind=Stage.Kind.LOST)

    def closed_within(self, start: date, end: date) -> "DealQuerySet":
        return self.filter(closed_on__gte=start, closed_on__lte=end)


class Deal(models.Model):
    """One opportunity, under the number its source gave it.

    The value is in minor units; an open deal may have none. Neither account nor dates are
    demanded of an open deal: real pipelines lack them. Deals change through
    sales.actions, which writes a revision each time.
    """

    source = models.CharField(max_length=60)
    number = models.CharField(_("deal number"), max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="deals",
        db_index=False,  # sales_deal_by_owner begins with it
    )
    account = models.ForeignKey(
        Account,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deals",
    )
    product = models.ForeignKey(
        Product,
        verbose_name=_("product"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deals",
    )
    stage = models.ForeignKey(
        Stage,
        verbose_name=_("stage"),
        on_delete=models.PROTECT,
        db_index=False,  # sales_deal_sums begins with it
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    value_minor = models.BigIntegerField(_("value"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    revision = models.PositiveIntegerField(default=1)

    objects = DealQuerySet.as_manager()

    class Meta:
        ordering = ["-closed_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="sales_deal_once_a_source"),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                name="sales_deal_closes_after_opening",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "stage", "closed_on"], name="sales_deal_by_owner"),
            models.Index(fields=["closed_on"], name="sales_deal_by_close"),
            # Sums over a whole company are read from the index alone: with 46,800 deals on
            # SQLite the totals of the list take 6 ms instead of 23, four quarters 10 not 48.
            models.Index(
                fields=["stage", "currency", "closed_on", "value_minor"], name="sales_deal_sums"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("sales:deal", args=[self.pk])

    @property
    def value(self) -> Money | None:
        return None if self.value_minor is None else Money(self.value_minor, self.currency)

    def as_values(self) -> dict[str, Any]:
        """How the deal stands, as ``DealRevision.values`` keeps it: ids and ISO dates."""
        return {
            "owner": self.owner_id,
            "account": self.account_id,
            "product": self.product_id,
            "stage": self.stage_id,
            "opened_on": self.opened_on.isoformat() if self.opened_on else None,
            "closed_on": self.closed_on.isoformat() if self.closed_on else None,
            "value_minor": self.value_minor,
            "currency": self.currency,
        }


class DealRevision(models.Model):
    """How a deal stood after one change: the effective values, and the source row beside them.

    ``values`` is ``Deal.as_values()``. ``raw`` is the row of the file as it was, text by column
    head; ``imported_from.columns`` says which head means which field.
    """

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    imported_from = models.ForeignKey(
        "imports.ImportFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    row = models.PositiveIntegerField(null=True)
    values = models.JSONField()
    raw = models.JSONField(default=dict)

    class Meta:
        ordering = ["deal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "number"], name="sales_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.deal_id} · {self.number}"
