"""Lines of a closed parent are refused by the database, whoever asks."""

import pytest
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from salesperf.closed_lines import RefuseChangeUnder

SHEET, LINE = "salesperf_sheet", "salesperf_sheetline"
CLOSED = f"(SELECT state FROM {SHEET} WHERE id = {{row}}.sheet_id) <> 'open'"


class SheetMigration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[("id", models.BigAutoField(primary_key=True)), ("state", models.CharField(max_length=6))],
            options={"db_table": SHEET},
        ),
        migrations.CreateModel(
            name="SheetLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("sheet_id", models.BigIntegerField()),
                ("text", models.CharField(max_length=10)),
            ],
            options={"db_table": LINE},
        ),
    ]  # fmt: skip


def run(operation, *, back=False):
    state = SheetMigration("sheet", "salesperf").mutate_state(ProjectState())
    with connection.schema_editor() as editor:
        act = operation.database_backwards if back else operation.database_forwards
        act("salesperf", editor, state, state)


def sql(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def refused(statement):
    with pytest.raises(IntegrityError, match=f"{LINE} refuses"):
        sql(statement)
    return True


@pytest.fixture
def tables(transactional_db):
    """An open and a closed sheet with a line each."""
    with connection.schema_editor() as editor:
        SheetMigration("sheet", "salesperf").apply(ProjectState(), editor)
    sql(f"INSERT INTO {SHEET} (id, state) VALUES (1, 'open'), (2, 'closed')")
    sql(f"INSERT INTO {LINE} (id, sheet_id, text) VALUES (1, 1, 'one'), (2, 2, 'two')")
    operation = RefuseChangeUnder(LINE, closed=CLOSED)
    run(operation)
    yield operation
    run(operation, back=True)
    with connection.schema_editor() as editor:
        editor.execute(f"DROP TABLE {LINE}")
        editor.execute(f"DROP TABLE {SHEET}")


def test_lines_of_a_closed_sheet_do_not_change_go_or_come(tables):
    assert refused(f"UPDATE {LINE} SET text = 'x' WHERE id = 2")
    assert refused(f"UPDATE {LINE} SET text = 'x'")
    assert refused(f"DELETE FROM {LINE} WHERE id = 2")
    assert refused(f"INSERT INTO {LINE} (id, sheet_id, text) VALUES (3, 2, 'new')")


def test_lines_move_neither_into_it_nor_out(tables):
    assert refused(f"UPDATE {LINE} SET sheet_id = 2 WHERE id = 1")
    assert refused(f"UPDATE {LINE} SET sheet_id = 1 WHERE id = 2")


def test_lines_of_an_open_sheet_are_free(tables):
    assert sql(f"UPDATE {LINE} SET text = 'x' WHERE id = 1") == 1
    assert sql(f"INSERT INTO {LINE} (id, sheet_id, text) VALUES (3, 1, 'new')") == 1
    assert sql(f"DELETE FROM {LINE} WHERE sheet_id = 1") == 2


def test_closing_and_opening_the_sheet_counts_at_once(tables):
    sql(f"UPDATE {SHEET} SET state = 'closed' WHERE id = 1")
    assert refused(f"DELETE FROM {LINE} WHERE id = 1")
    sql(f"UPDATE {SHEET} SET state = 'open' WHERE id = 2")
    assert sql(f"DELETE FROM {LINE} WHERE id = 2") == 1


def test_repeating_it_and_taking_it_back(tables):
    run(tables)
    assert refused(f"DELETE FROM {LINE} WHERE id = 2")
    run(tables, back=True)
    assert sql(f"DELETE FROM {LINE}") == 2
    run(tables)


def test_its_triggers_are_counted(tables):
    names = tables.trigger_names(connection.vendor)
    assert names == [f"{LINE}_under_refuses_{on}" for on in ("insert", "update", "delete")]


def test_a_statement_it_does_not_know():
    with pytest.raises(ValueError, match="TRUNCATE"):
        RefuseChangeUnder(LINE, closed=CLOSED, on=["TRUNCATE"])
