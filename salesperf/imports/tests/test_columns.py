"""What the columns mean, and how the file is read: /imports/<file>/columns/ and …/reading/."""

import pytest
from django.urls import reverse

from salesperf.imports import actions
from salesperf.imports.models import ImportFile, SavedMapping
from salesperf.imports.tests.conftest import DEALS
from salesperf.imports.tests.helpers import receive, run
from tests.cast import NOW


@pytest.fixture
def file(cast) -> ImportFile:
    return upload(cast, DEALS)


def upload(cast, text: str | bytes, name: str = "deals.csv", kind: str = "deals") -> ImportFile:
    data = text.encode() if isinstance(text, str) else text
    by = cast.compensation if kind == "deals" else cast.hr
    return actions.receive(kind=kind, source="crm", name=name, data=data, by=by, now=NOW)


def columns_page(file: ImportFile) -> str:
    return reverse("imports:columns", args=[file.pk])


def meaning(*fields: str, **options: str) -> dict[str, str]:
    return {**{f"column_{i}": field for i, field in enumerate(fields)}, **options}


USUAL = ("number", "owner", "product", "account", "stage", "opened_on", "closed_on", "value")


def test_the_heads_are_understood_and_shown_with_first_values(cast, client_for, file):
    text = client_for(cast.compensation).get(columns_page(file)).text
    assert "3 rows, 8 columns · semicolon, UTF-8" in text
    for field in USUAL:
        assert f'<option value="{field}" selected>' in text
    assert "Rhea Solbergh, Pavo Lindegren" in text


def test_confirming_leads_to_the_check_and_is_remembered(cast, client_for, file):
    response = client_for(cast.compensation).post(
        columns_page(file), meaning(*USUAL, currency="EUR")
    )
    file.refresh_from_db()
    assert response.url == reverse("imports:check", args=[file.pk])
    assert file.state == ImportFile.State.MAPPED
    assert file.columns["value"] == "amount"
    assert file.options["currency"] == "EUR"
    assert SavedMapping.objects.get(kind="deals", source="crm").columns == file.columns


def test_the_next_file_of_the_source_begins_with_what_was_confirmed(cast, client_for, file):
    swapped = ("number", "owner", "account", "product", *USUAL[4:])
    client = client_for(cast.compensation)
    client.post(columns_page(file), meaning(*swapped, currency="EUR"))
    later = upload(cast, DEALS + "A-9;Rhea Solbergh;Beacon;;Open;;;\n")
    text = client.get(columns_page(later)).text
    third = text.split('name="column_2"')[1].split("</select>")[0]
    assert '<option value="account" selected>' in third
    assert '<option value="EUR" selected>' in text


def test_a_column_that_is_needed_is_asked_for(cast, client_for, file):
    response = client_for(cast.compensation).post(
        columns_page(file), meaning("", "owner", "", "", "", currency="USD")
    )
    assert response.status_code == 422
    assert "Say which column is: Deal number, Stage." in response.text
    file.refresh_from_db()
    assert file.state == ImportFile.State.UPLOADED


def test_two_columns_cannot_mean_the_same(cast, client_for, file):
    chosen = ("number", "owner", "owner", "", "stage", "", "", "")
    response = client_for(cast.compensation).post(
        columns_page(file), meaning(*chosen, currency="USD")
    )
    assert response.status_code == 422
    assert "means this already. Choose one of the two." in response.text


def test_a_meaning_or_a_currency_that_does_not_exist_is_refused(cast, client_for, file):
    client = client_for(cast.compensation)
    for body in (
        meaning("number", "horse", "", "", "stage", currency="USD"),
        meaning(*USUAL, currency="XYZ"),
    ):
        assert client.post(columns_page(file), body).status_code == 422


def test_without_e_mails_a_domain_is_asked_for(cast, client_for):
    file = upload(cast, "name,boss\nZoe Quarren,Ian Tresk\n", kind="people")
    body = meaning("name", "manager", domain="", manager_title="", lines_from="2026-01-01")
    client = client_for(cast.hr)
    response = client.post(columns_page(file), body)
    assert response.status_code == 422
    assert "Write down a domain like company.example" in response.text
    body["domain"] = "northwind.example"
    assert client.post(columns_page(file), body).status_code == 302


def test_a_finished_file_leads_to_what_became_of_it(cast, beacon, client_for):
    done = run(receive("deals", DEALS, by=cast.compensation, currency="USD"), cast.compensation)
    client = client_for(cast.compensation)
    assert client.get(columns_page(done)).url == reverse("imports:outcome", args=[done.pk])
    response = client.post(columns_page(done), meaning(*USUAL, currency="EUR"))
    assert response.url == reverse("imports:outcome", args=[done.pk])
    done.refresh_from_db()
    assert done.options["currency"] == "USD"


@pytest.mark.parametrize("who", ["hr", "administrator", "rep", "manager"])
def test_others_do_not_find_it(cast, client_for, file, who):
    client = client_for(getattr(cast, who))
    for page in (columns_page(file), reverse("imports:columns", args=[10**9])):
        assert client.get(page).status_code == 404
        assert client.post(page, meaning(*USUAL)).status_code == 404


# --- how the file is read ------------------------------------------------------------------------
def reading(file: ImportFile) -> str:
    return reverse("imports:reading", args=[file.pk])


def test_another_encoding_can_be_chosen_and_columns_start_anew(cast, client_for):
    text = "deal id;owner;stage\nA-1;Łucja Wąs;Open\n"
    file = upload(cast, text.encode("cp1250"))
    client = client_for(cast.compensation)
    page = client.get(columns_page(file)).text
    assert "Łucja" not in page
    assert "their code is only the likeliest" in page
    client.post(columns_page(file), meaning("number", "owner", "stage", currency="USD"))
    client.post(reading(file), {"delimiter": ";", "encoding": "cp1250"})
    file.refresh_from_db()
    assert (file.state, file.columns) == (ImportFile.State.UPLOADED, {})
    assert "Łucja Wąs" in client.get(columns_page(file)).text


def test_a_reading_that_does_not_work_changes_nothing(cast, client_for, file):
    client = client_for(cast.compensation)
    for body in ({"delimiter": "x", "encoding": "utf-8"}, {"delimiter": ";", "encoding": "rot13"}):
        response = client.post(reading(file), body, follow=True)
        assert "Nothing was changed." in response.text
    file.refresh_from_db()
    assert file.options == {}


def test_the_reading_of_others_is_not_found_and_it_is_an_act(cast, client_for, file):
    assert client_for(cast.hr).post(reading(file), {"delimiter": ","}).status_code == 404
    assert client_for(cast.compensation).get(reading(file)).status_code == 405
