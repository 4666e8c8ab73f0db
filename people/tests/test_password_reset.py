"""/password-reset/: a link by mail, for one person, once, for one hour; and nothing to learn."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from notifications.models import Notification
from people import actions
from people.builders import PASSWORD, make_person
from people.models import PasswordReset, ResetAsk, hash_of
from people.tests.conftest import path_in
from tests.cast import NOW, TODAY

URL = reverse("people:password_reset")
NEW = reverse("people:password_reset_new")
CHOSEN = "a-wholly-new-password-7"


@pytest.fixture
def ask(client, mails):
    """Ask for a link as a visitor would, and let the worker answer; returns the mails."""

    def go(email, browser=client):
        response = browser.post(URL, {"email": email})
        actions.answer_reset_asks(now=NOW)
        return response, mails()

    return go


@pytest.fixture
def link(cast, ask):
    """The path of the link that Rhea got."""
    _response, (message,) = ask(cast.rep.email)
    return path_in(message)


def take(browser, link, password=CHOSEN):
    browser.get(link)
    return browser.post(NEW, {"password": password})


def may_come_in(person, password):
    response = Client().post(
        reverse("people:sign_in"), {"email": person.email, "password": password}
    )
    return response.status_code == 302


def test_it_works(cast, client, link):
    opened = client.get(link)
    assert opened.status_code == 302
    assert opened.url == NEW
    assert cast.rep.email in client.get(NEW).content.decode()
    done = client.post(NEW, {"password": CHOSEN})
    assert done.status_code == 302
    assert done.url == reverse("people:sign_in")
    assert may_come_in(cast.rep, CHOSEN)
    assert not may_come_in(cast.rep, PASSWORD)


def test_the_mail_leads_to_our_own_address_whatever_the_request_says(cast, mails, settings):
    settings.PUBLIC_URL = "https://perf.northwind.example"
    settings.ALLOWED_HOSTS = ["*"]
    Client().post(URL, {"email": cast.rep.email}, headers={"Host": "evil.example"})
    actions.answer_reset_asks(now=NOW)
    (message,) = mails()
    assert message.to == [cast.rep.email]
    assert "https://perf.northwind.example/password-reset/link/" in message.body
    assert "evil" not in message.body


# --- nothing to learn -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["rep", "deactivated", "nobody", "invited", "left"])
def test_the_answer_is_the_same_for_every_address(cast, who, client):
    invited = make_person(email="invited@northwind.example")
    invited.set_unusable_password()
    invited.save()
    make_person(email="left@northwind.example", left_on=TODAY - timedelta(days=1))
    email = {"rep": cast.rep.email, "deactivated": cast.deactivated.email}.get(
        who, f"{who}@northwind.example"
    )
    with CaptureQueriesContext(connection) as queries:
        response = client.post(URL, {"email": email})
    assert response.status_code == 302
    assert response.url == reverse("people:password_reset_sent")
    assert not [query for query in queries if "people_person" in query["sql"]]
    actions.answer_reset_asks(now=NOW)
    assert PasswordReset.objects.count() == (who == "rep")
    assert ResetAsk.objects.count() == 0


def test_asking_is_counted_by_name_and_address(cast, client):
    for _ in range(5):
        assert client.post(URL, {"email": cast.rep.email}).status_code == 302
    refused = client.post(URL, {"email": cast.rep.email})
    assert refused.status_code == 429
    assert ResetAsk.objects.count() == 5
    unknown = [client.post(URL, {"email": "nobody@b.example"}).status_code for _ in range(6)]
    assert unknown == [302, 302, 302, 302, 302, 429]


def test_five_asks_send_one_link_that_works(cast, client, mails):
    for _ in range(3):
        client.post(URL, {"email": cast.rep.email})
    actions.answer_reset_asks(now=NOW)
    *old, last = [path_in(message) for message in mails()]
    for link in old:
        assert take(Client(), link).status_code == 410
    assert take(Client(), last).status_code == 302


# --- the link -------------------------------------------------------------------------------------


def test_it_works_once(cast, link):
    assert take(Client(), link).status_code == 302
    assert take(Client(), link, "yet-another-password-8").status_code == 410
    assert may_come_in(cast.rep, CHOSEN)


def test_it_works_for_one_hour(cast, link):
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert take(Client(), link).status_code == 410
    assert may_come_in(cast.rep, PASSWORD)


def test_the_hour_may_end_while_the_page_is_open(cast, client, link):
    client.get(link)
    client.get(NEW)
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert client.post(NEW, {"password": CHOSEN}).status_code == 410


def test_a_scanner_that_follows_the_link_uses_nothing(cast, link):
    scanner = Client()
    for _ in range(5):
        assert scanner.get(link).status_code == 302
        scanner.get(NEW)
        scanner.head(link)
    assert take(Client(), link).status_code == 302


def test_a_scanner_leaves_no_session_behind(link):
    scanner = Client()
    with CaptureQueriesContext(connection) as queries:
        scanner.get(link)
    assert len(queries) == 0


def test_it_opens_the_account_of_its_person_only(cast, link):
    """There is no name in the last step that could be exchanged."""
    browser = Client()
    browser.get(link)
    browser.post(
        NEW,
        {"password": CHOSEN, "email": cast.peer.email, "person": cast.peer.pk, "uid": cast.peer.pk},
    )
    assert may_come_in(cast.rep, CHOSEN)
    assert may_come_in(cast.peer, PASSWORD)


def test_a_token_of_an_invitation_does_not_reset(cast, client):
    cast.rep.set_unusable_password()
    cast.rep.save()
    invited = actions.invite(person=cast.rep, by=cast.hr, now=NOW, today=TODAY)
    assert (
        take(client, reverse("people:password_reset_link", args=[invited.token])).status_code == 410
    )


@pytest.mark.parametrize("token", ["", "0", "f" * 64, "a" * 5000, "token-goes-here"])
def test_no_other_token_opens_anything(cast, client, link, token):
    if token:
        client.get(reverse("people:password_reset_link", args=[token]))
    assert client.get(NEW).status_code == 410
    assert client.post(NEW, {"password": CHOSEN}).status_code == 410


def test_the_hash_in_the_database_is_no_token(cast, client, link):
    stored = PasswordReset.objects.get().token_hash
    assert take(client, reverse("people:password_reset_link", args=[stored])).status_code == 410


def test_what_the_database_keeps_does_not_hold_the_token(cast, link):
    token = link.rstrip("/").rsplit("/", 1)[-1]
    kept = [repr(list(model.objects.values())) for model in (PasswordReset, Notification, Event)]
    assert not [text for text in kept if token in text]
    assert PasswordReset.objects.get().token_hash == hash_of(token)


def test_the_token_is_in_no_page_and_no_referrer(cast, client, link):
    token = link.rstrip("/").rsplit("/", 1)[-1]
    opened = client.get(link)
    page = client.get(NEW)
    assert token not in page.content.decode()
    assert opened["Referrer-Policy"] == "no-referrer"
    assert opened["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_token_is_not_logged(cast, client, link, caplog):
    token = link.rstrip("/").rsplit("/", 1)[-1]
    take(client, link)
    take(Client(), link)
    assert token not in caplog.text


def test_a_browser_can_send_the_form(client, link):
    """Under "no-referrer" it would send "Origin: null", which no check of forms lets pass."""
    client.get(link)
    assert client.get(NEW)["Referrer-Policy"] == "same-origin"


def test_the_cookie_is_for_that_page_only(client, link):
    cookie = client.get(link).cookies["reset_link"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (NEW, True, "Lax")


@pytest.mark.parametrize("change", ["password", "deactivate", "leave"])
def test_it_dies_with_what_it_was_made_for(cast, link, change):
    if change == "password":
        actions.change_password(person=cast.rep, password="x-password-of-mine", now=NOW)
    elif change == "deactivate":
        actions.deactivate(person=cast.rep, by=cast.hr, now=NOW, today=TODAY)
        actions.reactivate(person=cast.rep, by=cast.hr, now=NOW)
    else:
        actions.leave(
            person=cast.rep, left_on=TODAY - timedelta(days=1), by=cast.hr, now=NOW, today=TODAY
        )
    assert take(Client(), link).status_code == 410


# --- what a new password does ---------------------------------------------------------------------


def test_every_session_is_over(cast, client_for, link):
    devices = [client_for(cast.rep), client_for(cast.rep)]
    take(Client(), link)
    assert [device.get(reverse("people:profile")).status_code for device in devices] == [302, 302]


def test_it_ends_a_pause_after_wrong_tries(cast, link):
    for _ in range(6):
        may_come_in(cast.rep, "no-such-password")
    take(Client(), link)
    assert may_come_in(cast.rep, CHOSEN)


def test_the_person_is_told(cast, link, mails):
    take(Client(), link)
    told = mails()[-1]
    assert told.to == [cast.rep.email]
    assert told.subject == "Your password was changed"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "at least 12 characters"),
        ("password1234", "too common"),
        ("rhea@northwind.example", "too similar"),
        ("", "Write the password"),
        ("x" * 300, "at most 256 characters"),
        ("null\x00null\x00null", "Null characters"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_goes_on_working(
    cast, client, link, password, says
):
    client.get(link)
    response = client.post(NEW, {"password": password})
    assert response.status_code == 200
    assert says in " ".join(response.context["form"].errors["password"])
    assert client.post(NEW, {"password": CHOSEN}).status_code == 302


def test_any_sign_and_any_language_makes_a_password(cast, client, link):
    client.get(link)
    assert client.post(NEW, {"password": "Größe и 漢字 🙂 mit Leerzeichen "}).status_code == 302
    assert may_come_in(cast.rep, "Größe и 漢字 🙂 mit Leerzeichen ")


def test_sent_twice_sets_one_password(cast, client, link):
    client.get(link)
    first = client.post(NEW, {"password": CHOSEN})
    second = client.post(NEW, {"password": CHOSEN})
    assert (first.status_code, second.status_code) == (302, 410)
    assert Event.objects.filter(verb="people.password_reset").count() == 1


@pytest.mark.parametrize("name", ["people:password_reset", "people:password_reset_sent"])
def test_the_pages_are_shown(db, client, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("email", ["", "nothing", "a\x00@b.example", "a" * 400 + "@b.example"])
def test_no_address_is_refused(cast, client, email):
    response = client.post(URL, {"email": email})
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert ResetAsk.objects.count() == 0


def test_a_worker_that_comes_twice_answers_once(cast, client):
    client.post(URL, {"email": cast.rep.email})
    assert actions.answer_reset_asks(now=NOW) == 1
    assert actions.answer_reset_asks(now=NOW) == 0
    assert len(mail.outbox) == 0
    assert Notification.objects.filter(kind="people.password_reset").count() == 1


def test_a_lost_wake_up_costs_a_minute(cast, client):
    """The scheduler asks every minute, whatever became of the message to the worker."""
    from notifications.reminders import ask_all

    client.post(URL, {"email": cast.rep.email})
    ask_all(NOW)
    assert PasswordReset.objects.filter(person=cast.rep).count() == 1


def test_a_broker_that_is_down_is_no_failure(
    cast, client, monkeypatch, django_capture_on_commit_callbacks
):
    from people import waking

    def down(*args, **kwargs):
        raise OSError("no broker")

    monkeypatch.setattr(waking.app, "send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(URL, {"email": cast.rep.email}).status_code == 302
