"""Vision, mission, values and business objectives: where every document starts."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from expectations.models.editions import Edition, EditionQuerySet
from people.models import Person, ReportingLine, Role, Team


class StrategyQuerySet(EditionQuerySet["Strategy"]):
    pass


class Strategy(Edition):
    """One edition of vision, mission and values. Published editions never change again."""

    vision = models.TextField(_("vision"), blank=True)
    mission = models.TextField(_("mission"), blank=True)

    objects = StrategyQuerySet.as_manager()

    class Meta(Edition.Meta):
        verbose_name_plural = "strategies"


class CompanyValue(models.Model):
    """A value the company works by, said by the behaviours that show it."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="values_held")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("value"), max_length=160)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class ValueBehaviour(models.Model):
    """What a value looks like in daily work (``shows``), or what it does not look like."""

    value = models.ForeignKey(CompanyValue, on_delete=models.CASCADE, related_name="behaviours")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)
    shows = models.BooleanField(default=True)

    class Meta:
        ordering = ["-shows", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class BusinessObjectiveQuerySet(models.QuerySet["BusinessObjective"]):
    def visible_to(self, viewer: Person, today: date) -> "BusinessObjectiveQuerySet":
        """Objectives of the company and of teams are for everybody; those of one person for
        that person, whoever leads them, and executives."""
        if viewer.has_role(Role.EXECUTIVE):
            return self
        return self.filter(
            Q(person__isnull=True)
            | Q(person=viewer)
            | Q(person__in=ReportingLine.objects.people_under(viewer, today))
        )

    def holding_within(self, start: date, end: date) -> "BusinessObjectiveQuerySet":
        return self.filter(starts_on__lte=end, ends_on__gte=start, archived_at__isnull=True)


class BusinessObjective(models.Model):
    """What the company, a team or a person is to reach in a period, and how it is measured.

    ``measure`` says in words how; ``actual_from`` where the actual comes from. ``position`` is
    the place among those that serve the same objective.
    """

    class ActualFrom(models.TextChoices):
        WON_VALUE = "won_value", _("value of won deals")
        WON_COUNT = "won_count", _("number of won deals")
        ENTERED = "entered", _("entered with evidence")

    parent = models.ForeignKey(
        "self",
        verbose_name=_("serves"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="objectives",
    )
    title = models.CharField(_("objective"), max_length=200)
    target = models.DecimalField(
        _("target"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    measure = models.CharField(_("how it is measured"), max_length=300, blank=True)
    actual_from = models.CharField(
        _("actual from"), max_length=10, choices=ActualFrom.choices, default=ActualFrom.ENTERED
    )
    position = models.PositiveSmallIntegerField(default=0)
    plan = models.ForeignKey(
        "expectations.MarketingPlan",
        verbose_name=_("from the marketing plan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="objectives",
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="owned_objectives",
    )
    # None for what stood here before it was written down when.
    made_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    # When what it says last changed: documents shared before carry other words.
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = BusinessObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="expectations_objective_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(person__isnull=True),
                name="expectations_objective_team_or_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def level(self) -> str:
        """company, team or person."""
        if self.person_id:
            return "person"
        return "team" if self.team_id else "company"

    @property
    def of(self) -> str:
        """The name of the team or person; "" for the company. Needs both selected."""
        if self.person is not None:
            return self.person.name
        return self.team.name if self.team is not None else ""
