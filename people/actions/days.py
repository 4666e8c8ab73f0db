"""Days off of everybody or of a team, and days on which one person is away."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from people.actions.telling import record
from people.models import Away, DayOff, Person, Team
from people.problems import PeopleProblem

LONGEST_AWAY = timedelta(days=366)


@transaction.atomic
def add_days_off(
    *, days: Sequence[tuple[date, str]], team: Team | None, by: Person, now: datetime
) -> int:
    """Write days into the calendar; return how many are new or have another name now.

    A day that is there already takes the name given here.
    """
    written = 0
    for day, name in days:
        row, made = DayOff.objects.get_or_create(day=day, team=team, defaults={"name": name})
        if not made and row.name == name:
            continue
        row.name = name
        row.save(update_fields=["name"])
        record("day_off_set", row, by=by, at=now, day=day, name=name, team=team)
        written += 1
    return written


@transaction.atomic
def remove_day_off(*, day_off: DayOff, by: Person, now: datetime) -> None:
    """Take a day out of the calendar; twice is once."""
    row = DayOff.objects.select_for_update().filter(pk=day_off.pk).first()
    if row is None:
        return
    record("day_off_removed", row, by=by, at=now, day=row.day, name=row.name, team=row.team_id)
    row.delete()


@transaction.atomic
def add_away(*, person: Person, starts_on: date, ends_on: date, by: Person, now: datetime) -> Away:
    """Write down that somebody is away; the same days twice are there once.

    Raises PeopleProblem for days in the wrong order or more than a year.
    """
    if ends_on < starts_on:
        raise PeopleProblem(_("The last day is before the first."), field="ends_on")
    if ends_on - starts_on > LONGEST_AWAY:
        raise PeopleProblem(
            _("That is more than a year. Write a departure or shorter days."), field="ends_on"
        )
    row, made = Away.objects.get_or_create(
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        defaults={"entered_by": by, "entered_at": now},
    )
    if made:
        record("away_added", person, by=by, at=now, starts_on=starts_on, ends_on=ends_on)
    return row


@transaction.atomic
def remove_away(*, away: Away, by: Person, now: datetime) -> None:
    """Take days away back; twice is once."""
    row = Away.objects.select_for_update().filter(pk=away.pk).select_related("person").first()
    if row is None:
        return
    record(
        "away_removed", row.person, by=by, at=now,
        starts_on=row.starts_on, ends_on=row.ends_on,
    )  # fmt: skip
    row.delete()
