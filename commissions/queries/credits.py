"""The credits of a group of payees in one ordered read, and a digest of what was read."""

import marshal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from calc.commission.numbers import WHOLE
from calc.commission.values import OWN, Credit

_COLUMNS = (
    "payee_id, id, key, CAST(day AS TEXT), role, amount, product, units, cost, share, deal_id"
)
# "C" is the order of Python and of SQLite: the same everywhere, whatever the language.
_ORDER = {"postgresql": 'payee_id, day, key COLLATE "C"', "sqlite": "payee_id, day, key"}


@dataclass(frozen=True)
class OwnCredits:
    """One payee's credits in the order in which they count, and the row each came from."""

    payee: int
    digest: str
    rows: Sequence[Sequence[Any]]

    def read(self, currency: str) -> list[Credit]:
        return [_credit(row, currency) for row in self.rows]

    def numbers(self) -> dict[str, int]:
        """The primary key of each credit by its id in the engine."""
        return {row[2] if row[4] == OWN else f"{row[2]}{row[0]}": int(row[1]) for row in self.rows}


def credits_of_payees(plan: int, payees: Sequence[int]) -> Iterator[OwnCredits]:
    """The credits of these payees under a plan, payee by payee; nothing for who has none."""
    for payee, rows in groupby(_rows(plan, payees), key=itemgetter(0)):
        own = list(rows)
        # Version 2 of marshal writes equal values alike; repr takes six times as long.
        yield OwnCredits(int(payee), sha256(marshal.dumps(own, 2)).hexdigest(), own)


def _rows(plan: int, payees: Sequence[int]) -> Iterable[Sequence[Any]]:
    """Rows of plain values: texts on PostgreSQL, texts and numbers on SQLite."""
    if connection.vendor == "postgresql":
        return _copied(plan, payees)
    sql = _select(plan, payees)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _select(plan: int, payees: Sequence[int]) -> str:
    """Whole numbers alone go into it: COPY takes no parameters."""
    chosen = ", ".join(str(int(payee)) for payee in payees)
    return (
        f"SELECT {_COLUMNS} FROM commissions_credit "  # noqa: S608
        f"WHERE plan_id = {int(plan)} AND payee_id IN ({chosen}) "
        f"ORDER BY {_ORDER[connection.vendor]}"
    )


def _copied(plan: int, payees: Sequence[int]) -> Iterator[Sequence[Any]]:
    data = BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({_select(plan, payees)}) TO STDOUT", data)
    for line in data.getvalue().decode().split("\n")[:-1]:
        row = line.split("\t")
        if "\\" in line:
            row = [_unescaped(each) for each in row]
        yield row


_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _unescaped(text: str) -> str:
    """Undo what COPY does to special characters."""
    first, *rest = text.split("\\")
    found, parts = [first], iter(rest)
    for part in parts:
        if part:
            found.append(_ESCAPES.get(part[0], part[0]) + part[1:])
        else:  # a doubled backslash: what follows is plain
            found.append("\\" + next(parts, ""))
    return "".join(found)


class _Days(dict[str, date]):
    def __missing__(self, text: str) -> date:
        found = self[text] = date.fromisoformat(text)
        return found


class _Shares(dict[str, tuple[int, int, int]]):
    def __missing__(self, text: str) -> tuple[int, int, int]:
        start, end, of = map(int, text.split("/"))
        self[text] = start, end, of
        return start, end, of


_days = _Days()
_shares = _Shares({"": WHOLE})
_none: frozenset[str] = frozenset()
_nothing: dict[str, int] = {}


def stored_key(credit: Credit) -> str:
    """The id of a credit without the payee at its end, which reading puts there again.

    Team credits and overlays are named after who gets them; the row says that already, and the
    number of a person is another one in another database.
    """
    return credit.id if credit.role == OWN else credit.id.removesuffix(credit.payee)


def _credit(row: Sequence[Any], currency: str) -> Credit:
    payee, _, key, day, role, amount, product, units, cost, share, deal = row
    return Credit._make(
        (
            key if role == OWN else f"{key}{payee}",
            payee if payee.__class__ is str else str(payee),
            _days[day],
            int(amount),
            currency,
            product,
            int(units),
            int(cost),
            str(deal),
            role,
            _shares[share],
            _none,
            _nothing,
            None,
        )
    )
