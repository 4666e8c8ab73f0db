"""Role profiles: the picture of a job done well, that expectation documents begin from.

A profile has *editions*, like the strategy: one is written, then published; the next one
supersedes it and the old one stays readable, because documents were begun from it.
"""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from expectations.models.content import AbilityLine, ActivityLine, AreaLine, StandardLine
from expectations.models.documents import TakenOutLine
from people.models import Person, Role

if TYPE_CHECKING:
    from expectations.models.strategy import BusinessObjective

LEVELS = (MinValueValidator(1), MaxValueValidator(5))


# --- competencies --------------------------------------------------------------------------------
class CompetencyQuerySet(models.QuerySet["Competency"]):
    def visible_to(self, viewer: Person, today: date) -> "CompetencyQuerySet":
        """Everybody reads all of them: they say how people here work."""
        return self

    def in_use(self) -> "CompetencyQuerySet":
        return self.filter(archived_at__isnull=True)


class Competency(models.Model):
    """A way of working that can be seen, like accountability, with what it looks like by level."""

    key = models.SlugField(max_length=60, blank=True)  # of those that come built in
    name = models.CharField(_("competency"), max_length=120, unique=True)
    meaning = models.CharField(_("what it means"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = CompetencyQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "competencies"
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="expectations_competency_key"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("expectations:competency", args=[self.pk])


class Indicator(models.Model):
    """What somebody at one level (1 to 5) of a competency does, so that others can see it."""

    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="indicators")
    level = models.PositiveSmallIntegerField(validators=LEVELS)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["level", "position", "pk"]

    def __str__(self) -> str:
        return self.text


# --- profiles and their editions -----------------------------------------------------------------
class ProfileQuerySet(models.QuerySet["RoleProfile"]):
    def visible_to(self, viewer: Person, today: date) -> "ProfileQuerySet":
        """Profiles of which the viewer may read an edition."""
        editions = ProfileVersion.objects.visible_to(viewer, today)
        return self.filter(pk__in=editions.values("profile"))

    def in_use(self) -> "ProfileQuerySet":
        return self.filter(archived_at__isnull=True)


class RoleProfile(models.Model):
    """A job that several people may have, in as many editions as were needed."""

    key = models.SlugField(max_length=60, blank=True)  # of those that come with the product
    name = models.CharField(_("name"), max_length=120, unique=True)
    also_called = models.CharField(_("also called"), max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="expectations_profile_key"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("expectations:profile", args=[self.pk])


class ProfileVersionQuerySet(models.QuerySet["ProfileVersion"]):
    def visible_to(self, viewer: Person, today: date) -> "ProfileVersionQuerySet":
        """Published editions are for everybody; drafts for HR and for the profile's owner."""
        published = Q(published_at__isnull=False)
        if viewer.has_role(Role.HR):
            return self
        return self.filter(published | Q(profile__owner=viewer))

    def published(self) -> "ProfileVersionQuerySet":
        return self.filter(published_at__isnull=False)

    def current(self) -> "ProfileVersionQuerySet":
        """The newest published edition of each profile."""
        newest = ProfileVersion.objects.filter(
            profile=models.OuterRef("profile"), published_at__isnull=False
        ).order_by("-number")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))


class ProfileVersion(models.Model):
    """One edition of a profile. A draft may change; what was published never does (migration).

    It has the same parts as a version of a document, under the same names, and is written in by
    the same editor (expectations/lines.py).
    """

    profile = models.ForeignKey(RoleProfile, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position_goal = models.TextField(_("position goal"), blank=True)
    portrait = models.TextField(_("portrait"), blank=True)
    saved_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ProfileVersionQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "number"], name="expectations_profile_edition_once"
            ),
            models.UniqueConstraint(
                fields=["profile"],
                condition=Q(published_at__isnull=True),
                name="expectations_one_profile_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("expectations:profile_edition", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


# --- lines ---------------------------------------------------------------------------------------
class ProfileArea(AreaLine):
    """A key result area of a profile."""

    version = models.ForeignKey(
        ProfileVersion, on_delete=models.CASCADE, related_name="key_result_areas"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="expectations_p_area_line")
        ]


class ProfileStandard(StandardLine):
    """A standard of a profile. Objectives and due days belong to a period: it has neither."""

    key_result_area = models.ForeignKey(
        ProfileArea, on_delete=models.CASCADE, related_name="standards"
    )

    objective: "BusinessObjective | None" = None
    objective_id: int | None = None

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key_result_area", "line"], name="expectations_p_standard_line"
            )
        ]


class ProfileActivity(ActivityLine):
    """An activity of a profile, and the key result area it serves."""

    version = models.ForeignKey(
        ProfileVersion, on_delete=models.CASCADE, related_name="expected_activities"
    )
    key_result_area = models.ForeignKey(
        ProfileArea, null=True, blank=True, on_delete=models.SET_NULL, related_name="activities"
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "profile activities"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "activity_type"], name="expectations_p_activity_once"
            ),
            models.UniqueConstraint(
                fields=["version", "line"], name="expectations_p_activity_line"
            ),
        ]


class ProfileAbility(AbilityLine):
    """A skill, knowledge or ability of a profile: the level needed and the usual way there."""

    version = models.ForeignKey(ProfileVersion, on_delete=models.CASCADE, related_name="abilities")

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "profile abilities"
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="expectations_p_ability_line")
        ]


class ProfileCompetency(models.Model):
    """A competency the job asks for, and the level (1 to 5) it asks for."""

    version = models.ForeignKey(
        ProfileVersion, on_delete=models.CASCADE, related_name="competencies"
    )
    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level_needed = models.PositiveSmallIntegerField(
        _("level needed"), null=True, blank=True, validators=LEVELS
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "profile competencies"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "competency"], name="expectations_p_competency_once"
            ),
            models.UniqueConstraint(
                fields=["version", "line"], name="expectations_p_competency_line"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} · {self.level_needed}"


class ProfileRemovedLine(TakenOutLine):
    """A line taken out of a profile's draft."""

    version = models.ForeignKey(
        ProfileVersion, on_delete=models.CASCADE, related_name="removed_lines"
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["version", "line"], name="expectations_p_removed")]
