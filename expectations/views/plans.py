"""The marketing plan: read by everybody once it is published, written by executives."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from calc.marketing import PlanWords
from expectations import rules
from expectations.actions.editions import EditionChanged, save_edition
from expectations.actions.marketing import PLAN
from expectations.comparison import plan_differences
from expectations.forms_editions import PlanForm
from expectations.models import BusinessObjective, MarketingPlan
from expectations.next_steps import of_edition_draft
from expectations.problems import NotPossible
from expectations.queries.plans import plan_words
from expectations.queries.rounds import rounds_on
from expectations.queries.strategy import Editions, editions, fingerprint_of, owners_for
from expectations.views.editions import edition_of
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, POST, page
from salesperf.web.request import Request, posted


@page(GET)
def plans(request: Request) -> HttpResponse:
    """The plan in force, and the editions before and after."""
    known = editions(MarketingPlan, request.user, request.today)
    return _page(request, known.in_force, known)


@page(GET)
def plan(request: Request, edition_id: int) -> HttpResponse:
    """Any other edition: an earlier one, one to come, or a draft."""
    shown = edition_of(request, PLAN, edition_id)
    known = editions(MarketingPlan, request.user, request.today)
    if known.in_force is not None and shown.pk == known.in_force.pk:
        return redirect("expectations:plans")
    return _page(request, shown, known)


def _page(
    request: Request, shown: MarketingPlan | None, known: Editions[MarketingPlan]
) -> HttpResponse:
    writes = rules.can_write_strategy(request.user)
    context: dict[str, Any] = {
        "edition": shown,
        "words": plan_words(shown) if shown else None,
        "known": known,
        "in_force": known.in_force,
        "writes": writes,
        "next_step": _next(request, shown, known.draft, writes),
    }
    if shown is not None:
        visible = BusinessObjective.objects.visible_to(request.user, request.today)
        context |= {
            "seen": fingerprint_of(context["words"]),
            "rounds": rounds_on(shown, PLAN.field, request.user, request.today),
            "objectives": visible.filter(plan=shown, archived_at__isnull=True).select_related(
                "team", "person", "owner"
            ),
            "makes": shown.published_at is not None
            and rules.can_write_some_objective(request.user, request.today),
        }
    return render(request, "expectations/plan.html", context)


@page(GET, POST, may=rules.can_write_strategy)
def plan_edit(request: Request, edition_id: int) -> HttpResponse:
    """Write in a draft. When somebody else was faster, both texts stand on the page."""
    draft = edition_of(request, PLAN, edition_id)
    if draft.published_at is not None:
        messages.warning(request, _("This edition is published and never changes."))
        return redirect("expectations:plan", draft.pk)
    stored = plan_words(draft)
    form = PlanForm(
        request.POST or None,
        stored=stored,
        owners=owners_for(request.user, request.today, None),
    )
    passages = []
    if request.method == POST and form.is_valid():
        try:
            saved = save_edition(
                kind=PLAN, edition=draft, words=form.words(), seen=posted(request, "seen")
            )
        except EditionChanged as changed:
            stored = changed.stored
            passages = plan_differences(form.words(), stored)
        except NotPossible as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Saved."))
            return redirect(_after(request, saved, form.words()))
    context = {"edition": draft, "form": form, "seen": fingerprint_of(stored), "passages": passages}
    status = 200 if not form.is_bound else (409 if passages else 422)
    return render(request, "expectations/plan_edit.html", context, status=status)


def _after(request: Request, saved: MarketingPlan, typed: PlanWords) -> str:
    """Back to the form when asked, or when the forecast has other stretches than were typed."""
    other_stretches = len(plan_words(saved).forecast) != len(typed.forecast)
    name = "plan_edit" if "more" in request.POST or other_stretches else "plan"
    return reverse(f"expectations:{name}", args=[saved.pk])


def _next(
    request: Request, shown: MarketingPlan | None, draft: MarketingPlan | None, writes: bool
) -> NextStep | None:
    if not writes:
        return None
    if shown is not None and shown.published_at is None:
        return of_edition_draft(shown, PLAN, request)
    if draft is not None:
        return NextStep(
            act=_("Finish the draft of the next plan."),
            why=_("Only executives see it now, and those they ask."),
            url=reverse("expectations:plan", args=[draft.pk]),
            button=_("Open the draft"),
        )
    if shown is None:
        return NextStep(
            act=_("Write the first marketing plan."),
            why=_("To whom is sold, how, and how much: objectives can come from it."),
            url=reverse("expectations:plan_drafting"),
            button=_("Begin the plan"),
            post=True,
        )
    return None
