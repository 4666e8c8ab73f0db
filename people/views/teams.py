"""Teams, their parts and their members."""

from contextlib import suppress

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people import actions, queries, rules
from people.forms.teams import MembersForm, TeamForm
from people.models import Person, Team
from people.problems import PeopleProblem
from people.views.person import found_person
from salesperf.web.find import find_or_404
from salesperf.web.once import once
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request


@page(GET, POST, may=rules.can_keep_teams)
def teams(request: Request) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if request.method == POST:
        # The key is asked first: a second sending must not trip over the name the first one took.
        with suppress(ValidationError):
            return once(request, lambda: _create(request, form))
    rows = list(queries.teams_with_size(request.today))
    return render(request, "people/teams.html", {"form": form, "teams": rows})


def _create(request: Request, form: TeamForm) -> str:
    """Make the team and return its page; on refusal the form says why."""
    if not form.is_valid():
        raise ValidationError("")
    try:
        team = actions.create_team(**form.cleaned_data, by=request.user, now=request.now)
    except ValidationError as error:
        form.add_error(None, error)
        raise
    messages.success(request, _("The team %(name)s is there.") % {"name": team.name})
    return reverse("people:team", args=[team.pk])


@page(GET, POST, may=rules.can_keep_teams)
def team(request: Request, team_id: int) -> HttpResponse:
    one = find_or_404(queries.teams(), pk=team_id)
    form = TeamForm(request.POST or None, team=one)
    if request.method == POST and form.is_valid():
        try:
            actions.change_team(team=one, **form.cleaned_data, by=request.user, now=request.now)
        except ValidationError as error:
            form.add_error(None, error)
        except PeopleProblem as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:team", one.pk)
    return _team_page(request, find_or_404(queries.teams(), pk=team_id), form=form)


@act
def team_members(request: Request, team_id: int) -> HttpResponse:
    require(rules.can_keep_teams(request.user))
    one = find_or_404(queries.teams(), pk=team_id)
    form = MembersForm(request.POST, candidates=_candidates(request, one))
    if not form.is_valid():
        return _team_page(request, one, members_form=form)
    actions.move_to_team(
        people=[form.cleaned_data["person"]], team=one, by=request.user, now=request.now
    )
    return redirect("people:team", one.pk)


@act
def team_member_removal(request: Request, team_id: int, person_id: int) -> HttpResponse:
    require(rules.can_keep_teams(request.user))
    one = find_or_404(queries.teams(), pk=team_id)
    member = found_person(request, person_id)
    if member.team_id == one.pk:
        actions.move_to_team(people=[member], team=None, by=request.user, now=request.now)
    return redirect("people:team", one.pk)


@act
def team_removal(request: Request, team_id: int) -> HttpResponse:
    require(rules.can_keep_teams(request.user))
    one = find_or_404(queries.teams(), pk=team_id)
    try:
        actions.remove_team(team=one, by=request.user, now=request.now)
    except PeopleProblem as problem:
        messages.error(request, str(problem))
        return redirect("people:team", one.pk)
    messages.success(request, _("The team %(name)s is removed.") % {"name": one.name})
    return redirect("people:teams")


def _candidates(request: Request, one: Team) -> forms.models.ModelChoiceIterator:
    visible = Person.objects.visible_to(request.user, request.today)
    return visible.employed_on(request.today).exclude(team=one)


def _team_page(request: Request, one: Team, **given: forms.Form) -> HttpResponse:
    visible = Person.objects.visible_to(request.user, request.today)
    members = queries.with_manager(
        visible.employed_on(request.today).filter(team=one), request.user, request.today
    )
    context = {
        "team": one,
        "members": members,
        "parts": queries.teams().filter(parent=one),
        "form": TeamForm(team=one),
        "members_form": MembersForm(candidates=_candidates(request, one)),
        **given,
    }
    return render(request, "people/team.html", context)
