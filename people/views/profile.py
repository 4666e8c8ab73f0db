"""The page where people keep what they say about themselves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people import actions, sessions
from people.forms.doors import PasswordChangeForm
from people.forms.profile import ProfileForm
from people.models import Door
from people.queries import manager_on
from people.signing_in import pause_minutes, try_password
from salesperf.web.policy import GET, POST, act, page
from salesperf.web.request import Request


@page(GET, POST)
def profile(request: Request) -> HttpResponse:
    form = ProfileForm(request.POST or None, person=request.user)
    if request.method == POST and form.is_valid():
        try:
            actions.change_profile(person=request.user, values=form.cleaned_data, now=request.now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:profile")
    return _page(request, form=form)


@act
def password_change(request: Request) -> HttpResponse:
    form = PasswordChangeForm(request.POST, person=request.user, prefix="new")
    if not form.is_valid():
        return _page(request, password_form=form)
    outcome = try_password(
        request,
        door=Door.PASSWORD,
        email=request.user.email,
        password=form.cleaned_data["old_password"],
    )
    if outcome.person is None:
        form.refuse(outcome.turn, pause_minutes())
        return _page(request, password_form=form, status=200 if outcome.turn.allowed else 429)
    person = actions.change_password(
        person=request.user, password=form.cleaned_data["password"], now=request.now
    )
    sessions.renew(request, person, request.now)
    messages.success(request, _("The new password is set. Other devices are signed out."))
    return redirect("people:profile")


def _page(request: Request, *, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "form": ProfileForm(person=request.user),
        "password_form": PasswordChangeForm(person=request.user, prefix="new"),
        "manager": manager_on(request.user, request.today),
        **forms,
    }
    return render(request, "people/profile.html", context, status=status)
