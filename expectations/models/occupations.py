"""Occupations as O*NET describes them: what people in them do and need to know.

O*NET 29.3 Database, U.S. Department of Labor, Employment and Training Administration, CC BY 4.0.
Facts come in by import (expectations/onet.py) and are read, never edited.
"""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Person


class OccupationQuerySet(models.QuerySet["Occupation"]):
    def visible_to(self, viewer: Person, today: date) -> "OccupationQuerySet":
        """Public facts: everybody reads them."""
        return self


class Occupation(models.Model):
    """One occupation of the classification, by its code (``41-4011.00``)."""

    code = models.CharField(max_length=10, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    reported_titles = models.TextField(blank=True)  # one on each line

    objects = OccupationQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("expectations:occupation", args=[self.code])

    @property
    def titles(self) -> list[str]:
        """Job titles that people in it reported."""
        return self.reported_titles.splitlines()


class OccupationFact(models.Model):
    """A task, skill, knowledge or work style of an occupation.

    ``importance`` is O*NET's 1 to 5, ``level`` its 0 to 7; tasks have neither here, work styles
    no level.
    """

    class Kind(models.TextChoices):
        TASK = "task", _("Tasks")
        SKILL = "skill", _("Skills")
        KNOWLEDGE = "knowledge", _("Knowledge")
        STYLE = "style", _("Work styles")

    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    source_id = models.CharField(max_length=20)  # element or task id
    text = models.TextField()
    core = models.BooleanField(default=False)  # of tasks: O*NET calls it core
    importance = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    level = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["kind", "-core", "-importance", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occupation", "kind", "source_id"], name="expectations_fact_once"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
