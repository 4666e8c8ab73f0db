"""Whether the session of a request goes on."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render, resolve_url

from people import kept, sessions
from people.forms.doors import SignInForm
from salesperf.web.request import Request


class Sessions:
    """Ends sessions of people who have left, and those that were idle or lasted too long.

    It stands behind salesperf.web.middleware.Edge, which gives the request its time. Whoever is
    signed out here is a stranger to the view: its policy sends them to the sign-in page, or tells
    a fragment that the session has ended. What a form brought then is kept (people/kept.py).
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        if not sessions.is_over(request.session, request.user, request.now, request.today):
            sessions.touch(request.session, request.now)
            return self.get_response(request)
        person_pk = request.user.pk
        logout(request)
        response = self.get_response(request)
        return _keeping(request, response, person_pk)


def _keeping(request: Request, response: HttpResponse, person_pk: int) -> HttpResponse:
    """Instead of a bare redirect to the door: the door, holding what was typed."""
    to_the_door = response.headers.get("Location", "").startswith(resolve_url("people:sign_in"))
    packed = kept.pack(request, person_pk) if request.method == "POST" and to_the_door else ""
    if not packed:
        return response
    page = render(
        request, "people/sign_in.html", {"form": SignInForm(), "kept": packed}, status=401
    )
    page.headers["Cache-Control"] = "private, no-store"
    return page
