"""What is done on the way: answering, leaving rows out, importing, giving up. POST only."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from calc.tabular import NotATable
from salesperf.imports import actions, wording
from salesperf.imports.forms import AnswerForm, HowReadForm, RowsForm
from salesperf.imports.problems import ImportRefused
from salesperf.imports.views.found import file_or_404, table_of
from salesperf.web.policy import act
from salesperf.web.request import Request, posted


@act
def reading(request: Request, file_id: int) -> HttpResponse:
    """Read the file with another delimiter, encoding or sheet."""
    file = file_or_404(request, file_id)
    table, _refused = table_of(file)
    form = HowReadForm(request.POST, form=table.format) if table else None
    if form is None or not form.is_valid():
        messages.error(request, _("The file cannot be read like that. Nothing was changed."))
        return redirect(file)
    try:
        actions.read_otherwise(file=file, how=form.how())
    except NotATable as refused:
        messages.error(request, wording.refusal(refused))
    except ImportRefused as refused:
        messages.error(request, refused.text)
    return redirect(file_or_404(request, file_id))


@act
def answer(request: Request, file_id: int) -> HttpResponse:
    file = file_or_404(request, file_id)
    form = AnswerForm(request.POST)
    if not form.is_valid() or not form.values:
        messages.error(request, _("This answer could not be read. Choose one of those offered."))
        return redirect(file)
    try:
        actions.answer(
            file=file,
            field=form.cleaned_data["field"],
            values=form.values,
            means=form.cleaned_data["means"],
            by=request.user,
            now=request.now,
        )
    except ImportRefused as refused:
        messages.error(request, refused.text)
    return redirect(file)


@act
def withdrawal(request: Request, file_id: int) -> HttpResponse:
    """Take an answer back; its question is asked again."""
    file = file_or_404(request, file_id)
    try:
        actions.withdraw_answer(
            file=file,
            field=posted(request, "field")[:40],
            value=posted(request, "value")[:200],
        )
    except ImportRefused as refused:
        messages.error(request, refused.text)
    return redirect(file)


@act
def leaving_out(request: Request, file_id: int) -> HttpResponse:
    file = file_or_404(request, file_id)
    form = RowsForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("These rows could not be read. Nothing was changed."))
        return redirect(file)
    try:
        actions.leave_out(file=file, rows=form.cleaned_data["rows"])
    except ImportRefused as refused:
        messages.error(request, refused.text)
    return redirect(file)


@act
def importing(request: Request, file_id: int) -> HttpResponse:
    """All of it or nothing. What was shown is what is imported."""
    file = file_or_404(request, file_id)
    try:
        done = actions.run(
            file=file,
            seen=request.POST.get("seen", ""),
            by=request.user,
            now=request.now,
            today=request.today,
        )
    except ImportRefused as refused:
        messages.error(request, refused.text)
        return redirect(file_or_404(request, file_id))
    return redirect(done)


@act
def cancelling(request: Request, file_id: int) -> HttpResponse:
    file = file_or_404(request, file_id)
    try:
        actions.cancel(file=file, by=request.user, now=request.now)
    except ImportRefused as refused:
        messages.error(request, refused.text)
        return redirect(file)
    messages.success(
        request, _("%(file)s was given up. Nothing of it was saved.") % {"file": file.name}
    )
    return redirect(reverse("imports:imports"))
