"""Does it add up? What the file says, what will be stored, and what was stored in the end."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from calc.money import Money
from sales.imports.deal_rows import DealRow, Plan, Stored
from sales.models import Deal, Stage
from salesperf.imports.checks import SumLine
from salesperf.imports.problems import ImportRefused

# kind of stage → how many deals; (kind, currency) → their value in minor units
Totals = tuple[Counter[str], Counter[tuple[str, str]]]


def sums(plan: Plan) -> tuple[SumLine, ...]:
    """Won, their value by currency, lost and open: in the file, and of the same deals after."""
    in_file = _totals(plan.rows)
    after = _totals(_after(plan))
    currencies = sorted({c for kind, c in (in_file[1] | after[1]) if kind == Stage.Kind.WON})
    values = [
        SumLine(
            _("Their value, %(currency)s") % {"currency": currency},
            Money(in_file[1][Stage.Kind.WON, currency], currency),
            Money(after[1][Stage.Kind.WON, currency], currency),
        )
        for currency in currencies
    ]
    return (
        _count(_("Won deals"), Stage.Kind.WON, in_file, after),
        *values,
        _count(_("Lost"), Stage.Kind.LOST, in_file, after),
        _count(_("Open"), Stage.Kind.OPEN, in_file, after),
    )


def _count(label: str, kind: str, in_file: Totals, after: Totals) -> SumLine:
    return SumLine(label, in_file[0][kind], after[0][kind])


def _after(plan: Plan) -> list[DealRow | Stored]:
    """What the database will hold of the deals in this file."""
    written = {row.number for row, _place in plan.new}
    written |= {row.number for _pk, row, _place in plan.changed}
    return [row if row.number in written else plan.stored[row.number] for row in plan.rows]


def _totals(rows: Iterable[DealRow | Stored]) -> Totals:
    counts: Counter[str] = Counter()
    values: Counter[tuple[str, str]] = Counter()
    for row in rows:
        counts[row.kind] += 1
        values[row.kind, row.currency] += row.value_minor or 0
    return counts, values


def verify(plan: Plan) -> None:
    """Compare the sums of the whole source, as stored now, with what the plan says they are.

    Raises ImportRefused, which takes everything back, when they differ.
    """
    numbers = {row.number for row in plan.rows}
    untouched = [stored for number, stored in plan.stored.items() if number not in numbers]
    expected = _totals([*untouched, *_after(plan)])
    if _plain(expected) != _plain(_stored_totals(plan.source)):
        raise ImportRefused(
            _(
                "The sums after writing differ from those before it, so nothing was saved. Try again."
            )
        )


def _stored_totals(source: str) -> Totals:
    counts: Counter[str] = Counter()
    values: Counter[tuple[str, str]] = Counter()
    rows = (
        Deal.objects.filter(source=source)
        .order_by()
        .values_list("stage__kind", "currency")
        .annotate(deals=Count("pk"), worth=Sum("value_minor"))
    )
    for kind, currency, deals, worth in rows:
        counts[kind] += deals
        values[kind, currency] += int(worth or 0)
    return counts, values


def _plain(totals: Totals) -> tuple[dict[Any, int], dict[Any, int]]:
    counts, values = totals
    return (
        {key: count for key, count in counts.items() if count},
        {key: value for key, value in values.items() if value},
    )
