"""Error pages. They say what happened and where to go; never how the program is made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent from a page that is too old or not ours."""
    return render(request, "403.html", {"stale_form": True}, status=403)
