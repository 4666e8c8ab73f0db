"""Who may come in, and whose session goes on."""

from datetime import date
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from people.models import Person


class CompanyBackend(ModelBackend):
    """E-mail and password, for people whose account is on and who have not left.

    Django hashes a password in every case, also for an unknown name or one without a password,
    so that the time of the answer says nothing. ``get_user`` is asked at each request: an
    account that is switched off is out at once. The last day of work is looked at by
    people.middleware.Sessions, which knows the day.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Person | None:
        person = super().authenticate(request, username=username, password=password, **kwargs)
        if person is None or request is None or person.has_left(_day_of(request)):
            return None
        return person


def _day_of(request: HttpRequest) -> date:
    """The day that salesperf.web.middleware.Edge read for the request."""
    return request.today  # type: ignore[attr-defined]
