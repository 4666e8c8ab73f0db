"""The request as it looks below the edge: a clock that was read once, and the person."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """For annotations: what salesperf.web.middleware.Edge and django-htmx add to a request.

    ``now`` is an instant in UTC, ``today`` the date where the person is, ``user`` a
    people.Person wherever a policy asks for somebody who is signed in.
    """

    user: Any
    now: datetime
    today: date
    htmx: HtmxDetails


def posted(request: HttpRequest, name: str) -> str:
    """What a form carries beside its fields, like a fingerprint; empty when it is not there.

    Form fields refuse a NUL by themselves. Our pages never send one here, and PostgreSQL takes
    none, not even to look for it: it is left away, so that the text is simply an unknown one.
    """
    return request.POST.get(name, "").replace("\x00", "")
