"""The list of imports: /imports/."""

import pytest
from django.urls import reverse

from salesperf.imports import actions
from salesperf.imports.models import ImportFile
from salesperf.imports.tests.conftest import DEALS
from salesperf.imports.tests.helpers import receive, run
from tests.cast import NOW

PAGE = "imports:imports"


def test_it_shows_what_came_in_and_what_became_of_it(cast, beacon, client_for):
    run(receive("deals", DEALS, by=cast.compensation, currency="USD"), cast.compensation)
    cancelled = receive("deals", DEALS + "A-4;;;;;;;\n", by=cast.compensation, currency="USD")
    actions.cancel(file=cancelled, by=cast.compensation, now=NOW)
    text = client_for(cast.compensation).get(reverse(PAGE)).text
    assert "3 new, 0 changed, 0 as before" in text
    assert "Given up" in text
    assert "Corin Abaraki" in text


def test_an_empty_list_leads_to_the_first_file(cast, client_for):
    text = client_for(cast.hr).get(reverse(PAGE)).text
    assert "No files yet." in text
    assert reverse("imports:upload", args=["people"]) in text
    assert reverse("imports:upload", args=["deals"]) not in text


def test_what_was_begun_is_what_to_do_next(cast, client_for):
    file = receive("deals", DEALS, by=cast.compensation, currency="USD")
    text = client_for(cast.compensation).get(reverse(PAGE)).text
    assert "Finish the import of file.csv." in text
    assert file.get_absolute_url() in text


@pytest.mark.parametrize("who", ["compensation", "executive"])
def test_files_of_deals_are_not_for_those_who_keep_people(cast, client_for, who):
    receive("deals", DEALS, name="secret-deals.csv", by=cast.compensation, currency="USD")
    receive(
        "people", "name,email\nZoe Quarren,zoe@northwind.example\n", name="secret-people.csv",
        by=cast.hr, lines_from="2026-01-01",
    )  # fmt: skip
    sellers = client_for(getattr(cast, who)).get(reverse(PAGE)).text
    keepers = client_for(cast.administrator).get(reverse(PAGE)).text
    assert ("secret-deals.csv" in sellers, "secret-people.csv" in sellers) == (True, False)
    assert ("secret-deals.csv" in keepers, "secret-people.csv" in keepers) == (False, True)


@pytest.mark.parametrize("who", ["rep", "manager", "director", "peer"])
def test_others_import_nothing(cast, client_for, who):
    assert client_for(getattr(cast, who)).get(reverse(PAGE)).status_code == 403


def test_strangers_sign_in_first(client):
    assert client.get(reverse(PAGE)).status_code == 302


def test_it_is_only_read(cast, client_for):
    assert client_for(cast.compensation).post(reverse(PAGE)).status_code == 405


@pytest.mark.parametrize("files", [1, 30])
def test_the_number_of_queries_does_not_grow(cast, client_for, django_assert_num_queries, files):
    for number in range(files):
        receive("deals", f"{DEALS}A-{number + 10};x;x;;Open;;;\n", by=cast.compensation)
    assert ImportFile.objects.count() == files
    client = client_for(cast.compensation)
    client.get(reverse(PAGE))
    with django_assert_num_queries(8):
        assert client.get(reverse(PAGE)).status_code == 200
