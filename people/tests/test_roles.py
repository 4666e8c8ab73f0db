"""/roles/: who holds which role, granting and revoking."""

import pytest
from django.urls import reverse

from audit.models import Event
from notifications.models import Notification
from people import actions
from people.models import Role, RoleGrant
from people.problems import PeopleProblem
from people.tests.conftest import message_texts
from tests.cast import NOW, TODAY

URL = reverse("people:roles")


def grant(browser, person, role="hr"):
    return browser.post(URL, {"person": person.pk, "role": role})


def revoke(browser, person, role="hr", **more):
    url = reverse("people:role_revocation", args=[person.pk, role])
    return browser.post(url, follow=True, **more)


def held(person) -> set[str]:
    grants = RoleGrant.objects.filter(person=person, revoked_at__isnull=True)
    return set(grants.values_list("role", flat=True))


def test_it_shows_the_holders(cast, admin):
    content = admin.get(URL).content.decode()
    for name in ("Hana Lindqvester", "Corin Abaraki", "Vera Quillington", "Ada Winterbourne-Lyle"):
        assert name in content


def test_granting(cast, admin, client_for):
    assert grant(admin, cast.rep).status_code == 302
    assert held(cast.rep) == {"hr"}
    event = Event.objects.get(verb="people.role_granted")
    assert (event.actor, event.data) == (cast.administrator, {"role": "hr"})
    told = Notification.objects.get(recipient=cast.rep)
    assert told.data == {
        "role": "Human resources",
        "granted": True,
        "by": "Ada Winterbourne-Lyle",
    }
    assert client_for(cast.rep).get(reverse("people:teams")).status_code == 200


def test_granting_twice_is_once(cast, admin):
    for _ in range(2):
        assert grant(admin, cast.rep).status_code == 302
    assert RoleGrant.objects.filter(person=cast.rep).count() == 1


def test_revoking(cast, admin):
    response = revoke(admin, cast.hr)
    assert message_texts(response) == ["The role is revoked."]
    assert held(cast.hr) == set()
    assert Event.objects.get(verb="people.role_revoked").data == {"role": "hr"}


def test_revoking_twice_is_once(cast, admin):
    revoke(admin, cast.hr)
    assert message_texts(revoke(admin, cast.hr)) == []
    assert Event.objects.filter(verb="people.role_revoked").count() == 1


def test_a_revoked_role_can_be_granted_again(cast, admin):
    revoke(admin, cast.hr)
    grant(admin, cast.hr)
    assert held(cast.hr) == {"hr"}
    assert RoleGrant.objects.filter(person=cast.hr).count() == 2


@pytest.mark.parametrize(
    "actor", ["rep", "peer", "manager", "director", "executive", "compensation", "hr"]
)
def test_only_administrators(cast, client_for, actor):
    browser = client_for(getattr(cast, actor))
    assert browser.get(URL).status_code == 403
    assert grant(browser, cast.peer).status_code == 403
    assert revoke(browser, cast.compensation, "compensation").status_code == 403
    assert held(cast.peer) == set()
    assert held(cast.compensation) == {"compensation"}


def test_strangers_are_led_to_the_door(cast, client):
    assert client.get(URL).status_code == 302
    assert grant(client, cast.rep).status_code == 302
    assert held(cast.rep) == set()


# --- nobody's own, and never the last -------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_nobody_grants_themselves(cast, admin, role):
    before = held(cast.administrator)
    assert grant(admin, cast.administrator, role).status_code == 200
    assert held(cast.administrator) == before
    with pytest.raises(PeopleProblem, match="Nobody changes their own roles"):
        actions.grant_role(
            person=cast.administrator, role=role, by=cast.administrator, now=NOW, today=TODAY
        )


def test_nobody_revokes_their_own(cast, admin):
    assert revoke(admin, cast.administrator, "administrator").status_code == 403
    assert held(cast.administrator) == {"administrator"}


def test_the_last_administrator_stays(cast):
    with pytest.raises(PeopleProblem, match="last administrator"):
        actions.revoke_role(
            person=cast.administrator, role="administrator", by=cast.hr, now=NOW, today=TODAY
        )
    assert held(cast.administrator) == {"administrator"}


def test_of_two_administrators_one_may_go(cast, admin, client_for):
    grant(admin, cast.rep, "administrator")
    second = client_for(cast.rep)
    assert message_texts(revoke(second, cast.administrator, "administrator")) == [
        "The role is revoked."
    ]
    assert held(cast.administrator) == set()


def test_an_administrator_who_cannot_sign_in_does_not_count(cast):
    cast.rep.role_grants.create(role="administrator", granted_at=NOW)
    cast.rep.set_unusable_password()
    cast.rep.save()
    with pytest.raises(PeopleProblem, match="last administrator who can sign in"):
        actions.revoke_role(
            person=cast.administrator, role="administrator", by=cast.rep, now=NOW, today=TODAY
        )


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "role", "field"),
    [("", "hr", "person"), ("999999", "hr", "person"), ("x", "hr", "person")],
)
def test_bad_people_are_refused(cast, admin, person, role, field):
    response = admin.post(URL, {"person": person, "role": role})
    assert response.status_code == 200
    assert response.context["form"].errors[field]


@pytest.mark.parametrize("role", ["", "king", "HR", "hr\x00", "manager"])
def test_bad_roles_are_refused(cast, admin, role):
    response = grant(admin, cast.rep, role)
    assert response.status_code == 200
    assert response.context["form"].errors["role"]
    assert held(cast.rep) == set()


def test_who_left_gets_no_role(cast, admin):
    assert grant(admin, cast.deactivated).status_code == 200
    with pytest.raises(PeopleProblem, match="does not work here"):
        actions.grant_role(
            person=cast.deactivated, role="hr", by=cast.administrator, now=NOW, today=TODAY
        )


def test_there_is_no_such_role_to_revoke(cast, admin):
    assert revoke(admin, cast.hr, "king").status_code == 404
    assert admin.post("/people/999999/roles/hr/revocation/").status_code == 404


def test_revocation_rejects_get(cast, admin):
    assert admin.get(f"/people/{cast.hr.pk}/roles/hr/revocation/").status_code == 405


@pytest.mark.parametrize("more", [1, 30])
def test_queries(cast, admin, more, django_assert_num_queries):
    from people.builders import make_person

    for _ in range(more):
        make_person(roles=("hr", "executive"), granted_at=NOW)
    with django_assert_num_queries(7):
        admin.get(URL)
