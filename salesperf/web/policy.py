"""What a view demands before its first line runs, written above the view.

Each view of the project carries exactly one of these decorators; a view without one fails the
build (tests/test_conventions.py). They state who may call the address at all. Which rows a
person sees is ``Model.objects.visible_to``; what may be done with one is ``rules.can_…``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

GET = "GET"
POST = "POST"

View = Callable[..., HttpResponseBase]
May = Callable[[Any], bool]


def page(*methods: str, may: May | None = None) -> Callable[[View], View]:
    """A page for people who are signed in.

    ``may`` takes the signed-in person and says whether the address is theirs at all (403 if
    not); it is for pages that belong to a role, not for single rows.
    """
    allowed = set(methods or (GET,))
    if GET in allowed:
        allowed.add("HEAD")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if may is not None and not may(request.user):
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return _marked(require_http_methods(sorted(allowed))(guarded), "signed in")

    return decorate


def act(view: View) -> View:
    """An act of a person who is signed in: POST only."""
    return page(POST)(view)


def open_page(*methods: str, why: str) -> Callable[[View], View]:
    """A page for everybody, signed in or not; ``why`` says what protects it instead."""
    allowed = set(methods or (GET,))
    if GET in allowed:
        allowed.add("HEAD")

    def decorate(view: View) -> View:
        guarded = require_http_methods(sorted(allowed))(never_cache(login_not_required(view)))
        return _marked(guarded, f"open: {why}")

    return decorate


def require(allowed: bool) -> None:
    """Answer 403 unless the rule allows the act."""
    if not allowed:
        raise PermissionDenied


def _marked(view: View, policy: str) -> View:
    view.policy = policy  # type: ignore[attr-defined]
    return view


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a stranger to the sign-in page and bring them back afterwards.

    A fragment or an act has no address to come back to: htmx is told by a status that the
    session has ended, so that the page can say so and keep what was typed.
    """
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Trigger"] = "session-ended"
        return response
    if request.method not in {"GET", "HEAD"}:
        return redirect_to_login("/")
    return redirect_to_login(request.get_full_path())
