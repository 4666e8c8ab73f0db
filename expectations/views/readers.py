"""Confirming that one has read the strategy, and seeing who has not."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from expectations import rules
from expectations.actions import acknowledgement as acts
from expectations.models import Strategy
from expectations.problems import NotPossible
from expectations.queries.readers import each_reader, readers_of
from salesperf.web.export import csv_response
from salesperf.web.find import find_or_404
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, act, page, require
from salesperf.web.request import Request, posted


@act
def acknowledgement(request: Request, edition_id: int) -> HttpResponse:
    """Confirm having read the words that were on the screen."""
    edition = _published(request, edition_id)
    try:
        acts.acknowledge(
            edition=edition,
            person=request.user,
            seen=posted(request, "seen"),
            today=request.today,
            now=request.now,
        )
    except NotPossible as problem:
        messages.warning(request, problem.message)
    else:
        messages.success(request, _("Noted: you have read the strategy."))
    return redirect("expectations:strategy")


@page(GET)
def readers(request: Request, edition_id: int) -> HttpResponse:
    """How many have confirmed, by team, and who has not for who leads them and for HR."""
    require(rules.can_count_readers(request.user, request.today))
    edition = _published(request, edition_id)
    found = readers_of(edition, request.user, request.today)
    context = {
        "edition": edition,
        "readers": found,
        "next_step": _next(found.people, found.confirmed),
    }
    return render(request, "expectations/readers.html", context)


@page(GET)
def readers_csv(request: Request, edition_id: int) -> HttpResponseBase:
    """Who has confirmed and when, of those whom one may read by name."""
    require(rules.can_count_readers(request.user, request.today))
    edition = _published(request, edition_id)
    heads = [_("Team"), _("Person"), _("E-mail"), _("Edition from"), _("Confirmed on")]
    rows = (
        [
            person.team and person.team.name,
            person.name,
            person.email,
            edition.effective_from,
            at and timezone.localtime(at).date(),
        ]
        for person, at in each_reader(edition, request.user, request.today)
    )
    return csv_response("strategy-readers", heads, rows)


@act
def nudge(request: Request, edition_id: int) -> HttpResponse:
    """Remind those who have not confirmed; at most once a day."""
    require(rules.can_count_readers(request.user, request.today))
    edition = _published(request, edition_id)
    told = acts.nudge(edition=edition, actor=request.user, today=request.today, now=request.now)
    text = ngettext(
        "%(n)s person is reminded; nobody more than once a day.",
        "%(n)s people are reminded; nobody more than once a day.",
        told,
    )
    messages.success(request, text % {"n": told})
    return redirect("expectations:readers", edition.pk)


def _published(request: Request, edition_id: int) -> Strategy:
    visible = Strategy.objects.visible_to(request.user, request.today).published()
    return find_or_404(visible, pk=edition_id)


def _next(people: int, confirmed: int) -> NextStep:
    missing = people - confirmed
    if not missing:
        return NextStep(act=_("Nothing waits for you."), why=_("Everybody has confirmed."))
    act = ngettext(
        "Remind the one who has not confirmed.", "Remind the %(n)s who have not confirmed.", missing
    )
    why = _("They get one message a day at most, and see it on their first page anyway.")
    return NextStep(act=act % {"n": missing}, why=why, elsewhere=True)
