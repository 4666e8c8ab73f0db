"""Makes plans and who is paid under them, for tests, demo data and measurements."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from commissions.actions.plans import assign, store_plan
from commissions.models import CommissionPlan
from people.models import Person

AT = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
COMPONENT: Mapping[str, Any] = {"id": "commission", "rate": "8%"}


def plan_data(name: str = "Reps", *components: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A monthly plan in dollars that says everything a plan has to say; 8 % of every deal."""
    return {
        "schema": "salesperf-commission-plan/1",
        "name": name,
        "currency": "USD",
        "period": "month",
        "earned": "booking",
        "leaver": "keeps_earned",
        "clawback": {"basis": "earned", "by": "full", "within_months": 12},
        "components": [dict(each) for each in components or (COMPONENT,)],
    } | more


def make_plan(name: str = "Reps", *components: Mapping[str, Any], **more: Any) -> CommissionPlan:
    """Store a plan, or its next version when there is one of that name."""
    return store_plan(data=plan_data(name, *components, **more), actor=None, now=AT).plan


def put_under(
    plan: CommissionPlan,
    *people: Person,
    starts_on: date = date(2026, 1, 1),
    ends_on: date | None = None,
    **figures: Any,
) -> None:
    """Pay these people under a plan, all with the same figures."""
    for person in people:
        assign(
            plan=plan, person=person, starts_on=starts_on, ends_on=ends_on, figures=figures,
            actor=None, now=AT,
        )  # fmt: skip
