"""Search over people, accounts, deals and documents."""

from django.http import HttpResponse
from django.shortcuts import render

from insights.queries.search import LONGEST, SHORTEST, SHOWN, find_all
from salesperf.web.policy import GET, page
from salesperf.web.request import Request


@page(GET)
def search(request: Request) -> HttpResponse:
    """Hits by kind; the list alone while one types."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    context = {
        "q": text,
        "found": find_all(request.user, text, request.today),
        "too_short": len("".join(text.split())) < SHORTEST,
        "shown": SHOWN,
        "shown_slice": f":{SHOWN}",
    }
    template = "insights/_found.html" if request.htmx else "insights/search.html"
    return render(request, template, context)
