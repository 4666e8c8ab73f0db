"""Light, dark, or as the reader's system says: kept in a cookie, so that no page flashes."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from salesperf.web.policy import act
from salesperf.web.request import Request

COOKIE = "theme"
CHOICES = {"light", "dark"}
ONE_YEAR = 60 * 60 * 24 * 365  # seconds


@act
def theme(request: Request) -> HttpResponseRedirect:
    """Keep the choice and go back to the page it was made on."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    choice = request.POST.get("theme", "")
    if choice in CHOICES:
        response.set_cookie(
            COOKIE,
            choice,
            max_age=ONE_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE)
    return response
