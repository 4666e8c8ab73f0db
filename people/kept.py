"""A session that ends while somebody writes: what was sent is kept until they are back.

The form that came too late is packed into the sign-in page, signed and bound to the person whose
session it was. When the same person signs in there, a page offers to send it again; anybody else
never sees it. Nothing of it is stored on the server.
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing

from people.models import Person
from salesperf.web.request import Request

FIELD = "kept"
SALT = "people.kept"
LASTS = 60 * 60  # seconds between the refusal and the sign-in
LONGEST = 300_000  # characters
NEVER_KEPT = {"csrfmiddlewaretoken", FIELD}


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: where to, and each field with its values in their order."""

    path: str
    fields: list[tuple[str, str]]


def pack(request: Request, person_pk: int) -> str:
    """What the sign-in page carries; empty when there is nothing to keep.

    Passwords are not kept, and files cannot be: who sent one chooses it again.
    """
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT and "password" not in name
    ]
    if not fields or request.FILES or sum(len(value) for _name, value in fields) > LONGEST:
        return ""
    packed: dict[str, Any] = {"of": person_pk, "path": request.path, "fields": fields}
    return signing.dumps(packed, salt=SALT, compress=True)


def unpack(text: str, person: Person) -> Kept | None:
    """The form, if it was this person's and came from us within the hour."""
    try:
        packed = signing.loads(text, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    if packed["of"] != person.pk:
        return None
    return Kept(packed["path"], [(name, value) for name, value in packed["fields"]])
