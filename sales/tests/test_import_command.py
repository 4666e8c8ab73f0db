"""manage.py import_deals: the check of the page in the terminal, and a status for scripts."""

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from sales.models import Deal
from salesperf.imports.models import Answer, ImportFile

ROWS = (
    "deal id,owner,stage,created,closed,amount\n"
    "A-1,Rhea Solbergh,Won,2026-01-05,2026-02-01,700\n"
    "A-2,R. Solbergh,Won,2026-01-05,2026-02-31,10\n"
)


@pytest.fixture
def path(tmp_path, cast):
    path = tmp_path / "deals.csv"
    path.write_text(ROWS)
    return str(path)


def kept_files() -> list[str]:
    try:
        return default_storage.listdir("imports")[1]
    except FileNotFoundError:
        return []


def test_problems_are_listed_with_row_column_and_value_and_end_in_an_error(path, cast, capsys):
    before = kept_files()
    with pytest.raises(CommandError, match="Nothing was saved"):
        call_command("import_deals", path, source="crm")
    errors = capsys.readouterr().err
    assert "row 3, closed: “2026-02-31”: February 2026 has 28 days." in errors
    assert "row 3, owner: “R. Solbergh”: Nobody has this name. Closest: Rhea Solbergh." in errors
    assert ImportFile.objects.count() == Deal.objects.count() == 0
    assert kept_files() == before


def test_rows_can_be_left_out(path, capsys):
    call_command("import_deals", path, source="crm", leave_out=True)
    assert Deal.objects.get().number == "A-1"
    file = ImportFile.objects.get()
    assert (file.uploaded_by, file.outcome["left_out"]) == (None, 1)
    assert file.to_repair.get().key == "A-2"


def test_a_dry_run_saves_nothing(path, capsys):
    before = kept_files()
    call_command("import_deals", path, source="crm", leave_out=True, dry_run=True)
    assert "1 new, 0 changed" in capsys.readouterr().out
    assert ImportFile.objects.count() == Deal.objects.count() == Answer.objects.count() == 0
    assert kept_files() == before


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"by": "nobody@northwind.example"}, "Nobody has the e-mail"),
        ({"by": "rhea@northwind.example"}, "may not import deals"),
        ({"by": "ada@northwind.example"}, "may not import deals"),
        ({"option": ["currency=XYZ"]}, "XYZ"),
        ({"option": ["currency"]}, "needs NAME=VALUE"),
        ({"answer": ["product"]}, "needs FIELD:VALUE=MEANS"),
        ({"column": ["horse=deal id"]}, "horse"),
    ],
)
def test_wrong_arguments_are_said(path, said, message):
    with pytest.raises(CommandError, match=message):
        call_command("import_deals", path, source="crm", **said)
    assert ImportFile.objects.count() == 0


def test_a_file_that_is_not_there_or_no_table(tmp_path, cast):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_deals", str(tmp_path / "none.csv"), source="crm")
    pdf = tmp_path / "x.csv"
    pdf.write_bytes(b"%PDF-1.4")
    with pytest.raises(CommandError, match="This is a PDF"):
        call_command("import_deals", str(pdf), source="crm")


def test_columns_can_be_named(tmp_path, cast):
    path = tmp_path / "odd.csv"
    path.write_text("a,b,c\nA-1,Rhea Solbergh,Open\n")
    columns = ["number=a", "owner=b", "stage=c"]
    call_command("import_deals", str(path), source="crm", column=columns)
    assert Deal.objects.get().number == "A-1"
