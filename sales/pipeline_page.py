"""What the pipeline page shows beside the sums: names, links, ranges, quarters to choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from calc.funnel import Share
from calc.periods import Period, quarter
from sales.forms import quarter_key
from sales.queries.deals import old_before
from sales.queries.pipeline import OwnerLine, Pipeline
from sales.queries.results import SalesResult
from sales.queries.scope import Scope
from sales.wording import quarter_in_sentence, quarter_name
from salesperf.web import format

MOST_QUARTERS = 40
# A source may close deals "in 9999"; no list of quarters leads there.
EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)
TENTH = Decimal("0.1")
Range = tuple[Decimal, Decimal, Decimal]


@dataclass(frozen=True)
class OwnerRow:
    """One person: the sums, and the range of the win rate beside that of all the others."""

    line: OwnerLine
    mine: Range | None
    others: Range | None

    @property
    def said(self) -> str:
        """The chart in a sentence; nothing where there is too little to draw."""
        if self.mine is None:
            return ""
        words = {"name": self.line.owner.name, "mine": _said(self.mine)}
        if self.others is None:
            return _("%(name)s: %(mine)s") % words
        return _("%(name)s: %(mine)s; the others: %(others)s") % {
            **words,
            "others": _said(self.others),
        }


def owner_rows(lines: Sequence[OwnerLine], all_decided: SalesResult) -> list[OwnerRow]:
    """Put each person beside the rest of those shown on all pages of the list."""
    return [
        OwnerRow(line, _range(line.decided.win_rate), _range(_rest(all_decided, line.decided)))
        for line in lines
    ]


def axis(rows: Sequence[OwnerRow]) -> tuple[Decimal, Decimal] | None:
    """The ends of the scale that all ranges of a page share, in steps of a tenth."""
    ranges = [found for row in rows for found in (row.mine, row.others) if found]
    if not ranges:
        return None
    low = min(found[0] for found in ranges).quantize(TENTH, ROUND_FLOOR)
    high = max(found[2] for found in ranges).quantize(TENTH, ROUND_CEILING)
    return low, high


def deals_url(scope: Scope, **asked: str) -> str:
    """The deal list of these owners, ready for further parameters: it ends with ? or &."""
    params = urlencode({**scope.params, **asked})
    return f"{reverse('sales:deals')}?{params}&" if params else f"{reverse('sales:deals')}?"


def closed_query(period: Period) -> str:
    """What the deal list calls "closed in this period"."""
    return urlencode({"closed_from": period.start, "closed_to": period.end})


def old_query(today: date) -> str:
    """What the deal list calls "opened too long ago"."""
    return urlencode({"opened_to": old_before(today)})


def quarter_choices(span: Period | None, today: date) -> list[tuple[str, str]]:
    """Quarters in which something was decided, and the present one; newest first."""
    latest = min(max(today, span.end) if span else today, LATEST)
    first = max(min(today, span.start) if span else today, EARLIEST)
    choices: list[tuple[str, str]] = []
    period = quarter(latest)
    while period.end >= first and len(choices) < MOST_QUARTERS:
        choices.append((quarter_key(period.start), quarter_name(period.start)))
        period = quarter(period.start - timedelta(days=1))
    return choices


def latest_quarter(span: Period | None, found: Pipeline, shown: date) -> tuple[str, str] | None:
    """Where the last decisions are, by key and in words, when the quarter shown has none."""
    if span is None or found.decided.decided:
        return None
    last = min(span.end, LATEST)
    if quarter(last) == quarter(shown) or last < EARLIEST:
        return None
    return quarter_key(last), quarter_in_sentence(last)


def only_currency(found: Pipeline) -> str:
    """The currency of all amounts of the page, if there is only one."""
    codes = {value.value.currency for value in found.total.values}
    for line in found.quarters:
        codes |= {value.currency for value in line.result.won_values}
    return codes.pop() if len(codes) == 1 else ""


def _rest(whole: SalesResult, part: SalesResult) -> Share:
    return Share(whole.won_count - part.won_count, whole.decided - part.decided)


def _range(share: Share) -> Range | None:
    """Lowest, seen, highest share; None where there are too few to say."""
    interval, value = share.interval, share.value
    if interval is None or value is None or share.too_few:
        return None
    return interval.low, value, interval.high


def _said(found: Range) -> str:
    low, value, high = (format.percent(each) for each in found)
    return _("%(value)s (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}
