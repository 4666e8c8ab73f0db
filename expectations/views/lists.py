"""Documents: one's own and those of the people one leads; everybody's; as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from expectations import rules
from expectations.forms import DocumentFilterForm
from expectations.models import DocumentVersion, State
from expectations.queries.lists import (
    PersonLine,
    all_versions,
    own_versions,
    people_lines,
    standings_of,
)
from expectations.wording import period_of
from people.queries import teams
from salesperf.web.export import csv_response, xlsx_response
from salesperf.web.listing import Listing, listing
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, page
from salesperf.web.request import Request

SORTS = {
    "name": ["document__person__name", "document__starts_on"],
    "team": ["document__person__team__name", "document__person__name"],
    "period": ["document__starts_on", "document__person__name"],
    "state": ["state", "document__person__name"],
    "signed": ["activated_at"],
}


@page(GET)
def documents(request: Request) -> HttpResponse:
    """One's own expectations, and those of the people one leads directly."""
    own = own_versions(request.user, request.today)
    led = people_lines(request.user, request.today)
    standings = standings_of(own, request.today)
    everybody = rules.can_read_all_documents(request.user)
    context = {
        "own": [(version, standings[version.pk]) for version in own],
        "led": led,
        "without": [line for line in led if line.version is None],
        "sees_more": everybody or bool(led),
        "everybody": everybody,
        "next_step": _next(request, own, led, everybody),
    }
    return render(request, "expectations/documents.html", context)


@page(GET)
def all_documents(request: Request) -> HttpResponse:
    """Every document somebody may read, with filters."""
    form, found = _found(request)
    standings = standings_of(found.page, request.today)
    context = {
        "form": form,
        "listing": found,
        "rows": [(version, standings[version.pk]) for version in found.page],
        "everybody": rules.can_read_all_documents(request.user),
    }
    return render(request, "expectations/all_documents.html", context)


@page(GET)
def all_documents_csv(request: Request) -> HttpResponseBase:
    return csv_response("expectations", *_table(request))


@page(GET)
def all_documents_xlsx(request: Request) -> HttpResponseBase:
    return xlsx_response("expectations", *_table(request))


def _found(request: Request) -> tuple[DocumentFilterForm, Listing]:
    form = DocumentFilterForm(request.GET, teams=teams())
    rows = all_versions(request.user, request.today, form.wanted())
    return form, listing(request, rows, sorts=SORTS, default="name")


def _table(request: Request) -> tuple[list[str], Iterator[list[Any]]]:
    heads = [
        _("Person"), _("E-mail"), _("Team"), _("From"), _("To"), _("Version"), _("State"),
        _("Shared on"), _("In force since"),
    ]  # fmt: skip
    _form, found = _found(request)
    return heads, (_row(version) for version in found.rows.iterator(chunk_size=500))


def _row(version: DocumentVersion) -> list[Any]:
    document = version.document
    team = document.person.team
    return [
        document.person.name,
        document.person.email,
        team.name if team else None,
        document.starts_on,
        document.ends_on,
        version.number,
        str(State(version.state).label),
        version.shared_at and version.shared_at.date(),
        version.activated_at and version.activated_at.date(),
    ]


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
    missing = [line for line in led if line.version is None]
    if missing:
        return _start(missing, everyone=len(missing) == len(led))
    drafts = [line for line in led if line.standing.key == "draft"]
    if drafts and drafts[0].version is not None:
        return _draft(drafts[0], len(drafts))
    if not own and not led:
        if everybody:
            return NextStep(
                act=_("Nothing waits for you here."),
                why=_("Everybody's documents are in a list of their own."),
                url=reverse("expectations:all_documents"),
                button=_("Open everybody's"),
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
