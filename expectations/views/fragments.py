"""What other pages show of expectations."""

from django.http import HttpResponse
from django.shortcuts import render

from expectations import rules
from expectations.models import DocumentVersion
from expectations.queries.lists import current_of, standings_of
from people.models import Person
from salesperf.web.find import find_or_404
from salesperf.web.policy import GET, page
from salesperf.web.request import Request


@page(GET)
def person_fragment(request: Request, person_id: int) -> HttpResponse:
    """Where somebody's expectations stand, for their page; 204 when nothing may be shown."""
    person = find_or_404(Person.objects.visible_to(request.user, request.today), pk=person_id)
    versions = DocumentVersion.objects.visible_to(request.user, request.today)
    version = current_of(versions, person, request.today)
    may_start = version is None and rules.can_start(request.user, person, request.today)
    if version is None and not may_start:
        return HttpResponse(status=204)
    context = {
        "person": person,
        "mine": person.pk == request.user.pk,
        "version": version,
        "standing": standings_of([version], request.today)[version.pk] if version else None,
    }
    return render(request, "expectations/_person.html", context)
