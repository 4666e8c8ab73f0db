"""/documents/…/standards.csv and .xlsx: of one document, and of all somebody may read."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from expectations.builders import make_document
from expectations.models import State
from expectations.tests.conftest import first_area, first_standard, url
from people.builders import make_person
from tests.access.scan import body_of
from tests.cast import NOW

ALL = "all_standards_csv"


def rows_of(answer) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(body_of(answer).decode("utf-8-sig"))))


def all_of(browser, query="") -> list[dict[str, str]]:
    return rows_of(browser.get(reverse(f"expectations:{ALL}") + query))


def test_each_standard_is_a_row_with_its_measure_and_where_it_belongs(rep, active):
    rows = rows_of(rep.get(url("standards_csv", active)))
    assert [row["Key result area"] for row in rows] == [
        "New revenue", "Win rate and pipeline", "Existing customers", "Learning",
    ]  # fmt: skip
    first = rows[0]
    assert first["Person"] == "Rhea Solbergh"
    assert first["Team"] == "North"
    assert (first["From"], first["To"]) == ("2026-01-01", "2026-03-31")
    assert first["Weight in percent"] == "40"
    assert first["Measure"] == "at least 78,000 USD"
    assert (first["Target"], first["Unit"]) == ("78000", "USD")
    assert first["Actual from"] == "value of won deals"
    assert rows[3]["Due"] == "2026-02-28"


def test_how_it_stands_is_that_of_the_page(cast, rep, active):
    standard = active.key_result_areas.all()[2].standards.get()
    active.document.results.create(
        line=standard.line, value=9, as_of=date(2026, 3, 2), evidence="Secret minutes",
        entered_by=cast.manager, entered_at=NOW,
    )  # fmt: skip
    answer = rep.get(url("standards_csv", active))
    row = rows_of(answer)[2]
    assert (row["Actual"], row["As of"], row["Status"]) == ("9.0000", "2026-03-02", "On track")


def test_what_nobody_signed_stands_nowhere(rep, shared):
    row = rows_of(rep.get(url("standards_csv", shared)))[0]
    assert (row["State"], row["Actual"], row["Status"]) == ("Shared", "", "")


def test_a_draft_is_a_file_for_its_author_and_in_no_list(cast, manager, rep, draft):
    assert rows_of(manager.get(url("standards_csv", draft)))[0]["State"] == "Draft"
    assert rep.get(url("standards_csv", draft)).status_code == 404
    assert all_of(manager) == []


def test_a_workbook_holds_numbers_and_days_as_such(rep, active):
    answer = rep.get(url("standards_xlsx", active))
    values = list(load_workbook(BytesIO(body_of(answer))).active.values)
    row = dict(zip(values[0], values[1], strict=True))
    assert row["Target"] == 78_000
    assert row["From"].date() == date(2026, 1, 1)
    assert 'filename="Rhea_Solbergh_January_to_March_2026.xlsx"' in answer["Content-Disposition"]


def test_nothing_that_somebody_typed_is_run(cast, manager, draft):
    area, standard = first_area(draft), first_standard(draft)
    area.title, standard.text, standard.unit = "=1+1", '@SUM("x")', "+cmd"
    area.save()
    standard.save()
    row = rows_of(manager.get(url("standards_csv", draft)))[0]
    assert (row["Key result area"], row["Unit"]) == ("'=1+1", "'+cmd")
    assert row["Standard"] == '\'@SUM("x")'


class TestAll:
    @pytest.fixture
    def two(self, cast):
        make_document(person=cast.rep, state=State.ACTIVE)
        make_document(person=cast.other_rep, state=State.SHARED)

    def test_one_reads_those_one_may_read(self, cast, client_for, two):
        def people(who):
            return {row["Person"] for row in all_of(client_for(who))}

        assert people(cast.hr) == {"Rhea Solbergh", "Suri Halvorsund"}
        assert people(cast.director) == people(cast.rep) == {"Rhea Solbergh"}
        assert people(cast.peer) == set()

    @pytest.mark.parametrize(
        ("query", "name"), [("?q=suri", "Suri Halvorsund"), ("?show=signed", "Rhea Solbergh")]
    )
    def test_the_filters_of_the_page_hold(self, cast, client_for, two, query, name):
        assert {row["Person"] for row in all_of(client_for(cast.hr), query)} == {name}

    def test_the_page_leads_to_it_with_its_filters(self, cast, client_for, two):
        answer = client_for(cast.hr).get(reverse("expectations:coverage") + "?q=suri")
        assert reverse(f"expectations:{ALL}") + "?q=suri" in answer.text

    def test_the_words_of_many_are_asked_for_once(
        self, cast, client_for, django_assert_num_queries
    ):
        for _each in range(30):
            make_document(person=make_person(manager=cast.manager), state=State.SHARED)
        hr = client_for(cast.hr)
        all_of(hr)
        with django_assert_num_queries(5):
            assert len(all_of(hr)) == 30 * 4

    @pytest.mark.parametrize("number", [1, 30])
    def test_how_the_standards_of_many_stand_is_asked_for_together(
        self, cast, client_for, django_assert_num_queries, number
    ):
        for _each in range(number):
            make_document(person=make_person(manager=cast.manager), state=State.ACTIVE)
        hr = client_for(cast.hr)
        all_of(hr)
        with django_assert_num_queries(9):
            assert len(all_of(hr)) == number * 4

    def test_it_stands_there_as_on_the_page_of_the_document(self, cast, client_for, active):
        standard = active.key_result_areas.all()[2].standards.get()
        active.document.results.create(
            line=standard.line, value=9, as_of=date(2026, 3, 2), evidence="Secret minutes",
            entered_by=cast.manager, entered_at=NOW,
        )  # fmt: skip
        hr = client_for(cast.hr)
        assert all_of(hr) == rows_of(hr.get(url("standards_csv", active)))
        assert all_of(hr)[2]["As of"] == "2026-03-02"
        assert "Secret minutes" not in str(all_of(hr))
        assert all_of(client_for(cast.peer)) == []
