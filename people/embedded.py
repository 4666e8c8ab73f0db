"""What other rooms show on the page of a person.

Those rooms stand above people, so they are named by address, not imported. Each of these views
takes ``person_id``, checks by itself what the reader may see, and answers with a section of a
page, or with 204 when there is nothing to show.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Fragment:
    """``label`` is what a reader hears while it loads."""

    name: str
    label: object


FRAGMENTS = (
    Fragment("expectations:person_fragment", _("Expectations")),
    Fragment("activities:person_fragment", _("Weeks")),
    Fragment("sales:person_fragment", _("Deals")),
    Fragment("journal:person_fragment", _("Journal")),
    Fragment("meetings:person_fragment", _("One-on-ones")),
    Fragment("reviews:person_fragment", _("Reviews")),
    Fragment("commissions:person_fragment", _("Pay")),
)


@dataclass(frozen=True)
class Embedded:
    label: object
    url: str


def sections_of(person_id: int) -> list[Embedded]:
    """The addresses of the sections that this installation has."""
    found = []
    for fragment in FRAGMENTS:
        try:
            url = reverse(fragment.name, args=[person_id])
        except NoReverseMatch:  # a room without pages of its own yet
            continue
        found.append(Embedded(fragment.label, url))
    return found
