"""Looking for a text whatever its case, in every alphabet, on both databases.

SQLite's LIKE knows upper and lower case in ASCII only: "žan" did not find "Žan". A text in ASCII
is still looked for as before. For any other one, SQLite folds each value by a function of ours,
which costs about a microsecond a row; a second, folded column for each name would have to be kept
in step on every write. PostgreSQL folds by itself.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField
from django.db.models.lookups import IContains

FUNCTION = "salesperf_folded"


def folded(value: Any) -> Any:
    """The text as it is compared when case does not count; nothing stays nothing."""
    return value.casefold() if isinstance(value, str) else value


def _give_sqlite_the_function(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, folded, deterministic=True)


connection_created.connect(_give_sqlite_the_function)  # each connection of SQLite is told anew


@CharField.register_lookup
@TextField.register_lookup
class ContainsWhateverCase(IContains):
    """``icontains``, in every alphabet."""

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        if not isinstance(self.rhs, str) or self.rhs.isascii():
            return self.as_sql(compiler, connection)
        column, params = self.process_lhs(compiler, connection)
        pattern = f"%{connection.ops.prep_for_like_query(folded(self.rhs))}%"
        return f"{FUNCTION}({column}) LIKE %s ESCAPE '\\'", [*params, pattern]
