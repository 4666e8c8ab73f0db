"""Entering how a standard stands, with what shows it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from expectations import rules
from expectations.actions.results import enter_result
from expectations.forms import ResultForm
from expectations.models import Standard, StandardResult
from expectations.problems import NotPossible
from expectations.queries.standings import standing
from expectations.views.document import head
from expectations.views.found import found
from salesperf.web.format import day
from salesperf.web.policy import GET, POST, page, require
from salesperf.web.request import Request


@page(GET, POST)
def result(request: Request, version_id: int, line: uuid.UUID) -> HttpResponse:
    """One standard: its results so far, and a form for the next."""
    at = found(request, version_id)
    require(bool(at.sides.of(request.user)))
    if not rules.can_enter_result(request.user, at.version, at.sides):
        messages.warning(request, _("Results belong to the version in force."))
        return redirect(at.version)
    begins = at.version.document.starts_on
    if begins > request.today:
        text = _("The period begins on %(day)s; results come after that.")
        messages.warning(request, text % {"day": day(begins)})
        return redirect(at.version)
    stands = standing(at.version, request.today).get(str(line))
    if stands is None or stands.standard.actual_from != Standard.ActualFrom.ENTERED:
        raise Http404
    form = ResultForm(
        request.POST or None, initial={"as_of": request.today}, standard=stands.standard
    )
    if request.method == POST and form.is_valid():
        data = form.cleaned_data
        try:
            enter_result(
                version=at.version,
                line=line,
                actor=request.user,
                as_of=data["as_of"],
                **form.figures,
                evidence=data["evidence"],
                today=request.today,
                now=request.now,
            )
        except NotPossible as problem:
            form.add_error("as_of", problem.message)
        else:
            messages.success(request, _("Entered."))
            return redirect(f"{at.version.get_absolute_url()}#standard-{line}")
    results = StandardResult.objects.visible_to(request.user, request.today)
    context = {
        **head(request, at),
        "form": form,
        "stands": stands,
        "results": results.filter(document=at.version.document_id, line=line).select_related(
            "entered_by"
        )[:50],
    }
    status = 422 if form.is_bound else 200
    return render(request, "expectations/result.html", context, status=status)
