"""Role profiles: the list, one of them, beginning, naming, archiving."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from expectations import rules
from expectations.actions import profiles as acts
from expectations.actions.ready import add_ready
from expectations.lines import Sheet
from expectations.models import ProfileVersion, RoleProfile
from expectations.problems import NotPossible
from expectations.profile_forms import ProfileFilterForm, ProfileForm, ProfileNewForm
from expectations.queries.profiles import (
    current_profiles,
    editions_of,
    expected_competencies,
    nothing_yet,
    profile_rows,
)
from expectations.queries.words import sheet_words
from salesperf.web.export import csv_response, xlsx_response
from salesperf.web.find import find_or_404
from salesperf.web.listing import Listing, listing
from salesperf.web.once import once
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request

SORTS = {"name": ["name"], "published": ["published"], "used": ["used"], "areas": ["areas"]}


@page(GET)
def profiles(request: Request) -> HttpResponse:
    """The profiles somebody may read, with filters."""
    form, found = _found(request)
    may_begin = rules.can_begin_profile(request.user, request.today)
    empty = nothing_yet()
    context = {
        "form": form,
        "listing": found,
        "may_begin": may_begin,
        "empty": empty,
        "next_step": _first(may_begin) if empty else None,
    }
    return render(request, "expectations/profiles.html", context)


@page(GET)
def profiles_csv(request: Request) -> HttpResponseBase:
    return csv_response("role-profiles", *_table(request))


@page(GET)
def profiles_xlsx(request: Request) -> HttpResponseBase:
    return xlsx_response("role-profiles", *_table(request))


@act
def profiles_ready(request: Request) -> HttpResponse:
    """Add the profiles and competencies that come with the product; twice is once."""
    require(rules.can_begin_profile(request.user, request.today))
    added = add_ready(actor=request.user, now=request.now)
    messages.success(request, _("%(n)s role profiles added.") % {"n": added})
    return redirect("expectations:profiles")


@page(GET)
def profile(request: Request, profile_id: int) -> HttpResponse:
    """One profile as it is published; a profile that never was shows its draft's page."""
    row = _profile(request, profile_id)
    editions = editions_of(row, request.user, request.today)
    published = [each for each in editions if not each.is_draft]
    if not published:
        return redirect(editions[0])
    return reading_page(request, published[0], editions)


def reading_page(
    request: Request, version: ProfileVersion, editions: list[ProfileVersion]
) -> HttpResponse:
    """An edition to read: the newest, or one of before."""
    sheet = Sheet.of(version)
    published = [each for each in editions if not each.is_draft]
    leads = rules.leads_somebody(request.user, request.today)
    context = {
        "profile": version.profile,
        "version": version,
        "editions": editions,
        "newest": published[0] if published else None,
        "draft": next((each for each in editions if each.is_draft), None),
        "wording": sheet_words(sheet),
        "competencies": expected_competencies(sheet),
        "writes": rules.can_write_profile(request.user, version.profile),
        "may_begin": leads or rules.can_begin_profile(request.user, request.today),
        "leads": leads,
    }
    return render(request, "expectations/profile.html", context)


@page(GET, POST)
def profile_new(request: Request) -> HttpResponse:
    """Begin a profile of one's own."""
    require(rules.can_begin_profile(request.user, request.today))
    editions = current_profiles(request.user, request.today)
    chosen = {"copy_of": request.GET.get("copy", "")}
    form = ProfileNewForm(request.POST or None, editions=editions, initial=chosen)
    if request.method == POST and form.is_valid():
        try:
            return once(request, lambda: _begun(request, form))
        except NotPossible as problem:
            form.add_error("name", problem.message)
    context = {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "expectations/profile_new.html", context, status=status)


def _begun(request: Request, form: ProfileNewForm) -> str:
    data = form.cleaned_data
    draft = acts.begin_profile(
        name=data["name"],
        also_called=data["also_called"],
        author=request.user,
        now=request.now,
        copy_of=data["copy_of"],
    )
    return draft.get_absolute_url()


@page(GET, POST)
def profile_edit(request: Request, profile_id: int) -> HttpResponse:
    """The names of a profile."""
    row = _to_write(request, profile_id)
    stored = {"name": row.name, "also_called": row.also_called}
    form = ProfileForm(request.POST or None, initial=stored)
    if request.method == POST and form.is_valid():
        try:
            acts.rename(profile=row, actor=request.user, now=request.now, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(row)
        except NotPossible as problem:
            form.add_error("name", problem.message)
    context = {"form": form, "profile": row}
    status = 422 if form.is_bound else 200
    return render(request, "expectations/profile_edit.html", context, status=status)


@act
def profile_drafting(request: Request, profile_id: int) -> HttpResponse:
    """Begin the next edition, or go on with the one that is begun."""
    row = _to_write(request, profile_id)
    return redirect(acts.draft_edition(profile=row, author=request.user, now=request.now))


@act
def profile_archiving(request: Request, profile_id: int) -> HttpResponse:
    row = _to_write(request, profile_id)
    acts.set_archived(profile=row, archived=True, actor=request.user, now=request.now)
    messages.success(request, _("Archived. Documents that were begun from it keep their words."))
    return redirect(row)


@act
def profile_restoration(request: Request, profile_id: int) -> HttpResponse:
    row = _to_write(request, profile_id)
    acts.set_archived(profile=row, archived=False, actor=request.user, now=request.now)
    messages.success(request, _("In use again."))
    return redirect(row)


# --- parts ---------------------------------------------------------------------------------------
def _profile(request: Request, profile_id: int) -> RoleProfile:
    return find_or_404(RoleProfile.objects.visible_to(request.user, request.today), pk=profile_id)


def _to_write(request: Request, profile_id: int) -> RoleProfile:
    row = _profile(request, profile_id)
    require(rules.can_write_profile(request.user, row))
    return row


def _found(request: Request) -> tuple[ProfileFilterForm, Listing]:
    form = ProfileFilterForm(request.GET)
    rows = profile_rows(request.user, request.today, form.wanted())
    return form, listing(request, rows, sorts=SORTS, default="name")


def _table(request: Request) -> tuple[list[str], Iterator[list[Any]]]:
    heads = [
        _("Role profile"), _("Also called"), _("Key result areas"), _("Published on"),
        _("Documents begun from it"), _("Kept by"),
    ]  # fmt: skip
    _form, found = _found(request)
    rows = found.rows.iterator(chunk_size=500)
    return heads, (_row(each) for each in rows)


def _row(row: Any) -> list[Any]:
    return [
        row.name, row.also_called, row.areas or 0, row.published and row.published.date(),
        row.used or 0, row.owner.name if row.owner else None,
    ]  # fmt: skip


def _first(may_begin: bool) -> NextStep:
    if not may_begin:
        return NextStep(
            act=_("Nothing waits for you."),
            why=_("Human resources and managers write role profiles; you read them here."),
        )
    return NextStep(
        act=_("Add the four ready profiles."),
        why=_("Sales development, account executive, account manager, sales manager."),
        url=reverse("expectations:profiles_ready"),
        button=_("Add them"),
        post=True,
    )
