"""Reporting lines: who leads whom, from when to when."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from people.models.person import Person

# Both databases run it; UNION (not UNION ALL) ends on a circle, should one ever be stored.
_PEOPLE_UNDER = """
    WITH RECURSIVE under(id) AS (
        SELECT person_id FROM people_reportingline
        WHERE manager_id = %s AND starts_on <= %s AND (ends_on IS NULL OR ends_on >= %s)
        UNION
        SELECT line.person_id FROM people_reportingline AS line JOIN under ON line.manager_id = under.id
        WHERE line.starts_on <= %s AND (line.ends_on IS NULL OR line.ends_on >= %s)
    )
    SELECT id FROM under WHERE id <> %s
"""
_MANAGERS_ABOVE = """
    WITH RECURSIVE above(id) AS (
        SELECT manager_id FROM people_reportingline
        WHERE person_id = %s AND starts_on <= %s AND (ends_on IS NULL OR ends_on >= %s)
        UNION
        SELECT line.manager_id FROM people_reportingline AS line JOIN above ON line.person_id = above.id
        WHERE line.starts_on <= %s AND (line.ends_on IS NULL OR line.ends_on >= %s)
    )
    SELECT id FROM above WHERE id <> %s
"""


class ReportingLineQuerySet(models.QuerySet["ReportingLine"]):
    def valid_on(self, day: date) -> "ReportingLineQuerySet":
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def overlapping(self, start: date, end: date | None) -> "ReportingLineQuerySet":
        """Lines that share a day with the span; ``end`` None means without end."""
        lines = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=start))
        return lines if end is None else lines.filter(starts_on__lte=end)

    def people_under(self, manager: "Person", day: date) -> RawSQL:
        """A subquery of the ids of everybody under ``manager`` on ``day``, at any depth."""
        return RawSQL(_PEOPLE_UNDER, (manager.pk, day, day, day, day, manager.pk))  # noqa: S611 constant SQL, parameters bound

    def managers_above(self, person: "Person", day: date) -> RawSQL:
        """A subquery of the ids of everybody above ``person`` on ``day``."""
        return RawSQL(_MANAGERS_ABOVE, (person.pk, day, day, day, day, person.pk))  # noqa: S611 constant SQL, parameters bound


class ReportingLine(models.Model):
    """``person`` reports to ``manager`` from ``starts_on`` to ``ends_on``, both included.

    One manager at a time and no circles: people.actions.set_manager holds both, under a lock.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reporting_lines"
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="led_lines"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = ReportingLineQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "starts_on"], name="people_line_one_start_a_day"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on__isnull=True),
                name="people_line_one_open_manager",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("manager")), name="people_line_nobody_leads_themselves"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="people_line_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["manager", "starts_on"], name="people_line_by_manager")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.manager_id} ({self.starts_on} – {self.ends_on or ''})"
