"""The two steps before anything is saved: what the columns mean, and what would happen."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from calc.tabular import NotATable, Table
from salesperf.imports import actions, guessing, kinds, queries, rules, wording
from salesperf.imports.forms import ColumnsForm, HowReadForm
from salesperf.imports.models import ImportFile
from salesperf.imports.next_steps import before_import, on_columns
from salesperf.imports.shown import answered, grouped, rows_shown
from salesperf.imports.views.found import file_or_404, table_of
from salesperf.web.policy import GET, POST, page
from salesperf.web.request import Request


@page(GET, POST)
def columns(request: Request, file_id: int) -> HttpResponse:
    file = file_or_404(request, file_id)
    if not rules.can_go_on(request.user, file):
        return redirect(file)
    table, refused = table_of(file)
    if table is None:
        return _unreadable(request, file, refused)
    form = _columns_form(request, file, table)
    if request.method == "POST" and form.is_valid():
        actions.confirm_columns(file=file, columns=form.columns(), options=form.options())
        return redirect("imports:check", file.pk)
    context = {
        "file": file,
        "kind": form.kind,
        "form": form,
        "how": HowReadForm(None, form=table.format),
        "table": table,
        "rows": queries.column_rows(table, form),
        "facts": queries.shape(table),
        "next_step": on_columns(form),
    }
    bad = form.is_bound and form.errors
    return render(request, "imports/columns.html", context, status=422 if bad else 200)


def _columns_form(request: Request, file: ImportFile, table: Table) -> ColumnsForm:
    kind = kinds.get(file.kind)
    saved = queries.saved_mapping(file.kind, file.source)
    if file.columns:
        offered, options = file.columns, file.options
    else:
        offered = guessing.offered(kind, table, saved.columns if saved else None)
        options = saved.options if saved else {}
    return ColumnsForm(
        request.POST or None,
        kind=kind,
        table=table,
        offered=offered,
        options=options,
        person=request.user,
        today=request.today,
    )


@page(GET)
def check(request: Request, file_id: int) -> HttpResponse:
    file = file_or_404(request, file_id)
    if file.state != ImportFile.State.MAPPED:
        return redirect(file)
    table, refused = table_of(file)
    if table is None:
        return _unreadable(request, file, refused)
    found = queries.check_file(file, table, by=request.user, today=request.today)
    context = {
        "file": file,
        "kind": kinds.get(file.kind),
        "check": found,
        "problems": grouped(found.problems),
        "left_out": grouped(found.left_out),
        "without": found.counts.unreadable + found.counts.left_out,
        "answered": answered(found, kinds.get(file.kind)),
        "shown": rows_shown(request.GET.get("rows", ""), found, table),
        "next_step": before_import(file, found),
    }
    return render(request, "imports/check.html", context)


def _unreadable(request: Request, file: ImportFile, refused: NotATable | None) -> HttpResponse:
    """The file that was kept cannot be read any more: it is said, and can be given up."""
    reason = wording.refusal(refused or NotATable("changed"))
    context = {"file": file, "kind": kinds.get(file.kind), "reason": reason}
    return render(request, "imports/unreadable.html", context, status=409)
