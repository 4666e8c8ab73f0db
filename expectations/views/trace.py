"""The trace from a value down to this week's log and back up, and where a link is missing."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import ActivityType
from expectations.models import BusinessObjective, DocumentVersion, Strategy
from expectations.queries import trace as traces
from expectations.queries.trace import ACTIVITIES, OBJECTIVES, STANDARDS, Trace
from people.queries import split_words
from salesperf.web.find import find_or_404
from salesperf.web.listing import listing
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, page
from salesperf.web.request import Request

PER_PAGE = 25
_PERSON = "version__document__person__name"
_SORTS = {
    STANDARDS: {"name": [f"key_result_area__{_PERSON}"], "what": ["text"]},
    ACTIVITIES: {"name": [_PERSON], "what": ["activity_type__name"]},
    OBJECTIVES: {"name": ["person__name", "team__name"], "what": ["title"]},
}


@page(GET)
def trace(request: Request) -> HttpResponse:
    """Where a link of the chain is missing, with counts that open their rows."""
    q = request.GET.get("q", "")[:100].strip()
    found = traces.loose(request.user, request.today, split_words(q))
    counts = {kind: found.of(kind).count() for kind in _SORTS}
    asked = request.GET.get("missing", "")
    kind = asked if asked in _SORTS else next((k for k, n in counts.items() if n), STANDARDS)
    rows = listing(
        request, found.of(kind), sorts=_SORTS[kind], default="name", per_page=PER_PAGE,
        total=counts[kind],
    )  # fmt: skip
    context = {
        "counts": [(each, _words(each), n) for each, n in counts.items()],
        "kind": kind,
        "listing": rows,
        "q": q,
        "next_step": _next(counts, q),
    }
    return render(request, "expectations/trace.html", context)


@page(GET)
def trace_value(request: Request, edition_id: int, place: int) -> HttpResponse:
    """The value at this place of an edition, from 1: editions are read as words, without rows."""
    visible = Strategy.objects.visible_to(request.user, request.today)
    values = list(find_or_404(visible, pk=edition_id).values_held.all())
    if not 1 <= place <= len(values):
        raise Http404
    value = values[place - 1]
    found = traces.of_everything(request.user, request.today)
    return _shown(request, found, value.name, "value", value.pk)


@page(GET)
def trace_objective(request: Request, objective_id: int) -> HttpResponse:
    visible = BusinessObjective.objects.visible_to(request.user, request.today)
    objective = find_or_404(visible, pk=objective_id)
    found = traces.of_objective(objective, request.user, request.today)
    return _shown(request, found, objective.title, "objective", objective.pk)


@page(GET)
def trace_standard(request: Request, version_id: int, line: UUID) -> HttpResponse:
    visible = DocumentVersion.objects.visible_to(request.user, request.today)
    version = find_or_404(visible, pk=version_id)
    rows = traces.standards_in(version, line)
    standard = find_or_404(rows, line=line)
    found = traces.of_standard(rows, request.user, request.today)
    return _shown(request, found, standard.text or _("no words yet"), "standard", standard.pk)


@page(GET)
def trace_activity(request: Request, type_id: int) -> HttpResponse:
    visible = ActivityType.objects.visible_to(request.user, request.today)
    activity_type = find_or_404(visible, pk=type_id)
    found = traces.of_activity(activity_type, request.user, request.today)
    return _shown(request, found, activity_type.name, "activity", activity_type.pk)


def _shown(request: Request, found: Trace, title: str, focus: str, pk: int) -> HttpResponse:
    context = {"trace": found, "heading": title, "focus": focus, "focus_pk": pk}
    return render(request, "expectations/trace_of.html", context)


def _words(kind: str) -> str:
    return {
        STANDARDS: _("Standards that serve no objective"),
        ACTIVITIES: _("Activities that serve no key result area"),
        OBJECTIVES: _("Objectives that nothing serves"),
    }[kind]


def _next(counts: dict[str, int], q: str) -> NextStep | None:
    n = sum(counts.values())
    if q and not n:
        return None
    if not n:
        return NextStep(
            act=_("Nothing hangs in the air."),
            why=_("Every activity, standard and objective you may see serves another."),
        )
    return NextStep(
        act=ngettext("One link is missing.", "%(n)s links are missing.", n) % {"n": n},
        why=_("What serves nothing is work nobody asked for, or an aim that is said nowhere."),
        url="#missing-head",
        button=_("Look at them"),
        main=False,
    )
