"""Strategy, marketing plan and objectives as they were on a chosen day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from expectations.forms_editions import DayForm
from expectations.models import MarketingPlan, Strategy
from expectations.queries.as_of import ObjectiveThen, objectives_as_of
from expectations.queries.plans import plan_words
from expectations.queries.strategy import Editions, editions
from expectations.queries.words import edition_words
from salesperf.web.listing import sorted_rows
from salesperf.web.policy import GET, page
from salesperf.web.request import Request

SORTS = {
    "place": lambda each: each.order,
    "title": lambda each: each.title.lower(),
    "owner": lambda each: each.owner.lower(),
    "ends": lambda each: each.ends_on,
}


@page(GET)
def as_of(request: Request) -> HttpResponse:
    """The words of one day, all on one page; without a day, those of today."""
    form = DayForm(request.GET if "on" in request.GET else None, today=request.today)
    day = form.day
    context: dict[str, Any] = {"form": form, "day": day}
    if day is not None:
        context |= _words_of(request, day)
    return render(request, "expectations/as_of.html", context, status=200 if day else 422)


def _words_of(request: Request, day: date) -> dict[str, Any]:
    strategies = editions(Strategy, request.user, request.today)
    plans = editions(MarketingPlan, request.user, request.today)
    edition, plan = _in_force(strategies, day), _in_force(plans, day)
    return {
        "edition": edition,
        "words": edition_words(edition) if edition else None,
        "plan": plan,
        "plan_words": plan_words(plan) if plan else None,
        "listing": sorted_rows(request, _objectives(request, day), sorts=SORTS, default="place"),
        "beginnings": _beginnings(strategies, plans),
        "a_year_ago": _a_year_before(request.today),
    }


def _objectives(request: Request, day: date) -> list[ObjectiveThen]:
    """Those of the day as it ended where the reader is."""
    until = datetime.combine(day + timedelta(days=1), time.min, request.user.zone)
    return objectives_as_of(day, until, request.user, request.today)


def _in_force(known: Editions[Any], day: date) -> Any:
    """The edition whose words counted on a day that is over or today."""
    begun = [known.in_force, *known.earlier] if known.in_force else []
    return next((each for each in begun if each.effective_from <= day), None)


def _beginnings(*every: Editions[Any]) -> list[date]:
    """The days on which an edition of either took effect, the newest first."""
    begun = {
        each.effective_from
        for known in every
        for each in (known.in_force, *known.earlier)
        if each is not None
    }
    return sorted(begun, reverse=True)


def _a_year_before(day: date) -> date:
    """The same day of last year; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
