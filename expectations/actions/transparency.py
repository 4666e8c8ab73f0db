"""Letting the people of a team see each other's expectations, or not any more."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from audit.actions import record
from expectations.models import TeamSetting
from notifications.actions import notify
from people.models import Person, Team
from salesperf.locks import one_at_a_time


@transaction.atomic
def set_shown(*, team: Team, shows: bool, actor: Person, today: date, now: datetime) -> bool:
    """Set it, and tell the people of the team when it is switched on; return whether it changed.

    What is so already changes nothing.
    """
    one_at_a_time("expectations.team_setting")
    setting = TeamSetting.objects.filter(team=team).first() or TeamSetting(team=team)
    if setting.shows_expectations == shows:
        return False
    setting.shows_expectations, setting.changed_by, setting.changed_at = shows, actor, now
    setting.save()
    record(
        actor=actor, verb="expectations.team_showing", target=team, at=now, shows=shows,
    )  # fmt: skip
    if shows:
        notify(
            key=f"expectations.team_shown:{team.pk}:{now.isoformat()}",
            recipients=Person.objects.employed_on(today).filter(team=team).exclude(pk=actor.pk),
            kind="expectations.team_shown",
            data={"team": team.name, "by": actor.name},
            url=reverse("expectations:team_expectations_of", args=[team.pk]),
            now=now,
        )
    return True
