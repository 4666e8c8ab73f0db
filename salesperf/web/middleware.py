"""What happens once at the edge of each request."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone, translation

from salesperf.health import healthz, readyz
from salesperf.web.request import Request

GetResponse = Callable[..., HttpResponse]


class Health:
    """Answers /healthz and /readyz before hosts, sessions and the database are asked.

    Probes come by address, not by a name of ALLOWED_HOSTS, and have no session.
    """

    answers = {"/healthz": healthz, "/readyz": readyz}

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        answer = self.answers.get(request.path)
        if answer is None:
            return self.get_response(request)
        request.now = timezone.now()
        return answer(request)  # type: ignore[return-value]


class Edge:
    """Reads the clock once, and sets the person's zone and language.

    ``request.now`` is an instant in UTC, ``request.today`` the date where the person is.
    Everything below a view takes them as arguments.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        zone_name = getattr(request.user, "time_zone", "") or "UTC"
        zone = zoneinfo.ZoneInfo(zone_name)
        request.now = timezone.now()
        request.today = request.now.astimezone(zone).date()
        language = getattr(request.user, "locale", "") or translation.get_language()
        with timezone.override(zone), translation.override(language):
            return self.get_response(request)
