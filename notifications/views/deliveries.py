"""What could not be delivered, for administrators. They see whom it was for, not what it says."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications import actions, kinds, queries, rules
from notifications.models import Delivery
from notifications.queries import Backlog
from salesperf.web.find import find_or_404
from salesperf.web.format import number
from salesperf.web.listing import listing
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, POST, page
from salesperf.web.request import Request

SORTS = {
    "told": ["notification__created_at"],
    "person": ["notification__recipient__name"],
    "kind": ["notification__kind"],
}


@page(GET, may=rules.keeps_deliveries)
def deliveries(request: Request) -> HttpResponse:
    visible = Delivery.objects.visible_to(request.user, request.today)
    found = listing(request, queries.given_up(visible), sorts=SORTS, default="-told")
    for delivery in found.page:
        delivery.about = kinds.label(delivery.notification.kind)
    backlog = queries.backlog(request.now)
    context = {
        "listing": found,
        "scheduler": _span(backlog.last_tick),
        "oldest": _span(backlog.oldest_due),
        "next_step": _next(backlog),
    }
    return render(request, "notifications/deliveries.html", context)


@page(POST, may=rules.keeps_deliveries)
def attempt(request: Request, pk: int) -> HttpResponse:
    """Let workers try one again."""
    visible = Delivery.objects.visible_to(request.user, request.today)
    delivery = find_or_404(visible, pk=pk)
    if actions.try_again(delivery=delivery, now=request.now):
        messages.success(request, _("It is tried again now."))
    return redirect("notifications:deliveries")


def _span(seconds: int | None) -> str:
    """An age in the unit that fits; empty when there is none."""
    if seconds is None:
        return ""
    if seconds < 2 * 60:
        return _("%(n)s s") % {"n": number(seconds)}
    if seconds < 2 * 60 * 60:
        return _("%(n)s min") % {"n": number(seconds // 60)}
    return _("%(n)s hours") % {"n": number(seconds // 3600)}


def _next(backlog: Backlog) -> NextStep:
    if backlog.given_up:
        act = ngettext(
            "One mail did not arrive.", "%(n)s mails did not arrive.", backlog.given_up
        ) % {"n": number(backlog.given_up)}
        return NextStep(
            act=act,
            why=_("Mend what the last error says, then let them be tried again below."),
            main=False,
        )
    return NextStep(act=_("Nothing waits for you."), why=_("No mail was given up."))
