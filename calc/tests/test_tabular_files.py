"""Any file becomes a table, or one clear refusal; rows that are no rows are named, never lost."""

import io
import random
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from calc.tabular import Figure, NotATable, read_table
from calc.tabular.table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS

PLAIN = "number;owner;value\n1;Anna;10\n2;Bert;20\n3;Cleo;30\n"


def read(text: str, name: str = "deals.csv", encoding: str = "utf-8", **chosen):
    return read_table(text.encode(encoding), name, **chosen)


def refusal(data: bytes, name: str = "deals.csv") -> str:
    with pytest.raises(NotATable) as caught:
        read_table(data, name)
    return caught.value.code


def workbook(*rows, **more_sheets) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, lines in more_sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


# --- delimiters and rows -------------------------------------------------------------------------
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_all_rows_alike(delimiter):
    table = read(PLAIN.replace(";", delimiter))
    assert table.format.delimiter == delimiter
    assert table.columns == ("number", "owner", "value")
    assert [row.cells for row in table.rows] == [
        ("1", "Anna", "10"),
        ("2", "Bert", "20"),
        ("3", "Cleo", "30"),
    ]


def test_decimal_commas_do_not_pass_for_delimiters():
    table = read("id;amount\n1;3,37\n2;2,81\n3;5,00\n")
    assert table.format.delimiter == ";"
    assert table.rows[0].cells == ("1", "3,37")


def test_rows_carry_the_number_a_spreadsheet_shows():
    table = read('name,note\n\nAnna,"two\nlines"\n,\nBert,x\n')
    assert [row.number for row in table.rows] == [3, 5]
    assert table.rows[0].cells == ("Anna", "two\nlines")
    assert table.empty_rows == 2


def test_a_line_that_tells_the_delimiter_is_no_row():
    table = read("sep=;\nname;note\nAnna;1,5\n")
    assert (table.columns, table.rows[0].number) == (("name", "note"), 3)


def test_lines_above_the_head_are_skipped():
    table = read("Report of 3 March\n\nname,team\nAnna,North\n")
    assert (table.head_row, table.columns) == (3, ("name", "team"))


def test_one_column_is_a_table_too():
    table = read("email\nanna@northwind.example\nbert@northwind.example\n")
    assert (table.columns, len(table.rows)) == (("email",), 2)


def test_a_row_with_too_few_or_too_many_cells_is_named():
    table = read("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n7,8,9\n")
    assert [(row.number, row.code) for row in table.broken] == [
        (3, "too_few_cells"),
        (4, "too_many_cells"),
    ]
    assert [row.number for row in table.rows] == [2, 5, 6]
    assert table.total == 5


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ('a,b\n1,"open\n2,x\n3,y\n', [2]),  # never closes: would swallow all that follows
        ('a,b\n1,"x"y\n2,x\n', [2]),  # something behind the closing mark
        ('a,b,c\n1,"x,2\n3,"y,4\n5,z,6\n', [2, 3]),  # two strays would make one row of two
    ],
)
def test_a_stray_quotation_mark_spoils_its_own_row_only(text, broken):
    table = read(text)
    assert [row.number for row in table.broken if row.code == "stray_quote"] == broken
    assert table.rows[-1].number == text.count("\n")


def test_quotation_marks_inside_a_cell_are_text():
    assert read('size,note\n5" disk,"say ""hi"""\n').rows[0].cells == ('5" disk', 'say "hi"')


def test_ten_thousand_stray_quotes_are_read_in_one_go():
    table = read("a,b\n" + 'x,"y\n' * 10_000)
    assert len(table.broken) == 10_000


def test_heads_are_told_apart():
    table = read("name,name,,name (2)\n1,2,3,4\n")
    assert table.columns == ("name", "name (2)", "C", "name (2) (2)")
    assert table.repeated_heads == ("name", "name (2)")
    assert table.unnamed_heads == ("C",)


def test_a_head_without_rows_is_a_table_without_rows():
    assert read("a,b,c\n").rows == []


# --- encodings -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
def test_unicode_is_recognised(encoding, name):
    table = read("name;town\nJürgen Müller;Köln und Umgebung\n", encoding=encoding)
    assert (table.format.encoding, table.format.sure) == (name, True)
    assert table.columns[0] == "name"
    assert table.rows[0].cells == ("Jürgen Müller", "Köln und Umgebung")


def test_what_is_not_unicode_is_read_as_the_likeliest_and_says_so():
    table = read("name;town\nJürgen;Köln\n", encoding="cp1252")
    assert (table.format.encoding, table.format.sure) == ("cp1252", False)
    assert table.rows[0].cells == ("Jürgen", "Köln")


def test_the_person_can_choose_the_encoding():
    data = "name;town\nŁucja;Łódź\n".encode("cp1250")
    assert read_table(data, "a.csv").rows[0].cells != ("Łucja", "Łódź")
    assert read_table(data, "a.csv", encoding="cp1250").rows[0].cells == ("Łucja", "Łódź")


def test_damaged_letters_and_zero_characters_are_named_with_their_row():
    good = "name,town\n" + "Jürgen,Köln\n" * 5
    table = read_table(good.encode() + b"J\xfcrgen,Bonn\nAnna,Bo\0nn\n", "a.csv")
    assert [(row.number, row.code, row.facts["place"]) for row in table.broken] == [
        (7, "damaged_letters", 0),
        (8, "unstorable", 1),
    ]
    assert "\0" not in "".join(table.broken[1].cells)


# --- what is no table ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \r\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b",,,\n,,,\n", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"MZ\x90\0\x03\0\0\0", "program"),
        (b"\x7fELF\x02\x01", "program"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old_office"),
        (b"<!DOCTYPE html><html>", "web_page"),
        (b"\n<html><table>", "web_page"),
        (b'[{"a": 1}]', "json"),
        (bytes(range(256)) * 40, "binary"),
    ],
)
def test_other_files_are_refused_by_their_first_bytes(data, code):
    assert refusal(data) == code


def test_the_ending_and_the_content_must_agree():
    assert refusal(PLAIN.encode(), "deals.xlsx") == "no_workbook"
    assert refusal(PLAIN.encode(), "deals.exe") == "wrong_ending"
    assert refusal(workbook(["a"], [1]), "deals.csv") == "workbook_named_csv"


def test_a_hundred_thousand_columns_are_refused():
    assert refusal(b",".join([b"a"] * 100_000) + b"\n") == "too_many_columns"


def test_more_rows_than_can_be_worked_with_are_refused():
    assert refusal(b"a,b\n" + b"1,2\n" * (MOST_ROWS + 1)) == "too_many_rows"
    assert len(read_table(b"a,b\n" + b"1,2\n" * MOST_ROWS, "a.csv").rows) == MOST_ROWS


def test_a_row_of_a_hundred_thousand_cells_spoils_itself_only():
    table = read("a,b\n1,2\n" + ",".join("x" * 100_000) + "\n3,4\n")
    assert [(row.number, row.code) for row in table.broken] == [(3, "too_many_cells")]
    assert len(table.broken[0].cells) <= MOST_COLUMNS


def test_a_huge_cell_spoils_its_own_row_only():
    table = read(f"a,b\n1,{'x' * (LONGEST_CELL + 1)}\n2,y\n3," + "z" * 200_000 + "\n")
    assert [(row.number, row.code) for row in table.broken] == [
        (2, "cell_too_long"),
        (4, "cell_too_long"),
    ]


# --- workbooks -----------------------------------------------------------------------------------
def test_a_workbook_is_read_as_text_with_exact_numbers_and_plain_dates():
    data = workbook(
        ["id", "value", "on", "at", "yes"],
        [7, 0.1 + 0.2, date(2017, 11, 16), datetime(2017, 11, 16, 9, 30), True],  # noqa: DTZ001 workbooks know no zones
        ["x", 1054.0, None, None, False],
    )
    table = read_table(data, "deals.xlsx")
    assert table.rows[0].cells == ("7", "0.3", "2017-11-16", "2017-11-16 09:30:00", "TRUE")
    assert table.rows[1].cells == ("x", "1054", "", "", "FALSE")
    assert isinstance(table.rows[0].cells[1], Figure)


def test_the_first_sheet_with_a_table_is_read_and_another_can_be_chosen():
    data = workbook(Deals=[["a", "b"], [1, 2]], More=[["c"], [3]])
    table = read_table(data, "a.xlsx")
    assert (table.format.sheet, table.format.sheets) == ("Deals", ("Sheet", "Deals", "More"))
    assert read_table(data, "a.xlsx", sheet="More").columns == ("c",)
    with pytest.raises(NotATable, match="no_such_sheet"):
        read_table(data, "a.xlsx", sheet="Less")


def test_a_formula_without_a_stored_result_is_named():
    table = read_table(workbook(["a", "b"], [1, "=A2*2"], [2, 4]), "a.xlsx")
    assert [(row.number, row.code, row.facts["place"]) for row in table.broken] == [
        (2, "formula_without_result", 1)
    ]
    assert [row.number for row in table.rows] == [3]


def test_rows_inside_merged_cells_are_named():
    book = Workbook()
    for row in (["a", "b"], ["x", 1], [None, 2], ["y", 3]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    content = io.BytesIO()
    book.save(content)
    table = read_table(content.getvalue(), "a.xlsx")
    assert [(row.number, row.code) for row in table.broken] == [(3, "merged_cells")]


def repack(data: bytes, **changes: bytes) -> bytes:
    """The same package with some parts replaced or added ("xl/x.xml" is written xl__x_xml)."""
    parts = {name.replace("__", "/").replace("_DOT_", "."): part for name, part in changes.items()}
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            if item.filename not in parts:
                new.writestr(item, old.read(item.filename))
        for name, part in parts.items():
            new.writestr(name, part)
    return content.getvalue()


def test_a_workbook_that_unpacks_to_a_thousandfold_is_refused():
    bomb = repack(workbook(["a"], [1]), xl__media__x_DOT_bin=b"\0" * 40_000_000)
    assert refusal(bomb, "a.xlsx") == "zip_bomb"


ENTITY = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>"""
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>"""


def test_outside_references_and_entities_are_refused():
    assert refusal(
        repack(workbook(["a"], ["x"]), xl__worksheets__sheet1_DOT_xml=ENTITY), "a.xlsx"
    ) == ("unsafe_workbook")
    assert refusal(repack(workbook(["a"], ["x"]), xl__styles_DOT_xml=LAUGHS), "a.xlsx") == (
        "unsafe_workbook"
    )


def test_other_packages_are_refused_by_what_is_in_them():
    base = workbook(["a"], [1])
    assert refusal(repack(base, xl__vbaProject_DOT_bin=b"x"), "a.xlsx") == "macros"
    assert refusal(repack(base, word__document_DOT_xml=b"x"), "a.xlsx") == "document"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("../../etc/passwd", "x")
    assert refusal(content.getvalue(), "a.xlsx") == "packed"


def test_a_sheet_that_understates_its_size_is_read_whole():
    data = workbook(*[["a", "b"]] + [[i, i] for i in range(50)])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    lying = sheet.replace(b'<dimension ref="A1:B51" />', b'<dimension ref="A1" />')
    assert lying != sheet
    table = read_table(repack(data, xl__worksheets__sheet1_DOT_xml=lying), "a.xlsx")
    assert len(table.rows) == 50


# --- any damage at all ---------------------------------------------------------------------------
def corpus() -> list[tuple[str, bytes]]:
    """600 files: good ones cut off, with bytes changed, doubled, shuffled. Always the same ones."""
    dice = random.Random(20260311)
    sources = [
        ("a.csv", PLAIN.encode() * 20),
        ("b.csv", PLAIN.encode("utf-16")),
        ("c.csv", ('x,"y ""z""",1.054\n' * 40).encode()),
        ("d.xlsx", workbook(["a", "b"], [1, "=A2"], ["x", 2.5])),
    ]
    files = []
    for i in range(600):
        name, data = sources[i % len(sources)]
        damaged = bytearray(data)
        for _ in range(dice.randint(1, 12)):
            act = dice.choice(("cut", "flip", "insert", "zero", "quote"))
            at = dice.randrange(max(1, len(damaged)))
            if act == "cut" and len(damaged) > 10:
                del damaged[at:]
            elif act == "flip":
                damaged[at : at + 1] = bytes([dice.randrange(256)])
            elif act == "insert":
                damaged[at:at] = dice.randbytes(dice.randint(1, 40))
            elif act == "zero":
                damaged[at:at] = b"\0" * dice.randint(1, 9)
            else:
                damaged[at:at] = b'"'
        files.append((name, bytes(damaged)))
    return files


def test_six_hundred_damaged_files_end_in_a_table_or_a_refusal():
    for name, data in corpus():
        try:
            table = read_table(data, name)
        except NotATable:
            continue
        else:
            width = len(table.columns)
            assert all(len(row.cells) == width for row in table.rows)
            assert all(broken.number > 0 and broken.code for broken in table.broken)
            assert "\0" not in "".join("".join(row.cells) for row in table.rows)
