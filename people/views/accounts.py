"""The last day of somebody, and accounts that are switched off and on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people import actions, queries, rules
from people.forms.person import DepartureForm
from people.models import Person
from people.problems import PeopleProblem
from people.views.person import found_person
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request


@page(GET, POST, may=rules.keeps_people)
def departure(request: Request, person_id: int) -> HttpResponse:
    one = found_person(request, person_id)
    require(rules.can_end_account(request.user, one))
    form = DepartureForm(request.POST or None, today=request.today, person=one)
    if request.method == POST and form.is_valid():
        try:
            actions.leave(
                person=one,
                left_on=form.cleaned_data["left_on"],
                by=request.user,
                now=request.now,
                today=request.today,
            )
        except PeopleProblem as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(
                request, _("The last day of %(name)s is written down.") % {"name": one.name}
            )
            return redirect(one)
    context = {"form": form, "person": one, "reports": _reports(request, one)}
    return render(request, "people/departure.html", context)


@act
def departure_cancellation(request: Request, person_id: int) -> HttpResponse:
    one = found_person(request, person_id)
    require(rules.can_end_account(request.user, one))
    if actions.stay(person=one, by=request.user, now=request.now):
        messages.success(request, _("%(name)s stays.") % {"name": one.name})
    return redirect(one)


@page(GET, POST, may=rules.keeps_people)
def deactivation(request: Request, person_id: int) -> HttpResponse:
    one = found_person(request, person_id)
    require(rules.can_end_account(request.user, one))
    if request.method == POST:
        try:
            actions.deactivate(person=one, by=request.user, now=request.now, today=request.today)
        except PeopleProblem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(
                request,
                _("The account of %(name)s is off, every session ended.") % {"name": one.name},
            )
        return redirect(one)
    context = {"person": one, "reports": _reports(request, one)}
    return render(request, "people/deactivation.html", context)


@page(GET, POST, may=rules.keeps_people)
def reactivation(request: Request, person_id: int) -> HttpResponse:
    one = found_person(request, person_id)
    require(rules.can_end_account(request.user, one))
    if request.method == POST:
        if actions.reactivate(person=one, by=request.user, now=request.now):
            messages.success(request, _("%(name)s can sign in again.") % {"name": one.name})
        return redirect(one)
    context = {"person": one, "roles": queries.role_labels(one)}
    return render(request, "people/reactivation.html", context)


def _reports(request: Request, one: Person) -> list[Person]:
    """Who needs a new manager when this person is gone."""
    visible = Person.objects.visible_to(request.user, request.today)
    return list(visible.employed_on(request.today).reporting_to(one, request.today))
