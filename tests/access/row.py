"""One line of the access matrix, and the status it foretells for an actor and a method."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

ANONYMOUS = "anonymous"
REP = "rep"
PEER = "peer"
MANAGER = "manager"
DIRECTOR = "director"
EX_MANAGER = "ex_manager"
OTHER_REP = "other_rep"
OTHER_MANAGER = "other_manager"
HR = "hr"
COMPENSATION = "compensation"
EXECUTIVE = "executive"
ADMINISTRATOR = "administrator"
DEACTIVATED = "deactivated"

SIGNED_IN = frozenset(
    {
        REP, PEER, MANAGER, DIRECTOR, EX_MANAGER, OTHER_REP, OTHER_MANAGER,
        HR, COMPENSATION, EXECUTIVE, ADMINISTRATOR,
    }
)  # fmt: skip
STRANGERS = frozenset({ANONYMOUS, DEACTIVATED})
ACTORS = sorted(SIGNED_IN | STRANGERS)

# In the tree of tests/cast.py everybody under the executive leads to her.
LEADERS_OF_REP = frozenset({MANAGER, DIRECTOR, EXECUTIVE})
LEADERS_OF_OTHER_REP = frozenset({OTHER_MANAGER, EXECUTIVE})
NOBODY: frozenset[str] = frozenset()

SIGN_IN = 302  # to the sign-in page


def each(method: str, actors: frozenset[str], status: int) -> dict[tuple[str, str], int]:
    """Exceptions for ``but``: the same status for several actors."""
    return {(method, actor): status for actor in actors}


@dataclass(frozen=True)
class Row:
    """Who gets which answer from one address.

    An actor is asked in this order: signed in at all? One of ``role`` (or 403)? Among those who
    find the row, ``finds`` (or 404)? Among those who may read the page, ``reads``, or act,
    ``acts`` (or 403)? Who passes gets ``shown`` for GET and ``done`` for a POST of ``body``.
    ``but`` names single exceptions by (method, actor).
    """

    name: str
    methods: str = "GET"
    args: Callable[[Any], list[Any]] = lambda world: []
    query: str | Callable[[Any], str] = ""
    body: Callable[[Any], dict[str, Any]] = lambda world: {}
    role: frozenset[str] = SIGNED_IN
    finds: frozenset[str] = SIGNED_IN
    reads: frozenset[str] = SIGNED_IN
    acts: frozenset[str] = SIGNED_IN
    is_open: bool = False
    shown: int = 200
    done: int = 302
    but: Mapping[tuple[str, str], int] = field(default_factory=dict)
    # Names of fields that the form of this address does take, so that a test that smuggles in
    # every sensitive field leaves them out.
    takes: frozenset[str] = frozenset()
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Callable[[Any], dict[str, str]] = lambda world: {}
    # The page whose form posts here, when it carries hidden fields (a version, a fingerprint).
    form_on: Callable[[Any], str] | None = None
    # Each actor's own page has other hidden fields; otherwise those of who may act are used, so
    # that even somebody who got hold of them is refused.
    form_of_each: bool = False
    # Why a second sending is another thing, where it is.
    not_repeated: str = ""
    note: str = ""

    def __str__(self) -> str:
        return f"{self.name}{' ' + self.note if self.note else ''}"

    @property
    def allowed(self) -> frozenset[str]:
        methods = set(self.methods.split())
        return frozenset(methods | ({"HEAD"} if "GET" in methods else set()))

    def url(self, world: Any) -> str:
        query = self.query if isinstance(self.query, str) else self.query(world)
        return reverse(self.name, args=self.args(world)) + query

    def expected(self, method: str, actor: str) -> int:
        """The status that ``actor`` must get from ``method``."""
        if method not in self.allowed:
            return 405
        if (method, actor) in self.but:
            return self.but[method, actor]
        if method == "HEAD" and ("GET", actor) in self.but:
            return self.but["GET", actor]
        passes = self.done if method == "POST" else self.shown
        if self.is_open:
            return passes
        if actor in STRANGERS:
            return SIGN_IN
        if actor not in self.role:
            return 403
        if actor not in self.finds:
            return 404
        if actor not in (self.acts if method == "POST" else self.reads):
            return 403
        return passes
