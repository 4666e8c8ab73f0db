"""Editions of the marketing plan: what they are made of."""

from datetime import date

from django.utils.translation import gettext as _

from calc.marketing import PlanWords
from calc.periods import year
from expectations.actions.editions import Kind
from expectations.models import ForecastLine, MarketingPlan
from expectations.parts import plan_parts
from expectations.queries.plans import plan_words
from people.models import Person


def _begin(author: Person, effective_from: date, words: PlanWords | None) -> MarketingPlan:
    """The next plan begins with the words of the last; its figures are for other days."""
    return MarketingPlan.objects.create(
        author=author,
        owner_id=words.owner if words else author.pk,
        effective_from=effective_from,
        ends_on=year(effective_from).end,
        target_market=words.target_market if words else "",
        sales_approach=words.sales_approach if words else "",
        target_minor=None,
        currency=words.currency if words else author.currency,
        rhythm=words.rhythm if words else MarketingPlan.Rhythm.QUARTER,
    )


_PLAIN = (
    "effective_from", "ends_on", "target_market", "sales_approach", "target_minor", "currency",
    "rhythm",
)  # fmt: skip


def _write(plan: MarketingPlan, words: PlanWords) -> None:
    for name in _PLAIN:
        setattr(plan, name, getattr(words, name))
    plan.owner_id = words.owner
    plan.save()
    plan.forecast.all().delete()
    ForecastLine.objects.bulk_create(
        ForecastLine(
            plan=plan, starts_on=each.starts_on, ends_on=each.ends_on, amount_minor=each.minor
        )
        for each in words.forecast
        if each.minor is not None
    )


def _missing(words: PlanWords) -> str:
    if not words.target_market or not words.sales_approach:
        return _("Say the target market and the sales approach before you publish.")
    if words.target_minor is None:
        return _("Say the target level of sales before you publish.")
    return ""


PLAN: Kind[MarketingPlan, PlanWords] = Kind(
    name="marketing_plan",
    field="plan",
    model=MarketingPlan,
    words=plan_words,
    begin=_begin,
    write=_write,
    missing=_missing,
    parts=plan_parts,
    page="expectations:plan",
    edit="expectations:plan_edit",
    front="expectations:plans",
)
