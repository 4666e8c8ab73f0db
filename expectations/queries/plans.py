"""Reading marketing plans."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from calc.marketing import ForecastWords, PlanWords, stretches
from calc.money import Money
from expectations.models import BusinessObjective, MarketingPlan
from expectations.wording import period_of


def plan_words(plan: MarketingPlan) -> PlanWords:
    """What an edition says, with a line for each stretch of its days. Two queries at most."""
    said = {line.starts_on: line.amount_minor for line in plan.forecast.all()}
    forecast = tuple(
        ForecastWords(each.start, each.end, said.get(each.start))
        for each in stretches(plan.effective_from, plan.ends_on, plan.rhythm)
    )
    return PlanWords(
        edition=plan.pk,
        effective_from=plan.effective_from,
        ends_on=plan.ends_on,
        owner=plan.owner_id,
        owner_name=plan.owner.name,
        target_market=plan.target_market,
        sales_approach=plan.sales_approach,
        target_minor=plan.target_minor,
        currency=plan.currency,
        rhythm=plan.rhythm,
        forecast=forecast,
    )


def objective_out_of(words: PlanWords, starts_on: str) -> dict[str, Any]:
    """What an objective begins with that comes from a plan: its target, or the forecast of the
    stretch that begins on ``starts_on`` (an ISO date).
    """
    line = next((each for each in words.forecast if each.starts_on.isoformat() == starts_on), None)
    minor = line.minor if line else words.target_minor
    first, last = (line.starts_on, line.ends_on) if line else (words.effective_from, words.ends_on)
    return {
        "title": _title(first, last),
        "target": None if minor is None else Money(minor, words.currency).amount,
        "unit": words.currency,
        "starts_on": first,
        "ends_on": last,
        "owner": words.owner,
        "actual_from": BusinessObjective.ActualFrom.WON_VALUE,
    }


def _title(first: date, last: date) -> str:
    return _("Sales as planned, %(period)s") % {"period": period_of(first, last)}
