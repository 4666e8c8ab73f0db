"""How sessions end: by time, by leaving, by a switch, by a new password."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from people import actions
from people.tests.conftest import HTMX
from tests.cast import NOW, TODAY

URL = reverse("people:profile")


def at(moment):
    return time_machine.travel(moment, tick=False)


def is_in(browser) -> bool:
    return browser.get(URL).status_code == 200


def test_it_goes_on_while_somebody_works(rep):
    for hours in range(0, 72, 7):
        with at(NOW + timedelta(hours=hours)):
            assert is_in(rep)


def test_it_ends_after_eight_hours_without_a_request(rep):
    with at(NOW + timedelta(hours=7, minutes=59)):
        assert is_in(rep)
    with at(NOW + timedelta(hours=16)):
        assert not is_in(rep)
    assert not is_in(rep)


def test_it_ends_after_three_days_in_any_case(rep):
    for hours in range(0, 72, 6):
        with at(NOW + timedelta(hours=hours)):
            assert is_in(rep)
    with at(NOW + timedelta(hours=72, minutes=1)):
        assert not is_in(rep)


def test_signing_in_begins_anew(cast, rep, sign_in, client):
    with at(NOW + timedelta(hours=100)):
        assert not is_in(rep)
        sign_in(cast.rep)
        assert is_in(client)


def test_a_request_writes_the_session_every_five_minutes_only(rep, django_assert_num_queries):
    rep.get(URL)
    with at(NOW + timedelta(minutes=4)):
        before = rep.session["seen_at"]
        rep.get(URL)
        assert rep.session["seen_at"] == before
    with at(NOW + timedelta(minutes=5)):
        rep.get(URL)
        assert rep.session["seen_at"] == before + 300


def test_a_session_whose_beginning_nobody_noted_begins_now(cast, client):
    client.force_login(cast.rep)
    assert is_in(client)
    with at(NOW + timedelta(hours=9)):
        assert not is_in(client)


def test_it_ends_the_day_after_the_last_day(cast, rep):
    cast.rep.left_on = TODAY
    cast.rep.save()
    assert is_in(rep)
    with at(NOW + timedelta(hours=7)):
        assert is_in(rep)
    cast.rep.left_on = date(2026, 3, 10)
    cast.rep.save()
    assert not is_in(rep)


def test_switched_off_is_out_at_the_next_request(cast, rep):
    assert is_in(rep)
    actions.deactivate(person=cast.rep, by=cast.hr, now=NOW, today=TODAY)
    assert not is_in(rep)


def test_switched_on_again_does_not_revive_old_sessions(cast, rep):
    actions.deactivate(person=cast.rep, by=cast.hr, now=NOW, today=TODAY)
    actions.reactivate(person=cast.rep, by=cast.hr, now=NOW)
    assert not is_in(rep)


def test_every_device_is_out(cast, client_for):
    devices = [client_for(cast.rep) for _ in range(3)]
    actions.deactivate(person=cast.rep, by=cast.hr, now=NOW, today=TODAY)
    assert [is_in(device) for device in devices] == [False, False, False]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_fragment_is_told_that_the_session_ended(cast, rep, method):
    actions.deactivate(person=cast.rep, by=cast.hr, now=NOW, today=TODAY)
    response = getattr(rep, method)(URL, headers=HTMX)
    assert response.status_code == 401
    assert response["HX-Trigger"] == "session-ended"


def test_a_page_leads_to_the_door_and_back(rep):
    with at(NOW + timedelta(hours=9)):
        response = rep.get(reverse("people:teams"))
    assert response.status_code == 302
    assert response.url == "/sign-in/?next=/teams/"


def test_a_revoked_role_is_gone_at_the_next_request(cast, hr):
    assert hr.get(reverse("people:teams")).status_code == 200
    actions.revoke_role(person=cast.hr, role="hr", by=cast.administrator, now=NOW, today=TODAY)
    assert hr.get(reverse("people:teams")).status_code == 403
