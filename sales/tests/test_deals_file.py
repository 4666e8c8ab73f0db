"""GET /deals/deals.csv and .xlsx: exactly the filtered deals, in the order of the page."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from sales.builders import make_account
from sales.tests.market import SEES

CSV = reverse("sales:deals_csv")
XLSX = reverse("sales:deals_xlsx")
HEADS = [
    "Deal number", "Source", "Account", "Product", "Owner", "Owner e-mail", "Team", "Stage",
    "State", "Opened on", "Closed on", "Value", "Currency",
]  # fmt: skip


def csv_rows(browser, **asked) -> list[list[str]]:
    body = b"".join(browser.get(CSV, asked).streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(body)))


def xlsx_rows(browser, **asked) -> list[tuple]:
    body = b"".join(browser.get(XLSX, asked).streaming_content)
    return list(load_workbook(BytesIO(body)).active.iter_rows(values_only=True))


def test_it_holds_all_there_is_to_a_deal(market, rep):
    assert csv_rows(rep) == [
        HEADS,
        [
            "DEAL-REP", "crm", "Treequote", "GTX Plus Pro", "Rhea Solbergh",
            "rhea@northwind.example", "North", "Won", "Won", "2026-01-12", "2026-03-02",
            "1000.00", "USD",
        ],
    ]  # fmt: skip
    [heads, row] = xlsx_rows(rep)
    assert list(heads) == HEADS
    assert row[0] == "DEAL-REP"
    assert row[11] == 1000
    assert row[10].date() == date(2026, 3, 2)


def test_what_is_not_known_is_empty(market, rep):
    market.sell(
        market.cast.rep, "Prospecting", number="GAPS", account=None, product=None, value=None,
        opened_on=None,
    )  # fmt: skip
    [_heads, row] = csv_rows(rep, kind="open")
    assert row[2:4] == ["", ""]
    assert row[9:] == ["", "", "", ""]


@pytest.mark.parametrize("actor", SEES)
def test_the_file_holds_what_the_page_shows(market, client_for, actor):
    browser = client_for(getattr(market.cast, actor))
    expected = {f"DEAL-{owner.upper()}" for owner in SEES[actor]}
    assert {row[0] for row in csv_rows(browser)[1:]} == expected
    assert {row[0] for row in xlsx_rows(browser)[1:]} == expected


def test_the_filter_and_the_order_of_the_page_hold(market, manager):
    for number, value in (("A", 5), ("B", 9), ("C", 7)):
        market.sell(market.cast.peer, number=number, value=value)
    asked = {"owner": market.cast.peer.pk, "value_to": "9", "sort": "-value"}
    assert [row[0] for row in csv_rows(manager, **asked)[1:]] == ["B", "C", "A"]
    assert [row[0] for row in xlsx_rows(manager, **asked)[1:]] == ["B", "C", "A"]


def test_more_rows_than_a_page(market, rep):
    for i in range(70):
        market.sell(market.cast.rep, number=f"N{i}")
    assert len(csv_rows(rep)) == 72


def test_a_filter_that_is_not_understood_gives_no_file(market, rep):
    for url in (CSV, XLSX):
        response = rep.get(url, {"closed_from": "soon"})
        assert response.status_code == 302
        assert response.url == f"{reverse('sales:deals')}?closed_from=soon"


def test_formulas_stay_text(market, rep):
    evil = make_account(name='=HYPERLINK("http://x")')
    market.sell(market.cast.rep, number="@SUM(A1)", account=evil)
    [_heads, row, _other] = csv_rows(rep, sort="number")
    assert row[0] == "'@SUM(A1)"
    assert row[2].startswith("'=HYPERLINK")


def test_it_rejects_post(rep):
    assert rep.post(CSV).status_code == 405
    assert rep.post(XLSX).status_code == 405


def test_who_is_not_signed_in_is_led_to_the_door(market, client):
    assert client.get(CSV).status_code == 302
    assert client.get(XLSX).status_code == 302


@pytest.mark.parametrize("rows", [1, 30])
def test_the_same_queries_for_one_row_and_for_thirty(
    market, executive, rows, django_assert_num_queries
):
    for _ in range(rows):
        market.sell(market.cast.rep, account=make_account())
    with django_assert_num_queries(8):
        csv_rows(executive)
