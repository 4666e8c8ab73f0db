"""Inviting people, and what became of the invitations."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import actions, queries, rules
from people.forms.invitations import MOST_AT_ONCE, InviteFormSet
from people.models import Person
from people.problems import PeopleProblem
from people.views.person import found_person
from salesperf.web.find import find_or_404
from salesperf.web.listing import listing
from salesperf.web.once import once
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request

MOST_OF_ALL = 500  # people invited with one press; who is left has the button again


class Refused(Exception):  # noqa: N818 what happened, in the project's words
    """Something was refused while saving; the forms say what."""


@page(GET, POST, may=rules.can_invite)
def invite(request: Request) -> HttpResponse:
    visible = Person.objects.visible_to(request.user, request.today)
    forms = InviteFormSet(
        _with_one_more(request) if request.method == POST else None,
        form_kwargs={"candidates": visible.employed_on(request.today)},
        prefix="people",
    )
    if request.method == POST and "more" not in request.POST and forms.is_valid():
        filled = [form for form in forms if form.cleaned_data]
        if filled:
            try:
                return once(request, lambda: _invite_all(request, filled))
            except Refused:
                pass
        elif forms.forms:
            forms[0].add_error("name", _("Write down at least one person."))
    context = {"forms": forms, "can_add": len(forms.forms) < MOST_AT_ONCE}
    return render(request, "people/invite.html", context)


def _with_one_more(request: Request) -> Any:
    """What was sent; with the button for another person, one empty form more."""
    data = request.POST.copy()
    if "more" in data:
        try:
            total = int(data.get("people-TOTAL_FORMS", "1")) + 1
        except ValueError:
            total = 1
        data["people-TOTAL_FORMS"] = str(max(1, min(total, MOST_AT_ONCE)))
    return data


def _invite_all(request: Request, forms: list[Any]) -> str:
    """Make all people and send all invitations, or none. Returns where to go."""
    with transaction.atomic():
        if not all([_invite_one(request, form) for form in forms]):  # noqa: C419 each says its own
            raise Refused
    count = len(forms)
    messages.success(
        request,
        ngettext("One person is invited.", "%(n)s people are invited.", count) % {"n": count},
    )
    return reverse("people:invitations")


def _invite_one(request: Request, form: Any) -> bool:
    """Make one person and send the invitation; on refusal the form says why."""
    said = dict(form.cleaned_data)
    manager = said.pop("manager")
    try:
        with transaction.atomic():
            new = actions.create_person(**said, by=request.user, now=request.now)
            if manager is not None:
                actions.set_manager(
                    person=new,
                    manager=manager,
                    starts_on=new.hired_on or request.today,
                    by=request.user,
                    now=request.now,
                )
            actions.invite(person=new, by=request.user, now=request.now, today=request.today)
    except ValidationError as error:
        form.add_error(None, error)
    except PeopleProblem as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    return form.is_valid()


@page(GET, may=rules.can_invite)
def invitations(request: Request) -> HttpResponse:
    found = listing(
        request,
        queries.waiting_people(request.today),
        sorts={
            "name": ["name"],
            "invited": ["invited_at", "name"],
            "until": ["expires_at", "name"],
        },
        default="name",
    )
    without = queries.uninvited_people(request.user, request.today, request.now).count()
    context = {"listing": found, "next_step": _next(without)}
    return render(request, "people/invitations.html", context)


def _next(without: int) -> NextStep | None:
    if not without:
        return None
    act = ngettext(
        "Invite the one person who has no link yet.",
        "Invite the %(n)s people who have no link yet.",
        without,
    )
    return NextStep(
        act=act % {"n": without},
        why=_("You see their names before anything is sent."),
        url=reverse("people:invitation_all"),
        button=_("Invite all"),
    )


@page(GET, POST, may=rules.can_invite)
def invitation_all(request: Request) -> HttpResponse:
    """Invite everybody who has no link that works: the names first, then the mails."""
    if request.method == POST:
        return _send_to_all(request)
    people = queries.uninvited_people(request.user, request.today, request.now)[:MOST_OF_ALL]
    return render(request, "people/invitation_all.html", {"people": people})


def _send_to_all(request: Request) -> HttpResponse:
    """Invite those who stood on the page, so that nobody is invited unseen."""
    shown = [int(pk) for pk in request.POST.getlist("person") if pk.isdecimal() and len(pk) < 19]
    invited = actions.invite_all(
        people=shown[:MOST_OF_ALL], by=request.user, now=request.now, today=request.today
    )
    if invited:
        said = ngettext(
            "One invitation is on its way.", "%(n)s invitations are on their way.", len(invited)
        )
        messages.success(request, said % {"n": len(invited)})
    return redirect("people:invitations")


@act
def person_invitation(request: Request, person_id: int) -> HttpResponse:
    one = found_person(request, person_id)
    require(rules.can_change_account(request.user, one))
    back = request.POST.get("back", "")
    leads_to = reverse("people:invitations") if back == "list" else one.get_absolute_url()

    def send() -> str:
        try:
            actions.invite(person=one, by=request.user, now=request.now, today=request.today)
        except PeopleProblem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(
                request, _("An invitation is on its way to %(email)s.") % {"email": one.email}
            )
        return leads_to

    return once(request, send)


@act
def invitation_withdrawal(request: Request, invitation_id: int) -> HttpResponse:
    require(rules.can_invite(request.user))
    invitation = find_or_404(queries.invitations(), pk=invitation_id)
    require(rules.can_withdraw(request.user, invitation))
    if actions.withdraw_invitation(invitation=invitation, by=request.user, now=request.now):
        messages.success(
            request, _("The link of %(name)s works no more.") % {"name": invitation.person.name}
        )
    return redirect("people:invitations")
