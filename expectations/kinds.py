"""What this room tells people, beyond the kinds that every installation has."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind

_NUDGE = {"name": "Rhea Solbergh", "period": "January to March 2026", "by": "Ines Falk"}
_EXAMPLE = {"document": "Rhea Solbergh, January to March 2026", "by": "Ines Falk"}

KINDS = (
    Kind(
        "expectations.objective_changed",
        _("A business objective changes on which expectations of mine hang"),
        example={"objective": "12 million in won deals", "by": "Ines Falk"},
    ),
    Kind(
        "expectations.disagreed",
        _("Somebody read what I wrote for them and disagrees"),
        example=_EXAMPLE,
    ),
    Kind(
        "expectations.without_agreement",
        _("Expectations come into force without agreement"),
        example=_EXAMPLE,
    ),
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
    Kind(
        "expectations.reminded_start",
        _("Somebody reminds me to write down expectations"),
        example=_NUDGE,
    ),
    Kind(
        "expectations.reminded_sign",
        _("Somebody reminds me of a document that waits for my signature"),
        example=_NUDGE,
    ),
    Kind(
        "expectations.reminded_revise",
        _("Somebody reminds me of a document that is out of date"),
        example=_NUDGE,
    ),
    Kind(
        "expectations.team_shown",
        _("My team begins to see each other's standards"),
        example={"team": "North", "by": "Ines Falk"},
    ),
    Kind(
        "expectations.unsigned_due",
        _("People I lead have no signed expectations two weeks into a quarter"),
        example={"number": 3, "period": "January to March 2026"},
    ),
    Kind(
        "expectations.round_opened",
        _("I am asked what I think of a draft of the strategy or marketing plan"),
        example={"by": "Ines Falk", "until": "2026-11-30"},
    ),
    Kind(
        "expectations.round_extended",
        _("A comment round in which I am asked runs longer"),
        example={"by": "Ines Falk", "until": "2026-11-30"},
    ),
    Kind(
        "expectations.round_ends",
        _("A comment round ends soon and I have not answered"),
        example={"until": "2026-11-30"},
    ),
    Kind(
        "expectations.round_closed",
        _("What I said of a draft is answered"),
        example={"by": "Ines Falk"},
    ),
    Kind(
        "expectations.strategy_to_read",
        _("I have not confirmed reading the strategy in force"),
        example={"day": "2026-11-30"},
    ),
)
