"""One-time links in addresses: the token leaves the address with the first answer.

The link of a mail answers with a redirect to an address without the token and a cookie that
carries it there. So no page that is shown, no page that it links to and no log of refused
requests has the token, and a mail scanner that follows the link has used nothing.

The page with the form keeps the usual policy for referrers: with "no-referrer" a browser sends
``Origin: null`` along with the form, and the check against forms of other sites refuses it.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from people.models import hash_of

__all__ = ["carried", "carry_to", "drop", "hash_of"]

LASTS = 60 * 60  # seconds in which a page that was opened by a link can be sent
LONGEST_TOKEN = 200


def carry_to(page: str, cookie: str, token: str) -> HttpResponse:
    """Redirect to the page, with the token in a cookie that only that page gets."""
    response = redirect(page)
    response.set_cookie(
        cookie,
        token[:LONGEST_TOKEN],
        max_age=LASTS,
        path=reverse(page),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def carried(request: HttpRequest, cookie: str) -> str:
    """The token that came along, or an empty text."""
    return request.COOKIES.get(cookie, "")[:LONGEST_TOKEN]


def drop(response: HttpResponse, page: str, cookie: str) -> Any:
    """Forget the token: it was used."""
    response.delete_cookie(cookie, path=reverse(page), samesite="Lax")
    return response
