"""The library of occupations: the list, one occupation, taking facts into a profile's draft."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from expectations import rules
from expectations.actions.occupations import take_into_profile
from expectations.models import Occupation, ProfileVersion
from expectations.problems import NotPossible
from expectations.profile_forms import OccupationFilterForm, TakeForm
from expectations.queries.occupations import (
    drafts_to_fill,
    fact_groups,
    no_occupations,
    occupation_rows,
)
from salesperf.web.export import csv_response
from salesperf.web.find import find_or_404
from salesperf.web.listing import Listing, listing
from salesperf.web.policy import GET, POST, page, require
from salesperf.web.request import Request

SORTS = {"title": ["title"], "code": ["code"], "tasks": ["tasks"], "rated": ["rated"]}


@page(GET)
def occupations(request: Request) -> HttpResponse:
    """Occupations, by title or by what people call their job."""
    form, found = _found(request)
    context = {"form": form, "listing": found, "empty": no_occupations()}
    return render(request, "expectations/occupations.html", context)


@page(GET)
def occupations_csv(request: Request) -> HttpResponseBase:
    heads = [_("Code"), _("Occupation"), _("Tasks"), _("Skills and knowledge"), _("Source")]
    _form, found = _found(request)
    return csv_response("occupations", heads, _rows(found))


@page(GET, POST)
def occupation(request: Request, code: str) -> HttpResponse:
    """One occupation; who writes a profile takes facts of it into a draft."""
    rows = Occupation.objects.visible_to(request.user, request.today)
    row = find_or_404(rows, code=code)
    groups = fact_groups(row)
    drafts = drafts_to_fill(request.user, request.today)
    facts = {str(line.fact.pk): line.fact for group in groups for line in group.lines}
    chosen = {"draft": request.GET.get("draft", "")}
    form = TakeForm(request.POST or None, drafts=drafts, facts=facts, initial=chosen)
    if request.method == POST:
        require(bool(drafts))
        if form.is_valid() and (answer := _taken(request, row, form)):
            return answer
    context = {
        "occupation": row,
        "groups": groups,
        "form": form,
        "drafts": drafts,
        "ticked": set(request.POST.getlist("facts")),
        "may_begin": rules.can_begin_profile(request.user, request.today),
    }
    status = 422 if form.is_bound else 200
    return render(request, "expectations/occupation.html", context, status=status)


def _taken(request: Request, row: Occupation, form: TakeForm) -> HttpResponse | None:
    version: ProfileVersion = form.cleaned_data["draft"]
    try:
        added = take_into_profile(
            version=version,
            facts=form.cleaned_data["facts"],
            area=_line(request.POST.get("area", "")),
            area_title=row.title,
            actor=request.user,
            now=request.now,
        )
    except NotPossible as problem:
        form.add_error(None, problem.message)
        return None
    said = ngettext("%(n)s line is added.", "%(n)s lines are added.", added) % {"n": added}
    messages.success(request, said)
    return redirect(version)


def _line(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _found(request: Request) -> tuple[OccupationFilterForm, Listing]:
    form = OccupationFilterForm(request.GET)
    rows = occupation_rows(request.user, request.today, form.words())
    return form, listing(request, rows, sorts=SORTS, default="title")


def _rows(found: Listing) -> Iterator[list[Any]]:
    source = "O*NET 29.3 Database, U.S. Department of Labor (USDOL/ETA), CC BY 4.0"
    for row in found.rows.iterator(chunk_size=500):
        yield [row.code, row.title, row.tasks, row.rated, source]
