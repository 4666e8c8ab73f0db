"""Words of this room that more than one page says."""

from datetime import date

from django.utils.translation import gettext as _

from calc.funnel import TOO_FEW, Share
from salesperf.web import format


def quarter_name(day: date) -> str:
    """ "First quarter 2026": the quarter that holds ``day``."""
    names = [
        _("First quarter %(year)s"),
        _("Second quarter %(year)s"),
        _("Third quarter %(year)s"),
        _("Fourth quarter %(year)s"),
    ]
    return names[(day.month - 1) // 3] % {"year": day.year}


def quarter_in_sentence(day: date) -> str:
    """ "first quarter 2026", as it stands in the middle of a sentence."""
    names = [
        _("first quarter %(year)s"),
        _("second quarter %(year)s"),
        _("third quarter %(year)s"),
        _("fourth quarter %(year)s"),
    ]
    return names[(day.month - 1) // 3] % {"year": day.year}


def win_rate_sentence(share: Share) -> str:
    """What the share of won deals says, and how sure; it concludes nothing from too few."""
    interval = share.interval
    if interval is None:
        return _("No deal was decided in this time.")
    counts = {"hits": format.number(share.hits), "n": format.number(share.n)}
    if share.too_few:
        return _(
            "%(hits)s of %(n)s decided deals were won. That is too few to conclude anything; "
            "%(enough)s are enough."
        ) % {**counts, "enough": TOO_FEW}
    return _(
        "%(hits)s of %(n)s decided deals were won, %(share)s. The true share lies between "
        "%(low)s and %(high)s, 19 times in 20."
    ) % {
        **counts,
        "share": format.percent(share.value),
        "low": format.percent(interval.low),
        "high": format.percent(interval.high),
    }
