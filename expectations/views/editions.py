"""What is done with drafts of the strategy and of the marketing plan alike: one set of acts."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from expectations import rules
from expectations.actions import editions as acts
from expectations.actions.editions import EditionChanged, Kind
from expectations.actions.marketing import PLAN
from expectations.actions.strategy import STRATEGY
from expectations.problems import NotPossible
from salesperf.web.find import find_or_404
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request, posted


def edition_of(request: Request, kind: Kind[Any, Any], edition_id: int) -> Any:
    """An edition that the person may see, or 404."""
    visible = kind.model.objects.visible_to(request.user, request.today)
    return find_or_404(visible, pk=edition_id)


@act
def strategy_drafting(request: Request) -> HttpResponse:
    """Begin the next edition, as a copy of the newest; one draft at a time."""
    return _drafting(request, STRATEGY)


@act
def plan_drafting(request: Request) -> HttpResponse:
    """The same for the marketing plan."""
    return _drafting(request, PLAN)


@act
def publication(request: Request, edition_id: int) -> HttpResponse:
    """Publish the draft that was on the screen; from then on it never changes."""
    return _publication(request, STRATEGY, edition_id)


@act
def plan_publication(request: Request, edition_id: int) -> HttpResponse:
    """The same for the marketing plan."""
    return _publication(request, PLAN, edition_id)


@page(GET, POST, may=rules.can_write_strategy)
def strategy_discarding(request: Request, edition_id: int) -> HttpResponse:
    """Throw a draft away; asks before."""
    return _discarding(request, STRATEGY, edition_id)


@page(GET, POST, may=rules.can_write_strategy)
def plan_discarding(request: Request, edition_id: int) -> HttpResponse:
    """The same for the marketing plan."""
    return _discarding(request, PLAN, edition_id)


def _drafting(request: Request, kind: Kind[Any, Any]) -> HttpResponse:
    require(rules.can_write_strategy(request.user))
    draft = acts.draft_edition(
        kind=kind,
        author=request.user,
        effective_from=request.today + timedelta(days=1),
        now=request.now,
    )
    return redirect(kind.edit, draft.pk)


def _publication(request: Request, kind: Kind[Any, Any], edition_id: int) -> HttpResponse:
    require(rules.can_write_strategy(request.user))
    draft = edition_of(request, kind, edition_id)
    try:
        acts.publish(
            kind=kind,
            edition=draft,
            actor=request.user,
            seen=posted(request, "seen"),
            today=request.today,
            now=request.now,
        )
    except EditionChanged:
        messages.warning(
            request,
            _(
                "Somebody changed the draft since this page was loaded. Read it again, then publish."
            ),
        )
    except NotPossible as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Published. It never changes again."))
    return redirect(kind.page, draft.pk)


def _discarding(request: Request, kind: Kind[Any, Any], edition_id: int) -> HttpResponse:
    draft = edition_of(request, kind, edition_id)
    if request.method == POST:
        try:
            acts.discard_edition(kind=kind, edition=draft, actor=request.user, now=request.now)
        except NotPossible as problem:
            messages.error(request, problem.message)
            return redirect(kind.page, draft.pk)
        messages.success(request, _("The draft is thrown away."))
        return redirect(kind.front)
    context = {"edition": draft, "page": kind.page, "is_plan": kind is PLAN}
    return render(request, "expectations/strategy_discarding.html", context)
