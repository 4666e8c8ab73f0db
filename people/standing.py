"""How somebody stands in the company today: a word and its shape for lists and heads."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from people.models import Person
from salesperf.web.format import day


@dataclass(frozen=True)
class Standing:
    """``shape`` is a status of the design (salesperf/web/marks.py), empty when nothing is special;
    ``text`` says it in words."""

    shape: str
    text: str


def standing(person: Person, today: date) -> Standing:
    """Return how the person stands; what matters most comes first. No query."""
    if person.has_left(today):
        return Standing("closed", _("Left on %(day)s") % {"day": day(person.left_on)})
    if not person.is_active:
        return Standing("closed", _("Account switched off"))
    if not person.has_usable_password():
        return Standing("waiting", _("Has not signed in yet"))
    if person.left_on is not None:
        return Standing("look", _("Leaves on %(day)s") % {"day": day(person.left_on)})
    return Standing("", _("Works here"))
