"""Writing many rows a part at a time, so that memory stays flat."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Row = TypeVar("Row")


def in_batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Lists of up to ``size`` rows, made one after the other."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch
