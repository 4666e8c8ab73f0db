"""One's own week: the grid, the remarks under it, submission."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from activities import actions, rules
from activities.cells import WeekIsSubmittedError
from activities.forms import (
    RemarksForm,
    conflict_cell,
    problems_of,
    read_cells,
    too_late_cell,
    typed_cell,
)
from activities.models import ActivityType, Week
from activities.queries import Cell
from activities.views.page import no_week, sent_parts, week_address, week_context
from calc.periods import monday_of
from salesperf.web import format
from salesperf.web.policy import GET, act, page, require
from salesperf.web.request import Request


@page(GET)
def week(request: Request) -> HttpResponse:
    """The week that holds today, where the person is."""
    return _week_page(request, monday_of(request.today))


@page(GET)
def week_of(request: Request, monday: date) -> HttpResponse:
    """Any other week; another day leads to its Monday."""
    if monday.weekday():
        return redirect("activities:week_of", monday_of(monday))
    return _week_page(request, monday)


@act
def entries(request: Request, monday: date) -> HttpResponse:
    """Cells as they were typed: one from the script, the whole grid from the plain form."""
    _require_monday(monday)
    types = ActivityType.objects.visible_to(request.user, request.today).in_bulk()
    read = read_cells(
        request.POST.dict(),
        person=request.user,
        monday=monday,
        today=request.today,
        types=types,
    )
    if read.unknown:
        raise Http404
    if read.refused:
        shown = [*map(typed_cell, read.changes), *read.refused]
        return _entries_answer(request, monday, shown, status=422)
    try:
        conflicts = actions.log_cells(
            person=request.user, monday=monday, changes=read.changes, now=request.now
        )
    except WeekIsSubmittedError:
        return _entries_answer(request, monday, map(too_late_cell, read.changes), status=409)
    if conflicts:
        shown = [*map(typed_cell, read.changes), *map(conflict_cell, conflicts)]
        return _entries_answer(request, monday, shown, status=409)
    return _entries_answer(request, monday, ())


@act
def remarks(request: Request, monday: date) -> HttpResponse:
    """The skill practised and the line on the week."""
    _require_week(request, monday)
    form = RemarksForm(request.POST)
    if not form.is_valid():
        return _remarks_refused(request, monday, form, problems_of(form))
    try:
        kept, stands = actions.keep_remarks(
            person=request.user,
            monday=monday,
            token=request.POST.get("version", ""),
            now=request.now,
            **form.cleaned_data,
        )
    except WeekIsSubmittedError:
        problem = _("The week was submitted. Reopen it to write; your text is kept here.")
        return _remarks_refused(request, monday, form, problem)
    if not kept:
        return _remarks_conflict(request, monday, form, stands)
    if not request.htmx:
        return redirect("activities:week_of", monday)
    token = actions.remarks_token(week=stands)
    return JsonResponse({"saved": format.clock(request.now), "version": token})


@act
def submission(request: Request, monday: date) -> HttpResponse:
    """Say that the week is complete."""
    _require_week(request, monday)
    require(rules.can_submit(request.user, monday, request.today))
    actions.submit(person=request.user, monday=monday, now=request.now)
    messages.success(
        request, _("Week %(week)s is submitted.") % {"week": monday.isocalendar().week}
    )
    return redirect("activities:week_of", monday)


@act
def reopening(request: Request, monday: date) -> HttpResponse:
    """Take the submission back to correct something."""
    _require_week(request, monday)
    actions.reopen(person=request.user, monday=monday, now=request.now)
    return redirect("activities:week_of", monday)


def _require_week(request: Request, monday: date) -> None:
    """403 for weeks in which the person has nothing to log."""
    _require_monday(monday)
    require(not rules.why_no_week(request.user, monday, request.today))


def _require_monday(monday: date) -> None:
    if monday.weekday():
        raise Http404


def _entries_answer(
    request: Request, monday: date, refused: Iterable[Cell], status: int = 200
) -> HttpResponse:
    """What became of the cells: fragments for the script, otherwise the page again."""
    if request.htmx:
        context = week_context(request, monday, refused=refused)
        context |= sent_parts(request, context["sheet"])
        return render(request, "activities/_saved.html", context, status=status)
    if status != 200:
        return _week_page(request, monday, refused=refused, status=status)
    return redirect(week_address(request, monday))


def _remarks_refused(
    request: Request, monday: date, form: RemarksForm, problem: str
) -> HttpResponse:
    if request.htmx:
        return JsonResponse({"problem": problem}, status=422)
    return _week_page(request, monday, remarks=form, problem=problem, status=422)


def _remarks_conflict(
    request: Request, monday: date, form: RemarksForm, stands: Week
) -> HttpResponse:
    token = actions.remarks_token(week=stands)
    if request.htmx:
        context = {"stands": stands, "token": token}
        return render(request, "activities/_remarks_conflict.html", context, status=409)
    return _week_page(request, monday, remarks=form, stands=stands, status=409)


def _week_page(request: Request, monday: date, status: int = 200, **more: Any) -> HttpResponse:
    reason = rules.why_no_week(request.user, monday, request.today)
    if reason:
        context = no_week(request.user, monday, request.today, reason)
        return render(request, "activities/no_week.html", context, status=status)
    return render(
        request, "activities/week.html", week_context(request, monday, **more), status=status
    )
