"""GET and POST /people/invite/: one or several new people."""

import pytest
from django.urls import reverse

from audit.models import Event
from people import queries
from people.models import Invitation, Person
from people.tests.conftest import message_texts, path_in
from salesperf.web.once import new_key
from tests.cast import TODAY

URL = reverse("people:invite")
ILSE = {
    "name": "Ilse Wavering",
    "email": "ilse@northwind.example",
    "title": "Representative",
    "team": "",
    "manager": "",
    "hired_on": "2026-03-09",
}
BRAM = {**ILSE, "name": "Bram Ostergate", "email": "bram@northwind.example"}
NOBODY = dict.fromkeys(ILSE, "")


def body(*people, **more):
    sent = {
        "people-TOTAL_FORMS": str(len(people)),
        "people-INITIAL_FORMS": "0",
        "form_key": new_key(),
        **more,
    }
    for number, person in enumerate(people):
        sent |= {f"people-{number}-{field}": value for field, value in person.items()}
    return sent


def test_it_works(cast, hr, mails):
    manager = {**ILSE, "manager": cast.manager.pk, "team": cast.north.pk}
    response = hr.post(URL, body(manager), follow=True)
    assert message_texts(response) == ["One person is invited."]
    person = Person.objects.get(email="ilse@northwind.example")
    assert not person.has_usable_password()
    assert queries.manager_on(person, TODAY) == cast.manager
    assert person.time_zone == cast.hr.time_zone
    message = next(mail for mail in mails() if mail.to == [person.email])
    assert path_in(message).startswith("/invitation/")
    assert {event.verb for event in Event.objects.filter(actor=cast.hr)} == {
        "people.person_created",
        "people.manager_set",
        "people.invited",
    }


def test_several(cast, hr):
    response = hr.post(URL, body(ILSE, BRAM, NOBODY))
    assert response.status_code == 302
    assert Invitation.objects.count() == 2


def test_another_row(hr):
    response = hr.post(URL, body(ILSE, more="1"))
    assert response.status_code == 200
    assert len(response.context["forms"].forms) == 2
    assert 'value="Ilse Wavering"' in response.content.decode()
    assert not Person.objects.filter(email="ilse@northwind.example").exists()


def test_no_more_than_twenty(hr):
    response = hr.post(URL, body(*[NOBODY] * 20, more="1"))
    assert len(response.context["forms"].forms) == 20
    assert hr.post(URL, body(*[NOBODY] * 25)).status_code == 200


@pytest.mark.parametrize(
    "actor", ["rep", "peer", "manager", "director", "executive", "compensation"]
)
def test_only_who_keeps_people(cast, client_for, actor):
    browser = client_for(getattr(cast, actor))
    assert browser.get(URL).status_code == 403
    assert browser.post(URL, body(ILSE)).status_code == 403
    assert Invitation.objects.count() == 0


def test_strangers_are_led_to_the_door(db, client):
    assert client.post(URL, body(ILSE)).status_code == 302
    assert Person.objects.count() == 0


def test_the_page_is_shown(hr, admin):
    assert hr.get(URL).status_code == 200
    assert admin.get(URL).status_code == 200


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "at least one letter"),
        ("name", "I\x00lse", "Null"),
        ("name", "Ilse\nWavering", "cannot be seen"),
        ("name", "x" * 200, "at most 150"),
        ("email", "", "like anna@company.example"),
        ("email", "nothing", "no e-mail address"),
        ("email", "RHEA@Northwind.example", "Somebody else has this e-mail address"),
        ("email", "dov@northwind.example", "Somebody else has this e-mail address"),
        ("title", "x" * 151, "at most 150"),
        ("team", "999999", "in it any more"),
        ("manager", "999999", "in it any more"),
        ("hired_on", "2026-02-30", "28 Feb 2026"),
    ],
)
def test_bad_input_is_refused_and_kept(cast, hr, field, value, says):
    response = hr.post(URL, body(BRAM, {**ILSE, field: value}))
    assert response.status_code == 200
    assert says in " ".join(response.context["forms"].forms[1].errors[field])
    assert 'value="Bram Ostergate"' in response.content.decode()
    assert not Person.objects.filter(email="bram@northwind.example").exists()


def test_nobody_at_all(hr):
    response = hr.post(URL, body(NOBODY))
    assert response.context["forms"].forms[0].errors["name"] == ["Write down at least one person."]


def test_the_same_address_twice(hr):
    response = hr.post(URL, body(ILSE, {**BRAM, "email": "ILSE@northwind.example"}))
    assert response.context["forms"].forms[1].errors["email"] == [
        "This address stands above already."
    ]
    assert not Person.objects.filter(email="ilse@northwind.example").exists()


def test_a_manager_who_leaves_before_takes_nobody_along(cast, hr):
    """All or none: the second person is refused, so the first is not made either."""
    cast.other_manager.left_on = TODAY
    cast.other_manager.save()
    late = {**ILSE, "manager": cast.other_manager.pk, "hired_on": "2026-05-01"}
    response = hr.post(URL, body(BRAM, late))
    assert "does not work here on 1 May 2026" in str(response.context["forms"].forms[1].errors)
    assert not Person.objects.filter(email="bram@northwind.example").exists()
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("total", ["", "x", "-1", "9" * 30, "1.5"])
def test_a_broken_form_is_no_failure(hr, total):
    sent = {**body(ILSE), "people-TOTAL_FORMS": total}
    assert hr.post(URL, sent).status_code == 200
    assert hr.post(URL, {**sent, "more": "1"}).status_code == 200


def test_somebody_was_faster_with_the_address(cast, hr, monkeypatch):
    """The check found the address free; then another request took it."""
    monkeypatch.setattr(Person, "full_clean", lambda person, **kwargs: person.clean())
    response = hr.post(URL, body({**ILSE, "email": cast.rep.email}))
    assert response.status_code == 200
    assert response.context["forms"].forms[0].errors["email"] == [
        "Somebody else has this e-mail address."
    ]


def test_sent_twice_invites_once(hr):
    sent = body(ILSE)
    first, second = hr.post(URL, sent), hr.post(URL, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Invitation.objects.count() == 1
    assert Event.objects.filter(verb="people.invited").count() == 1


def test_only_these_fields_are_taken(cast, hr):
    sent = body(ILSE) | {
        "people-0-is_active": "",
        "people-0-password": "mine",
        "people-0-role": "administrator",
        "people-0-left_on": "2026-01-01",
    }
    hr.post(URL, sent)
    person = Person.objects.get(email="ilse@northwind.example")
    assert person.is_active
    assert person.left_on is None
    assert person.roles == frozenset()
