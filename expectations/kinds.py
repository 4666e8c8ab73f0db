"""What this room tells people, beyond the kinds that every installation has."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind

_EXAMPLE = {"document": "Rhea Solbergh, January to March 2026", "by": "Ines Falk"}

KINDS = (
    Kind(
        "expectations.answered",
        _("Somebody answers what I proposed for an expectation document"),
        example=_EXAMPLE,
    ),
    Kind(
        "expectations.taken_back",
        _("An expectation document that I read is taken back"),
        example=_EXAMPLE,
    ),
)
