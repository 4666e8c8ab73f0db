"""When a line's pay becomes payable: in parts, months later, on an event, as cash comes in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from calc.commission import plan as p
from calc.commission.calendar import add_months
from calc.commission.numbers import edges, half_away, share_of
from calc.commission.values import Line, Person

FORFEITED = "forfeited"
DUE = "due"
WAITING = "waiting"


@dataclass(frozen=True)
class Progress:
    """How a deal went on: cash received in order of days, and events such as a go-live."""

    value: int
    cash: Sequence[tuple[date, int]] = ()
    events: Mapping[str, date] = field(default_factory=dict)


class Due(NamedTuple):
    """A part of a line. ``on`` is None while it waits for an event or for cash."""

    line: Line
    part: int
    on: date | None
    amount: int
    state: str


def parts_of(plan: p.Plan, line: Line, sold: date, progress: Progress, person: Person) -> list[Due]:
    """The parts of a line's pay; they add up to it. Without parts all of it is due at once."""
    parts = plan.payment or (p.Part(1, months=0),)
    shares = edges([part.weight for part in parts], sum(part.weight for part in parts))
    found: list[Due] = []
    for number, (part, share) in enumerate(zip(parts, shares, strict=True)):
        amount = share_of(line.paid, 1, share, half_away)
        for on, money in _dates(part, amount, sold, progress):
            if money:
                found.append(Due(line, number, on, money, _state(plan, on, person)))
    return found


def _dates(
    part: p.Part, amount: int, sold: date, progress: Progress
) -> list[tuple[date | None, int]]:
    if part.months is not None:
        return [(add_months(sold, part.months), amount)]
    if not part.on_cash:
        return [(progress.events.get(part.event), amount)]
    if progress.value <= 0:
        return [(None, amount)]
    found: list[tuple[date | None, int]] = []
    received = released = 0
    for on, cash in sorted(progress.cash):
        received += cash
        share = min(max(received, 0), progress.value)
        now = half_away(amount * share, progress.value)
        found.append((on, now - released))
        released = now
    return [*found, (None, amount - released)]


def _state(plan: p.Plan, on: date | None, person: Person) -> str:
    if person.end and plan.leaver == "forfeits_unpaid" and (on is None or on > person.end):
        return FORFEITED
    return DUE if on else WAITING
