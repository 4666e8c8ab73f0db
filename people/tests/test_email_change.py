"""Another address to sign in with: both addresses have a say before it happens."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from audit.models import Event
from notifications.channels import SEND_TO
from notifications.models import Notification
from people import actions
from people.builders import make_person
from people.models import EmailChange, PasswordReset
from people.tests.conftest import message_texts, path_in
from people.tests.test_person_edit import given, url
from tests.cast import NOW

NEW = "r.solbergh@northwind.example"
PAGE = reverse("people:email_change")
A_DAY = timedelta(hours=24)


@pytest.fixture
def asked(cast, hr):
    """Hana gives Rhea another address."""
    return hr.post(url(cast.rep), given(cast.rep, email=NEW), follow=True)


@pytest.fixture
def links(cast, asked, mails):
    """The path of the link that each address got."""
    return {mail.to[0]: path_in(mail) for mail in mails()}


def answer(browser, link, said):
    browser.get(link)
    return browser.post(PAGE, {"answer": said})


def address_of(person) -> str:
    person.refresh_from_db()
    return person.email


def test_nothing_changes_at_once_and_both_are_written_to(cast, asked, mails):
    assert address_of(cast.rep) == "rhea@northwind.example"
    assert f"Saved. {NEW} is asked to confirm" in message_texts(asked)[0]
    sent = {mail.to[0]: mail.body for mail in mails()}
    assert set(sent) == {NEW, "rhea@northwind.example"}
    assert all("Hana Lindqvester" in body and NEW in body for body in sent.values())


def test_each_address_gets_a_link_of_its_own(links):
    assert len(set(links.values())) == 2
    rows = EmailChange.objects.values_list("confirm_hash", "stop_hash")
    assert not any(link.split("/")[-2] in row for link in links.values() for row in rows)


def test_confirmed_by_the_new_one_it_waits_a_day(cast, client, links):
    assert "a day after it was asked for" in answer(client, links[NEW], "confirm").text
    assert address_of(cast.rep) == "rhea@northwind.example"
    assert actions.settle_addresses(now=NOW + A_DAY - timedelta(seconds=1)) == 0
    assert actions.settle_addresses(now=NOW + A_DAY) == 1
    assert address_of(cast.rep) == NEW
    assert actions.settle_addresses(now=NOW + A_DAY) == 0


def test_the_old_address_is_told_when_it_happened(cast, client, links):
    answer(client, links[NEW], "confirm")
    actions.settle_addresses(now=NOW + A_DAY)
    told = Notification.objects.get(kind="people.email_changed")
    assert told.data[SEND_TO] == "rhea@northwind.example"
    event = Event.objects.filter(verb="people.person_changed", data__has_key="now").first()
    assert event.actor == cast.hr
    assert event.data["now"] == {"email": NEW}


@pytest.mark.parametrize("order", [("agree", "confirm"), ("confirm", "agree")])
def test_if_both_say_yes_nothing_waits(cast, client, links, order):
    by = {"agree": links["rhea@northwind.example"], "confirm": links[NEW]}
    for said in order:
        page = answer(client, by[said], said)
    assert "The address is changed" in page.text
    assert address_of(cast.rep) == NEW


def test_stopped_from_the_old_address_nothing_ever_happens(cast, client, links):
    answer(client, links[NEW], "confirm")
    assert (
        "Everything stays as it is" in answer(client, links["rhea@northwind.example"], "stop").text
    )
    assert actions.settle_addresses(now=NOW + 3 * A_DAY) == 0
    assert address_of(cast.rep) == "rhea@northwind.example"
    client.get(links[NEW])
    assert client.get(PAGE).status_code == 410


def test_what_the_new_address_never_confirms_does_not_happen(cast, links):
    assert actions.settle_addresses(now=NOW + 30 * A_DAY) == 0
    assert address_of(cast.rep) == "rhea@northwind.example"


@pytest.mark.parametrize("said", ["stop", "agree", "", "nonsense"])
def test_the_new_address_can_only_confirm(cast, client, links, said):
    page = answer(client, links[NEW], said)
    assert "Confirm this address" in page.text
    change = EmailChange.objects.get()
    assert (change.confirmed_at, change.agreed_at, change.ended_at) == (None, None, None)


def test_the_old_address_cannot_confirm_for_the_new_one(client, links):
    answer(client, links["rhea@northwind.example"], "confirm")
    assert EmailChange.objects.get().confirmed_at is None


def test_opening_a_link_uses_nothing_up(client, links):
    for _each in range(2):
        client.get(links[NEW])
        assert client.get(PAGE).status_code == 200
    assert EmailChange.objects.get().confirmed_at is None


def test_after_a_week_the_links_are_over(client, links):
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        client.get(links[NEW])
        assert client.get(PAGE).status_code == 410


def test_asking_again_for_the_same_writes_to_nobody_again(cast, hr, asked, mails):
    hr.post(url(cast.rep), given(cast.rep, email=NEW))
    assert len(mails()) == 2


def test_asking_for_another_one_ends_the_first(cast, hr, client, links):
    hr.post(url(cast.rep), given(cast.rep, email="rs@northwind.example"))
    client.get(links[NEW])
    assert client.get(PAGE).status_code == 410
    assert EmailChange.objects.get(ended_at__isnull=True).new_email == "rs@northwind.example"


def test_who_keeps_people_sees_it_and_takes_it_back(cast, hr, rep, asked):
    assert f"To be changed to {NEW}" in hr.get(cast.rep.get_absolute_url()).text
    assert NEW not in rep.get(cast.rep.get_absolute_url()).text
    back = reverse("people:email_withdrawal", args=[cast.rep.pk])
    assert rep.post(back).status_code == 403
    said = message_texts(hr.post(back, follow=True))
    assert said == ["The address stays rhea@northwind.example."]
    assert message_texts(hr.post(back, follow=True)) == []


def test_somebody_who_took_the_address_meanwhile_keeps_it(cast, client, links):
    make_person(name="Rolf Solbergh", email=NEW)
    answer(client, links["rhea@northwind.example"], "agree")
    assert "cannot be used" in answer(client, links[NEW], "confirm").text
    assert address_of(cast.rep) == "rhea@northwind.example"


def test_who_never_signed_in_gets_another_address_at_once(cast, hr, mails):
    cast.rep.set_unusable_password()
    cast.rep.save()
    hr.post(url(cast.rep), given(cast.rep, email=NEW))
    assert address_of(cast.rep) == NEW
    assert EmailChange.objects.count() == 0
    assert mails() == []


def test_a_password_link_of_the_old_address_ends_with_it(cast, client, links):
    reset = PasswordReset.objects.create(
        person=cast.rep, token_hash="0" * 64, created_at=NOW, expires_at=NOW + A_DAY
    )
    answer(client, links[NEW], "confirm")
    answer(client, links["rhea@northwind.example"], "agree")
    reset.refresh_from_db()
    assert reset.withdrawn_at == NOW
