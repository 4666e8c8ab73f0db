"""Documents: one's own, those of the people one leads, and what one signed for others."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from expectations import rules
from expectations.models import DocumentVersion
from expectations.queries.lists import (
    PersonLine,
    own_versions,
    people_lines,
    signed_for_others,
    standings_of,
)
from expectations.wording import period_of
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, page
from salesperf.web.request import Request


@page(GET)
def documents(request: Request) -> HttpResponse:
    """One's own expectations, and those of the people one leads directly."""
    own = own_versions(request.user, request.today)
    led = people_lines(request.user, request.today)
    everybody = rules.can_read_all_documents(request.user)
    others = signed_for_others(request.user, request.today)
    known = standings_of([*own, *others], request.today)
    context = {
        "own": [(version, known[version.pk]) for version in own],
        "led": led,
        "others": [(version, known[version.pk]) for version in others],
        "without": [line for line in led if line.version is None],
        "sees_more": everybody or bool(led),
        "everybody": everybody,
        "next_step": _next(request, own, led, everybody),
    }
    return render(request, "expectations/documents.html", context)


# --- the next step -------------------------------------------------------------------------------
def _next(
    request: Request, own: list[DocumentVersion], led: list[PersonLine], everybody: bool
) -> NextStep:
    standings = standings_of(own, request.today)
    for version in own:
        if "person" in standings[version.pk].waits_for:
            return _mine(version)
    for line in led:
        if line.version is not None and line.standing.waits_for == ("manager",):
            return _theirs(line)
    missing = [line for line in led if line.version is None or line.standing.key == "closed"]
    if missing:
        return _start(missing, everyone=len(missing) == len(led))
    drafts = [line for line in led if line.standing.key == "draft"]
    if drafts and drafts[0].version is not None:
        return _draft(drafts[0], len(drafts))
    if not own and not led:
        if everybody:
            return NextStep(
                act=_("Nothing waits for you here."),
                why=_("Whose expectations are signed, and whose are not, has a page of its own."),
                url=reverse("expectations:coverage"),
                button=_("Open the coverage"),
                main=False,
            )
        why = _("Your manager drafts one with you, or you begin your own.")
        return NextStep(act=_("Nothing waits for you."), why=why)
    waiting = sum(1 for line in led if line.standing.key == "waiting")
    why = _("%(n)s of your people have yet to sign.") % {"n": waiting} if waiting else ""
    return NextStep(act=_("Nothing waits for you."), why=why)


def _mine(version: DocumentVersion) -> NextStep:
    document = version.document
    return NextStep(
        act=_("Read your expectations for %(period)s.")
        % {"period": period_of(document.starts_on, document.ends_on)},
        why=_("Then sign, or ask for a change."),
        url=version.get_absolute_url(),
        button=_("Read and sign"),
    )


def _theirs(line: PersonLine) -> NextStep:
    assert line.version is not None
    document = line.version.document
    period = period_of(document.starts_on, document.ends_on)
    return NextStep(
        act=_("Sign the expectations of %(name)s.") % {"name": line.person.name},
        why=_("%(period)s; %(name)s has signed.")
        % {"period": period, "name": line.person.first_name},
        url=line.version.get_absolute_url(),
        button=_("Read and sign"),
    )


def _start(missing: list[PersonLine], *, everyone: bool) -> NextStep:
    first = missing[0].person
    act = (
        _("Write the first document, best together with the person.")
        if everyone
        else _("Write down what you expect of %(name)s.") % {"name": first.first_name}
    )
    return NextStep(
        act=act,
        why=_("Without it nobody can say whether the person or the process must change."),
        url=reverse("expectations:start", args=[first.pk]),
        button=_("Start with %(name)s") % {"name": first.name},
    )


def _draft(line: PersonLine, n: int) -> NextStep:
    assert line.version is not None
    return NextStep(
        act=_("Finish the draft for %(name)s and share it.") % {"name": line.person.name},
        why=_("%(n)s of your drafts are not shared yet.") % {"n": n} if n > 1 else "",
        url=line.version.get_absolute_url(),
        button=_("Open the draft"),
    )
