"""What is to be done each week, and what was done on each day."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from people.models import Person, ReportingLine

LEVELS = [MinValueValidator(1), MaxValueValidator(5)]


def of_readable_people(viewer: Person, today: date, field: str = "person") -> Q:
    """Whose weeks somebody reads: one's own, and those of everybody one leads today."""
    led = ReportingLine.objects.people_under(viewer, today)
    return Q(**{field: viewer.pk}) | Q(**{f"{field}__in": led})


class ActivityTypeQuerySet(models.QuerySet["ActivityType"]):
    def visible_to(self, viewer: Person, today: date) -> "ActivityTypeQuerySet":
        """The list is for everybody."""
        return self

    def in_use(self) -> "ActivityTypeQuerySet":
        """Types that may be planned and logged anew."""
        return self.filter(archived_at__isnull=True)


class ActivityType(models.Model):
    """Something a salesperson does that can be counted or timed: calls, proposals, practice."""

    class Unit(models.TextChoices):
        COUNT = "count", _("times")
        HOURS = "hours", _("hours")

    name = models.CharField(_("name"), max_length=120)
    unit = models.CharField(_("counted in"), max_length=5, choices=Unit.choices, default=Unit.COUNT)
    # How long one of it takes, with what it needs before and after; None where nobody said.
    minutes = models.PositiveSmallIntegerField(
        _("minutes for one"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
    )
    # What it is done for: calls lead to first meetings. The last one leads to deals.
    leads_to = models.ForeignKey(
        "self",
        verbose_name=_("leads to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityTypeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="activities_type_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def minutes_each(self) -> int | None:
        """How long one takes: an hour is an hour; None where nobody said."""
        return 60 if self.unit == self.Unit.HOURS else self.minutes

    @property
    def label(self) -> str:
        """The name with the unit where it is not a plain count: "Discovery practice, hours"."""
        return (
            f"{self.name}, {self.get_unit_display()}" if self.unit != self.Unit.COUNT else self.name
        )


class Planned(models.QuerySet):
    """What holds for a person from one day to another."""

    def valid_within(self, start: date, end: date) -> "Planned":
        """What holds on at least one day of the span."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=start), starts_on__lte=end)

    def valid_in_week(self, monday: date) -> "Planned":
        """What holds on at least one day of the week."""
        return self.valid_within(monday, monday + timedelta(days=6))


class PlanLine(models.Model):
    """How often a week somebody is expected to do something, and since when.

    Written down by expectations when a document becomes active (activities.actions.write_plan),
    so that the week's grid knows what is expected without knowing documents. ``document`` is the
    number of that document and ``serves`` the key result area, in words.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="plan_lines"
    )
    activity_type = models.ForeignKey(ActivityType, on_delete=models.PROTECT, related_name="+")
    weekly_quantity = models.DecimalField(
        max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    serves = models.CharField(max_length=200, blank=True)
    document = models.PositiveBigIntegerField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = Planned.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["person", "starts_on"], name="activities_plan_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekly_quantity__gte=0), name="activities_plan_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="activities_plan_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_type_id} × {self.weekly_quantity}"


class PlanSkill(models.Model):
    """A skill somebody is to practise, with the level now and the level needed (1 to 5).

    Written down with the plan, from the abilities of the document; the week offers the names.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="plan_skills"
    )
    name = models.CharField(max_length=200)
    level_now = models.PositiveSmallIntegerField(null=True, blank=True, validators=LEVELS)
    level_needed = models.PositiveSmallIntegerField(null=True, blank=True, validators=LEVELS)
    document = models.PositiveBigIntegerField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = Planned.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["person", "starts_on"], name="activities_skill_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="activities_skill_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WeekQuerySet(models.QuerySet["Week"]):
    def visible_to(self, viewer: Person, today: date) -> "WeekQuerySet":
        """One's own weeks and those of everybody one leads today."""
        return self.filter(of_readable_people(viewer, today))


class Week(models.Model):
    """One person's log of one week: a Monday, a line of reflection, and whether it is done."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="weeks"
    )
    monday = models.DateField()
    skill_practised = models.CharField(_("skill practised"), max_length=200, blank=True)
    reflection = models.CharField(_("one line on the week"), max_length=500, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)

    objects = WeekQuerySet.as_manager()

    class Meta:
        ordering = ["-monday"]
        constraints = [
            models.UniqueConstraint(fields=["person", "monday"], name="activities_week_once")
        ]
        indexes = [models.Index(fields=["monday"], name="activities_week_by_monday")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.monday}"

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None


class Entry(models.Model):
    """How much of one activity was done on one day.

    ``quantity`` is what counts. Where it came from a file, ``imported_quantity`` keeps the
    figure of the source even after the person corrected it.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="entries")
    activity_type = models.ForeignKey(ActivityType, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    quantity = models.DecimalField(
        max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    imported_quantity = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["day", "activity_type"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["week", "activity_type", "day"], name="activities_entry_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=0), name="activities_entry_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.quantity}"
