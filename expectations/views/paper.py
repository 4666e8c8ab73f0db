"""A version on paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from expectations.paper import file_stem, pdf_of
from expectations.queries.documents import side_lines
from expectations.queries.words import words_of
from expectations.views.found import found
from salesperf.pdf import NotSet
from salesperf.web.policy import GET, page
from salesperf.web.request import Request


@page(GET)
def pdf(request: Request, version_id: int) -> HttpResponse:
    """The version as a PDF; the page to print, with the reason, where it cannot be set."""
    at = found(request, version_id)
    words = words_of(at.version, request.today)
    lines = side_lines(at.version, at.sides)
    try:
        made = pdf_of(at.version, words, lines, printed_by=request.user, now=request.now)
    except NotSet as problem:
        messages.warning(request, _why(problem))
        return redirect(f"{at.version.get_absolute_url()}?as=reader")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{file_stem(words)}.pdf")
    return response


def _why(problem: NotSet) -> str:
    if problem.letter:
        return _(
            "No font on the server has the letter “%(letter)s”, so there is no PDF. Print this"
            " page instead: your browser has it."
        ) % {"letter": problem.letter}
    return _("The PDF could not be made. Print this page instead.")
