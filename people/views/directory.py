"""The directory: everybody who works here, as a page and as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import queries, rules
from people.forms.directory import DirectoryForm
from people.models import Person
from people.queries import LooseEnds
from people.standing import standing
from salesperf.web.export import csv_response, xlsx_response
from salesperf.web.listing import Listing, listing
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, page
from salesperf.web.request import Request

SORTS = {
    "name": ["name"],
    "title": ["title", "name"],
    "team": ["team__name", "name"],
    "manager": ["manager_name", "name"],
}
SORTS_OF_KEEPERS = {**SORTS, "hired": ["hired_on", "name"]}


@page(GET)
def directory(request: Request) -> HttpResponse:
    form, found = _found(request)
    for person in found.page:
        person.standing = standing(person, request.today)
    keeps = rules.keeps_people(request.user)
    context = {
        "form": form,
        "listing": found,
        "keeps_people": keeps,
        "keeps_roles": rules.can_keep_roles(request.user),
        "next_step": _next(queries.loose_ends(request.today, request.now)) if keeps else None,
    }
    return render(request, "people/directory.html", context)


@page(GET)
def directory_csv(request: Request) -> Any:
    heads, rows = _table(request)
    return csv_response("people", heads, rows)


@page(GET)
def directory_xlsx(request: Request) -> Any:
    heads, rows = _table(request)
    return xlsx_response("people", heads, rows)


def _found(request: Request) -> tuple[DirectoryForm, Listing]:
    keeps = rules.keeps_people(request.user)
    visible = Person.objects.visible_to(request.user, request.today)
    form = DirectoryForm(
        request.GET,
        managers=queries.leaders(visible, request.today),
        keeps_people=keeps,
    )
    people = queries.directory(request.user, request.today, form.wanted())
    sorts = SORTS_OF_KEEPERS if keeps else SORTS
    return form, listing(request, people, sorts=sorts, default="name")


def _table(request: Request) -> tuple[list[str], Iterator[list[Any]]]:
    """Heads and rows of the file: the rows of the page in its order, all of them."""
    heads = [_("Name"), _("E-mail"), _("Title"), _("Team"), _("Manager"), _("Manager e-mail")]
    keeps = rules.keeps_people(request.user)
    if keeps:
        heads += [_("Hired on"), _("Left on"), _("State")]
    _form, found = _found(request)
    return heads, (_row(person, request, keeps) for person in found.rows.iterator(chunk_size=500))


def _row(person: Any, request: Request, keeps: bool) -> list[Any]:
    row = [
        person.name,
        person.email,
        person.title,
        person.team.name if person.team else None,
        person.manager_name,
        person.manager_email,
    ]
    if keeps:
        row += [person.hired_on, person.left_on, standing(person, request.today).text]
    return row


def _next(loose: LooseEnds) -> NextStep:
    if loose.without_leader:
        return NextStep(
            act=ngettext(
                "One person needs a manager.",
                "%(n)s people need a manager.",
                loose.without_leader,
            )
            % {"n": loose.without_leader},
            why=_("Without one nobody drafts their expectations or sees their week."),
            url=reverse("people:directory") + f"?state={queries.LOOSE}",
            button=_("Show who"),
        )
    if loose.not_invited:
        return NextStep(
            act=ngettext(
                "One person cannot sign in yet and has no invitation.",
                "%(n)s people cannot sign in yet and have no invitation.",
                loose.not_invited,
            )
            % {"n": loose.not_invited},
            why=_("An invitation is a link by e-mail that works once."),
            url=reverse("people:invitations"),
            button=_("Invite them"),
        )
    return NextStep(
        act=_("Nothing waits for you."), why=_("Everybody has a manager and can sign in.")
    )
