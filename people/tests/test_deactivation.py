"""/people/<person>/deactivation/ and /reactivation/: accounts off and on."""

import pytest
from django.urls import reverse

from audit.models import Event
from people import actions
from people.builders import PASSWORD
from people.problems import PeopleProblem
from people.tests.conftest import message_texts
from tests.cast import NOW, TODAY


def off(person) -> str:
    return reverse("people:deactivation", args=[person.pk])


def on(person) -> str:
    return reverse("people:reactivation", args=[person.pk])


def test_it_works(cast, hr, rep):
    response = hr.post(off(cast.rep), follow=True)
    assert message_texts(response)[-1] == (
        "The account of Rhea Solbergh is off, every session ended."
    )
    cast.rep.refresh_from_db()
    assert not cast.rep.is_active
    assert rep.get(reverse("people:profile")).status_code == 302
    assert Event.objects.get(verb="people.deactivated").actor == cast.hr


def test_asking_changes_nothing_and_says_what_happens(cast, hr):
    content = hr.get(off(cast.manager)).content.decode()
    assert "Every session of Mila ends at once" in content
    assert "2 people need a new manager" in content
    cast.manager.refresh_from_db()
    assert cast.manager.is_active


def test_the_dialog_on_the_page_says_the_same(cast, hr):
    content = hr.get(reverse("people:person", args=[cast.manager.pk])).content.decode()
    assert 'id="deactivation"' in content
    assert "2 people need a new manager" in content


def test_sent_twice_is_once(cast, hr):
    for _ in range(2):
        assert hr.post(off(cast.rep)).status_code == 302
    assert Event.objects.filter(verb="people.deactivated").count() == 1


@pytest.mark.parametrize("actor", ["rep", "manager", "director", "executive", "compensation"])
@pytest.mark.parametrize("url", [off, on])
def test_only_who_keeps_people(cast, client_for, actor, url):
    browser = client_for(getattr(cast, actor))
    assert browser.get(url(cast.peer)).status_code == 403
    assert browser.post(url(cast.peer)).status_code == 403
    cast.peer.refresh_from_db()
    assert cast.peer.is_active


def test_not_oneself(cast, hr, admin):
    assert hr.post(off(cast.hr)).status_code == 403
    assert admin.post(off(cast.administrator)).status_code == 403


def test_human_resources_do_not_switch_administrators_off_or_on(cast, hr):
    assert hr.post(off(cast.administrator)).status_code == 403
    cast.administrator.is_active = False
    cast.administrator.save()
    assert hr.post(on(cast.administrator)).status_code == 403


def test_the_last_administrator_who_can_sign_in_stays(cast):
    """Rhea is an administrator too, but has not taken her invitation."""
    cast.rep.role_grants.create(role="administrator", granted_at=NOW)
    cast.rep.set_unusable_password()
    cast.rep.save()
    with pytest.raises(PeopleProblem, match="last administrator who can sign in"):
        actions.deactivate(person=cast.administrator, by=cast.rep, now=NOW, today=TODAY)
    cast.administrator.refresh_from_db()
    assert cast.administrator.is_active


def test_an_administrator_may_go_when_another_stays(cast, admin):
    cast.peer.role_grants.create(role="administrator", granted_at=NOW)
    assert admin.post(off(cast.peer)).status_code == 302
    cast.peer.refresh_from_db()
    assert not cast.peer.is_active


def test_switching_on(cast, hr, client):
    hr.post(off(cast.rep))
    response = hr.post(on(cast.rep), follow=True)
    assert message_texts(response)[-1] == "Rhea Solbergh can sign in again."
    door = client.post(reverse("people:sign_in"), {"email": cast.rep.email, "password": PASSWORD})
    assert door.status_code == 302


def test_switching_on_names_the_roles_that_come_back(cast, hr):
    hr.post(off(cast.compensation))
    assert (
        "These roles come back:</b> Compensation" in hr.get(on(cast.compensation)).content.decode()
    )


def test_switching_on_twice_is_once(cast, hr):
    hr.post(off(cast.rep))
    for _ in range(2):
        assert hr.post(on(cast.rep)).status_code == 302
    assert Event.objects.filter(verb="people.reactivated").count() == 1


def test_strangers_are_led_to_the_door(cast, client):
    assert client.post(off(cast.rep)).status_code == 302
    cast.rep.refresh_from_db()
    assert cast.rep.is_active


def test_nobody_has_this_number(hr):
    assert hr.post("/people/999999/deactivation/").status_code == 404
