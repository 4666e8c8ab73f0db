"""What is open and how the decided deals ended: of a person, a team, or everybody one leads."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from calc.funnel import OLD_DAYS, TOO_FEW
from calc.periods import Period
from sales import next_steps, pipeline_page, queries
from sales.forms import PipelineForm
from sales.models import Deal, Stage
from sales.models.deals import DealQuerySet
from sales.queries import Pipeline, Scope, Scopes
from sales.wording import quarter_name, win_rate_sentence
from salesperf.web.policy import GET, page
from salesperf.web.request import Request

OWNERS_PER_PAGE = 20


@page(GET)
def pipeline(request: Request) -> HttpResponse:
    choices = queries.scopes(request.user, request.today)
    scope = _scope(choices, request.GET.get("of", ""))
    stages = queries.stages()
    deals = scope.narrow(_visible(request))
    span = queries.closed_span(deals)
    form = _form(request, choices, scope, span)
    day = form.cleaned_data.get("quarter") or request.today
    found = queries.pipeline(deals, today=request.today, until=day, stages=stages)
    context = _figures(request, scope, found, day) | {
        "form": form,
        "latest": pipeline_page.latest_quarter(span, found, day),
        "finding": win_rate_sentence(found.decided.win_rate),
        "as_of": queries.deals_as_of(),
        "next_step": next_steps.for_pipeline(found, scope, request.today),
    }
    if scope.one_person is None:
        context |= _people(request, scope, deals, stages, found)
    return render(request, "sales/pipeline.html", context)


@page(GET)
def person_fragment(request: Request, person_id: int) -> HttpResponse:
    """A summary for the page of a person; empty where the reader may not see their deals."""
    scope = queries.scopes(request.user, request.today).find(f"person-{person_id}")
    if scope is None:
        return HttpResponse(status=204)
    deals = scope.narrow(_visible(request))
    found = queries.pipeline(deals, today=request.today, until=request.today, quarters=1)
    context = _figures(request, scope, found, request.today)
    return render(request, "sales/_person.html", context)


def _form(request: Request, choices: Scopes, scope: Scope, span: Period | None) -> PipelineForm:
    form = PipelineForm(
        {"of": scope.key, "quarter": request.GET.get("quarter", "")},
        choices=choices,
        quarters=pipeline_page.quarter_choices(span, request.today),
    )
    form.is_valid()
    return form


def _figures(request: Request, scope: Scope, found: Pipeline, day: date) -> dict[str, Any]:
    """What page and fragment both show."""
    return {
        "scope": scope,
        "pipeline": found,
        "quarter_name": quarter_name(day),
        "currency": pipeline_page.only_currency(found),
        "deals_url": pipeline_page.deals_url(scope),
        "old_query": pipeline_page.old_query(request.today),
        "old_days": OLD_DAYS,
    }


def _people(
    request: Request, scope: Scope, deals: DealQuerySet, stages: list[Stage], found: Pipeline
) -> dict[str, Any]:
    """One page of the owners, each beside all the others."""
    period = found.quarters[0].period
    owners = Paginator(scope.owners, OWNERS_PER_PAGE).get_page(request.GET.get("page"))
    lines = queries.owner_lines(
        deals, list(owners), today=request.today, period=period, stages=stages
    )
    rows = pipeline_page.owner_rows(lines, found.decided)
    return {
        "owners": owners,
        "rows": rows,
        "axis": pipeline_page.axis(rows),
        "in_quarter": pipeline_page.closed_query(period),
        "enough": TOO_FEW,
    }


def _visible(request: Request) -> DealQuerySet:
    return Deal.objects.visible_to(request.user, request.today)


def _scope(choices: Scopes, key: str) -> Scope:
    """The owners asked for; not there and not theirs to see are answered alike."""
    scope = choices.find(key) if key else choices.default
    if scope is None:
        raise Http404
    return scope
