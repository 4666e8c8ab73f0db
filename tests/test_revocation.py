"""What is taken away is gone with the next request, in sessions that are open."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from people.actions import (
    change_password,
    deactivate,
    leave,
    revoke_role,
    set_manager,
    withdraw_invitation,
)
from people.models import Role
from tests.access.world import World
from tests.cast import NOW, TODAY, sign_in


@pytest.fixture
def browser(world: World):
    def signed_in(person) -> Client:
        client = Client()
        sign_in(client, person)
        return client

    return signed_in


def status(client: Client, name: str, *args) -> int:
    return client.get(reverse(name, args=args)).status_code


def is_at_the_door(client: Client) -> bool:
    response = client.get(reverse("people:directory"))
    return response.status_code == 302 and "/sign-in/" in response["Location"]


def test_a_deactivated_account_is_out_at_once_everywhere(world: World, browser):
    rep = world.cast.rep
    desk, phone = browser(rep), browser(rep)
    assert not is_at_the_door(desk)
    deactivate(person=rep, by=world.cast.hr, now=NOW, today=TODAY)
    assert is_at_the_door(desk)
    assert is_at_the_door(phone)


def test_who_has_left_is_out_the_day_after(world: World, browser):
    rep = world.cast.rep
    desk = browser(rep)
    leave(person=rep, left_on=TODAY - timedelta(days=1), by=world.cast.hr, now=NOW, today=TODAY)
    assert is_at_the_door(desk)


def test_a_change_of_manager_takes_and_gives_at_once(world: World, browser):
    cast = world.cast
    before, after = browser(cast.manager), browser(cast.other_manager)
    week = ("activities:person_week", cast.rep.pk, date(2026, 3, 2))
    deal = ("sales:deal", world.deal.pk)
    draft = ("expectations:document", world.draft.pk)
    for page in (week, deal, draft):
        assert (status(before, *page), status(after, *page)) == (200, 404)

    set_manager(person=cast.rep, manager=cast.other_manager, starts_on=TODAY, by=cast.hr, now=NOW)
    for page in (week, deal, draft):
        assert (status(before, *page), status(after, *page)) == (404, 200)


def test_who_signed_keeps_what_was_signed_and_nothing_else(world: World, browser):
    cast = world.cast
    before = browser(cast.manager)
    set_manager(person=cast.rep, manager=cast.other_manager, starts_on=TODAY, by=cast.hr, now=NOW)
    assert status(before, "expectations:document", world.active.pk) == 200
    assert status(before, "expectations:document", world.shared.pk) == 404


@pytest.mark.parametrize(
    ("actor", "role", "page"),
    [
        ("hr", Role.HR, "people:invite"),
        ("compensation", Role.COMPENSATION, "imports:imports"),
    ],
)
def test_a_revoked_role_opens_nothing_any_more(world: World, browser, actor, role, page):
    person = world.cast.everyone()[actor]
    desk = browser(person)
    assert status(desk, page) == 200
    revoke_role(person=person, role=role, by=world.cast.administrator, now=NOW, today=TODAY)
    assert status(desk, page) == 403


def test_a_new_password_ends_the_other_sessions(world: World, browser):
    rep = world.cast.rep
    desk, phone = browser(rep), browser(rep)
    change_password(person=rep, password="a long walk in the rain", now=NOW)
    assert is_at_the_door(desk)
    assert is_at_the_door(phone)


def test_signing_out_ends_the_session_on_the_server(world: World, browser):
    desk = browser(world.cast.rep)
    stolen = Client()
    stolen.cookies["sessionid"] = desk.cookies["sessionid"].value
    desk.post(reverse("people:sign_out"))
    assert is_at_the_door(stolen)


def test_a_withdrawn_invitation_opens_nothing(world: World):
    withdraw_invitation(invitation=world.invitation, by=world.cast.hr, now=NOW)
    stranger = Client()
    stranger.cookies["invitation_link"] = world.invitation_token
    assert status(stranger, "people:invitation_accept") == 410
