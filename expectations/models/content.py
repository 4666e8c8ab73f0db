"""The lines of a version: key result areas, standards, activities, abilities, development aims,
behaviours that matter most.

Each line has a ``line`` number that is the same in every later version of the document, so that
a difference compares like with like even when lines were moved.

What a line says is written once, in an abstract model: the lines of a role profile
(expectations/models/profiles.py) say the same things, without a person or a period.
"""

import uuid
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models import ActivityType
from expectations.models.documents import DocumentVersion
from expectations.models.strategy import BusinessObjective
from expectations.models.transparency import ShownQuerySet


class AreaLine(models.Model):
    """A part of the job in which results count, with its share of the whole in percent.

    The last one may be ``learning``: what the person is to learn in the period.
    """

    class Kind(models.TextChoices):
        RESULT = "result", _("results")
        LEARNING = "learning", _("learning")

    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("key result area"), max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=0, validators=[MaxValueValidator(100)]
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.RESULT)

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


def _amount(label: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=18, decimal_places=4, null=True, blank=True)


class StandardLine(models.Model):
    """The condition that must exist when a key result area is satisfied, and how it is measured.

    ``target`` is where it is satisfactory; ``minimum`` and ``outstanding`` may say where it is
    just acceptable and where it is excellent. A share names both its counts: ``part`` of
    ``whole``, or the logged activities that they are.
    """

    class Comparison(models.TextChoices):
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")
        BETWEEN = "between", _("between")
        BY_DATE = "by_date", _("so much by a date")
        MILESTONE = "milestone", _("done by a date")

    class Figure(models.TextChoices):
        SUM = "sum", _("adds up over the time")
        LEVEL = "level", _("stands at a level")
        RATIO = "ratio", _("share, x of y")

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
        IMPORTED = "imported", _("imported from a file")

    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("I will be satisfied when"), blank=True)
    comparison = models.CharField(
        _("measure"), max_length=10, choices=Comparison.choices, default=Comparison.AT_LEAST
    )
    target = _amount(_("target"))
    target_to = _amount(_("up to"))
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    cadence = models.CharField(
        _("how often"), max_length=8, choices=Cadence.choices, default=Cadence.PERIOD
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    baseline = _amount(_("baseline"))
    figure = models.CharField(_("figure"), max_length=5, choices=Figure.choices, default=Figure.SUM)
    part = models.CharField(_("share of"), max_length=80, blank=True)
    whole = models.CharField(_("out of"), max_length=80, blank=True)
    minimum = _amount(_("minimum"))
    outstanding = _amount(_("outstanding"))
    actual_from = models.CharField(
        _("actual from"), max_length=10, choices=ActualFrom.choices, default=ActualFrom.ENTERED
    )
    activity_type = models.ForeignKey(
        ActivityType, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    activity_type_whole = models.ForeignKey(
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


class DevelopmentAim(models.Model):
    """What somebody is to learn or become better at: why, by what, by when, how both will know."""

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.CASCADE, related_name="development_aims"
    )
    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("development aim"), max_length=200, blank=True)
    why = models.CharField(_("why"), max_length=500, blank=True)
    how = models.CharField(_("how it is obtained"), max_length=500, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    known_when = models.CharField(_("how both will know"), max_length=500, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="expectations_aim_line")
        ]

    def __str__(self) -> str:
        return self.title


class MarkedBehaviour(models.Model):
    """A behaviour of the strategy that matters most for this person, and what it looks like here.

    It keeps the words of the strategy by value: the next edition is made of other rows, often
    with the same words. A ``behaviour`` of "" is the value as a whole.
    """

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.CASCADE, related_name="marked_behaviours"
    )
    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0)
    value = models.CharField(_("value"), max_length=160)
    behaviour = models.CharField(_("behaviour"), max_length=300, blank=True)
    looks_like = models.CharField(_("what it looks like in this job"), max_length=500, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="expectations_marked_line"),
            models.UniqueConstraint(
                fields=["version", "value", "behaviour"], name="expectations_marked_once"
            ),
        ]

    def __str__(self) -> str:
        return self.behaviour or self.value
