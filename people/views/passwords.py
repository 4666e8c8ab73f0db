"""Passwords that were forgotten, and invitations that are taken."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people import actions, links, sessions, throttle
from people.forms.doors import NewPasswordForm, ResetForm, refusal
from people.models import Door, Person
from people.problems import LinkEnded
from people.queries import person_of_invitation, person_of_reset
from people.signing_in import pause_minutes
from salesperf.web.address import client_address
from salesperf.web.policy import GET, POST, open_page
from salesperf.web.request import Request

BY_LINK = "who has the one-time token of the mail, which people.queries looks up by its hash"
RESET, INVITATION = "reset_link", "invitation_link"


@open_page(GET, POST, why="it answers the same for every address; asks are counted")
def password_reset(request: Request) -> HttpResponse:
    form = ResetForm(request.POST or None)
    status = 200
    if request.method == POST and form.is_valid():
        turn = throttle.take_turn(
            door=Door.RESET,
            name=form.cleaned_data["email"],
            address=client_address(request),
            now=request.now,
        )
        if turn.allowed:
            actions.ask_reset(email=form.cleaned_data["email"], now=request.now)
            return redirect("people:password_reset_sent")
        form.add_error("email", refusal(turn, pause_minutes()))
        status = 429
    return render(request, "people/password_reset.html", {"form": form}, status=status)


@open_page(GET, why="it says the same to everybody")
def password_reset_sent(request: Request) -> HttpResponse:
    return render(request, "people/password_reset_sent.html")


@open_page(GET, why=BY_LINK)
def password_reset_link(request: Request, token: str) -> HttpResponse:
    return links.carry_to("people:password_reset_new", RESET, token)


@open_page(GET, POST, why=BY_LINK)
def password_reset_new(request: Request) -> HttpResponse:
    token = links.carried(request, RESET)
    person = person_of_reset(token, request.now)
    if person is None:
        return _ended(request, reverse("people:password_reset"))
    form = NewPasswordForm(request.POST or None, person=person)
    if request.method == POST and form.is_valid():
        try:
            actions.reset_password(
                token_hash=links.hash_of(token),
                password=form.cleaned_data["password"],
                now=request.now,
            )
        except LinkEnded:
            return _ended(request, reverse("people:password_reset"))
        messages.success(request, _("The new password is set. Sign in with it."))
        return links.drop(redirect("people:sign_in"), "people:password_reset_new", RESET)
    return render(request, "people/password_reset_new.html", {"form": form, "person": person})


@open_page(GET, why=BY_LINK)
def invitation_link(request: Request, token: str) -> HttpResponse:
    return links.carry_to("people:invitation_accept", INVITATION, token)


@open_page(GET, POST, why=BY_LINK)
def invitation_accept(request: Request) -> HttpResponse:
    token = links.carried(request, INVITATION)
    person = person_of_invitation(token, request.now)
    if person is None:
        return _ended(request)
    form = NewPasswordForm(request.POST or None, person=person)
    if request.method == POST and form.is_valid():
        try:
            person = actions.accept_invitation(
                token_hash=links.hash_of(token),
                password=form.cleaned_data["password"],
                now=request.now,
            )
        except LinkEnded:
            return _ended(request)
        return _welcome(request, person)
    return render(request, "people/invitation_accept.html", {"form": form, "person": person})


def _welcome(request: Request, person: Person) -> HttpResponse:
    sessions.begin(request, person, request.now)
    messages.success(request, _("Welcome, %(name)s.") % {"name": person.first_name})
    return links.drop(redirect("people:profile"), "people:invitation_accept", INVITATION)


def _ended(request: Request, again: str = "") -> HttpResponse:
    """The same page for a link that is used, withdrawn, too old, or never was one."""
    if request.user.is_authenticated and not again:
        return redirect("people:profile")
    return render(request, "people/link_ended.html", {"again": again}, status=410)
