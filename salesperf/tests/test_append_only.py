"""What must not change is refused by the database itself, whoever asks."""

import pytest
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from salesperf.append_only import Lift, RefuseChange, missing_triggers

TABLE = "salesperf_paper"


class PaperMigration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("state", models.CharField(max_length=10)),
                ("text", models.CharField(max_length=10)),
            ],
            options={"db_table": TABLE},
        )
    ]


def run(*operations):
    """Run operations as a migration would."""
    state = PaperMigration("paper", "salesperf").mutate_state(ProjectState())
    with connection.schema_editor() as editor:
        for operation in operations:
            operation.database_forwards("salesperf", editor, state, state)


def undo(operation):
    with connection.schema_editor() as editor:
        operation.database_backwards("salesperf", editor, ProjectState(), ProjectState())


def sql(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def refused(statement):
    with pytest.raises(IntegrityError, match=f"{TABLE} refuses"):
        sql(statement)
    return True


@pytest.fixture
def table(transactional_db):
    """A table with a draft and a signed row."""
    state = ProjectState()
    migration = PaperMigration("paper", "salesperf")
    with connection.schema_editor() as editor:
        migration.apply(state, editor)
    sql(f"INSERT INTO {TABLE} (state, text) VALUES ('draft', 'one'), ('signed', 'two')")
    yield
    with connection.schema_editor() as editor:
        editor.execute(f"DROP TABLE {TABLE}")
        if connection.vendor == "postgresql":
            editor.execute("DROP FUNCTION IF EXISTS salesperf_paper_refuse()")


def test_every_change_is_refused(table):
    run(RefuseChange(TABLE))
    assert refused(f"UPDATE {TABLE} SET text = 'x'")
    assert refused(f"DELETE FROM {TABLE} WHERE state = 'draft'")
    assert sql(f"INSERT INTO {TABLE} (state, text) VALUES ('draft', 'three')") == 1


def test_a_condition_closes_only_some_rows(table):
    run(RefuseChange(TABLE, when="OLD.state <> 'draft'"))
    assert sql(f"UPDATE {TABLE} SET text = 'x' WHERE state = 'draft'") == 1
    assert refused(f"UPDATE {TABLE} SET text = 'x' WHERE state = 'signed'")
    assert refused(f"UPDATE {TABLE} SET text = 'x'")
    assert refused(f"DELETE FROM {TABLE} WHERE state = 'signed'")
    assert sql(f"DELETE FROM {TABLE} WHERE state = 'draft'") == 1


def test_some_columns_may_stay_open(table):
    run(RefuseChange(TABLE, on=["UPDATE"], columns=["text"]))
    assert sql(f"UPDATE {TABLE} SET state = 'closed'") == 2
    assert refused(f"UPDATE {TABLE} SET text = 'x'")
    assert sql(f"DELETE FROM {TABLE}") == 2


def test_two_operations_on_one_table_have_names(table):
    run(
        RefuseChange(TABLE, on=["UPDATE"], when="OLD.state = 'signed'", name="signed"),
        RefuseChange(TABLE, on=["DELETE"], name="any"),
    )
    assert refused(f"UPDATE {TABLE} SET text = 'x' WHERE state = 'signed'")
    assert refused(f"DELETE FROM {TABLE} WHERE state = 'draft'")
    if connection.vendor == "postgresql":
        with connection.schema_editor() as editor:
            editor.execute("DROP FUNCTION salesperf_paper_signed_refuse() CASCADE")
            editor.execute("DROP FUNCTION salesperf_paper_any_refuse() CASCADE")


def test_repeating_it_and_taking_it_back(table):
    operation = RefuseChange(TABLE)
    run(operation, operation)
    assert refused(f"DELETE FROM {TABLE}")
    undo(operation)
    assert sql(f"DELETE FROM {TABLE}") == 2


def test_truncate_is_refused_where_it_exists(table):
    if connection.vendor != "postgresql":
        return  # SQLite has none
    run(RefuseChange(TABLE, when="OLD.state <> 'draft'"))
    assert refused(f"TRUNCATE {TABLE}")


def test_a_statement_it_does_not_know():
    with pytest.raises(ValueError, match="INSERT"):
        RefuseChange(TABLE, on=["INSERT"])


@pytest.mark.django_db
def test_no_later_migration_lost_a_trigger():
    """SQLite drops the triggers of a table that a migration builds anew."""
    assert missing_triggers(connection) == []


@pytest.mark.django_db
def test_a_lost_trigger_is_found():
    with connection.cursor() as cursor:
        on = ' ON "audit_event"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "audit_event_refuses_delete"{on}')
    assert missing_triggers(connection) == ["audit_event_refuses_delete"]


def test_what_is_lifted_may_change_until_the_operations_are_repeated(table):
    closed = [RefuseChange(TABLE, on=["UPDATE"]), RefuseChange(TABLE, on=["DELETE"], name="whole")]
    run(*closed)
    run(Lift(closed))
    assert sql(f"UPDATE {TABLE} SET text = 'x'") == 2
    assert sql(f"DELETE FROM {TABLE} WHERE state = 'draft'") == 1
    run(*closed)
    assert refused(f"UPDATE {TABLE} SET text = 'y'")
    assert refused(f"DELETE FROM {TABLE}")


def test_going_back_over_a_lift_closes_again(table):
    closed = [RefuseChange(TABLE)]
    run(*closed)
    lift = Lift(closed)
    run(lift)
    undo(lift)
    assert refused(f"UPDATE {TABLE} SET text = 'x'")
    assert TABLE in lift.describe()
