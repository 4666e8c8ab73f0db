"""Files: those that came in, sending one, and what became of one."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calc.tabular import NotATable
from salesperf.imports import actions, kinds, queries, rules, wording
from salesperf.imports.forms import UploadForm
from salesperf.imports.kinds import Kind
from salesperf.imports.models import ImportFile
from salesperf.imports.next_steps import after_import, on_list
from salesperf.imports.views.found import file_or_404, kind_or_404
from salesperf.web.export import csv_response
from salesperf.web.listing import listing
from salesperf.web.once import once
from salesperf.web.policy import GET, POST, page
from salesperf.web.request import Request

SORTS = {
    "file": ["name"],
    "source": ["source"],
    "kind": ["kind"],
    "by": ["uploaded_by__name"],
    "uploaded": ["uploaded_at"],
    "state": ["state"],
}


@page(GET, may=rules.may_import)
def imports(request: Request) -> HttpResponse:
    visible = ImportFile.objects.visible_to(request.user, request.today)
    files = listing(request, queries.listed(visible), sorts=SORTS, default="-uploaded")
    mine = kinds.kinds_for(request.user)
    for file in files.page:
        file.kind_label = kinds.get(file.kind).label
    context = {
        "listing": files,
        "kinds": mine,
        "next_step": on_list(queries.begun(visible, request.user), files.total, mine),
    }
    return render(request, "imports/imports.html", context)


@page(GET, POST, may=rules.may_import)
def upload(request: Request, kind: str) -> HttpResponse:
    the_kind = kind_or_404(request, kind)
    sources = queries.sources_of(the_kind.name)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        initial={"source": sources[0] if sources else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _receive(request, the_kind, form.cleaned_data))
        except NotATable as refused:
            form.add_error("file", wording.refusal(refused))
    context = {"kind": the_kind, "form": form, "sources": sources}
    return render(request, "imports/upload.html", context, status=_status(form))


def _receive(request: Request, kind: Kind, said: dict[str, Any]) -> str:
    file = actions.receive(
        kind=kind.name,
        source=said["source"],
        name=said["file"].name,
        data=said["file"].read(),
        by=request.user,
        now=request.now,
    )
    return file.get_absolute_url()


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


@page(GET)
def outcome(request: Request, file_id: int) -> HttpResponse:
    file = file_or_404(request, file_id)
    if file.is_open:
        return redirect(file)
    kind = kinds.get(file.kind)
    rows = list(file.to_repair.all())
    waiting = [row for row in rows if row.settled_by_id is None]
    context = {
        "file": file,
        "kind": kind,
        "to_repair": waiting,
        "settled": len(rows) - len(waiting),
        "next_step": after_import(file, kind, to_repair=len(waiting)),
    }
    return render(request, "imports/outcome.html", context)


@page(GET)
def repairs(request: Request, file_id: int) -> HttpResponseBase:
    """The rows to repair, as a file: with their number, what is wrong, and as they were."""
    file = file_or_404(request, file_id)
    heads, rows = queries.repair_rows(file, by=request.user, today=request.today)
    return csv_response(
        _("to repair"), [_("Row"), _("Column"), _("What is wrong and what to do"), *heads], rows
    )
