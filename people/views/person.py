"""The page of one person, and what those who keep people change on it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people import actions, embedded, queries, rules
from people.forms.person import ManagerForm, PersonForm
from people.models import Person
from people.problems import PeopleProblem
from people.seen import ChangedMeanwhile
from people.standing import standing
from salesperf.web.find import find_or_404
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request


def found_person(request: Request, person_id: int) -> Person:
    """The person of the address, if the reader may see them."""
    visible = Person.objects.visible_to(request.user, request.today).select_related("team")
    return find_or_404(visible, pk=person_id)


@page(GET)
def person(request: Request, person_id: int) -> HttpResponse:
    one = found_person(request, person_id)
    keeps = rules.can_change_person(request.user, one)
    sees_dates = rules.can_see_employment(request.user, one, request.today)
    visible = Person.objects.visible_to(request.user, request.today)
    line = queries.lines_seen_by(request.user, request.today).filter(person=one)
    manager_line = line.select_related("manager").first()
    reports = list(visible.reporting_to(one, request.today).select_related("team"))
    context = {
        "person": one,
        "standing": standing(one, request.today),
        "manager_line": manager_line,
        "reports": reports,
        "lines": queries.lines_of(one) if sees_dates else [],
        "sees_dates": sees_dates,
        "keeps": keeps,
        "may_end": rules.can_end_account(request.user, one),
        "may_invite": rules.can_invite_person(request.user, one, request.today),
        "invitation": queries.open_invitation(one, request.now) if keeps else None,
        "email_change": queries.email_change_of(one, request.now) if keeps else None,
        "may_change_account": keeps and rules.can_change_account(request.user, one),
        "roles": queries.role_labels(one) if rules.can_keep_roles(request.user) else [],
        "sections": embedded.sections_of(one.pk),
    }
    context["next_step"] = _next(request, context) if keeps else None
    return render(request, "people/person.html", context)


def _next(request: Request, shown: dict[str, Any]) -> NextStep:
    """What those who keep people should do about this person."""
    one: Person = shown["person"]
    name = {"name": one.first_name}
    manager = shown["manager_line"].manager if shown["manager_line"] else None
    if one.works_here(request.today) and manager and not manager.works_here(request.today):
        return NextStep(
            act=_("Choose who leads %(name)s now.") % name,
            why=_("%(manager)s does not work here any more.") % {"manager": manager.name},
            url=reverse("people:person_manager", args=[one.pk]),
            button=_("Choose a manager"),
        )
    if shown["may_invite"] and shown["invitation"] is None:
        return NextStep(
            act=_("Invite %(name)s.") % name,
            why=_("Nobody signs in without a password, and the first one comes by invitation."),
            url=reverse("people:person_invitation", args=[one.pk]),
            button=_("Send the invitation"),
            post=True,
        )
    if one.works_here(request.today) and manager is None and not shown["reports"]:
        return NextStep(
            act=_("Choose who leads %(name)s.") % name,
            why=_("Without a manager nobody drafts expectations or sees the week."),
            url=reverse("people:person_manager", args=[one.pk]),
            button=_("Choose a manager"),
        )
    return NextStep(act=_("Nothing waits for you here."))


@page(GET, POST, may=rules.keeps_people)
def person_edit(request: Request, person_id: int) -> HttpResponse:
    one = found_person(request, person_id)
    require(rules.can_change_person(request.user, one))
    form = PersonForm(
        request.POST or None,
        person=one,
        may_change_email=rules.can_change_account(request.user, one),
    )
    if request.method == POST and "take" in request.POST:
        _take(form, one, request.POST["take"])
    elif request.method == POST and form.is_valid():
        try:
            actions.change_person(
                person=one,
                values=form.facts(),
                seen=form.cleaned_data["seen"],
                by=request.user,
                now=request.now,
            )
        except ValidationError as error:
            form.add_error(None, error)
        except ChangedMeanwhile as meanwhile:
            return _both_texts(request, one, form, meanwhile)
        else:
            messages.success(request, _saved(one, form, request.now))
            return redirect(one)
    return render(request, "people/person_edit.html", {"form": form, "person": one})


def _saved(one: Person, form: PersonForm, now: datetime) -> str:
    """Saved; or that a new address has to be confirmed first."""
    waiting = queries.email_change_of(one, now)
    if waiting is None or waiting.new_email != form.cleaned_data["email"]:
        return _("Saved.")
    return _("Saved. %(email)s is asked to confirm; until then %(old)s signs in.") % {
        "email": waiting.new_email,
        "old": one.email,
    }


def _take(form: PersonForm, one: Person, field: str) -> None:
    """Show the form again with the other editor's value in one field."""
    if field in PersonForm.FACTS:
        form.show_again(one, **{field: getattr(one, field)})
    form.full_clean()


def _both_texts(
    request: Request, one: Person, form: PersonForm, meanwhile: ChangedMeanwhile
) -> HttpResponse:
    one.refresh_from_db()
    form.show_again(one)
    context = {
        "form": form,
        "person": one,
        "who": queries.last_editor(one) or _("Somebody"),
        "clashes": [(form[clash.field], clash) for clash in meanwhile.clashes],
    }
    return render(request, "people/person_edit.html", context, status=409)


@page(GET, POST, may=rules.can_set_manager)
def person_manager(request: Request, person_id: int) -> HttpResponse:
    one = found_person(request, person_id)
    visible = Person.objects.visible_to(request.user, request.today)
    form = ManagerForm(
        request.POST or None,
        person=one,
        candidates=visible.employed_on(request.today),
        initial={
            "manager": queries.manager_on(one, request.today),
            "starts_on": request.today,
        },
    )
    if request.method == POST and form.is_valid():
        try:
            actions.set_manager(person=one, by=request.user, now=request.now, **form.cleaned_data)
        except PeopleProblem as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(
                request, _("The reporting line of %(name)s is set.") % {"name": one.name}
            )
            return redirect(one)
    context = {"form": form, "person": one, "lines": queries.lines_of(one)}
    return render(request, "people/person_manager.html", context)


@act
def line_cancellation(request: Request, person_id: int, line_id: int) -> HttpResponse:
    one = found_person(request, person_id)
    require(rules.can_set_manager(request.user))
    line = find_or_404(queries.lines_of(one), pk=line_id)
    try:
        actions.cancel_line(line=line, by=request.user, now=request.now, today=request.today)
    except PeopleProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The planned line is taken back."))
    return redirect(one)
