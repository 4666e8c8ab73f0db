"""Vision, mission, values and objectives of a made-up company, down to each team."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from calc.periods import year
from expectations.builders import make_strategy
from expectations.models import BusinessObjective
from insights.company.staff import Staff, team_of
from insights.company.terms import USUAL_QUARTER
from insights.company.values import VALUES
from people.models import Person, Team

VISION = "The supplier that small and mid-size firms call first."
MISSION = "We find out what a firm needs before we show what we sell, and we stay when it is sold."
EARLIER_VISION = "The supplier with the widest range in the region."
EARLIER_MISSION = "We show small firms everything we carry, and deliver it within a week."
A_REP_IN_A_YEAR = 4 * USUAL_QUARTER


@dataclass(frozen=True)
class Objectives:
    """The objective of each team by the team's number, and the one of the company."""

    company: BusinessObjective
    of_team: dict[int, BusinessObjective]


def decide(*, staff: Staff, start: date, today: date, deals_a_week: int = 1) -> Objectives:
    """Publish a strategy and write an objective for the company, each region and each team."""
    head = staff.executives[0]
    _of_the_year_before(head, start)
    published = datetime.combine(start - timedelta(days=30), time(9), UTC)
    make_strategy(
        author=head,
        vision=VISION,
        mission=MISSION,
        values=VALUES,
        effective_from=year(start).start,
        published_at=published,
    )
    span = (year(start).start, year(today).end)
    reps = [rep for rep in staff.reps if rep.left_on is None]
    many = deals_a_week
    company = _objective(head, None, len(reps) * many, span, None)
    regions: dict[int | None, BusinessObjective] = {
        team_of(director).pk: _objective(
            director, director.team, _under(team_of(director), staff) * many, span, company
        )
        for director in staff.directors
    }
    return Objectives(
        company,
        {
            team_of(manager).pk: _objective(
                manager,
                manager.team,
                sum(rep.team_id == manager.team_id for rep in reps) * many,
                span,
                regions.get(team_of(manager).parent_id, company),
            )
            for manager in staff.managers
        },
    )


def _of_the_year_before(head: Person, start: date) -> None:
    """What was said a year earlier: one may read it as it was."""
    before = year(year(start).start - timedelta(days=1))
    make_strategy(
        author=head,
        vision=EARLIER_VISION,
        mission=EARLIER_MISSION,
        values=VALUES[:1],
        effective_from=before.start,
        published_at=datetime.combine(before.start - timedelta(days=20), time(9), UTC),
    )


def _under(region: Team, staff: Staff) -> int:
    return sum(team_of(rep).parent_id == region.pk and rep.left_on is None for rep in staff.reps)


def _objective(
    owner: Person,
    team: Team | None,
    reps: int,
    span: tuple[date, date],
    parent: BusinessObjective | None,
) -> BusinessObjective:
    years = span[1].year - span[0].year + 1
    target = Decimal(reps * A_REP_IN_A_YEAR * years)
    return BusinessObjective.objects.create(
        owner=owner,
        team=team,
        parent=parent,
        title=f"Won deals of {team.name}" if team else "Won deals with small and mid-size firms",
        target=target,
        unit="USD",
        measure="Value of the contracts that customers signed, on the day they were won",
        actual_from=BusinessObjective.ActualFrom.WON_VALUE,
        starts_on=span[0],
        ends_on=span[1],
        made_at=datetime.combine(span[0], time(9), UTC),
    )
