"""One-time links in mails, without ever storing the token.

An invitation must survive a dead worker, so what its mail needs stands in the outbox; but who
reads the database (a backup, an administrator) must not be able to use the link. So the outbox
keeps only a *seed*. The token is the seed under the installation's secret key (HMAC-SHA256),
worked out again whenever the mail is written; the room that made it keeps its hash
(docs/decisions/0004-one-time-links.md)::

    token, seed = tokens.new("people.invitation")
    Invitation.objects.create(token_hash=hash_of(token), ...)
    notify(
        kind="people.invitation",
        url=reverse("people:invitation", args=[tokens.PLACE]),
        data={tokens.SEED: seed, "invited_by": inviter.name, "days": 7},
        ...
    )
"""

import secrets
from typing import Any

from django.utils.crypto import salted_hmac

# Stands in the url of the notification where the token goes.
PLACE = "token-goes-here"
# The name of the seed in the notification's data.
SEED = "token_seed"


def new(kind: str) -> tuple[str, str]:
    """Return a fresh token (for the hash) and its seed (for the outbox): 256 random bits."""
    seed = secrets.token_urlsafe(32)
    return token_from(kind, seed), seed


def token_from(kind: str, seed: str) -> str:
    """Return the token of a seed; another kind or secret key gives another token."""
    return salted_hmac(f"notifications.tokens.{kind}", seed, algorithm="sha256").hexdigest()


def fill(url: str, kind: str, data: dict[str, Any]) -> str:
    """Return the path with the token in its place; a path without the place as it is."""
    if SEED not in data:
        return url
    return url.replace(PLACE, token_from(kind, str(data[SEED])))
