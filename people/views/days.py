"""The calendar of days off, and the days on which one person is away."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import actions, rules
from people.forms.days import AwayForm, DaysOffForm
from people.models import Away, DayOff
from people.problems import PeopleProblem
from people.views.person import found_person
from salesperf.web.find import find_or_404
from salesperf.web.format import day_range
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request


@page(GET, POST)
def days_off(request: Request) -> HttpResponse:
    """One year of the calendar; who keeps people adds to it."""
    keeps = rules.keeps_people(request.user)
    form = DaysOffForm(request.POST or None, initial={"lines": request.GET.get("again", "")[:200]})
    if request.method == POST:
        require(keeps)
        if form.is_valid():
            return _added(request, form)
    year = _year(request)
    visible = DayOff.objects.visible_to(request.user, request.today)
    context = {
        "form": form,
        "keeps": keeps,
        "year": year,
        "years": (year - 1, year + 1),
        "days": list(visible.filter(day__year=year).select_related("team")),
    }
    status = 422 if form.errors else 200
    return render(request, "people/days_off.html", context, status=status)


def _added(request: Request, form: DaysOffForm) -> HttpResponse:
    days = form.cleaned_data["lines"]
    written = actions.add_days_off(
        days=days, team=form.cleaned_data["team"], by=request.user, now=request.now
    )
    if written:
        said = ngettext("One day is in the calendar.", "%(n)s days are in the calendar.", written)
        messages.success(request, said % {"n": written})
    else:
        messages.success(request, _("All of these were in the calendar already."))
    first = min(day for day, _name in days)
    return redirect(f"{reverse('people:days_off')}?year={first.year}")


@act
def day_off_removal(request: Request, day_id: int) -> HttpResponse:
    require(rules.keeps_people(request.user))
    visible = DayOff.objects.visible_to(request.user, request.today)
    one = find_or_404(visible, pk=day_id)
    actions.remove_day_off(day_off=one, by=request.user, now=request.now)
    back = f"{reverse('people:days_off')}?year={one.day.year}"
    again = urlencode({"again": f"{one.day} {one.name}"})
    said = _("%(name)s is out of the calendar.") % {"name": one.name}
    messages.success(
        request, format_html('{} <a href="{}&{}">{}</a>', said, back, again, _("Write it again"))
    )
    return redirect(back)


@page(GET, POST)
def days_away(request: Request, person_id: int) -> HttpResponse:
    """When one person is away: for that person, who leads them, and who keeps people."""
    one = found_person(request, person_id)
    require(rules.can_see_employment(request.user, one, request.today))
    again = {"starts_on": request.GET.get("from"), "ends_on": request.GET.get("to")}
    form = AwayForm(request.POST or None, initial=again)
    if request.method == POST and form.is_valid():
        try:
            actions.add_away(person=one, by=request.user, now=request.now, **form.cleaned_data)
        except PeopleProblem as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(request, _("Written down."))
            return redirect("people:days_away", one.pk)
    visible = Away.objects.visible_to(request.user, request.today).filter(person=one)
    context = {
        "person": one,
        "form": form,
        "spans": list(visible.select_related("entered_by").order_by("-starts_on")[:100]),
    }
    status = 422 if form.errors else 200
    return render(request, "people/days_away.html", context, status=status)


@act
def away_removal(request: Request, person_id: int, away_id: int) -> HttpResponse:
    one = found_person(request, person_id)
    require(rules.can_see_employment(request.user, one, request.today))
    visible = Away.objects.visible_to(request.user, request.today).filter(person=one)
    span = find_or_404(visible, pk=away_id)
    actions.remove_away(away=span, by=request.user, now=request.now)
    back = reverse("people:days_away", args=[one.pk])
    again = urlencode({"from": span.starts_on, "to": span.ends_on})
    said = _("%(days)s: taken back.") % {"days": day_range(span.starts_on, span.ends_on)}
    messages.success(
        request, format_html('{} <a href="{}?{}">{}</a>', said, back, again, _("Write it again"))
    )
    return redirect(back)


def _year(request: Request) -> int:
    typed = request.GET.get("year", "")
    if typed.isascii() and typed.isdigit() and 1950 <= int(typed[:4]) <= 2100 and len(typed) == 4:
        return int(typed)
    return request.today.year
