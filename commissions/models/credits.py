"""Who gets which part in which deal: what runs read.

Deals become credits once (``commissions.actions.crediting``), in the currency of the plan they
count under. A run reads credits alone, in one ordered pass for each group of payees.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from commissions.models.plans import CommissionPlan
from people.models import Person, Role
from sales.models import Deal


class DealSplit(models.Model):
    """Somebody's part in a deal; without any, the owner has all of it.

    ``credit`` splits share the deal, ``payout`` splits the pay on it, an ``overlay`` comes on
    top (calc.commission.crediting). Parts that share a deal are ``weight`` of their sum; an
    overlay is ``weight`` in billionths of the deal.
    """

    class Kind(models.TextChoices):
        CREDIT = "credit", _("shares the deal")
        PAYOUT = "payout", _("shares the pay")
        OVERLAY = "overlay", _("on top")

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="commission_splits")
    payee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.CREDIT)
    weight = models.PositiveBigIntegerField(validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "payee", "kind"], name="commissions_split_once")
        ]

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.payee_id} {self.weight}"


class DealEvent(models.Model):
    """How a won deal went on: cash that came in, something that happened, what was lost of it."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("cash came in")
        EVENT = "event", _("happened")
        LOSS = "loss", _("fell apart")

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="commission_events")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    on = models.DateField()
    amount_minor = models.BigIntegerField(null=True, blank=True)  # of a payment
    name = models.CharField(max_length=60, blank=True)  # of an event
    share = models.DecimalField(  # of a loss: 1 is all of the deal
        max_digits=10,
        decimal_places=9,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)  # of a loss

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.kind} {self.on}"


class ExchangeRate(models.Model):
    """One unit of ``currency`` is ``rate`` units of ``into``, from ``on`` until a later one."""

    currency = models.CharField(max_length=3)
    into = models.CharField(max_length=3)
    on = models.DateField()
    rate = models.DecimalField(
        max_digits=24, decimal_places=12, validators=[MinValueValidator(Decimal("1e-12"))]
    )
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ["currency", "into", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "into", "on"], name="commissions_rate_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.currency}/{self.into} {self.on}"


class CreditQuerySet(models.QuerySet["Credit"]):
    def visible_to(self, viewer: Person, today: date) -> "CreditQuerySet":
        """One's own, and all for compensation."""
        if viewer.has_role(Role.COMPENSATION):
            return self
        return self.filter(payee=viewer)


class Credit(models.Model):
    """One person's part in one deal under one plan, as ``calc.commission.values.Credit``.

    ``key`` is made of the deal's source and number, so that the order in which deals arrived
    never decides which of two of the same day counts first. Amounts are minor units of the
    plan's currency, units thousandths; ``share`` is empty for the whole pay, else "from/to/of".
    ``conversion`` keeps the amount, rate, its day and source where the deal was in another
    currency.
    """

    plan = models.ForeignKey(
        CommissionPlan, on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    payee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="commission_credits",
        db_constraint=False,
        db_index=False,
    )
    deal = models.ForeignKey(
        Deal, on_delete=models.PROTECT, related_name="commission_credits", db_constraint=False
    )
    key = models.CharField(max_length=200)
    day = models.DateField()
    role = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    product = models.CharField(max_length=120, blank=True)
    units = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    share = models.CharField(max_length=60, blank=True)
    conversion: Any = models.JSONField(null=True, blank=True)

    objects = CreditQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "payee_id", "day", "key"]
        # Runs read by plan and payee; both are found by the first columns.
        constraints = [
            models.UniqueConstraint(fields=["plan", "payee", "key"], name="commissions_credit_once")
        ]

    def __str__(self) -> str:
        return self.key


class CreditedDeal(models.Model):
    """The revision of a deal that its credits were made from, under which circumstances.

    ``basis`` is the hash of what crediting knew besides the deal: plans, assignments, reporting
    lines, exchange rates. A deal with another revision or basis is credited again.
    """

    deal = models.OneToOneField(
        Deal, primary_key=True, on_delete=models.CASCADE, db_constraint=False, related_name="+"
    )
    revision = models.PositiveIntegerField()
    basis = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.deal_id} · {self.revision}"


class PayeeInputs(models.Model):
    """How often the credits of a payee under a plan changed, and how many there are.

    A run whose result was made from the same revision needs not read them again.
    """

    plan = models.ForeignKey(CommissionPlan, on_delete=models.PROTECT)
    payee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveBigIntegerField(default=1)
    credits = models.IntegerField(default=0)  # changed by what is added and taken away

    class Meta:
        verbose_name_plural = "payee inputs"
        constraints = [
            models.UniqueConstraint(fields=["plan", "payee"], name="commissions_inputs_once")
        ]

    def __str__(self) -> str:
        return f"{self.payee_id}: {self.revision}"
