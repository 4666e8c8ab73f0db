"""POST /profile/password/: the old one, the new one, and every other device is out."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from people.builders import PASSWORD

URL = reverse("people:password_change")
CHOSEN = "a-wholly-new-password-7"


def send(browser, old=PASSWORD, new=CHOSEN):
    return browser.post(URL, {"new-old_password": old, "new-password": new})


def errors(response):
    return response.context["password_form"].errors


def test_it_works(cast, rep):
    response = send(rep)
    assert response.status_code == 302
    cast.rep.refresh_from_db()
    assert cast.rep.check_password(CHOSEN)
    assert Event.objects.get(verb="people.password_changed").actor == cast.rep


def test_this_device_stays_in_and_the_others_are_out(cast, rep, client_for):
    other = client_for(cast.rep)
    key = rep.session.session_key
    send(rep)
    assert rep.get(reverse("people:profile")).status_code == 200
    assert rep.session.session_key != key
    assert other.get(reverse("people:profile")).status_code == 302


def test_the_person_is_told_by_mail(cast, rep, mails):
    send(rep)
    (message,) = mails()
    assert message.to == [cast.rep.email]


def test_without_the_old_password_nothing_changes(cast, rep):
    response = send(rep, old="no-such-password")
    assert response.status_code == 200
    assert errors(response)["old_password"] == [
        "This is not your password. 4 more tries, then wait 15 minutes or choose a new password."
    ]
    cast.rep.refresh_from_db()
    assert cast.rep.check_password(PASSWORD)


def test_a_stolen_session_cannot_guess_for_long(cast, rep):
    for _ in range(5):
        send(rep, old="no-such-password")
    assert send(rep).status_code == 429
    cast.rep.refresh_from_db()
    assert cast.rep.check_password(PASSWORD)


def test_wrong_tries_here_do_not_shut_the_door(cast, rep):
    for _ in range(6):
        send(rep, old="no-such-password")
    door = Client().post(reverse("people:sign_in"), {"email": cast.rep.email, "password": PASSWORD})
    assert door.status_code == 302


@pytest.mark.parametrize("new", ["", "short", "password1234", "x" * 300, "a\x00b" * 9])
def test_a_weak_password_is_refused(cast, rep, new):
    response = send(rep, new=new)
    assert response.status_code == 200
    assert errors(response)["password"]
    assert PASSWORD not in response.content.decode()


def test_sent_twice_the_second_knows_the_old_one_no_more(cast, rep):
    assert send(rep).status_code == 302
    assert send(rep).status_code == 200
    cast.rep.refresh_from_db()
    assert cast.rep.check_password(CHOSEN)


def test_no_other_field_is_taken(cast, rep):
    rep.post(
        URL,
        {
            "new-old_password": PASSWORD,
            "new-password": CHOSEN,
            "email": "x@y.example",
            "is_active": "",
            "person": cast.peer.pk,
        },
    )
    cast.rep.refresh_from_db()
    assert cast.rep.email == "rhea@northwind.example"
    cast.peer.refresh_from_db()
    assert cast.peer.check_password(PASSWORD)


def test_it_rejects_get(rep):
    assert rep.get(URL).status_code == 405


def test_strangers_are_led_to_the_door(db, client):
    assert send(client).status_code == 302
