"""/people/invitations/: who has not signed in yet; sending again and withdrawing."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from people import actions
from people.builders import make_person
from people.models import Invitation
from people.tests.conftest import message_texts
from salesperf.web.once import new_key
from tests.cast import NOW, TODAY

URL = reverse("people:invitations")


@pytest.fixture
def newcomer(cast):
    return newcomer_named("Ilse Wavering")


def newcomer_named(name, **fields):
    person = make_person(name=name, **fields)
    person.set_unusable_password()
    person.save()
    return person


def send(browser, person, **more):
    url = reverse("people:person_invitation", args=[person.pk])
    return browser.post(url, {"form_key": new_key(), **more}, follow=True)


def withdraw(browser, invitation):
    return browser.post(reverse("people:invitation_withdrawal", args=[invitation.pk]), follow=True)


def rows(browser, **asked):
    return [person.name for person in browser.get(URL, asked).context["listing"].page]


def test_it_lists_who_cannot_sign_in_yet(cast, hr, newcomer):
    newcomer_named("Bram Ostergate", is_active=False)
    assert rows(hr) == ["Ilse Wavering"]
    assert "none yet" in hr.get(URL).content.decode()


def test_it_says_what_became_of_the_link(cast, hr, newcomer):
    actions.invite(person=newcomer, by=cast.hr, now=NOW, today=TODAY)
    content = hr.get(URL).content.decode()
    assert "18 Mar 2026" in content
    assert "by Hana Lindqvester" in content
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        from people.builders import PASSWORD

        hr.post(reverse("people:sign_in"), {"email": cast.hr.email, "password": PASSWORD})
        assert "Over" in hr.get(URL).content.decode()


def test_everybody_is_in(hr):
    assert "Everybody can sign in." in hr.get(URL).content.decode()


def test_sending_again_ends_the_older_link(cast, hr, newcomer):
    response = send(hr, newcomer)
    assert message_texts(response) == [f"An invitation is on its way to {newcomer.email}."]
    send(hr, newcomer, back="list")
    older, newer = Invitation.objects.order_by("pk")
    assert (older.is_open(NOW), newer.is_open(NOW)) == (False, True)


def test_sent_twice_is_one_mail(cast, hr, newcomer, mails):
    url = reverse("people:person_invitation", args=[newcomer.pk])
    sent = {"form_key": new_key()}
    for _ in range(2):
        hr.post(url, sent)
    assert Invitation.objects.count() == 1
    assert len(mails()) == 1


def test_withdrawing(cast, hr, newcomer):
    invitation = actions.invite(person=newcomer, by=cast.hr, now=NOW, today=TODAY).invitation
    response = withdraw(hr, invitation)
    assert message_texts(response) == ["The link of Ilse Wavering works no more."]
    assert "Withdrawn" in response.content.decode()
    invitation.refresh_from_db()
    assert not invitation.is_open(NOW)
    assert message_texts(withdraw(hr, invitation)) == []


def test_who_has_a_password_is_not_invited(cast, hr):
    response = send(hr, cast.rep)
    assert message_texts(response) == ["Rhea Solbergh has a password and can sign in."]
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("actor", ["rep", "manager", "director", "executive", "compensation"])
def test_only_who_keeps_people(cast, client_for, newcomer, actor):
    browser = client_for(getattr(cast, actor))
    invitation = actions.invite(person=newcomer, by=cast.hr, now=NOW, today=TODAY).invitation
    assert browser.get(URL).status_code == 403
    assert send(browser, newcomer).status_code == 403
    assert withdraw(browser, invitation).status_code == 403
    invitation.refresh_from_db()
    assert invitation.is_open(NOW)


def test_the_link_of_an_administrator_is_in_the_hands_of_administrators(cast, hr, admin):
    newcomer = newcomer_named("Second Admin")
    newcomer.role_grants.create(role="administrator", granted_at=NOW)
    assert send(hr, newcomer).status_code == 403
    assert send(admin, newcomer).status_code == 200
    assert withdraw(hr, Invitation.objects.get()).status_code == 403


def test_nobody_has_these_numbers(hr):
    assert hr.post("/people/999999/invitation/").status_code == 404
    assert hr.post("/people/invitations/999999/withdrawal/").status_code == 404


def test_get_sends_and_withdraws_nothing(cast, hr, newcomer):
    assert hr.get(reverse("people:person_invitation", args=[newcomer.pk])).status_code == 405
    assert hr.get("/people/invitations/1/withdrawal/").status_code == 405


def test_strangers_are_led_to_the_door(db, client):
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("more", [1, 30])
def test_queries(cast, hr, more, django_assert_num_queries):
    for number in range(more):
        person = newcomer_named(f"New {number}", team=cast.north)
        actions.invite(person=person, by=cast.hr, now=NOW, today=TODAY)
    with django_assert_num_queries(8):
        hr.get(URL)


@pytest.mark.parametrize("sort", ["name", "-invited", "until", "token_hash", "-"])
def test_sorting(cast, hr, newcomer, sort):
    assert rows(hr, sort=sort) == ["Ilse Wavering"]
