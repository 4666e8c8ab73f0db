"""GET and POST /sign-in/: e-mail and password, a few wrong tries, and where it leads."""

import re
from datetime import date, timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from people.builders import PASSWORD, make_person
from people.models import SignInAttempt
from tests.cast import NOW

URL = reverse("people:sign_in")
WRONG = "E-mail and password do not belong together. 4 more tries, then wait 15 minutes or choose a new password."


def send(client, email, password="no-such-password", **more):
    return client.post(URL, {"email": email, "password": password}, **more)


def error_of(response):
    return response.context["form"].errors["password"][0]


def test_it_works(cast, client):
    response = send(client, cast.rep.email, PASSWORD)
    assert response.status_code == 302
    assert response.url == reverse("people:directory")
    assert client.get(reverse("people:profile")).context["request"].user == cast.rep
    assert Event.objects.get(verb="people.signed_in").actor == cast.rep


def test_the_page_is_shown(cast, client):
    response = client.get(URL)
    assert response.status_code == 200
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_case_of_the_address_does_not_matter(cast, client):
    assert send(client, " RHEA@Northwind.Example ", PASSWORD).status_code == 302


def test_who_is_signed_in_is_led_on(rep):
    response = rep.get(URL + "?next=/teams/")
    assert response.status_code == 302
    assert response.url == "/teams/"


def test_a_new_session_key_and_a_new_form_token(cast, client):
    client.get(reverse("people:password_reset"))
    session = client.session
    session["before"] = "planted"
    session.save()
    client.cookies["sessionid"] = session.session_key
    send(client, cast.rep.email, PASSWORD)
    assert client.session.session_key != session.session_key


def test_another_persons_session_does_not_go_over(cast, client_for):
    browser = client_for(cast.peer)
    session = browser.session
    session["draft"] = "Pavo's"
    session.save()
    browser.post(reverse("people:sign_out"))
    send(browser, cast.rep.email, PASSWORD)
    assert "draft" not in browser.session


# --- who does not come in, and learns nothing -----------------------------------------------------


@pytest.fixture
def stranger_cases(cast):
    """Each way of not coming in, with what is sent."""
    left = make_person(email="left@northwind.example", left_on=date(2026, 3, 10))
    invited = make_person(email="invited@northwind.example")
    invited.set_unusable_password()
    invited.save()
    return {
        "wrong password": (cast.rep.email, "no-such-password"),
        "nobody": ("nobody@northwind.example", PASSWORD),
        "switched off": (cast.deactivated.email, PASSWORD),
        "has left": (left.email, PASSWORD),
        "without password": (invited.email, PASSWORD),
    }


CASES = ["wrong password", "nobody", "switched off", "has left", "without password"]


@pytest.mark.parametrize("case", CASES)
def test_every_refusal_reads_the_same(stranger_cases, client, case):
    response = send(client, *stranger_cases[case])
    assert response.status_code == 200
    assert error_of(response) == WRONG
    assert "_auth_user_id" not in client.session


def without_what_differs(response, email):
    text = response.content.decode().replace(email, "E-MAIL")
    return re.sub(r'(name="csrfmiddlewaretoken" value|"X-CSRFToken": )="?[^"]*"', "", text)


def test_every_refusal_is_the_same_page(stranger_cases):
    pages = {
        without_what_differs(send(Client(), email, password), email)
        for email, password in stranger_cases.values()
    }
    assert len(pages) == 1


@pytest.mark.parametrize("case", CASES)
def test_every_refusal_hashes_one_password(stranger_cases, client, case):
    """The hash is what takes the time; the number of queries is the same, too."""
    with patch.object(
        MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
    ) as encode:
        send(client, *stranger_cases[case])
    assert encode.call_count == 1


def test_every_refusal_asks_the_database_as_often(stranger_cases):
    counts = set()
    for email, password in stranger_cases.values():
        with CaptureQueriesContext(connection) as queries:
            send(Client(), email, password)
        counts.add(len(queries))
    assert len(counts) == 1


def test_the_last_day_of_work_is_a_day_of_work(cast, client):
    make_person(email="last@northwind.example", left_on=date(2026, 3, 11))
    assert send(client, "last@northwind.example", PASSWORD).status_code == 302


# --- the rate limit -------------------------------------------------------------------------------


def test_after_five_wrong_tries_even_the_right_password_waits(cast, client):
    said = [error_of(send(client, cast.rep.email)) for _ in range(5)]
    assert [text.split(". ", 1)[1] for text in said] == [
        "4 more tries, then wait 15 minutes or choose a new password.",
        "3 more tries, then wait 15 minutes or choose a new password.",
        "2 more tries, then wait 15 minutes or choose a new password.",
        "One more try, then wait 15 minutes or choose a new password.",
        "Wait 15 minutes or choose a new password.",
    ]
    refused = send(client, cast.rep.email, PASSWORD)
    assert refused.status_code == 429
    assert error_of(refused) == "Too many tries. Wait 15 minutes or choose a new password."
    assert "_auth_user_id" not in client.session


def test_a_name_that_nobody_has_is_counted_alike(cast, client):
    for _ in range(5):
        send(client, "nobody@northwind.example")
    assert send(client, "nobody@northwind.example").status_code == 429


def test_the_pause_ends(cast, client):
    for _ in range(6):
        send(client, cast.rep.email)
    with time_machine.travel(NOW + timedelta(minutes=15, seconds=1), tick=False):
        assert send(client, cast.rep.email, PASSWORD).status_code == 302


def test_waiting_helps_also_who_goes_on_trying(cast, client):
    """A refused try does not lengthen the pause, so nobody is kept out for ever."""
    for _ in range(5):
        send(client, cast.rep.email)
    with time_machine.travel(NOW + timedelta(minutes=14), tick=False):
        assert send(client, cast.rep.email, PASSWORD).status_code == 429
    with time_machine.travel(NOW + timedelta(minutes=15, seconds=1), tick=False):
        assert send(client, cast.rep.email, PASSWORD).status_code == 302


def test_coming_in_forgets_the_wrong_tries(cast):
    for _ in range(4):
        send(Client(), cast.rep.email)
    assert send(Client(), cast.rep.email, PASSWORD).status_code == 302
    assert SignInAttempt.objects.count() == 0


def test_one_address_cannot_try_many_names(cast, client, settings):
    settings.SIGN_IN_TRIES_PER_ADDRESS = 8
    for number in range(8):
        assert send(client, f"somebody{number}@northwind.example").status_code == 200
    assert send(client, cast.rep.email, PASSWORD).status_code == 429
    elsewhere = send(client, cast.rep.email, PASSWORD, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_another_name_has_its_own_tries(cast, client):
    for _ in range(5):
        send(client, cast.rep.email)
    assert send(client, cast.peer.email, PASSWORD).status_code == 302


def test_the_name_is_not_stored(cast, client):
    send(client, cast.rep.email)
    attempt = SignInAttempt.objects.get()
    assert "rhea" not in repr(vars(attempt))


def test_a_forged_forwarding_address_does_not_help(cast, client, settings):
    settings.SIGN_IN_TRIES_PER_ADDRESS = 2
    for number in range(2):
        send(client, f"a{number}@b.example", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert send(client, "a9@b.example", HTTP_X_FORWARDED_FOR="198.51.100.9").status_code == 429


# --- where it leads -------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["/teams/", "/people/?team=3", "http://testserver/teams/"])
def test_it_leads_to_the_page_one_wanted(cast, client, wanted):
    response = client.post(URL, {"email": cast.rep.email, "password": PASSWORD, "next": wanted})
    assert response.url == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "https://testserver@evil.example/",
        " //evil.example",
        "\x00//evil.example",
        "data:text/html,x",
    ],
)
def test_it_never_leads_elsewhere(cast, client, wanted):
    response = client.post(URL, {"email": cast.rep.email, "password": PASSWORD, "next": wanted})
    assert response.url == reverse("people:directory")


def test_the_wanted_page_survives_a_wrong_try(cast, client):
    response = client.post(URL, {"email": cast.rep.email, "password": "x", "next": "/teams/"})
    assert '<input type="hidden" name="next" value="/teams/">' in response.content.decode()


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("", ""),
        ("rhea@northwind.example", ""),
        ("", PASSWORD),
        ("no address", PASSWORD),
        ("rhea@northwind.example\x00", PASSWORD),
        ("rhea@northwind.example", "\x00" + PASSWORD),
        ("r" * 300 + "@northwind.example", PASSWORD),
        ("rhea@northwind.example", "x" * 100_000),
        ("rhea@northwind.example", " " + PASSWORD),
        ("rhеa@northwind.example", PASSWORD),  # a Cyrillic е
        ("' OR 1=1 --@x.example", "' OR ''='"),
    ],
)
def test_bad_input_is_refused(cast, client, email, password):
    response = send(client, email, password)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_what_was_typed_survives_but_not_the_password(cast, client):
    content = send(client, cast.rep.email, "mistyped-password").content.decode()
    assert cast.rep.email in content
    assert "mistyped-password" not in content


def test_sent_twice_is_signed_in(cast, client):
    for _ in range(2):
        assert send(client, cast.rep.email, PASSWORD).status_code == 302
    assert Event.objects.filter(verb="people.signed_in").count() == 1


def test_a_form_of_another_site_is_refused(cast):
    browser = Client(enforce_csrf_checks=True)
    assert send(browser, cast.rep.email, PASSWORD).status_code == 403
