"""Beginning a document for somebody one leads, or for oneself."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from expectations import rules
from expectations.actions import drafts
from expectations.forms import StartForm, TeamStartForm
from expectations.problems import NotPossible
from expectations.queries.lists import copies_for, overlapping
from expectations.queries.profiles import current_profiles
from expectations.queries.starting import Plan, people_to_start, plans
from expectations.wording import period_of
from people.models import Person
from salesperf.web.find import find_or_404
from salesperf.web.once import once
from salesperf.web.policy import GET, POST, page, require
from salesperf.web.request import Request


@page(GET, POST)
def start(request: Request, person_id: int) -> HttpResponse:
    """The period, and what to begin from; a second sending leads to the first's document."""
    person = find_or_404(
        Person.objects.visible_to(request.user, request.today).select_related("team"),
        pk=person_id,
    )
    require(rules.can_start(request.user, person, request.today))
    if not person.works_here(request.today):
        raise Http404
    copies = copies_for(person, request.user, request.today)
    form = StartForm(
        request.POST or None,
        today=request.today,
        copies=copies,
        profiles=current_profiles(request.user, request.today),
        title=person.title,
        initial=_asked_for(request),
    )
    if request.method == POST and form.is_valid():
        try:
            return once(request, lambda: _begun(request, person, form))
        except NotPossible as problem:
            form.add_error("period", problem.message)
    context = {
        "person": person,
        "mine": person.pk == request.user.pk,
        "form": form,
        "overlaps": {
            key: [
                period_of(each.document.starts_on, each.document.ends_on)
                for each in overlapping(person, span.start, span.end)
            ]
            for key, span in form.periods.items()
        },
    }
    return render(request, "expectations/start.html", context, status=422 if form.is_bound else 200)


@page(GET, POST)
def start_team(request: Request) -> HttpResponse:
    """For several people at once: the choices by GET, who gets what, and then all or nothing."""
    people = people_to_start(request.user, request.today)
    require(bool(people))
    profiles = current_profiles(request.user, request.today)
    asked = request.POST if request.method == POST else request.GET
    form = TeamStartForm(
        asked if "period" in asked else None,
        today=request.today,
        people=people,
        profiles=profiles,
        initial=_source_asked_for(request),
    )
    planned = _planned(request, form) if form.is_valid() else []
    if request.method == POST and planned:
        try:
            return once(request, lambda: _all_begun(request, form, planned))
        except NotPossible as problem:
            form.add_error(None, problem.message)
    context = {"form": form, "planned": planned, "getting": [p for p in planned if not p.has_one]}
    status = 422 if form.errors or request.method == POST else 200
    return render(request, "expectations/start_team.html", context, status=status)


def _planned(request: Request, form: TeamStartForm) -> list[Plan]:
    data = form.cleaned_data
    return plans(
        people=form.chosen,
        viewer=request.user,
        source=data["source"],
        profiles=form.profiles,
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        today=request.today,
    )


def _all_begun(request: Request, form: TeamStartForm, planned: list[Plan]) -> str:
    """A draft for each person that was ticked; who has a document by now stops all of it."""
    ticked = set(request.POST.getlist("people"))
    wanted = [each for each in planned if str(each.person.pk) in ticked]
    if not wanted:
        raise NotPossible(_("Tick at least one person."))
    made = drafts.start_many(
        beginnings=[drafts.Beginning(each.person, each.copy_of) for each in wanted],
        author=request.user,
        starts_on=form.cleaned_data["starts_on"],
        ends_on=form.cleaned_data["ends_on"],
        today=request.today,
        now=request.now,
    )
    said = ngettext("%(n)s draft is begun.", "%(n)s drafts are begun.", len(made))
    messages.success(request, said % {"n": len(made)})
    return reverse("expectations:documents")


def _source_asked_for(request: Request) -> dict[str, str]:
    edition = request.GET.get("profile", "")
    return {"source": f"profile-{edition}"} if edition else {}


def _asked_for(request: Request) -> dict[str, str]:
    """``?profile=`` of a link on a profile's page."""
    edition = request.GET.get("profile", "")
    return {"copy_of": f"profile-{edition}"} if edition else {}


def _begun(request: Request, person: Person, form: StartForm) -> str:
    data = form.cleaned_data
    version = drafts.start(
        person=person,
        author=request.user,
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        copy_of=data["copy_of"],
        today=request.today,
        now=request.now,
    )
    return version.get_absolute_url()
