"""What a run calculates: lines, statements, and how far it is.

Results belong to a plan, a payee and the first day of the span; a later run replaces those whose
inputs changed and leaves the others untouched. Lines have no database constraints to other tables:
checking them costs more than all else together (docs/decisions/0023); they are written and
removed with their result, in one transaction.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from calc.commission.values import CLAWBACK, EARNED, FLOOR, RELEASED, TRUE_UP
from commissions.models.plans import CommissionPlan, PlanVersion
from people.models import Person, Role

REASONS = (EARNED, TRUE_UP, RELEASED, FLOOR, CLAWBACK)
"""What ``CommissionLine.reason`` counts in; only ever added to at the end."""


class CommissionRun(models.Model):
    """One pass over all plans, for the pay periods from ``first_day`` to ``last_day``."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")

    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    payees = models.PositiveIntegerField(default=0)  # all under a plan
    unchanged = models.PositiveIntegerField(default=0)  # of them: nothing to calculate

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state="running"),
                name="commissions_one_run_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


class RunShard(models.Model):
    """A group of payees of one plan that is calculated in one transaction."""

    run = models.ForeignKey(CommissionRun, on_delete=models.CASCADE, related_name="shards")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    payees: Any = models.JSONField()
    credits = models.PositiveIntegerField(default=0)  # expected, for the progress
    woken_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    lines = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["run_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="commissions_shard_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class PayeeResultQuerySet(models.QuerySet["PayeeResult"]):
    def visible_to(self, viewer: Person, today: date) -> "PayeeResultQuerySet":
        """One's own, and all for compensation."""
        if viewer.has_role(Role.COMPENSATION):
            return self
        return self.filter(payee=viewer)


class PayeeResult(models.Model):
    """What one payee earns under one plan in a span, and from which inputs that came.

    ``terms`` is the hash of plan version, days and the person's figures; ``inputs`` adds every
    credit and what happened to their deals; ``revision`` is the ``PayeeInputs.revision`` seen.
    With ``findings`` of the level error there are no lines: nothing is guessed.
    """

    plan = models.ForeignKey(CommissionPlan, on_delete=models.PROTECT)
    payee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="commission_results"
    )
    first_day = models.DateField()
    last_day = models.DateField()
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    terms = models.CharField(max_length=64)
    revision = models.PositiveBigIntegerField(default=0)
    inputs = models.CharField(max_length=64)
    lines_count = models.PositiveIntegerField(default=0)
    earned = models.BigIntegerField(default=0)  # sum of the lines
    paid = models.BigIntegerField(default=0)  # sum of the statements
    findings: Any = models.JSONField(default=list, blank=True)
    calculated_in = models.ForeignKey(
        CommissionRun, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PayeeResultQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "payee_id", "first_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "payee", "first_day"], name="commissions_result_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.payee_id} {self.first_day}"


class CommissionLineQuerySet(models.QuerySet["CommissionLine"]):
    def visible_to(self, viewer: Person, today: date) -> "CommissionLineQuerySet":
        results = PayeeResult.objects.visible_to(viewer, today)
        return self.filter(result__in=results.values("pk"))


class CommissionLine(models.Model):
    """One entry of pay, as ``calc.commission.values.Line``: base, place, rate, gross, paid.

    ``component`` counts in ``commissions.inputs.component_names`` of the result's version,
    ``reason`` in ``REASONS``; ``period`` is the first day of the pay period. ``other_credit``
    names what has no row among the credits (a manager's part in what somebody was paid).
    """

    result = models.ForeignKey(
        PayeeResult,
        on_delete=models.CASCADE,
        related_name="lines",
        db_constraint=False,
        db_index=False,  # commissions_line_once begins with it
    )
    credit = models.BigIntegerField(null=True)
    other_credit = models.CharField(max_length=400, null=True)
    component = models.PositiveSmallIntegerField()
    reason = models.PositiveSmallIntegerField()
    period = models.DateField()
    base = models.BigIntegerField()
    before = models.BigIntegerField()
    rate = models.BigIntegerField()
    gross = models.BigIntegerField()
    paid = models.BigIntegerField()

    objects = CommissionLineQuerySet.as_manager()

    class Meta:
        ordering = ["result_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "credit", "component", "period", "reason"],
                name="commissions_line_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.result_id}: {self.paid}"


class CommissionStatementQuerySet(models.QuerySet["CommissionStatement"]):
    def visible_to(self, viewer: Person, today: date) -> "CommissionStatementQuerySet":
        results = PayeeResult.objects.visible_to(viewer, today)
        return self.filter(result__in=results.values("pk"))


class CommissionStatement(models.Model):
    """One payee's pay period in cash, as ``calc.commission.settlement.Statement``."""

    result = models.ForeignKey(
        PayeeResult,
        on_delete=models.CASCADE,
        related_name="statements",
        db_constraint=False,
        db_index=False,
    )
    period = models.DateField()
    earned = models.BigIntegerField()
    dropped = models.BigIntegerField()
    debt_taken = models.BigIntegerField()
    guaranteed = models.BigIntegerField()
    advanced = models.BigIntegerField()
    usable = models.BigIntegerField()
    recovered = models.BigIntegerField()
    forgiven = models.BigIntegerField()
    settled = models.BigIntegerField()
    paid = models.BigIntegerField()
    owed = models.BigIntegerField()
    debt = models.BigIntegerField()

    objects = CommissionStatementQuerySet.as_manager()

    class Meta:
        ordering = ["result_id", "period"]
        constraints = [
            models.UniqueConstraint(fields=["result", "period"], name="commissions_statement_once")
        ]

    def __str__(self) -> str:
        return f"{self.result_id}: {self.period}"
