"""Competencies: read by everybody, written by HR."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from expectations import rules
from expectations.actions.competencies import save_competency, set_competency_archived
from expectations.models import Competency
from expectations.problems import NotPossible
from expectations.profile_forms import CompetencyForm
from salesperf.web.find import find_or_404
from salesperf.web.once import once
from salesperf.web.policy import GET, POST, page
from salesperf.web.request import Request


@page(GET)
def competencies(request: Request) -> HttpResponse:
    """All competencies with what one sees at each level; archived ones last."""
    rows = Competency.objects.visible_to(request.user, request.today)
    found = list(rows.prefetch_related("indicators"))
    context = {
        "in_use": [each for each in found if each.archived_at is None],
        "archived": [each for each in found if each.archived_at is not None],
        "writes": rules.can_write_competencies(request.user),
        "may_begin": rules.can_begin_profile(request.user, request.today),
    }
    return render(request, "expectations/competencies.html", context)


@page(GET)
def competency(request: Request, competency_id: int) -> HttpResponse:
    context = {
        "competency": _competency(request, competency_id),
        "writes": rules.can_write_competencies(request.user),
    }
    return render(request, "expectations/competency.html", context)


@page(GET, POST, may=rules.can_write_competencies)
def competency_new(request: Request) -> HttpResponse:
    form = CompetencyForm(request.POST or None, competency=None)
    if request.method == POST and form.is_valid():
        try:
            return once(request, lambda: _saved(request, form, None).get_absolute_url())
        except NotPossible as problem:
            form.add_error("name", problem.message)
    return _form_page(request, form, None)


@page(GET, POST, may=rules.can_write_competencies)
def competency_edit(request: Request, competency_id: int) -> HttpResponse:
    row = _competency(request, competency_id)
    form = CompetencyForm(request.POST or None, competency=row)
    if request.method == POST and form.is_valid():
        try:
            _saved(request, form, row)
            messages.success(request, _("Saved."))
            return redirect(row)
        except NotPossible as problem:
            form.add_error("name", problem.message)
    return _form_page(request, form, row)


@page(POST, may=rules.can_write_competencies)
def competency_archiving(request: Request, competency_id: int) -> HttpResponse:
    return _archived(request, competency_id, archived=True)


@page(POST, may=rules.can_write_competencies)
def competency_restoration(request: Request, competency_id: int) -> HttpResponse:
    return _archived(request, competency_id, archived=False)


def _archived(request: Request, competency_id: int, *, archived: bool) -> HttpResponse:
    row = _competency(request, competency_id)
    set_competency_archived(competency=row, archived=archived, actor=request.user, now=request.now)
    said = _("Archived. Profiles that name it keep it.") if archived else _("In use again.")
    messages.success(request, said)
    return redirect(row)


def _competency(request: Request, competency_id: int) -> Competency:
    rows = Competency.objects.visible_to(request.user, request.today)
    return find_or_404(rows.prefetch_related("indicators"), pk=competency_id)


def _saved(request: Request, form: CompetencyForm, row: Competency | None) -> Competency:
    data = form.cleaned_data
    return save_competency(
        competency=row,
        name=data["name"],
        meaning=data["meaning"],
        levels=form.levels,
        actor=request.user,
        now=request.now,
    )


def _form_page(request: Request, form: CompetencyForm, row: Competency | None) -> HttpResponse:
    context = {"form": form, "competency": row}
    status = 422 if form.is_bound else 200
    return render(request, "expectations/competency_edit.html", context, status=status)
