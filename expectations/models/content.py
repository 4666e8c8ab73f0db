"""The lines of a version: key result areas, standards, activities, abilities.

Each line has a ``line`` number that is the same in every later version of the document, so that
a difference compares like with like even when lines were moved.

What a line says is written once, in an abstract model: the lines of a role profile
(expectations/models/profiles.py) say the same things, without a person or a period.
"""

import uuid
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models import ActivityType
from expectations.models.documents import DocumentVersion
from expectations.models.strategy import BusinessObjective
from expectations.models.transparency import ShownQuerySet


class AreaLine(models.Model):
    """A part of the job in which results count, with its share of the whole in percent."""

    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("key result area"), max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=0, validators=[MaxValueValidator(100)]
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class KeyResultArea(AreaLine):
    """A key result area of a document."""

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.CASCADE, related_name="key_result_areas"
    )

    objects = ShownQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="expectations_area_line")
        ]


class StandardLine(models.Model):
    """The condition that must exist when a key result area is satisfied, and how it is measured."""

    class Comparison(models.TextChoices):
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")
        BETWEEN = "between", _("between")
        BY_DATE = "by_date", _("done by a date")

    class Cadence(models.TextChoices):
        PERIOD = "period", _("over the whole period")
        WEEK = "week", _("each week")
        MONTH = "month", _("each month")
        QUARTER = "quarter", _("each quarter")

    class ActualFrom(models.TextChoices):
        WON_VALUE = "won_value", _("value of won deals")
        WON_COUNT = "won_count", _("number of won deals")
        WIN_RATE = "win_rate", _("won share of decided deals")
        ACTIVITY = "activity", _("logged activity")
        ENTERED = "entered", _("entered with evidence")

    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("I will be satisfied when"), blank=True)
    comparison = models.CharField(
        _("measure"), max_length=10, choices=Comparison.choices, default=Comparison.AT_LEAST
    )
    target = models.DecimalField(
        _("target"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    target_to = models.DecimalField(
        _("up to"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    cadence = models.CharField(
        _("how often"), max_length=8, choices=Cadence.choices, default=Cadence.PERIOD
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    baseline = models.DecimalField(
        _("baseline"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    actual_from = models.CharField(
        _("actual from"), max_length=10, choices=ActualFrom.choices, default=ActualFrom.ENTERED
    )
    activity_type = models.ForeignKey(
        ActivityType, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Why these words stay although the SMART check asks for others; both sides read it.
    kept_because = models.CharField(_("kept as worded because"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text[:80]


class Standard(StandardLine):
    """A standard of a document, and the objective it serves."""

    key_result_area = models.ForeignKey(
        KeyResultArea, on_delete=models.CASCADE, related_name="standards"
    )
    objective = models.ForeignKey(
        BusinessObjective,
        verbose_name=_("serves"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="standards",
    )

    objects = ShownQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key_result_area", "line"], name="expectations_standard_line"
            )
        ]


class ActivityLine(models.Model):
    """A duty or activity, and how much of it a week."""

    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0)
    activity_type = models.ForeignKey(ActivityType, on_delete=models.PROTECT, related_name="+")
    weekly_quantity = models.DecimalField(
        _("a week"),
        max_digits=8,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.activity_type_id} × {self.weekly_quantity}"


class ExpectedActivity(ActivityLine):
    """An activity of a document, and the key result area it serves."""

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.CASCADE, related_name="expected_activities"
    )
    key_result_area = models.ForeignKey(
        KeyResultArea, null=True, blank=True, on_delete=models.SET_NULL, related_name="activities"
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "expected activities"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "activity_type"], name="expectations_activity_once"
            ),
            models.UniqueConstraint(fields=["version", "line"], name="expectations_activity_line"),
        ]


class AbilityLine(models.Model):
    """A skill, knowledge or ability: the level now, the level needed, the way there (1 to 5)."""

    class Kind(models.TextChoices):
        SKILL = "skill", _("Skill")
        KNOWLEDGE = "knowledge", _("Knowledge")
        ABILITY = "ability", _("Ability")

    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices, default=Kind.SKILL)
    name = models.CharField(_("name"), max_length=200, blank=True)
    level_now = models.PositiveSmallIntegerField(
        _("level now"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    level_needed = models.PositiveSmallIntegerField(
        _("level needed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    how = models.CharField(_("how it is reached"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Ability(AbilityLine):
    """A skill, knowledge or ability of a document."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="abilities")

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "abilities"
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="expectations_ability_line")
        ]
