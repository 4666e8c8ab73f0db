"""Rows of several small tables in one query: a draft has many kinds of lines, a page few queries."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Field, QuerySet, TextField, Value
from django.db.models.functions import Cast


def rows_together(querysets: Sequence[QuerySet[Any]]) -> list[list[Any]]:
    """The rows of each queryset, in the order of its model, as model instances. One query.

    Every column travels as text, which is what makes the tables one; each model field reads its
    own back. For whole numbers, texts, days and line numbers: a decimal would be rounded by
    SQLite on the way.
    """
    columns = [each.model._meta.concrete_fields for each in querysets]
    width = max(len(each) for each in columns)
    parts = [
        queryset.order_by().values_list(
            Value(number, TextField()), *_as_text(fields, width), named=False
        )
        for number, (queryset, fields) in enumerate(zip(querysets, columns, strict=True))
    ]
    rows: list[list[Any]] = [[] for _each in querysets]
    for number, *texts in parts[0].union(*parts[1:], all=True):
        place = int(number)
        rows[place].append(_row(querysets[place], columns[place], texts))
    for found, queryset in zip(rows, querysets, strict=True):
        found.sort(
            key=lambda row: tuple(getattr(row, name) for name in queryset.model._meta.ordering)
        )
    return rows


def _as_text(fields: Sequence[Field], width: int) -> list[Any]:
    texts: list[Any] = [Cast(field.attname, TextField()) for field in fields]
    return texts + [Value("", TextField())] * (width - len(texts))


def _row(queryset: QuerySet[Any], fields: Sequence[Field], texts: Sequence[str | None]) -> Any:
    values = [field.to_python(text) for field, text in zip(fields, texts, strict=False)]
    return queryset.model.from_db(queryset.db, [field.attname for field in fields], values)
