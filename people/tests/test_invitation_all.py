"""/people/invitations/all/: everybody without a link that works, with their names first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from people import actions
from people.models import Invitation
from people.tests.conftest import message_texts
from people.tests.test_invitations import newcomer_named
from tests.cast import NOW, TODAY

URL = reverse("people:invitation_all")
LIST = reverse("people:invitations")


@pytest.fixture
def two(cast):
    return [newcomer_named("Ilse Wavering"), newcomer_named("Bram Ostergate")]


def names(browser) -> list[str]:
    return [person.name for person in browser.get(URL).context["people"]]


def send(browser, people):
    return browser.post(URL, {"person": [person.pk for person in people]}, follow=True)


def test_the_list_leads_there_with_the_number(hr, two):
    step = hr.get(LIST).context["next_step"]
    assert (step.act, step.url) == ("Invite the 2 people who have no link yet.", URL)


def test_it_names_them_and_how_many_they_are(hr, two):
    answer = hr.get(URL)
    assert names(hr) == ["Bram Ostergate", "Ilse Wavering"]
    assert answer.text.count("Invite 2 people") >= 2


def test_one_press_sends_one_mail_each(hr, two, mails):
    answer = send(hr, two)
    assert message_texts(answer) == ["2 invitations are on their way."]
    assert sorted(mail.to[0] for mail in mails()) == sorted(person.email for person in two)
    assert hr.get(LIST).context["next_step"] is None


def test_sent_twice_is_done_once(hr, two, mails):
    for _each in range(2):
        send(hr, two)
    assert Invitation.objects.count() == 2
    assert len(mails()) == 2


def test_nobody_is_invited_who_was_not_on_the_page(hr, two):
    send(hr, two[:1])
    assert [each.person for each in Invitation.objects.all()] == two[:1]


def test_a_link_that_works_or_was_withdrawn_is_left_alone(cast, hr, two):
    working, withdrawn = (
        actions.invite(person=person, by=cast.hr, now=NOW, today=TODAY).invitation for person in two
    )
    actions.withdraw_invitation(invitation=withdrawn, by=cast.hr, now=NOW)
    assert names(hr) == []
    assert "Everybody has a link that works." in hr.get(URL).text
    send(hr, two)
    assert set(Invitation.objects.all()) == {working, withdrawn}


def test_a_link_that_is_over_is_sent_anew(cast, hr, two):
    then = NOW - timedelta(days=30)
    actions.invite(person=two[0], by=cast.hr, now=then, today=then.date())
    assert names(hr) == ["Bram Ostergate", "Ilse Wavering"]


def test_an_account_that_opens_more_than_ones_own_is_not_among_them(hr, admin, two):
    two[0].role_grants.create(role="administrator", granted_at=NOW)
    assert names(hr) == ["Bram Ostergate"]
    send(hr, two)
    assert [each.person.name for each in Invitation.objects.all()] == ["Bram Ostergate"]
    assert names(admin) == ["Ilse Wavering"]


@pytest.mark.parametrize("sent", ["x", "-1", "9" * 30, ""])
def test_numbers_of_nobody_invite_nobody(hr, two, sent):
    assert hr.post(URL, {"person": [sent]}).status_code == 302
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("actor", ["rep", "manager", "compensation", "executive"])
def test_only_who_keeps_people(cast, client_for, two, actor):
    browser = client_for(getattr(cast, actor))
    assert browser.get(URL).status_code == 403
    assert send(browser, two).status_code == 403


@pytest.mark.parametrize("more", [1, 30])
def test_queries(cast, hr, more, django_assert_num_queries):
    for number in range(more):
        newcomer_named(f"New {number}", team=cast.north)
    with django_assert_num_queries(6):
        hr.get(URL)
