"""The strategy: read by everybody, drafted and published by executives."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from calc.document import StrategyWords
from expectations import rules
from expectations.actions.editions import EditionChanged, save_edition
from expectations.actions.strategy import STRATEGY
from expectations.comparison import edition_differences
from expectations.forms import StrategyForm, ValueFormSet
from expectations.models import Strategy
from expectations.next_steps import of_edition_draft
from expectations.problems import NotPossible
from expectations.queries.readers import confirmed_at
from expectations.queries.rounds import rounds_on
from expectations.queries.strategy import (
    Editions,
    editions,
    fingerprint_of,
    leading_objectives,
)
from expectations.queries.words import edition_words
from salesperf.web.find import find_or_404
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, POST, page
from salesperf.web.request import Request, posted


@page(GET)
def strategy(request: Request) -> HttpResponse:
    """The edition in force, the objectives as a tree, and the editions before and after."""
    known = editions(Strategy, request.user, request.today)
    return _page(request, known.in_force, known)


@page(GET)
def edition(request: Request, edition_id: int) -> HttpResponse:
    """Any other edition: an earlier one, one to come, or an executive's draft."""
    visible = Strategy.objects.visible_to(request.user, request.today)
    shown = find_or_404(visible, pk=edition_id)
    known = editions(Strategy, request.user, request.today)
    if known.in_force is not None and shown.pk == known.in_force.pk:
        return redirect("expectations:strategy")
    return _page(request, shown, known)


def _page(request: Request, shown: Strategy | None, known: Editions[Strategy]) -> HttpResponse:
    writes = rules.can_write_strategy(request.user)
    is_front = shown is None or shown == known.in_force
    confirmed = confirmed_at(shown, request.user) if is_front else None
    rounds = rounds_on(shown, STRATEGY.field, request.user, request.today) if shown else []
    context: dict[str, Any] = {
        "edition": shown,
        "words": edition_words(shown) if shown else None,
        "known": known,
        "in_force": known.in_force,
        "writes": writes,
        "confirmed_at": confirmed,
        "to_confirm": is_front and shown is not None and confirmed is None,
        "counts_readers": rules.can_count_readers(request.user, request.today),
        "rounds": rounds,
        "next_step": _next(request, shown, known.draft, writes=writes, confirmed=bool(confirmed)),
    }
    if is_front:
        context["leading"] = leading_objectives(request.today)
        context["writes_objectives"] = rules.can_write_some_objective(request.user, request.today)
    return render(request, "expectations/strategy.html", context)


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
            save_edition(
                kind=STRATEGY,
                edition=draft,
                words=_typed(stored, form, values),
                seen=posted(request, "seen"),
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
    request: Request,
    shown: Strategy | None,
    draft: Strategy | None,
    *,
    writes: bool,
    confirmed: bool,
) -> NextStep | None:
    if shown is not None and shown.published_at is None:
        return of_edition_draft(shown, STRATEGY, request) if writes else None
    if shown is not None and not confirmed and _holds(shown, request):
        return NextStep(
            act=_("Read it, then confirm that you have."),
            why=_("Every expectation document stands on these words. Your manager and human"
                  " resources see whether you confirmed."),
            url="#confirming",
            button=_("Go to the end"),
            main=False,
        )  # fmt: skip
    if not writes:
        return None
    if draft is not None:
        return NextStep(
            act=_("Finish the draft of the next edition."),
            why=_("Only executives see it now, and those they ask."),
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


def _holds(shown: Strategy, request: Request) -> bool:
    """Are these the words in force? The page of another edition asks nobody to confirm."""
    return request.resolver_match is not None and request.resolver_match.url_name == "strategy"
