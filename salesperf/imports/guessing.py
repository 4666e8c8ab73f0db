"""Which column probably means which field: by its head, by what was confirmed before."""

from collections.abc import Mapping, Sequence

from calc.tabular import Table
from calc.tabular.texts import is_email, squash
from salesperf.imports.kinds import Field, Kind

_LOOKED_AT = 50  # rows whose cells may tell what a column holds


def offered(kind: Kind, table: Table, saved: Mapping[str, str] | None) -> dict[str, str]:
    """Field → head to begin with: what was confirmed for this source, else what heads say."""
    if saved and set(saved.values()) <= set(table.columns):
        return dict(saved)
    return guess(kind.fields, table)


def guess(fields: Sequence[Field], table: Table) -> dict[str, str]:
    """Field → head. Heads that are a field's usual name come first, then those that hold one."""
    heads = {squash(head): head for head in reversed(table.columns)}
    found: dict[str, str] = {}
    for field in fields:
        for word in (field.name, *field.guesses):
            head = heads.get(squash(word))
            if head and head not in found.values():
                found[field.name] = head
                break
    for field in fields:
        if field.name not in found and (head := _by_part(field, table, found)):
            found[field.name] = head
    return {field.name: found[field.name] for field in fields if field.name in found}


def _by_part(field: Field, table: Table, found: Mapping[str, str]) -> str:
    free = [head for head in table.columns if head not in found.values()]
    if field.reads == "email":
        return next((head for head in free if _holds_addresses(table, head)), "")
    words = [squash(word) for word in field.guesses if len(squash(word)) >= 6]
    return next((head for head in free if any(word in squash(head) for word in words)), "")


def _holds_addresses(table: Table, head: str) -> bool:
    place = table.index(head)
    cells = [
        row.cells[place].strip() for row in table.rows[:_LOOKED_AT] if row.cells[place].strip()
    ]
    return bool(cells) and all(is_email(cell) for cell in cells)
