"""Caps and floors on lines. A cap follows the running sum: each line gets what still fits.

Lines come in order of periods. What a cap cuts is lost, or withheld and released in the last pay
period of the next window that has room.
"""

from calc.commission import plan as p
from calc.commission.standing import Standing
from calc.commission.tracing import Recorder
from calc.commission.values import FLOOR, RELEASED, Line

_PAID = Line._fields.index("paid")


def with_floors(lines: list[Line], component: p.Component, trace: Recorder | None) -> list[Line]:
    """Lift lines, or a period's pay, to a minimum. What nothing was sold for has none."""
    for floor in component.floors:
        if floor.per == p.CREDIT:
            lines = [_lifted(line, floor.at, trace) for line in lines]
        else:
            lines = _lifted_periods(lines, component.id, floor.at)
    return lines


def _lifted(line: Line, least: int, trace: Recorder | None) -> Line:
    if line.base <= 0 or line.paid >= least or not line.gross:
        return line
    if trace is not None:
        trace.bounded(line, "floor", at=least, before=line.paid)
    return line._replace(paid=least)


def _lifted_periods(lines: list[Line], component: str, least: int) -> list[Line]:
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.period] = sums.get(line.period, 0) + line.paid
    payee = lines[0].payee if lines else ""
    extra = [
        Line(payee, "", component, period, 0, 0, 0, 0, least - paid, FLOOR)
        for period, paid in sums.items()
        if 0 < paid < least
    ]
    return sorted([*lines, *extra], key=_period) if extra else lines


def limited(
    lines: list[Line], cap: p.Cap, standing: Standing, name: str, trace: Recorder | None
) -> list[Line]:
    """Bound what lines pay together. ``name`` goes on the lines that release a balance."""
    per, most = cap.per, cap.at
    sums: dict[str, int] = {}
    found: list[Line] = []
    for line in lines:
        if per == p.PERIOD:
            key = line.period
        elif per == p.CREDIT:
            key = line.credit
        else:
            key = standing.window(per, line.period)
        before = sums.get(key, 0)
        after = sums[key] = before + line.paid
        if after > most or before > most:
            paid = min(after, most) - min(before, most)
            if trace is not None:
                trace.bounded(line, "cap", at=most, before=before, asked=line.paid, paid=paid)
            found.append(Line._make((*line[:_PAID], paid, line.reason)))
        else:
            found.append(line)
    return _released(found, cap, sums, standing, name) if cap.excess == p.WITHHELD else found


def _released(
    lines: list[Line], cap: p.Cap, asked: dict[str, int], standing: Standing, name: str
) -> list[Line]:
    """Pay withheld balances where later windows have room."""
    last: dict[str, str] = {}
    for period in sorted({*standing.periods, *(line.period for line in lines)}):
        window = period if cap.per == p.PERIOD else standing.window(cap.per, period)
        last[window] = period
    balance, extra = 0, []
    for window, period in last.items():
        sum_asked = asked.get(window, 0)
        room = cap.at - min(sum_asked, cap.at)
        release = min(balance, room)
        balance += max(sum_asked - cap.at, 0) - release
        if release:
            payee = standing.person.id
            extra.append(Line(payee, "", name, period, 0, 0, 0, 0, release, RELEASED))
    return sorted([*lines, *extra], key=_period) if extra else lines


def _period(line: Line) -> str:
    return line.period
