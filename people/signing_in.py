"""Trying a password at a door, with its count of tries."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import authenticate

from people import throttle
from people.models import Door, Person
from people.throttle import Turn
from salesperf.web.address import client_address
from salesperf.web.request import Request

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """``person`` is None when the two did not belong together, or it was not this one's turn."""

    person: Person | None
    turn: Turn


def try_password(request: Request, *, door: Door, email: str, password: str) -> Outcome:
    """Look whether e-mail and password belong together, if there is a try left.

    Nobody learns which of the two was wrong, nor whether the account exists or is switched off.
    """
    address = client_address(request)
    turn = throttle.take_turn(door=door, name=email, address=address, now=request.now)
    if not turn.allowed:
        logger.warning("too many tries at %s from %s", door.value, address)
        return Outcome(None, turn)
    person = authenticate(request, username=email, password=password)
    if not isinstance(person, Person):
        logger.info("wrong try at %s from %s", door.value, address)
        return Outcome(None, turn)
    throttle.give_back(door=door, name=email)
    return Outcome(person, turn)


def pause_minutes() -> int:
    return int(settings.SIGN_IN_PAUSE_MINUTES)
