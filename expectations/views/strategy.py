"""The strategy: read by everybody, drafted and published by executives."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from calc.document import StrategyWords
from expectations import rules
from expectations.actions import strategy as acts
from expectations.actions.strategy import EditionChanged
from expectations.comparison import edition_differences
from expectations.forms import StrategyForm, ValueFormSet
from expectations.models import Strategy
from expectations.problems import NotPossible
from expectations.queries.strategy import (
    Editions,
    editions,
    fingerprint_of,
    leading_objectives,
)
from expectations.queries.words import edition_words
from salesperf.web.find import find_or_404
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request


@page(GET)
def strategy(request: Request) -> HttpResponse:
    """The edition in force, the objectives as a tree, and the editions before and after."""
    known = editions(request.user, request.today)
    return _page(request, known.in_force, known)


@page(GET)
def edition(request: Request, edition_id: int) -> HttpResponse:
    """Any other edition: an earlier one, one to come, or an executive's draft."""
    visible = Strategy.objects.visible_to(request.user, request.today)
    shown = find_or_404(visible, pk=edition_id)
    known = editions(request.user, request.today)
    if known.in_force is not None and shown.pk == known.in_force.pk:
        return redirect("expectations:strategy")
    return _page(request, shown, known)


def _page(request: Request, shown: Strategy | None, known: Editions) -> HttpResponse:
    writes = rules.can_write_strategy(request.user)
    words = edition_words(shown) if shown else None
    context: dict[str, Any] = {
        "edition": shown,
        "words": words,
        "known": known,
        "in_force": known.in_force,
        "writes": writes,
        "next_step": _next(request, shown, known.draft, writes),
    }
    if shown is None or shown == known.in_force:
        context["leading"] = leading_objectives(request.today)
        context["writes_objectives"] = rules.can_write_some_objective(request.user, request.today)
    return render(request, "expectations/strategy.html", context)


@act
def strategy_drafting(request: Request) -> HttpResponse:
    """Begin the next edition, as a copy of the newest; one draft at a time."""
    require(rules.can_write_strategy(request.user))
    draft = acts.draft_edition(
        author=request.user, effective_from=request.today + timedelta(days=1), now=request.now
    )
    return redirect("expectations:strategy_edit", draft.pk)


@page(GET, POST, may=rules.can_write_strategy)
def strategy_edit(request: Request, edition_id: int) -> HttpResponse:
    """Write in a draft. When somebody else was faster, both texts stand on the page."""
    draft = _draft(request, edition_id)
    if draft.published_at is not None:
        messages.warning(request, _("This edition is published and never changes."))
        return redirect("expectations:edition", draft.pk)
    stored = edition_words(draft)
    form, values = _forms(request, stored)
    passages = []
    if request.method == POST and form.is_valid() and values.is_valid():
        try:
            acts.save_edition(
                edition=draft,
                vision=form.cleaned_data["vision"],
                mission=form.cleaned_data["mission"],
                effective_from=form.cleaned_data["effective_from"],
                values=values.words(),
                seen=request.POST.get("seen", ""),
            )
        except EditionChanged as changed:
            stored = changed.stored
            passages = edition_differences(_typed(stored, form, values), stored)
        except NotPossible as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Saved."))
            name = "strategy_edit" if "more" in request.POST else "edition"
            return redirect(f"expectations:{name}", draft.pk)
    context = {
        "edition": draft,
        "form": form,
        "values": values,
        "seen": fingerprint_of(stored),
        "passages": passages,
    }
    status = 200 if not form.is_bound else (409 if passages else 422)
    return render(request, "expectations/strategy_edit.html", context, status=status)


@act
def publication(request: Request, edition_id: int) -> HttpResponse:
    """Publish the draft that was on the screen; from then on it never changes."""
    require(rules.can_write_strategy(request.user))
    draft = _draft(request, edition_id)
    try:
        acts.publish(
            edition=draft,
            actor=request.user,
            seen=request.POST.get("seen", ""),
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
    return redirect("expectations:edition", draft.pk)


@page(GET, POST, may=rules.can_write_strategy)
def strategy_discarding(request: Request, edition_id: int) -> HttpResponse:
    """Throw a draft away; asks before."""
    draft = _draft(request, edition_id)
    if request.method == POST:
        try:
            acts.discard_edition(edition=draft, actor=request.user, now=request.now)
        except NotPossible as problem:
            messages.error(request, problem.message)
            return redirect("expectations:edition", draft.pk)
        messages.success(request, _("The draft is thrown away."))
        return redirect("expectations:strategy")
    return render(request, "expectations/strategy_discarding.html", {"edition": draft})


def _draft(request: Request, edition_id: int) -> Strategy:
    return find_or_404(Strategy.objects.visible_to(request.user, request.today), pk=edition_id)


def _forms(request: Request, stored: StrategyWords) -> tuple[StrategyForm, Any]:
    data = request.POST or None
    form = StrategyForm(
        data,
        initial={
            "vision": stored.vision,
            "mission": stored.mission,
            "effective_from": stored.effective_from,
        },
    )
    values = ValueFormSet(
        data,
        prefix="values",
        initial=[
            {
                "name": value.name,
                "shows": "\n".join(value.shows),
                "shows_not": "\n".join(value.shows_not),
            }
            for value in stored.values
        ],
    )
    return form, values


def _typed(stored: StrategyWords, form: StrategyForm, values: Any) -> StrategyWords:
    return StrategyWords(
        stored.edition,
        form.cleaned_data["effective_from"],
        form.cleaned_data["vision"],
        form.cleaned_data["mission"],
        tuple(values.words()),
    )


def _next(
    request: Request, shown: Strategy | None, draft: Strategy | None, writes: bool
) -> NextStep | None:
    if not writes:
        return None
    if shown is not None and shown.published_at is None:
        return NextStep(
            act=_("Publish this draft when everybody stands behind it."),
            why=_("Published words never change; the next edition replaces them."),
            url=reverse("expectations:strategy_edit", args=[shown.pk]),
            button=_("Go on writing"),
            main=False,
        )
    if draft is not None:
        return NextStep(
            act=_("Finish the draft of the next edition."),
            why=_("Only executives see it now."),
            url=reverse("expectations:edition", args=[draft.pk]),
            button=_("Open the draft"),
        )
    if shown is None:
        return NextStep(
            act=_("Write vision, mission and values."),
            why=_("They stand over every expectation document from then on."),
            url=reverse("expectations:strategy_drafting"),
            button=_("Begin the first edition"),
            post=True,
        )
    return None
