"""Takes pay back at the rates it was given: every line of a deal is mirrored, never recalculated.

Lines of managers and overlays on the same deal are among them, so a clawback reaches whoever was
paid. What was lost in parts adds up to what was lost at once.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from calc.commission import plan as p
from calc.commission.calendar import months_between
from calc.commission.numbers import ONE, WHOLE, Ratio, half_away, share_of
from calc.commission.values import CLAWBACK, Line, cannot


class Loss(NamedTuple):
    """A deal, or a part of it, that fell apart.

    ``lost`` goes from what had been lost before to what is lost now: (0, 1, 1) is all at once,
    (1, 3, 4) half of it after a first quarter. ``term`` is the months agreed.
    """

    sold: date
    on: date
    lost: tuple[int, int, int] = WHOLE
    term: int | None = None


def reversals(
    terms: p.Clawback,
    lines: Iterable[Line],
    loss: Loss,
    period: str,
    paid_out: Mapping[tuple[str, str, str, str, str], int] | None = None,
) -> list[Line]:
    """Lines that take back what ``lines`` paid, in an open period.

    ``paid_out`` says by the key of a line how much of it has left the house; where the terms
    reach only what was paid, the rest is not taken back (it is simply never paid).
    """
    top, bottom = _share(terms, loss)
    if not top:
        return []
    found = []
    for line in lines:
        gone = line.paid
        if terms.basis == "paid" and paid_out is not None:
            gone = paid_out.get(line.key, 0)
        amount = share_of(gone * top, bottom, loss.lost, half_away)
        if amount:
            base = share_of(line.base * top, bottom, loss.lost, half_away)
            gross = share_of(line.gross * top, bottom, loss.lost, half_away)
            place = line._replace(period=period, reason=CLAWBACK)
            found.append(place._replace(base=-base, gross=-gross, paid=-amount))
    return _merged(found)


def _share(terms: p.Clawback, loss: Loss) -> Ratio:
    """Which share of the pay on what was lost is taken back."""
    age = max(months_between(loss.sold, loss.on), 0)
    if terms.within_months is not None and age >= terms.within_months:
        return 0, 1
    if terms.by == "age" and terms.steps is not None:
        return terms.steps.at(age)
    if terms.by == "unserved":
        if not loss.term:
            raise cannot(
                "no_term", "deals", "A clawback by unserved term needs the term of the deal."
            )
        return max(loss.term - age, 0), loss.term
    return ONE, ONE


def _merged(lines: list[Line]) -> list[Line]:
    """One line for each credit and component: an earned line and its true-ups become one."""
    found: dict[tuple[str, ...], Line] = {}
    for line in lines:
        other = found.get(line.key)
        if other is not None:
            base = other.base if abs(other.base) > abs(line.base) else line.base
            rate = other.rate + line.rate
            line = line._replace(
                base=base, rate=rate, gross=other.gross + line.gross, paid=other.paid + line.paid
            )
        found[line.key] = line
    return list(found.values())
