"""Days on which nobody works, and days on which somebody does not."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.lines import ReportingLine
from people.models.person import Person, Team, validate_one_line
from people.models.roles import Role


class DayOffQuerySet(models.QuerySet["DayOff"]):
    def visible_to(self, viewer: Person, today: date) -> "DayOffQuerySet":
        """The calendar is for everybody."""
        return self

    def within(self, start: date, end: date) -> "DayOffQuerySet":
        return self.filter(day__gte=start, day__lte=end)


class DayOff(models.Model):
    """A public holiday or another day on which nobody works: everywhere, or in one team.

    What holds for a team holds for the teams that are part of it.
    """

    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120, validators=[validate_one_line])
    team = models.ForeignKey(
        Team,
        verbose_name=_("team"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="days_off",
    )

    objects = DayOffQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
        verbose_name_plural = "days off"
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(team__isnull=True), name="people_day_off_once"
            ),
            models.UniqueConstraint(
                fields=["team", "day"],
                condition=Q(team__isnull=False),
                name="people_day_off_once_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class AwayQuerySet(models.QuerySet["Away"]):
    def visible_to(self, viewer: Person, today: date) -> "AwayQuerySet":
        """One's own, those of everybody one leads, and all for those who keep people."""
        if viewer.has_role(Role.HR, Role.ADMINISTRATOR):
            return self
        led = ReportingLine.objects.people_under(viewer, today)
        return self.filter(Q(person=viewer) | Q(person__in=led))

    def within(self, start: date, end: date) -> "AwayQuerySet":
        """Spans that share a day with this one."""
        return self.filter(starts_on__lte=end, ends_on__gte=start)


class Away(models.Model):
    """Days on which one person does not work, both ends included. Nobody asks why."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="days_away"
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()

    objects = AwayQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name_plural = "days away"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "starts_on", "ends_on"], name="people_away_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="people_away_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.starts_on} – {self.ends_on}"
