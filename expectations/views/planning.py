"""From a target to the week: the page that works it out, and putting the quantities in."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from expectations import planning_words, rules
from expectations.actions import planning as actions
from expectations.models import Planning
from expectations.planning import Figures, Plan, Step
from expectations.planning_forms import Entered
from expectations.planning_page import PlanPage, head_line, page_of
from expectations.problems import NotDraft, NotPossible
from expectations.queries.planning import (
    Basis,
    activity_types,
    basis_of,
    figures_of,
    first_figures,
    planning_of,
)
from expectations.views.document import head
from expectations.views.found import Found, found
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request, posted


@dataclass(frozen=True)
class Desk:
    """What lies on the desk: the document, what was entered so far and what was counted."""

    at: Found
    stored: Planning | None
    figures: Figures
    basis: Basis

    @property
    def url(self) -> str:
        return reverse("expectations:planning", args=[self.at.version.pk])


@page(GET, POST)
def planning(request: Request, version_id: int) -> HttpResponse:
    """What is entered is kept; everything else is worked out from it anew."""
    at = found(request, version_id)
    require(rules.writes(request.user, at.version, at.sides))
    if not at.version.is_draft:
        messages.warning(request, _("Only a draft is worked out. Begin another version first."))
        return redirect(at.version)
    desk = _desk(request, at)
    if request.method == POST:
        return _kept(request, desk)
    return _page(request, desk, _entered(None, desk), desk.basis.plan(desk.figures))


@act
def planning_quantities(request: Request, version_id: int) -> HttpResponse:
    """Put the weekly quantities into the draft as they were shown, or take them back."""
    at = found(request, version_id)
    require(rules.writes(request.user, at.version, at.sides))
    desk = _desk(request, at)
    try:
        if posted(request, "act") == "back":
            return _taken_back(request, desk)
        return _put(request, desk)
    except (NotDraft, NotPossible) as problem:
        messages.error(request, problem.message)
        return redirect(at.version if not at.version.is_draft else desk.url)


# --- keeping what was entered --------------------------------------------------------------------
def _desk(request: Request, at: Found) -> Desk:
    stored = planning_of(at.version)
    types = activity_types(at.version, request.user, request.today)
    figures = first_figures(at.version, types) if stored is None else figures_of(stored)
    basis = basis_of(
        at.version,
        at.sides,
        request.user,
        request.today,
        types=types,
        currency=figures.currency,
    )
    return Desk(at, stored, figures, basis)


def _entered(data: Any, desk: Desk) -> Entered:
    basis = desk.basis
    return Entered(
        data,
        figures=desk.figures,
        offered=basis.offered,
        types=basis.types,
        evidence=basis.evidence,
    )


def _kept(request: Request, desk: Desk) -> HttpResponse:
    entered = _entered(request.POST, desk)
    if not entered.is_valid():
        plan = desk.basis.plan(desk.figures)
        return _page(request, desk, entered, plan, status=422)
    figures = _rearranged(entered.figures(), posted(request, "act"))
    revision = posted(request, "revision")
    try:
        stored = actions.save_planning(
            version=desk.at.version,
            figures=figures,
            revision=int(revision) if revision.isascii() and revision.isdigit() else 0,
            actor=request.user,
            now=request.now,
        )
    except NotDraft as problem:
        messages.error(request, problem.message)
        return redirect(desk.at.version)
    except actions.Overtaken as overtaken:
        desk = replace(desk, stored=overtaken.stands)
        plan = desk.basis.plan(figures)
        return _page(request, desk, entered, plan, status=409, overtaken=overtaken.stands)
    if not request.htmx:
        return redirect(desk.url)
    desk = replace(desk, stored=stored, figures=figures)
    return _page(request, desk, entered, desk.basis.plan(figures))


def _rearranged(figures: Figures, pressed: str) -> Figures:
    """The steps after a button beside one of them: ``up:2``, ``down:2``, ``out:2``."""
    verb, _colon, number = pressed.partition(":")
    steps = list(figures.steps)
    if not (number.isascii() and number.isdigit()) or int(number[:3]) >= len(steps):
        return figures
    place = int(number)
    if verb == "out":
        del steps[place]
    elif verb in ("up", "down"):
        _swap(steps, place, place + (1 if verb == "down" else -1))
    return replace(figures, steps=tuple(steps))


def _swap(steps: list[Step], here: int, there: int) -> None:
    if 0 <= there < len(steps):
        steps[here], steps[there] = steps[there], steps[here]


# --- putting it into the draft -------------------------------------------------------------------
def _put(request: Request, desk: Desk) -> HttpResponse:
    plan = desk.basis.plan(desk.figures)
    if not plan.complete or desk.stored is None:
        raise NotPossible(_("Enter the target first; there is nothing to put in yet."))
    if plan.seen != posted(request, "seen") and plan.to_put:
        messages.warning(request, _("The figures are others by now. Look at the difference again."))
        return redirect(f"{desk.url}#difference")
    changed = actions.put_quantities(
        version=desk.at.version,
        changes=plan.changes,
        how=planning_words.how(plan),
        actor=request.user,
        today=request.today,
        now=request.now,
    )
    said = ngettext(
        "One quantity is in the document.", "%(n)s quantities are in the document.", changed
    )
    messages.success(request, said % {"n": changed} if changed else _("They were there already."))
    return redirect(f"{desk.url}#difference")


def _taken_back(request: Request, desk: Desk) -> HttpResponse:
    undone = actions.take_quantities_back(
        version=desk.at.version, actor=request.user, today=request.today, now=request.now
    )
    said = ngettext("One quantity is as before.", "%(n)s quantities are as before.", undone)
    messages.success(request, said % {"n": undone} if undone else _("There was nothing to undo."))
    return redirect(f"{desk.url}#difference")


# --- the page ------------------------------------------------------------------------------------
def _page(
    request: Request,
    desk: Desk,
    entered: Entered,
    plan: Plan,
    *,
    status: int = 200,
    overtaken: Planning | None = None,
) -> HttpResponse:
    person = desk.at.version.document.person
    worked_out = page_of(plan, desk.basis, person)
    derived = desk.stored.derived if desk.stored else {}
    context = {
        **head(request, desk.at),
        "form": entered.form,
        "steps": entered.steps,
        "revision": desk.stored.revision if desk.stored else 0,
        "saved_at": desk.stored.saved_at if desk.stored else None,
        "currency": desk.figures.currency,
        "result": worked_out,
        "head_line": head_line(worked_out),
        "derivation": _derivation(desk, derived, person.first_name),
        "may_take_back": bool(derived.get("before")),
        "overtaken": overtaken,
        "next_step": _next(worked_out),
        "fragment": bool(request.htmx),
    }
    template = "_planning_result.html" if request.htmx else "planning.html"
    return render(request, f"expectations/{template}", context, status=status)


def _derivation(desk: Desk, derived: dict[str, Any], name: str) -> str:
    now = {each.activity_type: each.weekly for each in desk.basis.expected}
    return planning_words.derivation(derived, name, now)


def _next(worked_out: PlanPage) -> NextStep:
    plan = worked_out.plan
    if worked_out.lacks:
        text, field = worked_out.lacks[0]
        return NextStep(act=text, url=f"#{field}", button=_("Go there"), main=False)
    if plan.load is not None and not plan.load.fits:
        return NextStep(
            act=_("The week does not fit into its hours."),
            why=worked_out.fits,
            url="#hours",
            button=_("See what would make it fit"),
            main=False,
        )
    if worked_out.to_put:
        return NextStep(
            act=_("Put the quantities into the document."),
            why=_("The difference is shown before."),
            url="#difference",
            button=_("See the difference"),
            main=False,
        )
    return NextStep(
        act=_("Nothing waits for you."), why=_("The document says what is worked out here.")
    )
