"""Many rows in one go: COPY on PostgreSQL, executemany on SQLite.

Model objects are seven times slower (docs/decisions/0023). ``Rows`` takes whole numbers and days
and writes them in binary form; ``write_texts`` takes anything.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from itertools import chain
from struct import Struct
from typing import Any

from django.db import connection

# Forms of a column: what is packed, and how many bytes it takes.
SMALL, DAY, BIG = "h", "i", "q"
_BYTES = {SMALL: 2, DAY: 4, BIG: 8}
_EPOCH = date(2000, 1, 1).toordinal()  # PostgreSQL counts days from here
_HEAD = b"PGCOPY\n\xff\r\n\0" + b"\0" * 8
_END = b"\xff\xff"


class Rows:
    """Rows of one table, gathered and then written at once.

    ``columns`` are pairs of a name and its form. The values of a row are given in that order,
    days as :meth:`day` makes them.
    """

    def __init__(self, table: str, columns: Sequence[tuple[str, str]]) -> None:
        self._table = table
        self._columns = columns
        self._days: dict[date, Any] = {}
        self._binary = connection.vendor == "postgresql"
        self._found: list[Any] = []
        shape = "".join(f"i{form}" for _, form in columns)
        self._pack = Struct(f">h{shape}").pack
        self._lengths = [_BYTES[form] for _, form in columns]

    def __len__(self) -> int:
        return len(self._found)

    def day(self, day: date) -> Any:
        """A day as this database takes it."""
        found = self._days.get(day)
        if found is None:
            found = day.toordinal() - _EPOCH if self._binary else day.isoformat()
            self._days[day] = found
        return found

    def extend(self, rows: Iterable[tuple[Any, ...]]) -> None:
        if self._binary:
            pack, lengths, width = self._pack, self._lengths, len(self._columns)
            self._found += [
                pack(width, *chain.from_iterable(zip(lengths, row, strict=True))) for row in rows
            ]
        else:
            self._found += rows

    def write(self) -> None:
        """Write what was gathered, in the transaction that is open."""
        if not self._found:
            return
        names = ", ".join(f'"{name}"' for name, _ in self._columns)
        with connection.cursor() as cursor:
            if self._binary:
                data = BytesIO(b"".join((_HEAD, *self._found, _END)))
                cursor.copy_expert(
                    f'COPY "{self._table}" ({names}) FROM STDIN (FORMAT binary)', data
                )
            else:
                marks = ", ".join(["%s"] * len(self._columns))
                sql = f'INSERT INTO "{self._table}" ({names}) VALUES ({marks})'  # noqa: S608 names of our own
                cursor.executemany(sql, self._found)
        self._found.clear()


def write_texts(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows of any values (None, text, numbers, days), in the transaction that is open."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = "".join("\t".join(map(_as_text, row)) + "\n" for row in rows)
            cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', BytesIO(text.encode()))
        else:
            marks = ", ".join(["%s"] * len(columns))
            sql = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 names of our own
            cursor.executemany(sql, rows)


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _as_text(value: Any) -> str:
    if value is None:
        return "\\N"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)
