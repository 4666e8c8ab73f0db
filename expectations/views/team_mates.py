"""The expectations of a team side by side, and whether its people see each other's."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from expectations import rules, wording
from expectations.actions.transparency import set_shown
from expectations.queries.team_mates import (
    Area,
    Line,
    Member,
    TeamPage,
    team_page,
    teams_open_to,
)
from people.queries import split_words
from salesperf.web.export import csv_response, xlsx_response
from salesperf.web.find import find_or_404
from salesperf.web.listing import sorted_rows
from salesperf.web.marks import STATUSES
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, act, page, require
from salesperf.web.request import Request, posted

PER_PAGE = 4
_SORTS = {"name": lambda member: (member.person.name.lower(), member.person.pk)}


@page(GET)
def team_expectations(request: Request) -> HttpResponse:
    """One's own team, or the first whose page one has."""
    teams = list(teams_open_to(request.user, request.today))
    own = next((team for team in teams if team.pk == request.user.team_id), None)
    if not teams:
        return render(request, "expectations/team_mates.html", {"teams": teams})
    return _page(request, own or teams[0], teams)


@page(GET)
def team_expectations_of(request: Request, team_id: int) -> HttpResponse:
    teams = list(teams_open_to(request.user, request.today))
    team = next((team for team in teams if team.pk == team_id), None)
    if team is None:
        raise Http404
    return _page(request, team, teams)


@page(GET)
def team_expectations_csv(request: Request, team_id: int) -> HttpResponseBase:
    return csv_response(_("team expectations"), _heads(), _table(request, team_id))


@page(GET)
def team_expectations_xlsx(request: Request, team_id: int) -> HttpResponseBase:
    return xlsx_response(_("team expectations"), _heads(), _table(request, team_id))


@act
def team_showing(request: Request, team_id: int) -> HttpResponse:
    """Switch on or off what team-mates see."""
    team: Any = find_or_404(teams_open_to(request.user, request.today), pk=team_id)
    require(rules.can_show_team(request.user, leads_people=team.led))
    shows = posted(request, "shows") == "1"
    set_shown(team=team, shows=shows, actor=request.user, today=request.today, now=request.now)
    said = (
        _("The people of %(team)s see each other's standards and progress. They are told.")
        if shows
        else _("The people of %(team)s do not see each other's standards.")
    )
    messages.success(request, said % {"team": team.name})
    return redirect("expectations:team_expectations_of", team.pk)


def _page(request: Request, team: Any, teams: list[Any]) -> HttpResponse:
    found = team_page(team, request.user, request.today, shown=team.shown)
    members = _asked(request, found)
    listing = sorted_rows(request, members, sorts=_SORTS, default="name", per_page=PER_PAGE)
    context = {
        "team": team,
        "teams": teams,
        "found": found,
        "listing": listing,
        "q": request.GET.get("q", "")[:100],
        "lagging": request.GET.get("show") == "behind",
        "is_member": request.user.team_id == team.pk,
        "may_set": rules.can_show_team(request.user, leads_people=team.led),
        "next_step": _next(request, found),
    }
    return render(request, "expectations/team_mates.html", context)


def _asked(request: Request, found: TeamPage) -> list[Member]:
    """Narrowed by name, and to whom something lags."""
    words = split_words(request.GET.get("q", "")[:100].lower())
    behind = request.GET.get("show") == "behind"
    return [
        member
        for member in found.members
        if all(word in member.person.name.lower() for word in words)
        and (not behind or any(line.lags for line in member.lines))
    ]


def _next(request: Request, found: TeamPage) -> NextStep:
    mine = [line for member in found.members if member.person.pk == request.user.pk
            for line in member.lines]  # fmt: skip
    for line in mine:
        if line.lags and line.helpers:
            names = wording.names(helper.name for helper in line.helpers)
            return NextStep(
                act=_("Ask %(names)s how they did it.") % {"names": names},
                why=_("You are behind on a standard like one of theirs."),
                url=f"#standard-{line.row.line}",
                button=_("Go to the standard"),
                main=False,
            )
    if found.lagging:
        return NextStep(
            act=_("See who could use help."),
            why=_("%(n)s standards are behind; names of who could help stand beside them.")
            % {"n": found.lagging},
            url="?show=behind",
            button=_("Show them"),
            main=False,
        )
    return NextStep(act=_("Nothing waits for you here."))


def _heads() -> list[str]:
    return [
        _("Person"), _("Key result area"), _("Weight, %"), _("Standard"), _("Measure"),
        _("Serves"), _("Actual"), _("Expected by now"), _("Target"), _("Unit"), _("As of"),
        _("Status"),
    ]  # fmt: skip


def _table(request: Request, team_id: int) -> list[list[Any]]:
    team: Any = find_or_404(teams_open_to(request.user, request.today), pk=team_id)
    found = team_page(team, request.user, request.today, shown=team.shown)
    return [
        _cells(member, area, line)
        for member in _asked(request, found)
        for area in member.areas
        for line in area.lines
    ]


def _cells(member: Member, area: Area, line: Line) -> list[Any]:
    stands = line.stands
    return [
        member.person.name,
        area.title,
        area.weight,
        line.words.text,
        wording.measure(line.words),
        line.serves.title if line.serves else None,
        stands and stands.actual,
        stands and stands.expected,
        line.words.target,
        line.words.unit,
        stands and stands.as_of,
        str(STATUSES[line.status].word),
    ]
