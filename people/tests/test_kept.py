"""A session that ends while somebody types: nothing is lost, and nobody else reads it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from people import actions
from people.builders import PASSWORD
from people.forms.person import facts_of
from people.seen import fingerprint
from tests.cast import NOW, TODAY

DOOR = reverse("people:sign_in")
MORNING = NOW + timedelta(hours=20)


@pytest.fixture(autouse=True)
def _next_morning(frozen_day):
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def typed(cast):
    return {
        "name": "Rhea Solbergh",
        "email": "rhea@northwind.example",
        "title": "Her <new> title & more",
        "team": str(cast.north.pk),
        "hired_on": "2020-01-06",
        "seen": fingerprint(facts_of(cast.rep)),
    }


@pytest.fixture
def page(cast, hr, typed):
    """What Hana gets for a form that comes after her session."""
    return hr.post(reverse("people:person_edit", args=[cast.rep.pk]), typed)


def sign_in(browser, person, page, password=PASSWORD):
    sent = {"email": person.email, "password": password, "kept": page.context["kept"]}
    return browser.post(DOOR, sent)


def test_the_door_holds_what_was_typed(cast, page):
    assert page.status_code == 401
    assert "What you typed is kept on this page" in page.content.decode()
    cast.rep.refresh_from_db()
    assert cast.rep.title == "Sales representative"


def test_back_in_one_sends_it_again(cast, hr, page, typed):
    again = sign_in(hr, cast.hr, page)
    assert again.status_code == 200
    kept = again.context["kept"]
    assert kept.path == reverse("people:person_edit", args=[cast.rep.pk])
    assert dict(kept.fields) == typed
    assert 'value="Her &lt;new&gt; title &amp; more"' in again.content.decode()
    assert hr.post(kept.path, dict(kept.fields)).status_code == 302
    cast.rep.refresh_from_db()
    assert cast.rep.title == "Her <new> title & more"


def test_a_wrong_password_keeps_it(cast, hr, page):
    wrong = sign_in(hr, cast.hr, page, "no-such-password")
    assert wrong.context["kept"] == page.context["kept"]
    assert sign_in(hr, cast.hr, wrong).status_code == 200


def test_somebody_else_does_not_read_it(cast, hr, page):
    other = sign_in(hr, cast.administrator, page)
    assert other.status_code == 302
    assert other.url == reverse("people:directory")


def test_nobody_makes_one_up(cast, client):
    for made_up in ("x", "", "eyJvZiI6MX0:1abc:xyz", "\x00"):
        sent = {"email": cast.hr.email, "password": PASSWORD, "kept": made_up}
        assert Client().post(DOOR, sent).status_code == 302


def test_it_is_kept_for_an_hour(cast, hr, page):
    with time_machine.travel(MORNING + timedelta(minutes=61), tick=False):
        assert sign_in(hr, cast.hr, page).status_code == 302


def test_passwords_are_not_kept(cast, rep):
    response = rep.post(
        reverse("people:password_change"),
        {"new-old_password": PASSWORD, "new-password": "x", "email": "rhea@northwind.example"},
    )
    again = sign_in(rep, cast.rep, response)
    assert again.context["kept"].fields == [("email", "rhea@northwind.example")]


def test_an_act_without_words_leads_to_the_door(rep):
    response = rep.post(reverse("people:sign_out"))
    assert response.status_code == 302
    assert response.url == "/sign-in/?next=/"


def test_a_file_is_not_kept(hr):
    response = hr.post(
        reverse("people:teams"), {"name": "x", "file": SimpleUploadedFile("a.csv", b"a")}
    )
    assert response.status_code == 302


def test_a_whole_book_is_not_kept(hr):
    assert hr.post(reverse("people:teams"), {"name": "x" * 400_000}).status_code == 302


def test_a_fragment_is_told_by_its_status(hr):
    response = hr.post(reverse("people:teams"), {"name": "x"}, headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.content == b""


def test_who_was_switched_off_gets_no_more_than_the_door(cast, hr):
    actions.deactivate(person=cast.hr, by=cast.administrator, now=NOW, today=TODAY)
    response = hr.post(reverse("people:teams"), {"name": "x"})
    assert response.status_code == 302


def test_a_form_of_another_site_is_not_kept(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.hr)
    response = browser.post(reverse("people:teams"), {"name": "x"})
    assert response.status_code == 403
