"""Deals become credits: who gets which part under which plan, in the plan's currency.

Only deals that changed since they were credited are looked at again, and only credits that came
out differently are written. Whoever's credits changed has a new ``PayeeInputs.revision``.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from audit.actions import record
from calc.commission.crediting import Deal as SoldDeal
from calc.commission.crediting import ExchangeRate as Rate
from calc.commission.crediting import Reporting, Split, credits_of
from calc.commission.numbers import ONE, WHOLE
from calc.commission.plan import Plan
from calc.commission.values import ERROR, OVERLAY, TEAM, Finding, Findings
from calc.commission.values import Credit as EngineCredit
from commissions import inputs
from commissions.bulk import write_texts
from commissions.models import (
    Credit,
    CreditedDeal,
    DealEvent,
    DealSplit,
    ExchangeRate,
    PlanAssignment,
    PlanVersion,
)
from commissions.queries.credits import stored_key
from people.models import Person
from sales.models import Deal, Stage
from salesperf.locks import one_at_a_time

CHUNK = 20_000  # deals credited in one transaction: about 50 MB

Row = tuple[Any, ...]
_Key = tuple[int, int, str]  # plan, payee, key
_COLUMNS = (
    "plan_id", "payee_id", "deal_id", "key", "day", "role", "amount", "product", "units", "cost",
    "share", "conversion",
)  # fmt: skip


@dataclass
class Credited:
    """What came of crediting: deals looked at, credits written and removed, what is missing."""

    deals: int = 0
    written: int = 0
    removed: int = 0
    findings: list[Finding] = field(default_factory=list)


def credit_deals(
    *, now: datetime, told: Callable[[Credited], None] = lambda so_far: None
) -> Credited:
    """Credit every deal that changed, in transactions of ``CHUNK`` deals.

    Stopped at any point and called again, it goes on where it was. ``told`` hears how far it is.
    """
    circumstances = _Circumstances.known()
    found = Credited()
    last = 0
    while chunk := _changed(circumstances.basis, last):
        _credit_chunk(chunk, circumstances, found)
        last = chunk[-1]
        told(found)
    return found


@transaction.atomic
def set_splits(
    *, deal: Deal, splits: Sequence[tuple[Person, str, int]], actor: Person | None, now: datetime
) -> None:
    """Say who shares a deal: (payee, kind, weight); the deal is credited again."""
    DealSplit.objects.filter(deal=deal).delete()
    DealSplit.objects.bulk_create(
        DealSplit(deal=deal, payee=payee, kind=kind, weight=weight)
        for payee, kind, weight in splits
    )
    CreditedDeal.objects.filter(deal=deal).delete()
    record(
        actor=actor, verb="commissions.split", target=deal, at=now,
        splits=[[payee.pk, kind, weight] for payee, kind, weight in splits],
    )  # fmt: skip


@transaction.atomic
def record_event(
    *,
    deal: Deal,
    kind: str,
    on: date,
    actor: Person | None,
    now: datetime,
    amount_minor: int | None = None,
    name: str = "",
    share: Decimal | None = None,
    term_months: int | None = None,
) -> DealEvent:
    """Say how a deal went on; whoever has credits in it is calculated again.

    The same event of a deal and day is recorded once.
    """
    event, made = DealEvent.objects.get_or_create(
        deal=deal, kind=kind, on=on, amount_minor=amount_minor, name=name, share=share,
        term_months=term_months,
    )  # fmt: skip
    if made:
        touched = Credit.objects.filter(deal=deal).values_list("plan", "payee").distinct()
        _touch(dict.fromkeys(touched, 0))
        record(actor=actor, verb="commissions.deal_went_on", target=deal, at=now, event=event.pk)
    return event


# --- what crediting knows besides the deals -------------------------------------------------------
@dataclass(frozen=True)
class _Group:
    """Plans whose credits come out alike: one currency, one rule for the day of the rate."""

    plan: Plan
    counts_teams: bool
    assigned: Mapping[str, list[tuple[int, date, date, bool]]]  # by payee: plan, days, teams


@dataclass(frozen=True)
class _Circumstances:
    groups: tuple[_Group, ...]
    rates: tuple[Rate, ...]
    reporting: tuple[Reporting, ...]
    basis: str

    @classmethod
    def known(cls) -> "_Circumstances":
        plans = {each.plan_id: inputs.plan_of(each) for each in PlanVersion.objects.newest()}
        assigned: dict[Any, dict[str, list[tuple[int, date, date, bool]]]] = {}
        for row in PlanAssignment.objects.order_by("plan_id", "person_id"):
            if (plan := plans.get(row.plan_id)) is not None:
                span = (row.starts_on, row.ends_on or date.max)
                known = assigned.setdefault(_kind(plan), {}).setdefault(str(row.person_id), [])
                known.append((row.plan_id, *span, plan.counts_teams))
        groups = tuple(
            _Group(
                next(plan for plan in plans.values() if _kind(plan) == kind),
                any(teams for rows in people.values() for *_, teams in rows),
                people,
            )
            for kind, people in sorted(assigned.items())
        )
        rates = tuple(_rate(row) for row in ExchangeRate.objects.all())
        reporting = inputs.reporting() if any(group.counts_teams for group in groups) else ()
        known_now = ([(_kind(g.plan), g.assigned) for g in groups], rates, tuple(reporting))
        basis = sha256(repr(known_now).encode()).hexdigest()[:16]
        return cls(groups, rates, tuple(reporting), basis)


def _kind(plan: Plan) -> tuple[str, str, str, int]:
    at_end = plan.fx_date == "period_end"
    return (plan.currency, plan.fx_date, plan.period if at_end else "", plan.calendar.first_month)


def _rate(row: ExchangeRate) -> Rate:
    return Rate(row.currency, row.into, row.on, row.rate.as_integer_ratio(), row.source)


# --- a chunk of deals -----------------------------------------------------------------------------
def _changed(basis: str, after: int) -> list[int]:
    """The next deals that were not credited as they stand now, under these circumstances."""
    credited = CreditedDeal.objects.filter(
        deal=OuterRef("pk"), revision=OuterRef("revision"), basis=basis
    )
    deals = Deal.objects.filter(~Exists(credited), pk__gt=after).order_by("pk")
    return list(deals.values_list("pk", flat=True)[:CHUNK])


@transaction.atomic
def _credit_chunk(numbers: list[int], circumstances: _Circumstances, found: Credited) -> None:
    one_at_a_time("commissions.crediting")
    findings: list[Finding] = []
    deals = _won(numbers)
    sold = _sold(deals, findings)
    wanted: dict[_Key, Row] = {}
    for group in circumstances.groups:
        wanted |= _credits(group, sold, circumstances, findings)
    rows = Credit.objects.filter(deal__in=numbers).values_list("pk", *_COLUMNS)
    stored = {(row[1], row[2], row[4]): row for row in rows}
    gone = [row for key, row in stored.items() if wanted.get(key) != row[1:]]
    known = {key for key, row in stored.items() if wanted.get(key) == row[1:]}
    fresh = [row for key, row in wanted.items() if key not in known]
    Credit.objects.filter(pk__in=[row[0] for row in gone]).delete()
    write_texts(
        "commissions_credit", _COLUMNS,
        [(*row[:-1], None if row[-1] is None else json.dumps(row[-1])) for row in fresh],
    )  # fmt: skip
    touched: Counter[tuple[int, int]] = Counter({(row[1], row[2]): 0 for row in gone})
    touched.subtract((row[1], row[2]) for row in gone)
    touched.update((row[0], row[1]) for row in fresh)
    _touch(touched)
    # What is missing for some is said again the next time, until it is there.
    incomplete = {each.at.removeprefix("deals/").removesuffix("/currency") for each in findings}
    waiting = {deal.pk for deal in deals if deal.name in incomplete}
    _remember([number for number in numbers if number not in waiting], circumstances.basis)
    found.findings += findings
    found.deals += len(numbers)
    found.written += len(fresh)
    found.removed += len(gone)


def _remember(numbers: list[int], basis: str) -> None:
    """These deals are credited as they stand now."""
    CreditedDeal.objects.filter(deal__in=numbers).delete()
    revisions = Deal.objects.filter(pk__in=numbers).values_list("pk", "revision")
    write_texts(
        "commissions_crediteddeal", ("deal_id", "revision", "basis"),
        [(number, revision, basis) for number, revision in revisions],
    )  # fmt: skip


@dataclass(frozen=True)
class _Won:
    """A won deal as it is stored; ``name`` is what the engine knows it by."""

    pk: int
    name: str
    owner: int
    day: date | None
    value: int | None
    currency: str
    product: str
    splits: Sequence[DealSplit]


def _won(numbers: list[int]) -> list[_Won]:
    splits: dict[int, list[DealSplit]] = {}
    for split in DealSplit.objects.filter(deal__in=numbers).order_by("payee_id", "kind"):
        splits.setdefault(split.deal_id, []).append(split)
    rows = Deal.objects.filter(pk__in=numbers, stage__kind=Stage.Kind.WON).values_list(
        "pk", "source", "number", "owner", "closed_on", "value_minor", "currency", "product__name"
    )
    return [
        _Won(pk, f"{source}:{number}", owner, day, value, currency, product or "",
             splits.get(pk, ()))
        for pk, source, number, owner, day, value, currency, product in rows
    ]  # fmt: skip


def _sold(deals: list[_Won], findings: list[Finding]) -> dict[str, tuple[int, SoldDeal]]:
    """The deals as the engine takes them, by name; what cannot be counted is a finding."""
    found = {}
    for deal in deals:
        if deal.day is None or deal.value is None:
            missing = "day" if deal.day is None else "value"
            text = f"The deal is won, but its {missing} is missing; it is not credited."
            findings.append(Finding("incomplete", f"deals/{deal.name}", text, ERROR))
            continue
        found[deal.name] = deal.pk, SoldDeal(
            deal.name, str(deal.owner), deal.day, deal.value, deal.currency, deal.product,
            splits=_splits(deal.splits),
        )  # fmt: skip
    return found


def _splits(rows: Sequence[DealSplit]) -> tuple[Split, ...]:
    total = sum(row.weight for row in rows if row.kind != OVERLAY)
    return tuple(
        Split(str(row.payee_id), row.weight, ONE if row.kind == OVERLAY else total, row.kind)
        for row in rows
    )


def _credits(
    group: _Group,
    deals: Mapping[str, tuple[int, SoldDeal]],
    circumstances: _Circumstances,
    findings: list[Finding],
) -> dict[_Key, Row]:
    """The rows of everybody who is under a plan of the group on the day of the deal."""
    problems = Findings()
    credits = credits_of(
        (deal for _, deal in deals.values()),
        group.plan,
        problems,
        circumstances.rates,
        circumstances.reporting if group.counts_teams else (),
    )
    findings += problems
    found: dict[_Key, Row] = {}
    for credit in credits:
        for plan, start, end, teams in group.assigned.get(credit.payee, ()):
            if start <= credit.date <= end and (teams or credit.role != TEAM):
                payee = int(credit.payee)
                row = _row(plan, payee, deals[credit.deal][0], credit)
                found[plan, payee, row[3]] = row
    return found


def _row(plan: int, payee: int, deal: int, credit: EngineCredit) -> Row:
    share = "" if credit.share == WHOLE else "/".join(map(str, credit.share))
    return (
        plan, payee, deal, stored_key(credit), credit.date, credit.role, credit.amount, credit.product,
        credit.units, credit.cost, share, _conversion(credit),
    )  # fmt: skip


def _conversion(credit: EngineCredit) -> dict[str, Any] | None:
    known = credit.conversion
    if known is None:
        return None
    return {
        "amount": known.amount,
        "currency": known.currency,
        "rate": list(known.rate),
        "on": known.on.isoformat(),
        "source": known.source,
    }


# --- who has to be calculated again ---------------------------------------------------------------
_TOUCH = """
    INSERT INTO commissions_payeeinputs (plan_id, payee_id, revision, credits) VALUES {values}
    ON CONFLICT (plan_id, payee_id) DO UPDATE
    SET revision = commissions_payeeinputs.revision + 1,
        credits = commissions_payeeinputs.credits + excluded.credits
"""
_AT_ONCE = 200


def _touch(changes: Mapping[tuple[int, int], int]) -> None:
    """Say that credits of these payees changed, and by how many."""
    rows = sorted(changes.items())  # in one order everywhere, so that nobody waits in a circle
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            sql = _TOUCH.format(values=", ".join(["(%s, %s, 1, %s)"] * len(some)))
            cursor.execute(sql, [value for (plan, payee), n in some for value in (plan, payee, n)])
