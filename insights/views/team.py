"""Learn · Team: the figures of the people somebody leads, side by side, by name."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from insights import wording
from insights.context import waiting_of
from insights.queries.people import Asked, Member, PersonLine, person_lines
from insights.queries.team import Roster, roster
from insights.queries.won import Figures, figures_of
from people.models import Role
from sales.queries import deals_as_of
from salesperf.web.export import csv_response, xlsx_response
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, page, require
from salesperf.web.request import Request

PER_PAGE = 20
WEEKS = 5  # the running one, and four before it


@page(GET)
def team(request: Request) -> HttpResponse:
    """Won, expected and target with the pace, what was done in five weeks, what is agreed."""
    _require_leader(request)
    found, figures = _figures(request)
    shown = Paginator(found.chosen.people, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "roster": found,
        "page": shown,
        "lines": _lines(request, found, list(shown), figures),
        "total": figures.total(figures.currencies),
        "as_of": deals_as_of(),
        "day_words": wording.day_words(request.today),
        "next_step": _next(request),
    }
    return render(request, "insights/team.html", context)


@page(GET)
def team_csv(request: Request) -> StreamingHttpResponse:
    """The same figures of everybody chosen, as CSV."""
    return csv_response(_("team"), _heads(), _rows(request))


@page(GET)
def team_xlsx(request: Request) -> HttpResponse | FileResponse:
    """The same figures of everybody chosen, as a workbook."""
    return xlsx_response(_("team"), _heads(), _rows(request))


def _require_leader(request: Request) -> None:
    """For people who lead somebody, and for executives."""
    require(waiting_of(request).leads or request.user.has_role(Role.EXECUTIVE))


def _figures(request: Request) -> tuple[Roster, Figures]:
    found = roster(request.user, request.today, request.GET.get("of", ""))
    currencies = {member.pk: member.currency for member in found.chosen.people}
    return found, figures_of(currencies, request.today)


def _lines(
    request: Request, found: Roster, people: Sequence[Member], figures: Figures
) -> list[PersonLine]:
    asked = Asked(request.user, request.today, request.now, found.under)
    return person_lines(asked, people, figures, weeks=WEEKS, in_full=True)


def _next(request: Request) -> NextStep:
    waits = wording.todos(waiting_of(request), request.today)
    if waits:
        return waits[0].as_next()
    return NextStep(act=_("Nothing waits for you."))


def _heads() -> list[str]:
    return [
        _("Person"), _("Team"), _("From"), _("To"), _("Currency"), _("Won"), _("Won deals"),
        _("Expected by now"), _("Target"), _("Pace"), _("Won of decided, this year, %"),
        _("Decided"), _("Activity, five weeks, %"), _("Planned this week"),
        _("As planned this week"), _("Expectations"),
    ]  # fmt: skip


def _rows(request: Request) -> Iterable[list[Any]]:
    _require_leader(request)
    found, figures = _figures(request)
    return [_row(line) for line in _lines(request, found, found.chosen.people, figures)]


def _row(line: PersonLine) -> list[Any]:
    won, week = line.won, line.this_week
    rate = line.rate.value if line.rate else None
    return [
        line.person.name,
        line.person.team or "",
        won.window.start,
        won.window.end,
        won.value.currency,
        won.value.amount,
        won.count,
        won.expected.amount if won.expected else None,
        won.target.amount if won.target else None,
        wording.status_word(won.pace.status),
        None if rate is None else round(rate * 100, 1),
        line.rate.n if line.rate else 0,
        None if line.mean_share is None else round(line.mean_share * 100),
        week.planned if week else None,
        week.kept if week else None,
        wording.paper_word(line.paper.status),
    ]
