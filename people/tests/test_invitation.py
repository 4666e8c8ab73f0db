"""/invitation/: the one-time link by which somebody sets the first password."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from audit.models import Event
from notifications.models import Notification
from people import actions
from people.builders import make_person
from people.models import Invitation, hash_of
from people.problems import PeopleProblem
from people.tests.conftest import path_in
from tests.cast import NOW, TODAY

URL = reverse("people:invitation_accept")
CHOSEN = "a-wholly-new-password-7"


@pytest.fixture
def newcomer(cast):
    person = make_person(name="Ilse Wavering", email="ilse@northwind.example")
    person.set_unusable_password()
    person.save()
    return person


@pytest.fixture
def invite(cast, newcomer):
    def go(**given):
        return actions.invite(
            **{"person": newcomer, "by": cast.hr, "now": NOW, "today": TODAY, **given}
        )

    return go


@pytest.fixture
def link(invite):
    return reverse("people:invitation_link", args=[invite().token])


def take(browser, link, password=CHOSEN):
    browser.get(link)
    return browser.post(URL, {"password": password})


def test_it_works(cast, newcomer, client, link):
    opened = client.get(link)
    assert opened.url == URL
    assert "Welcome, Ilse" in client.get(URL).content.decode()
    done = client.post(URL, {"password": CHOSEN})
    assert done.status_code == 302
    page = client.get(done.url)
    assert page.context["request"].user == newcomer
    newcomer.refresh_from_db()
    assert newcomer.check_password(CHOSEN)
    assert Event.objects.get(verb="people.invitation_accepted").actor == newcomer


def test_the_mail_holds_the_link(cast, newcomer, invite, mails):
    token = invite().token
    (message,) = mails()
    assert message.to == ["ilse@northwind.example"]
    assert path_in(message) == reverse("people:invitation_link", args=[token])
    assert "Hana Lindqvester" in message.body
    assert "7 days" in message.body


def test_it_works_once(link):
    assert take(Client(), link).status_code == 302
    assert take(Client(), link, "yet-another-password").status_code == 410


def test_it_works_for_seven_days(link):
    with time_machine.travel(NOW + timedelta(days=7, seconds=-1), tick=False):
        assert Client().get(link, follow=True).status_code == 200
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert take(Client(), link).status_code == 410


def test_a_scanner_that_follows_the_link_uses_nothing(newcomer, link):
    for _ in range(3):
        Client().get(link, follow=True)
        Client().head(link, follow=True)
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()
    assert take(Client(), link).status_code == 302


def test_a_newer_one_ends_the_older(cast, link, invite):
    newer = reverse("people:invitation_link", args=[invite().token])
    assert take(Client(), link).status_code == 410
    assert take(Client(), newer).status_code == 302


def test_a_withdrawn_one_opens_nothing(cast, link):
    invitation = Invitation.objects.get()
    assert actions.withdraw_invitation(invitation=invitation, by=cast.hr, now=NOW)
    assert not actions.withdraw_invitation(invitation=invitation, by=cast.hr, now=NOW)
    assert take(Client(), link).status_code == 410
    assert Event.objects.filter(verb="people.invitation_withdrawn").count() == 1


@pytest.mark.parametrize("change", ["email", "deactivate", "leave"])
def test_it_dies_with_what_it_was_made_for(cast, newcomer, link, change):
    if change == "email":
        actions.change_person(
            person=newcomer, values={"email": "i.wavering@northwind.example"}, by=cast.hr, now=NOW
        )
    elif change == "deactivate":
        actions.deactivate(person=newcomer, by=cast.hr, now=NOW, today=TODAY)
    else:
        actions.leave(
            person=newcomer, left_on=TODAY - timedelta(days=1), by=cast.hr, now=NOW, today=TODAY
        )
    assert take(Client(), link).status_code == 410


def test_somebody_else_who_is_signed_in_is_told_and_signed_out(cast, newcomer, link, rep):
    rep.get(link)
    assert "Rhea Solbergh" in rep.get(URL).content.decode()
    rep.post(URL, {"password": CHOSEN})
    assert rep.get(reverse("people:profile")).context["request"].user == newcomer


def test_sent_twice_is_signed_in(newcomer, client, link):
    client.get(link)
    client.post(URL, {"password": CHOSEN})
    again = client.post(URL, {"password": CHOSEN})
    assert again.status_code == 302
    assert Event.objects.filter(verb="people.invitation_accepted").count() == 1


@pytest.mark.parametrize("password", ["", "short", "password1234", "ilse wavering", "x" * 300])
def test_a_weak_password_is_refused_and_the_link_goes_on_working(client, link, password):
    client.get(link)
    response = client.post(URL, {"password": password})
    assert response.status_code == 200
    assert response.context["form"].errors["password"]
    assert client.post(URL, {"password": CHOSEN}).status_code == 302


@pytest.mark.parametrize("token", ["", "f" * 64, "token-goes-here", "a" * 4000])
def test_no_other_token_opens_anything(client, link, token):
    if token:
        client.get(reverse("people:invitation_link", args=[token]))
    assert client.get(URL).status_code == 410


def test_the_hash_in_the_database_is_no_token(client, link):
    stored = Invitation.objects.get().token_hash
    assert take(client, reverse("people:invitation_link", args=[stored])).status_code == 410


def test_only_the_hash_is_kept(link):
    token = link.rstrip("/").rsplit("/", 1)[-1]
    assert Invitation.objects.get().token_hash == hash_of(token)
    kept = [repr(list(model.objects.values())) for model in (Invitation, Notification, Event)]
    assert not [text for text in kept if token in text]


def test_the_token_is_in_no_page_no_referrer_no_log(client, link, caplog):
    token = link.rstrip("/").rsplit("/", 1)[-1]
    assert client.get(link)["Referrer-Policy"] == "no-referrer"
    assert token not in client.get(URL).content.decode()
    take(client, link)
    take(Client(), link)
    assert token not in caplog.text


def test_256_bits(invite):
    tokens = {invite().token for _ in range(20)}
    assert len(tokens) == 20
    assert {len(bytes.fromhex(token)) for token in tokens} == {32}


# --- who can be invited ---------------------------------------------------------------------------


def test_nobody_with_a_password(cast, invite):
    with pytest.raises(PeopleProblem, match="has a password"):
        invite(person=cast.rep)


def test_nobody_who_does_not_work_here(cast, newcomer, invite):
    newcomer.is_active = False
    newcomer.save()
    with pytest.raises(PeopleProblem, match="does not work here"):
        invite()
    assert Invitation.objects.count() == 0
