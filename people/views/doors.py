"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from audit.actions import record
from people import kept, sessions
from people.forms.doors import SignInForm
from people.models import Door, Person
from people.signing_in import pause_minutes, try_password
from salesperf.web.policy import GET, POST, act, open_page
from salesperf.web.request import Request


@open_page(GET, POST, why="it is the door; wrong tries are counted in people/throttle.py")
def sign_in(request: Request) -> HttpResponse:
    if request.user.is_authenticated:
        return HttpResponseRedirect(_safe_next(request))
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == POST and form.is_valid():
        outcome = try_password(request, door=Door.SIGN_IN, **form.cleaned_data)
        if outcome.person is not None:
            return _come_in(request, outcome.person)
        form.refuse(outcome.turn, pause_minutes())
        status = 200 if outcome.turn.allowed else 429
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "kept": request.POST.get(kept.FIELD, ""),
    }
    return render(request, "people/sign_in.html", context, status=status)


@act
def sign_out(request: Request) -> HttpResponse:
    record(actor=request.user, verb="people.signed_out", target=request.user, at=request.now)
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _come_in(request: Request, person: Person) -> HttpResponse:
    sessions.begin(request, person, request.now)
    record(actor=person, verb="people.signed_in", target=person, at=request.now)
    leads_to = _safe_next(request)
    typed = kept.unpack(request.POST.get(kept.FIELD, ""), person)
    if typed is None:
        return HttpResponseRedirect(leads_to)
    return render(request, "people/send_again.html", {"kept": typed, "leads_to": leads_to})


def _safe_next(request: Request) -> str:
    """Where the reader wanted to go, if that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return str(resolve_url(settings.LOGIN_REDIRECT_URL))
