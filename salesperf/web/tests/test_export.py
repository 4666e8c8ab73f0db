"""What leaves as a file is shown by a spreadsheet and never run by it."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from salesperf.web.export import csv_response, xlsx_response

FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "#N/A", ";=1", " =1"]
ROW = [*FORMULAS, -5, Decimal("-1.50"), None, date(2026, 3, 11), "Søren", 'a;b,c"d']


def read_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_neutralises_formulas_and_keeps_numbers():
    _, row = read_csv(csv_response("deals", ["=head"] * len(ROW), [ROW]))
    for cell in row[: len(FORMULAS)]:
        assert cell.startswith("'")
    assert row[len(FORMULAS) :] == ["-5", "-1.50", "", "2026-03-11", "Søren", 'a;b,c"d']


def test_a_workbook_has_no_formula_cell():
    response = xlsx_response("deals", ["head"] * len(ROW), [ROW])
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = next(iter(sheet.iter_rows(min_row=2)))
    assert all(cell.data_type not in {"e", "f"} for cell in cells)
    assert cells[len(FORMULAS)].value == -5
    assert cells[len(FORMULAS) + 1].value == pytest.approx(-1.5)


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_sign_that_no_workbook_can_hold_does_not_spoil_the_file(sign):
    response = xlsx_response("people", [f"Na{sign}me"], [[f"Rhea{sign}"], [f"{sign}=1+1"]])
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet["A"]] == ["Name", "Rhea", "'=1+1"]


def test_the_name_of_the_file_is_safe_in_a_header():
    response = csv_response('a"\r\nSet-Cookie: x', ["h"], [])
    assert "\n" not in response["Content-Disposition"]
