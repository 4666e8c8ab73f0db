"""What happens to pay after the deal: parts become due, and what is lost is taken back.

A deal has a history: cash that came in, events, losses. From the lines and the histories come the
parts with their days, and the lines that take pay back in the period of the loss.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from calc.commission import plan as p
from calc.commission.clawback import Loss, reversals
from calc.commission.numbers import ONE, half_away, share_of
from calc.commission.payment import DUE, Due, Progress, parts_of
from calc.commission.values import WARNING, Credit, Finding, Line, Person


@dataclass(frozen=True)
class History:
    """How a deal went on. ``losses`` are days and shares of the deal (billionths, together at
    most ONE); ``term`` is the months agreed."""

    progress: Progress
    losses: tuple[tuple[date, int], ...] = ()
    term: int | None = None


class Payable(NamedTuple):
    """What a component gives a settlement in one period."""

    period: str
    component: str
    amount: int


@dataclass(frozen=True)
class Aftermath:
    """Of one person: lines that take back, parts with their days, what each period settles."""

    lines: tuple[Line, ...]
    dues: tuple[Due, ...]
    payables: tuple[Payable, ...]
    findings: tuple[Finding, ...]


def aftermath(
    plan: p.Plan,
    person: Person,
    credits: Iterable[Credit],
    lines: Iterable[Line],
    histories: Mapping[str, History],
) -> Aftermath:
    """What follows from one person's lines."""
    followed = {
        credit.id: credit
        for credit in credits
        if plan.payment or (credit.deal or credit.id) in histories
    }
    back: list[Line] = []
    dues: list[Due] = []
    sums: dict[tuple[str, str], int] = {}
    findings: list[Finding] = []
    for line in lines:
        credit = followed.get(line.credit)
        if credit is None:
            place = line.period, line.component
            sums[place] = sums.get(place, 0) + line.paid
            continue
        deal = credit.deal or credit.id
        history = histories.get(deal)
        history = history or History(Progress(credit.amount))
        parts = parts_of(plan, line, _from_day(plan, credit, line), history.progress, person)
        if history.losses and plan.clawback is None:
            text = "The deal was lost, and the plan does not say what that takes back."
            findings.append(Finding("no_clawback", f"deals/{deal}", text, WARNING))
        elif history.losses and plan.clawback is not None:
            taken, parts = _after_losses(plan, plan.clawback, line, credit.date, history, parts)
            back += taken
        dues += parts
        for part in parts:
            if part.state == DUE and part.on is not None:
                place = plan.calendar.key(plan.period, part.on), line.component
                sums[place] = sums.get(place, 0) + part.amount
    for line in back:
        place = line.period, line.component
        sums[place] = sums.get(place, 0) + line.paid
    payables = tuple(Payable(*place, amount) for place, amount in sums.items())
    return Aftermath(tuple(back), tuple(dues), payables, tuple(findings))


def _from_day(plan: p.Plan, credit: Credit, line: Line) -> date:
    """The day from which the parts count: of the deal, or for a later line the end of its period."""
    if plan.calendar.key(plan.period, credit.date) == line.period:
        return credit.date
    return plan.calendar.span(line.period).end


def _after_losses(
    plan: p.Plan,
    terms: p.Clawback,
    line: Line,
    sold: date,
    history: History,
    parts: list[Due],
) -> tuple[list[Line], list[Due]]:
    """The lines that take back, one for each loss, and the parts that are still due."""
    back: list[Line] = []
    lost = 0
    for on, share in sorted(history.losses):
        before, lost = lost, min(lost + share, ONE)
        loss = Loss(sold, on, (before, lost, ONE), history.term)
        paid = sum(part.amount for part in parts if part.state == DUE and part.on and part.on <= on)
        period = plan.calendar.key(plan.period, on)
        found = reversals(terms, [line], loss, period, {line.key: paid})
        back += found
        if terms.basis == "paid" and found:
            parts = [_cut(part, on, before, lost) for part in parts]
    return back, parts


def _cut(part: Due, on: date, before: int, lost: int) -> Due:
    """A part that was not paid yet shrinks by what was lost of what had been left."""
    if part.on is not None and part.on <= on:
        return part
    left = share_of(part.amount, 1, (lost - before, ONE - before, ONE - before), half_away)
    return part._replace(amount=left)
