"""What people see of each other in the demo, and what has changed above their documents since."""

from datetime import date, datetime
from decimal import Decimal

from calc.periods import Period, quarter
from expectations.actions.coverage import remind
from expectations.actions.objectives import ObjectiveValues, change_objective
from expectations.actions.transparency import set_shown
from expectations.builders import make_objective
from expectations.models import BusinessObjective
from expectations.queries.strategy import objective_fingerprint
from insights.company.staff import team_of
from people.models import Person


def show_team(*, manager: Person, today: date, at: datetime) -> None:
    """The people of the manager's team see each other's standards."""
    set_shown(team=team_of(manager), shows=True, actor=manager, today=today, now=at)


def raise_target(*, manager: Person, at: datetime) -> None:
    """The objective of another team asks for more since its documents were signed."""
    objective = BusinessObjective.objects.filter(team=team_of(manager)).get()
    values = ObjectiveValues(
        **{
            name: getattr(objective, name)
            for name in ("title", "unit", "starts_on", "ends_on", "owner", "parent", "measure")
        },
        actual_from=objective.actual_from,
        target=(objective.target or Decimal(0)) * 110 / 100,
    )
    change_objective(
        objective=objective,
        values=values,
        actor=manager,
        seen=objective_fingerprint(objective),
        today=at.date(),
        now=at,
    )


def promise_what_nobody_does(*, manager: Person, today: date) -> None:
    """An objective of the same team that no standard serves."""
    make_objective(
        owner=manager,
        team=team_of(manager),
        title="Every customer is called once in the first month after the delivery",
        target=Decimal(60),
        unit="calls",
        starts_on=quarter(today).start,
        ends_on=quarter(today).end,
    )


def remind_of(*, person: Person, by: Person, today: date, at: datetime) -> None:
    """Somebody reminds the manager of a person without expectations."""
    remind(person=person, actor=by, span=Period(today, today), today=today, now=at)
