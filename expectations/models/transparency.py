"""What team-mates see of each other's expectations, and whether a team lets them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from expectations.models.documents import in_force
from people.models import Person, Team


class TeamSetting(models.Model):
    """Do the people of a team see each other's key result areas, standards and progress?

    A team without a row does not: what two people signed is theirs until somebody who answers for
    the team says otherwise.
    """

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="expectation_setting")
    shows_expectations = models.BooleanField(default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.team_id}: {self.shows_expectations}"


class ShownQuerySet(models.QuerySet[Any]):
    """Lines of documents that team-mates may see: key result areas and standards, no others.

    It is a reading of these lines and not of the version they belong to: position goal,
    abilities, comments and signatures are found through DocumentVersion.visible_to alone.
    """

    def shown_to_team_mates(self, viewer: Person, today: date) -> "ShownQuerySet":
        """Lines in force today of people of the viewer's team, where the team shows them."""
        if viewer.team_id is None or not viewer.works_here(today):
            return self.none()
        path = "version" if hasattr(self.model, "version") else "key_result_area__version"
        document = f"{path}__document"
        here = Q(**{f"{document}__person__left_on__isnull": True}) | Q(
            **{f"{document}__person__left_on__gte": today}
        )
        return self.filter(
            here,
            in_force(today, today, f"{path}__"),
            **{
                f"{document}__person__is_active": True,
                f"{document}__person__team": viewer.team_id,
                f"{document}__person__team__expectation_setting__shows_expectations": True,
            },
        )
