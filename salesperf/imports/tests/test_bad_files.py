"""Malformed, hostile and half files through the pages: no crash, nothing saved, said where."""

import io
import random
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from people.models import Person
from sales.models import Account, Deal, Product, Stage
from salesperf.imports.models import ImportFile
from salesperf.imports.tests.conftest import DEALS

HEAD = "deal id;owner;product;account;stage;created;closed;amount\n"


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def zipped(name: str, part: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        package.writestr(name, part)
    return content.getvalue()


def send(client, data: bytes, name: str = "deals.csv"):
    page = reverse("imports:upload", args=["deals"])
    return client.post(page, {"source": "CRM", "file": SimpleUploadedFile(name, data)})


def nothing_written() -> bool:
    return not any(model.objects.exists() for model in (Deal, Account, Product, Stage))


REFUSED = {
    "empty": (b"", "deals.csv", "nothing in this file"),
    "blank": (b"\n \n", "deals.csv", "nothing in this file"),
    "head only": (HEAD.encode(), "deals.csv", "a head and no rows below it"),
    "a pdf": (b"%PDF-1.4", "deals.csv", "This is a PDF"),
    "a program": (b"MZ\x90\0\x03\0", "deals.csv", "This is a program"),
    "a web page": (b"<html><table><tr>", "deals.csv", "This is a web page"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "deals.xlsx", "old Excel file"),
    "noise": (random.Random(1).randbytes(5000), "deals.csv", "no text that can be read"),
    "a cut-off workbook": (workbook(["a"], [1])[:-200], "deals.xlsx", "damaged or was cut off"),
    "a bomb": (zipped("xl/big.bin", b"\0" * 30_000_000), "deals.xlsx", "far more than a table"),
    "another package": (zipped("word/document.xml", b"x"), "deals.xlsx", "a text document"),
    "macros": (zipped("xl/vbaProject.bin", b"x"), "deals.xlsx", "holds macros"),
    "100,000 columns": (b"a;" * 100_000 + b"\n1\n", "deals.csv", "100000 columns"),
    "a wrong name": (DEALS.encode(), "deals.docx", "can be imported"),
    "an image": (b"\x89PNG\r\n\x1a\n", "deals.png", "This is a picture"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_in_one_sentence(cast, client_for, case):
    data, name, sentence = REFUSED[case]
    response = send(client_for(cast.compensation), data, name)
    assert response.status_code == 422
    if data:
        assert sentence in response.text
    assert ImportFile.objects.count() == 0
    assert nothing_written()


def walk(client, data: bytes, name: str = "deals.csv") -> str:
    """Upload, accept the columns as offered if they suffice, and return the check page."""
    response = send(client, data, name)
    assert response.status_code in {302, 422}
    if response.status_code == 422:
        return ""
    file = ImportFile.objects.latest("pk")
    columns = client.get(response.url)
    assert columns.status_code == 200
    body = {"currency": "USD"}
    for place, (_head, field) in enumerate(columns.context["form"].column_fields()):
        body[f"column_{place}"] = field.initial or ""
    confirmed = client.post(response.url, body)
    assert confirmed.status_code in {302, 422}
    if confirmed.status_code == 422:
        return ""
    page = client.get(reverse("imports:check", args=[file.pk]))
    assert page.status_code == 200
    return page.text


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('A-1;"Rhea Solbergh;Beacon\nA-2;Rhea Solbergh;;;Open;;;\n',
         ["A quotation mark opens or closes", ">2<"]),
        ("A-1;Rhea Solbergh;Bea\0con;;Open;;;\n", ["holds a zero character", "product", ">2<"]),
        ("A-1;Rhea Solbergh;Beacon;;Op", ["this row 5. It may have been cut off", ">2<"]),
        ("A-1;Rhea Solbergh;Beacon;;Open;;;;;;;x\n", ["this row 12", ">2<"]),
        (f"A-1;{'R' * 20_000};Beacon;;Open;;;\n", ["20000 characters", ">2<"]),
        ("A-1;Rhea Solbergh;;;Won;2026-02-30;2026-02-30;5\n",
         ["February 2026 has 28 days", "created", "closed"]),
        ("A-1;Rhea Solbergh;;;Won;2026-02-01;2026-02-03;1E+05\n",
         ["shortened by a spreadsheet", "amount"]),
        ("A-1;Rhea Solbergh;;;Won;2026-02-01;2026-02-03;99999999999999\n",
         ["too large to be right", "amount"]),
        ("A-1;Rhea Solbergh;;;Won;43052;2026-02-03;5\n",
         ["by which a spreadsheet stores a date", "created"]),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_row_and_column_and_stops_the_import(cast, client_for, rows, said):
    text = walk(client_for(cast.compensation), (HEAD + rows).encode())
    for words in said:
        assert words in text
    assert 'name="seen"' not in text
    assert nothing_written()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_are_recognised(cast, client_for, encoding):
    from people.builders import make_person

    make_person(name="Jürgen Großmann")
    rows = HEAD + "A-1;Jürgen Großmann;;;Open;;;\n"
    text = walk(client_for(cast.compensation), rows.encode(encoding))
    assert "Import 1 row" in text


def test_a_workbook_with_a_formula_and_with_merged_cells(cast, client_for):
    head = HEAD.strip().split(";")
    book = Workbook()
    for row in (
        head,
        ["A-1", "Rhea Solbergh", None, None, "Open", None, None, "=1+1"],
        ["A-2", "Rhea Solbergh", None, None, "Open", None, None, 12.5],
        ["A-3", None, None, None, "Open", None, None, None],
    ):
        book.active.append(row)
    book.active.merge_cells("B3:B4")
    content = io.BytesIO()
    book.save(content)
    text = walk(client_for(cast.compensation), content.getvalue(), "deals.xlsx")
    assert "a formula without its result" in text
    assert "merged with the row above" in text
    assert "2 rows that cannot be read" in text


def test_forty_damaged_files_end_on_a_page_and_write_nothing(cast, client_for):
    dice = random.Random(20260311)
    client = client_for(cast.compensation)
    good = DEALS.encode() * 3
    for _ in range(40):
        data = bytearray(good)
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(data))
            data[at : at + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
        walk(client, bytes(data))
    assert nothing_written()
    assert Person.objects.count() == len(cast.everyone())


def test_what_came_in_is_never_served_by_its_address(cast, client_for, settings):
    send(client_for(cast.compensation), DEALS.encode())
    name = ImportFile.objects.get().content.name
    for prefix in ("/media/", "/files/", "/static/", "/"):
        assert client_for(cast.compensation).get(prefix + name).status_code == 404
