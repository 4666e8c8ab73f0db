"""What must never change: refused in Python with a clear error, and by the database itself.

Two parts that are used together:

* :class:`AppendOnlyModel` refuses changes that come through Django.
* :class:`RefuseChange`, an operation for migrations, lays triggers on the table, so that raw SQL,
  ``bulk_update`` and a cascade are refused too, on SQLite and on PostgreSQL.

Rows that are closed only from some state on give the operation a condition on the old row::

    RefuseChange("expectations_version", when="OLD.state <> 'draft'")
    RefuseChange("commissions_period", on=["UPDATE"], when="OLD.state = 'closed'", columns=["total"])

A condition is SQL that both databases read. Write a boolean column as ``OLD.closed`` or
``NOT OLD.closed``; ``= 1`` is an error on PostgreSQL.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

M = TypeVar("M", bound=models.Model)


class ChangeRefused(Exception):  # noqa: N818 what happened, in the project's words
    """Somebody tried to change or delete a row that is kept as it was written."""


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Rows can be added and read, nothing else."""

    def _refuse(self) -> NoReturn:
        raise ChangeRefused(
            f"Rows of {self.model._meta.label} are never changed or deleted; add a new one."
        )

    def update(self, **kwargs: Any) -> NoReturn:
        self._refuse()

    def delete(self) -> NoReturn:
        self._refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        if kwargs.get("update_conflicts"):
            self._refuse()
        return super().bulk_create(objs, *args, **kwargs)


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ChangeRefused(f"{self._meta.label} {self.pk} is never changed; add a new one.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ChangeRefused(f"{self._meta.label} {self.pk} is never deleted.")


class RefuseChange(Operation):
    """Lay triggers on a table that refuse to change or delete rows.

    ``on`` names the statements, ``when`` a condition on ``OLD`` (without it every row is
    protected), ``columns`` limits a refused UPDATE to these columns, and ``name`` tells two
    operations on one table apart. The database answers with an integrity error.

    On PostgreSQL, a refused DELETE refuses TRUNCATE of the table too: it would take the
    protected rows along.

    SQLite builds a table anew when a later migration changes it, loses its triggers, and refuses
    to while a trigger of another table asks for it: :class:`Lift` the operation before such a
    migration and repeat it after. :func:`missing_triggers` finds what was forgotten.
    """

    reduces_to_sql = True
    reversible = True
    atomic = True

    def __init__(
        self,
        table: str,
        when: str | None = None,
        on: Sequence[str] = ("UPDATE", "DELETE"),
        columns: Sequence[str] = (),
        name: str = "",
    ) -> None:
        unknown = set(on) - {"UPDATE", "DELETE"}
        if unknown:
            raise ValueError(f"RefuseChange knows UPDATE and DELETE, not {sorted(unknown)}.")
        self.table = table
        self.when = when
        self.on = tuple(on)
        self.columns = tuple(columns)
        self.name = name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        # Laid anew when they are there already: repeating the operation is how SQLite gets
        # them back.
        self._run(schema_editor, self._drop(schema_editor.connection.vendor))
        self._run(schema_editor, self._create(schema_editor.connection.vendor))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._run(schema_editor, self._drop(schema_editor.connection.vendor))

    def describe(self) -> str:
        return f"Refuse {' and '.join(self.on)} on {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"refuse_change_of_{self.table}"

    # --- names and statements --------------------------------------------------------------------

    def trigger_names(self, vendor: str) -> list[str]:
        """The triggers that this operation leaves in a database of that kind."""
        truncate = ["truncate"] if vendor == "postgresql" and "DELETE" in self.on else []
        return [self._trigger(each) for each in [*(on.lower() for on in self.on), *truncate]]

    def _trigger(self, what: str) -> str:
        return "_".join(filter(None, [self.table, self.name, "refuses", what]))

    @property
    def _function(self) -> str:
        return "_".join(filter(None, [self.table, self.name, "refuse"]))

    def _run(self, schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
        for statement in statements:
            schema_editor.execute(statement, params=None)

    def _drop(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [
                f'DROP TRIGGER IF EXISTS "{name}" ON "{self.table}"'
                for name in self.trigger_names(vendor)
            ] + [f'DROP FUNCTION IF EXISTS "{self._function}"()']
        return [f'DROP TRIGGER IF EXISTS "{name}"' for name in self.trigger_names(vendor)]

    def _create(self, vendor: str) -> list[str]:
        return self._create_postgresql() if vendor == "postgresql" else self._create_sqlite()

    def _event(self, on: str) -> str:
        if on == "UPDATE" and self.columns:
            return "UPDATE OF " + ", ".join(f'"{column}"' for column in self.columns)
        return on

    @property
    def _condition(self) -> str:
        return f" WHEN ({self.when})" if self.when else ""

    def _create_sqlite(self) -> list[str]:
        return [
            f'CREATE TRIGGER "{self._trigger(on.lower())}" BEFORE {self._event(on)} '
            f'ON "{self.table}" FOR EACH ROW{self._condition} '
            f"BEGIN SELECT RAISE(ABORT, '{self._message(on)}'); END"
            for on in self.on
        ]

    def _create_postgresql(self) -> list[str]:
        statements = [
            (
                f'CREATE OR REPLACE FUNCTION "{self._function}"() RETURNS trigger '
                f"LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{self.table} refuses %', TG_OP "
                f"USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        ]
        statements += [
            f'CREATE TRIGGER "{self._trigger(on.lower())}" BEFORE {self._event(on)} '
            f'ON "{self.table}" FOR EACH ROW{self._condition} '
            f'EXECUTE FUNCTION "{self._function}"()'
            for on in self.on
        ]
        if "DELETE" in self.on:
            statements.append(
                f'CREATE TRIGGER "{self._trigger("truncate")}" BEFORE TRUNCATE '
                f'ON "{self.table}" FOR EACH STATEMENT EXECUTE FUNCTION "{self._function}"()'
            )
        return statements

    def _message(self, on: str) -> str:
        return f"{self.table} refuses {on}"


class Lift(Operation):
    """Take the triggers of operations away while tables change; repeat the operations after.

    ::

        CLOSED = [RefuseChangeUnder("expectations_standard", closed=…), …]
        operations = [Lift(CLOSED), migrations.AddField(…), *CLOSED]
    """

    reduces_to_sql = True
    reversible = True
    atomic = True

    def __init__(self, operations: Sequence[RefuseChange]) -> None:
        self.operations = tuple(operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for each in reversed(self.operations):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "Lift what refuses changes of " + ", ".join(each.table for each in self.operations)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Triggers that an applied migration laid and that are not in the database any more."""
    loader = MigrationLoader(connection)
    expected = {
        name
        for key, migration in (loader.disk_migrations or {}).items()
        if key in (loader.applied_migrations or {})
        for operation in migration.operations
        if isinstance(operation, RefuseChange)
        for name in operation.trigger_names(connection.vendor)
    }
    return sorted(expected - _trigger_names(connection))


def _trigger_names(connection: BaseDatabaseWrapper) -> set[str]:
    sql = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}
