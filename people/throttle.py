"""How often somebody may be wrong at a door before they have to wait.

A try is written down *before* the secret is looked at and taken back when it was right. Counting
and writing are one step under a lock, so of many tries at the same moment no more get through
than of tries one after the other. A try that is refused is not counted: waiting helps, and nobody
keeps a stranger's account shut for ever by knocking.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from people.models import Door, SignInAttempt
from salesperf.locks import one_at_a_time


@dataclass(frozen=True)
class Turn:
    """``left``: how many more tries there are if this one is wrong. ``wait``: whole minutes
    until the next try, when this one is refused.
    """

    allowed: bool
    left: int = 0
    wait: int = 0


def pause() -> timedelta:
    return timedelta(minutes=settings.SIGN_IN_PAUSE_MINUTES)


@transaction.atomic
def take_turn(*, door: Door, name: str, address: str | None, now: datetime) -> Turn:
    """Write down one try for this name and address, unless there were too many."""
    name_hash = _hash(door, name)
    if address is not None:
        one_at_a_time(f"door {door} {address}")
    one_at_a_time(f"door {door} {name_hash}")
    recent = SignInAttempt.objects.filter(door=door, at__gt=now - pause())
    by_name = list(recent.filter(name_hash=name_hash).order_by("at").values_list("at", flat=True))
    limits = [(by_name, settings.SIGN_IN_TRIES)]
    if address is not None:
        here = recent.filter(address=address).order_by("at").values_list("at", flat=True)
        limits.append((list(here), settings.SIGN_IN_TRIES_PER_ADDRESS))
    # The try that is the last one too many frees a place when it is as old as the pause.
    full = [times[-limit] + pause() for times, limit in limits if len(times) >= limit]
    if full:
        return Turn(allowed=False, wait=_minutes(max(full) - now))
    SignInAttempt.objects.create(door=door, name_hash=name_hash, address=address, at=now)
    return Turn(allowed=True, left=min(limit - len(times) for times, limit in limits) - 1)


def give_back(*, door: Door, name: str) -> None:
    """Forget the tries for a name whose owner came in."""
    SignInAttempt.objects.filter(door=door, name_hash=_hash(door, name)).delete()


def forget_old(now: datetime) -> int:
    """Delete tries that count no more; return how many."""
    return SignInAttempt.objects.filter(at__lte=now - pause()).delete()[0]


def _hash(door: Door, name: str) -> str:
    return salted_hmac(
        f"people.throttle.{door}", name.strip().lower(), algorithm="sha256"
    ).hexdigest()


def _minutes(rest: timedelta) -> int:
    return max(1, -int(-rest.total_seconds() // 60))
