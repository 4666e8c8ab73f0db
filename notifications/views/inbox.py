"""What a person is told, unread first, and what of it comes by e-mail too."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications import actions, queries, wording
from notifications.forms import ChoicesForm
from notifications.models import Notification, NotificationQuerySet
from salesperf.web.find import find_or_404
from salesperf.web.format import number
from salesperf.web.listing import PER_PAGE
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, POST, act, page
from salesperf.web.request import Request


@dataclass(frozen=True)
class Line:
    """One notification as the inbox shows it."""

    told: Notification
    text: str


@page(GET)
def inbox(request: Request) -> HttpResponse:
    found = Paginator(queries.inbox(_mine(request)), PER_PAGE).get_page(request.GET.get("page"))
    lines = [Line(told, wording.subject(told)) for told in found]
    unread = queries.unread_count(request.user)
    context = {
        "page": found,
        "lines": lines,
        "unread": unread,
        "newest": queries.newest(_mine(request)),
        "next_step": _next(unread, lines),
    }
    return render(request, "notifications/inbox.html", context)


@page(GET)
def notification(request: Request, pk: int) -> HttpResponse:
    """Open it: from now on it is read, and the reader goes where it leads."""
    told = find_or_404(_mine(request), pk=pk)
    actions.mark_read(notifications=_mine(request).filter(pk=told.pk), now=request.now)
    return redirect(told.url)


@act
def reading(request: Request, pk: int) -> HttpResponse:
    """Mark one as read without opening it."""
    told = find_or_404(_mine(request), pk=pk)
    actions.mark_read(notifications=_mine(request).filter(pk=told.pk), now=request.now)
    return redirect("notifications:inbox")


@act
def reading_all(request: Request) -> HttpResponse:
    """Mark everything as read that had come when the page was shown."""
    seen = _number(request.POST.get("newest", ""))
    count = actions.mark_read(notifications=_mine(request).filter(pk__lte=seen), now=request.now)
    if count:
        said = ngettext("Marked one as read.", "Marked %(n)s as read.", count)
        messages.success(request, said % {"n": number(count)})
    return redirect("notifications:inbox")


@page(GET, POST)
def choices(request: Request) -> HttpResponse:
    """Which kinds come by e-mail; the inbox has them all."""
    chosen = queries.choices(request.user)
    data = request.POST if request.method == "POST" else None
    form = ChoicesForm(data, choices=chosen)
    if form.is_valid():
        actions.choose(person=request.user, by_email=form.chosen())
        messages.success(request, _("Your choice is kept."))
        return redirect("notifications:choices")
    return render(request, "notifications/choices.html", {"form": form})


def _mine(request: Request) -> NotificationQuerySet:
    return Notification.objects.visible_to(request.user, request.today)


def _number(text: str) -> int:
    """A number from a form; 0 for anything else, and for what no database holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _next(unread: int, lines: list[Line]) -> NextStep:
    if not unread or not lines:
        return NextStep(
            act=_("Nothing waits for you."),
            why=_("When somebody shares, signs or asks for something, it stands here."),
        )
    newest = lines[0]
    return NextStep(
        act=ngettext("One thing is new.", "%(n)s things are new.", unread) % {"n": number(unread)},
        why=_("The newest: %(line)s.") % {"line": newest.text},
        url=reverse("notifications:notification", args=[newest.told.pk]),
        button=_("Open it"),
    )
