"""One at a time: what must be true of several rows together is checked and changed under a lock."""

import hashlib

from django.db import connection


def one_at_a_time(name: str) -> None:
    """Wait until no other transaction holds ``name``, and hold it until this one ends.

    On PostgreSQL it is an advisory lock. On SQLite nothing is left to do: transactions are
    IMMEDIATE there, so only one of them writes. Take several names in the same order everywhere.
    Raises ``RuntimeError`` outside a transaction, where it would hold nothing.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"There is no transaction that could hold {name!r}.")
    if connection.vendor != "postgresql":
        return
    digest = hashlib.sha256(name.encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)]
        )
