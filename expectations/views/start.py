"""Beginning a document for somebody one leads, or for oneself."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from expectations import rules
from expectations.actions import drafts
from expectations.forms import StartForm
from expectations.problems import NotPossible
from expectations.queries.lists import copies_for, overlapping
from expectations.queries.profiles import current_profiles
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
