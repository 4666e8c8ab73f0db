"""Somebody else's weeks, as those read them who lead the person."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from activities import rules
from activities.queries import readable_people, recent_weeks
from activities.views.page import no_week, read_context
from salesperf.web.find import find_or_404
from salesperf.web.policy import GET, page
from salesperf.web.request import Request


@page(GET)
def person_week(request: Request, person_id: int, monday: date) -> HttpResponse:
    """One week of somebody one leads; read only, with the figures that the person sees."""
    person = find_or_404(readable_people(request.user, request.today), pk=person_id)
    if monday.weekday():
        raise Http404
    if person == request.user:
        return redirect("activities:week_of", monday)
    today = rules.today_of(person, request.now)
    reason = rules.why_no_week(person, monday, today)
    if reason:
        return render(request, "activities/no_week.html", no_week(person, monday, today, reason))
    return render(request, "activities/person_week.html", read_context(person, monday, today))


@page(GET)
def person_fragment(request: Request, person_id: int) -> HttpResponse:
    """The last weeks in short, for the page of the person; nothing for who may not read them."""
    person = readable_people(request.user, request.today).filter(pk=person_id).first()
    if person is None:
        return HttpResponse(status=204)
    weeks = recent_weeks(person=person, now=request.now)
    context = {"person": person, "weeks": weeks, "own": person == request.user}
    return render(request, "activities/_person_weeks.html", context)
