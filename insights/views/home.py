"""The first page: what to do next, and the figures that somebody answers for."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from insights import wording
from insights.context import waiting_of
from insights.sections import sections_of
from salesperf.web.policy import GET, page
from salesperf.web.request import Request


@page(GET)
def home(request: Request) -> HttpResponse:
    """What waits, and the section that matters most; the others load afterwards."""
    found = waiting_of(request)
    first, *later = sections_of(request, found)
    figures = first.figures(request, found)
    context = {
        **figures,
        "first": first,
        "later": later,
        "todos": wording.todos(found, request.today),
        "next_step": wording.next_for_home(request.user, found, request.today, figures),
        "day_words": wording.day_words(request.today),
    }
    return render(request, "insights/home.html", context)


@page(GET)
def home_section(request: Request, key: str) -> HttpResponse:
    """One section of one's own home page: a fragment for it, or a page by itself."""
    found = waiting_of(request)
    mine = {section.key: section for section in sections_of(request, found)}
    if key not in mine:
        raise Http404
    section = mine[key]
    context = {**section.figures(request, found), "section": section}
    template = section.template if request.htmx else "insights/section.html"
    return render(request, template, context)
