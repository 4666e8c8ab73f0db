"""Coverage: whose expectations are signed, whose wait, whose are missing or out of date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from expectations import next_steps, rules
from expectations.actions.coverage import remind
from expectations.forms import CoverageFilterForm
from expectations.nudges import Nudge, nudge_of, sent
from expectations.problems import NotPossible
from expectations.queries.coverage import SHOWN, Coverage, Line, Wanted
from expectations.queries.coverage import coverage as read_coverage
from expectations.wording import COVERAGE_WORDS, coverage_state, out_of_date, turn_of
from people.models import Person
from people.queries import teams
from salesperf.web.export import csv_response, xlsx_response
from salesperf.web.find import find_or_404
from salesperf.web.listing import sorted_rows
from salesperf.web.policy import GET, act, page, require
from salesperf.web.request import Request, posted

PER_PAGE = 25
_ORDER = {"none": 0, "draft": 1, "unsigned": 2, "signed": 3}
SORTS = {
    "name": lambda line: (line.person.name.lower(), line.person.pk),
    "team": lambda line: line.person.team,
    "manager": lambda line: line.person.manager,
    "state": lambda line: _ORDER[line.state],
    "since": lambda line: line.since or (line.signed and line.signed.activated_at),
}


@dataclass(frozen=True)
class Row:
    """A line with what its last column offers: whom to remind of what, and whether it was said."""

    line: Line
    nudge: Nudge | None
    reminded: bool


@page(GET)
def coverage(request: Request) -> HttpResponse:
    form, wanted, found = _found(request)
    shown = found.showing(wanted.show)
    listing = sorted_rows(request, shown, sorts=SORTS, default="name", per_page=PER_PAGE)
    nudges = [(line, nudge_of(line, wanted.span, request.today)) for line in listing.page]
    told = sent(nudge for _line, nudge in nudges if nudge is not None)
    context = {
        "form": form,
        "listing": listing,
        "wanted": wanted,
        "asked": request.GET.urlencode(),
        "people": len(found.lines),
        "counts": [(key, COVERAGE_WORDS[key], found.counts[key]) for key in SHOWN],
        "rows": [
            Row(line, nudge, nudge is not None and nudge.key in told) for line, nudge in nudges
        ],
        "everybody": rules.can_read_all_documents(request.user),
        "next_step": next_steps.of_coverage(found, request.user),
    }
    return render(request, "expectations/coverage.html", context)


@page(GET)
def coverage_csv(request: Request) -> HttpResponseBase:
    return csv_response(_("coverage"), _heads(), _table(request))


@page(GET)
def coverage_xlsx(request: Request) -> HttpResponseBase:
    return xlsx_response(_("coverage"), _heads(), _table(request))


@act
def reminder(request: Request, person_id: int) -> HttpResponse:
    """Remind whoever has the next step; back to the list as it was."""
    visible = Person.objects.visible_to(request.user, request.today)
    person = find_or_404(visible, pk=person_id)
    require(rules.can_remind(request.user, person, request.today))
    asked = QueryDict(posted(request, "asked"))
    span = CoverageFilterForm(asked, teams=teams(), today=request.today).wanted().span
    try:
        nudge = remind(
            person=person, actor=request.user, span=span, today=request.today, now=request.now
        )
    except NotPossible as problem:
        messages.warning(request, problem.message)
    else:
        messages.success(request, _("%(name)s is reminded.") % {"name": nudge.name})
    return HttpResponseRedirect(f"{reverse('expectations:coverage')}?{asked.urlencode()}")


def _found(request: Request) -> tuple[CoverageFilterForm, Wanted, Coverage]:
    require(rules.can_see_coverage(request.user, request.today))
    form = CoverageFilterForm(request.GET, teams=teams(), today=request.today)
    wanted = form.wanted()
    return form, wanted, read_coverage(request.user, request.today, wanted)


def _heads() -> list[str]:
    return [
        _("Person"), _("E-mail"), _("Team"), _("Manager"), _("Expectations"), _("From"), _("To"),
        _("Shared on"), _("Signed by both on"), _("Waits for"), _("Waits since"),
        _("Older than the strategy"), _("Person disagrees since"), _("Weak standards"),
    ]  # fmt: skip


def _table(request: Request) -> Iterable[list[Any]]:
    _form, wanted, found = _found(request)
    lines = sorted_rows(request, found.showing(wanted.show), sorts=SORTS, default="name")
    return [_cells(line) for line in lines.rows]


def _cells(line: Line) -> list[Any]:
    person, paper = line.person, line.paper
    return [
        person.name,
        person.email,
        person.team,
        person.manager,
        coverage_state(line),
        paper and paper.starts_on,
        paper and paper.ends_on,
        paper and paper.shared_at and paper.shared_at.date(),
        line.signed and line.signed.activated_at and line.signed.activated_at.date(),
        turn_of(line),
        line.since and line.since.date(),
        out_of_date(line.out_of_date),
        _disagreed_on(line),
        line.weak if paper else None,
    ]


def _disagreed_on(line: Line) -> date | None:
    """The day on which the person said so, of what waits before what is in force."""
    moments = [paper.disagreed_at for paper in (line.shared, line.signed) if paper]
    return next((moment.date() for moment in moments if moment), None)
