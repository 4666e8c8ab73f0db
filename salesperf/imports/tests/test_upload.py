"""Sending a file: /imports/new/<kind>/."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from salesperf.imports.models import ImportFile
from salesperf.imports.tests.conftest import DEALS
from salesperf.imports.tests.helpers import receive, run

PAGE = reverse("imports:upload", args=["deals"])


def sending(content: str | bytes = DEALS, name: str = "deals.csv", **more) -> dict:
    data = content.encode() if isinstance(content, str) else content
    return {"source": "CRM", "file": SimpleUploadedFile(name, data), **more}


def test_a_file_is_kept_and_leads_to_its_columns(cast, client_for):
    response = client_for(cast.compensation).post(PAGE, sending())
    file = ImportFile.objects.get()
    assert response.url == reverse("imports:columns", args=[file.pk])
    assert (file.name, file.source, file.uploaded_by) == ("deals.csv", "CRM", cast.compensation)
    with file.content.open("rb") as content:
        assert content.read() == DEALS.encode()


def test_the_name_of_a_file_is_no_path(cast, client_for):
    client_for(cast.compensation).post(PAGE, sending(name="../../etc/passwd.csv"))
    kept = ImportFile.objects.get().content.name
    assert kept.startswith("imports/")
    assert "passwd" not in kept
    assert kept.endswith(".upload")


def test_sources_of_before_are_offered(cast, client_for):
    receive("deals", DEALS, source="Harbour CRM", by=cast.compensation)
    text = client_for(cast.compensation).get(PAGE).text
    assert '<option value="Harbour CRM">' in text
    assert 'value="Harbour CRM"' in text


def test_no_file_and_no_source_are_said(cast, client_for):
    response = client_for(cast.compensation).post(PAGE, {"source": "  "})
    assert response.status_code == 422
    assert "Choose a file." in response.text
    assert ImportFile.objects.count() == 0


def test_a_refused_form_says_that_the_file_is_not_kept(cast, client_for):
    answer = client_for(cast.compensation).post(
        reverse("imports:upload", args=["deals"]), {"source": "CRM"}
    )
    assert "Choose the file again; a browser does not keep it." in answer.text
    assert "What you typed is kept." not in answer.text


def test_the_same_form_sent_twice_is_one_file(cast, client_for):
    client = client_for(cast.compensation)
    first = client.post(PAGE, sending(form_key="once-only"))
    again = client.post(PAGE, sending(form_key="once-only"))
    assert first.url == again.url
    assert ImportFile.objects.count() == 1


def test_a_file_that_was_begun_is_taken_up_again(cast, client_for):
    client = client_for(cast.compensation)
    assert client.post(PAGE, sending()).url == client.post(PAGE, sending(name="copy.csv")).url
    assert ImportFile.objects.count() == 1


def test_a_file_that_is_in_already_is_recognised(cast, beacon, client_for):
    run(receive("deals", DEALS, by=cast.compensation, currency="USD"), cast.compensation)
    again = receive("deals", DEALS, by=cast.compensation, currency="USD")
    text = client_for(cast.compensation).get(again.get_absolute_url()).text
    assert "this very file was imported on 11 Mar 2026" in text
    assert "Nothing would change." in text


def test_a_file_that_is_too_large_is_refused(cast, client_for, settings):
    settings.IMPORT_MAX_BYTES = 100
    response = client_for(cast.compensation).post(PAGE, sending())
    assert response.status_code == 422
    assert "larger than 100" in response.text
    assert ImportFile.objects.count() == 0


def test_a_refused_file_leaves_nothing_behind(cast, client_for):
    response = client_for(cast.compensation).post(PAGE, sending(b"%PDF-1.7", form_key="k"))
    assert response.status_code == 422
    assert "This is a PDF, not a table." in response.text
    assert "CRM" in response.text  # what was typed is kept
    assert ImportFile.objects.count() == 0
    # The key is free again: the right file can be sent from the same page.
    assert client_for(cast.compensation).post(PAGE, sending(form_key="k")).status_code == 302


def test_kinds_of_others_and_kinds_that_are_none_do_not_exist(cast, client_for):
    for who, kind in (("compensation", "people"), ("hr", "deals"), ("hr", "horses")):
        page = reverse("imports:upload", args=[kind])
        assert client_for(getattr(cast, who)).get(page).status_code == 404
        assert client_for(getattr(cast, who)).post(page, sending()).status_code == 404
    assert ImportFile.objects.count() == 0


def test_who_imports_nothing_is_refused(cast, client_for):
    assert client_for(cast.rep).get(PAGE).status_code == 403
    assert client_for(cast.rep).post(PAGE, sending()).status_code == 403


def test_other_methods(cast, client_for):
    assert client_for(cast.compensation).delete(PAGE).status_code == 405
