"""From deals to credits: who gets a part in which deal, and in which currency it counts.

Three things that are often mixed up:

* a **credit** split shares the deal: each part counts for tiers and quota and earns by itself;
* a **payout** split shares the pay: the whole deal counts for everybody, the pay is divided;
* an **overlay** comes on top and takes nothing from the others.

A manager gets team credits for what the team is credited with (overlays left out, so that a deal
never counts twice).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from calc.commission.calendar import Calendar, add_months
from calc.commission.numbers import WHOLE, Ratio, edges, half_away, share_of
from calc.commission.plan import Plan
from calc.commission.values import (
    COMMISSION,
    OVERLAY,
    OWN,
    TEAM,
    Conversion,
    Credit,
    Findings,
    Line,
)
from calc.money import exponent

CREDIT_SPLIT = "credit"
PAYOUT_SPLIT = "payout"


class Split(NamedTuple):
    """One person's part: ``weight`` of ``of``."""

    payee: str
    weight: int
    of: int
    kind: str = CREDIT_SPLIT


@dataclass(frozen=True)
class Deal:
    """A sale as it came in, amounts in minor units of its own currency."""

    id: str
    owner: str
    date: date
    amount: int
    currency: str
    product: str = ""
    units: int = 0
    cost: int = 0
    tags: frozenset[str] = frozenset()
    facts: Mapping[str, int] | None = None
    splits: tuple[Split, ...] = ()


class ExchangeRate(NamedTuple):
    """One unit of ``currency`` is ``rate`` units of ``into``, from ``on`` until a later one."""

    currency: str
    into: str
    on: date
    rate: Ratio
    source: str = ""


class Reporting(NamedTuple):
    """Who reports to whom, from one day to another (None: still)."""

    person: str
    manager: str
    start: date | None = None
    end: date | None = None


def credits_of(
    deals: Iterable[Deal],
    plan: Plan,
    findings: Findings,
    rates: Sequence[ExchangeRate] = (),
    reporting: Sequence[Reporting] = (),
) -> list[Credit]:
    """The credits of deals, in the currency of the plan.

    A deal that has no rate into it is a finding and has no credits.
    """
    bosses = _bosses(reporting)
    found: list[Credit] = []
    for deal in deals:
        whole = _whole(deal, plan, rates)
        if whole is None:
            day = plan.rate_day(deal.date)
            text = f"There is no rate from {deal.currency} to {plan.currency} on {day}."
            findings.error("no_rate", f"deals/{deal.id}/currency", text)
            continue
        own = _divided(deal, whole)
        found += own
        for credit in own:
            if credit.role == OWN:
                found += _rolled_up(credit, bosses)
    return found


def converted(amount: int, currency: str, rate: Ratio, into: str) -> int:
    """An amount in another currency, rounded once by that currency's decimals."""
    top = amount * rate[0] * 10 ** exponent(into)
    return half_away(top, rate[1] * 10 ** exponent(currency))


def rate_on(
    rates: Sequence[ExchangeRate], currency: str, into: str, day: date
) -> ExchangeRate | None:
    """The latest rate that was known on a day."""
    known = [r for r in rates if (r.currency, r.into) == (currency, into) and r.on <= day]
    return max(known, key=lambda rate: (rate.on, rate.source), default=None)


def _whole(deal: Deal, plan: Plan, rates: Sequence[ExchangeRate]) -> Credit | None:
    amount, cost, conversion, currency = deal.amount, deal.cost, None, plan.currency
    if deal.currency != currency:
        rate = rate_on(rates, deal.currency, currency, plan.rate_day(deal.date))
        if rate is None:
            return None
        conversion = Conversion(deal.amount, deal.currency, rate.rate, rate.on, rate.source)
        amount = converted(deal.amount, deal.currency, rate.rate, currency)
        cost = converted(deal.cost, deal.currency, rate.rate, currency)
    return Credit(
        deal.id,
        deal.owner,
        deal.date,
        amount,
        currency,
        deal.product,
        deal.units,
        cost,
        deal.id,
        OWN,
        WHOLE,
        deal.tags,
        deal.facts or {},
        conversion,
    )


def _divided(deal: Deal, whole: Credit) -> list[Credit]:
    """The parts of a deal. Parts that share it add up to it; without splits the owner has it."""
    found: list[Credit] = []
    sharing = [split for split in deal.splits if split.kind != OVERLAY]
    parts = edges([split.weight for split in sharing], sharing[0].of) if sharing else []
    if not sharing:
        found.append(whole)
    for number, (split, part) in enumerate(zip(sharing, parts, strict=True), start=1):
        credit = whole._replace(id=f"{deal.id}/{number}", payee=split.payee)
        if split.kind == PAYOUT_SPLIT:
            found.append(credit._replace(share=part))
        else:
            found.append(_part(credit, whole, part))
    for split in deal.splits:
        if split.kind == OVERLAY:
            credit = whole._replace(id=f"{deal.id}/+{split.payee}", payee=split.payee, role=OVERLAY)
            found.append(_part(credit, whole, (0, split.weight, split.of)))
    return found


def _part(credit: Credit, whole: Credit, part: tuple[int, int, int]) -> Credit:
    return credit._replace(
        amount=share_of(whole.amount, 1, part, half_away),
        cost=share_of(whole.cost, 1, part, half_away),
        units=share_of(whole.units, 1, part, half_away),
    )


def _bosses(reporting: Sequence[Reporting]) -> dict[str, list[Reporting]]:
    found: dict[str, list[Reporting]] = {}
    for row in sorted(reporting, key=lambda row: (row.start or date.min, row.manager)):
        found.setdefault(row.person, []).append(row)
    return found


def _manager(bosses: Mapping[str, list[Reporting]], person: str, day: date) -> str:
    for row in bosses.get(person, ()):
        if (row.start or date.min) <= day <= (row.end or date.max):
            return row.manager
    return ""


def _rolled_up(credit: Credit, bosses: Mapping[str, list[Reporting]]) -> list[Credit]:
    """The same credit for the manager of that day, and theirs, up to the top."""
    found: list[Credit] = []
    seen = {credit.payee}
    above = _manager(bosses, credit.payee, credit.date)
    while above and above not in seen:
        seen.add(above)
        team = credit._replace(id=f"{credit.id}^{above}", payee=above, role=TEAM, share=WHOLE)
        found.append(_part(team, credit, credit.share))
        above = _manager(bosses, above, credit.date)
    return found


def commission_credits(
    lines: Iterable[Line],
    components: frozenset[str],
    currency: str,
    calendar: Calendar,
    reporting: Sequence[Reporting],
) -> list[Credit]:
    """Credits for managers on what their direct reports were paid by these components."""
    bosses = _bosses(reporting)
    found = []
    for line in lines:
        day = calendar.span(line.period).end
        above = _manager(bosses, line.payee, day)
        if above and line.component in components:
            name = "/".join(line.key) + f"^{above}"
            found.append(
                Credit(name, above, day, line.paid, currency, deal=line.credit, role=COMMISSION)
            )
    return found


def each_month(credit: Credit, months: int) -> list[Credit]:
    """A fee that comes every month as long as a contract runs, as one credit for each."""
    return [
        credit._replace(id=f"{credit.id}/{n + 1}", date=add_months(credit.date, n))
        for n in range(months)
    ]
