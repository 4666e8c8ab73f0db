"""How long somebody stays signed in, and how sessions end.

Three things end a session: the person (sign-out), time (below), and a change that makes it
worthless. A new password and ``session_epoch`` do the last: each session remembers a hash over
both (Person.get_session_auth_hash), and one that does not match is over at its next request, also
on other machines, and stays over.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from people.models import Person

BACKEND = "people.backends.CompanyBackend"
_BEGAN, _SEEN = "began_at", "seen_at"

# How exactly the last request is known. A session is not written at each request.
_GRAIN = timedelta(minutes=5)


def begin(request: HttpRequest, person: Person, now: datetime) -> None:
    """Sign the person in, under a new session key and a new token for forms."""
    if request.user.is_authenticated and request.user.pk != person.pk:
        request.session.flush()
    login(request, person, backend=BACKEND)
    mark(request.session, now)


def mark(session: SessionBase, now: datetime) -> None:
    """Note in a fresh session when it began."""
    session[_BEGAN] = session[_SEEN] = _seconds(now)


def renew(request: HttpRequest, person: Person, now: datetime) -> None:
    """Keep this session after a change of password that ends all others."""
    begin(request, person, now)


def is_over(session: SessionBase, person: Person, now: datetime, today: date) -> bool:
    """Has the session been idle too long, has it lasted too long, or has the person left?"""
    if person.has_left(today):
        return True
    began = session.get(_BEGAN, _seconds(now))
    seen = session.get(_SEEN, began)
    return _seconds(now) - seen > _idle().total_seconds() or (
        _seconds(now) - began > _longest().total_seconds()
    )


def touch(session: SessionBase, now: datetime) -> None:
    """Note that the person was here. A session whose beginning nobody noted begins now."""
    session.setdefault(_BEGAN, _seconds(now))
    if _seconds(now) - session.get(_SEEN, 0) >= _GRAIN.total_seconds():
        session[_SEEN] = _seconds(now)


def _idle() -> timedelta:
    return timedelta(minutes=settings.SESSION_IDLE_MINUTES)


def _longest() -> timedelta:
    return timedelta(hours=settings.SESSION_LONGEST_HOURS)


def _seconds(now: datetime) -> int:
    return int(now.timestamp())
