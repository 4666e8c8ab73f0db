"""GET /people/<person>/: who somebody is, who leads them, whom they lead."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from people import actions, embedded
from people.builders import make_person
from people.models import Person
from tests.cast import NOW, TODAY


def url(person) -> str:
    return reverse("people:person", args=[person.pk])


def test_it_works(cast, rep):
    content = rep.get(url(cast.manager)).content.decode()
    for shown in ("Mila Trentham", "Sales manager", "North", "mila@northwind.example"):
        assert shown in content
    for report in ("Rhea Solbergh", "Pavo Lindegren"):
        assert report in content
    assert "led by Greta Holloway-Finch" in content


def test_strangers_are_led_to_the_door(cast, client):
    assert client.get(url(cast.rep)).status_code == 302


def test_who_left_is_not_there_for_colleagues(cast, rep, hr, admin):
    assert hr.get(url(cast.deactivated)).status_code == 200
    assert admin.get(url(cast.deactivated)).status_code == 200
    gone = rep.get(url(cast.deactivated))
    assert gone.status_code == 404
    assert gone.content == rep.get("/people/999999/").content


@pytest.mark.parametrize("bad", ["999999", "0", "9" * 30])
def test_nobody_has_this_number(rep, bad):
    assert rep.get(f"/people/{bad}/").status_code == 404


def test_it_rejects_post(cast, rep):
    assert rep.post(url(cast.rep)).status_code == 405


@pytest.mark.parametrize(
    "viewer", ["rep", "manager", "director", "executive", "hr", "administrator"]
)
def test_the_history_is_for_those_above_and_who_keeps_people(cast, client_for, viewer):
    content = client_for(getattr(cast, viewer)).get(url(cast.rep)).content.decode()
    assert "Elke Sandovar" in content
    assert "6 Jan 2020" in content


@pytest.mark.parametrize(
    "viewer", ["peer", "ex_manager", "other_manager", "other_rep", "compensation"]
)
def test_nobody_else_sees_dates(cast, client_for, viewer):
    cast.rep.left_on = date(2026, 9, 9)
    cast.rep.save()
    content = client_for(getattr(cast, viewer)).get(url(cast.rep)).content.decode()
    for secret in ("Elke Sandovar", "2020", "9 Sep", "Leaves", "Hired"):
        if secret == "Elke Sandovar" and viewer == "ex_manager":
            continue
        assert secret not in content


def test_a_new_manager_sees_it_at_once_and_the_old_one_no_more(cast, client_for):
    new, old = client_for(cast.other_manager), client_for(cast.manager)
    actions.set_manager(
        person=cast.rep, manager=cast.other_manager, starts_on=TODAY, by=cast.hr, now=NOW
    )
    assert "Hired on" in new.get(url(cast.rep)).content.decode()
    assert "Hired on" not in old.get(url(cast.rep)).content.decode()


def test_a_report_who_left_is_not_shown(cast, rep):
    cast.peer.left_on = TODAY - timedelta(days=1)
    cast.peer.save()
    assert "Pavo" not in rep.get(url(cast.manager)).content.decode()


@pytest.mark.parametrize("viewer", ["rep", "peer", "manager", "executive", "compensation"])
def test_only_who_keeps_people_is_offered_to_change(cast, client_for, viewer):
    content = client_for(getattr(cast, viewer)).get(url(cast.rep)).content.decode()
    for act in ("/edit/", "/manager/", "/deactivation/", "/departure/", "Set the manager"):
        assert act not in content


def test_nobody_ends_their_own_account(cast, hr):
    content = hr.get(url(cast.hr)).content.decode()
    assert "/edit/" in content
    assert "/deactivation/" not in content


def test_roles_are_shown_to_administrators(cast, hr, admin):
    assert admin.get(url(cast.compensation)).context["roles"] == ["Compensation"]
    assert hr.get(url(cast.compensation)).context["roles"] == []


# --- next -----------------------------------------------------------------------------------------


def next_act(browser, person):
    return browser.get(url(person)).context["next_step"].act


def test_next_for_who_keeps_people(cast, hr):
    assert next_act(hr, cast.rep) == "Nothing waits for you here."
    newcomer = make_person(name="Ilse Wavering")
    assert next_act(hr, newcomer) == "Choose who leads Ilse."
    newcomer.set_unusable_password()
    newcomer.save()
    assert next_act(hr, newcomer) == "Invite Ilse."
    Person.objects.filter(pk=cast.manager.pk).update(is_active=False)
    assert next_act(hr, cast.rep) == "Choose who leads Rhea now."


def test_colleagues_have_nothing_to_do_here(cast, rep):
    assert rep.get(url(cast.peer)).context["next_step"] is None


# --- sections of other rooms ----------------------------------------------------------------------


def test_sections_are_loaded_from_other_rooms(cast, rep, monkeypatch):
    here = embedded.Fragment("people:person", "Here")
    nowhere = embedded.Fragment("nowhere:person_fragment", "Nowhere")
    monkeypatch.setattr(embedded, "FRAGMENTS", (here, nowhere))
    content = rep.get(url(cast.peer)).content.decode()
    assert f'hx-get="{url(cast.peer)}"' in content
    assert content.count('hx-trigger="load"') == 1


@pytest.mark.parametrize("reports", [1, 30])
def test_queries(cast, rep, reports, django_assert_num_queries):
    for _ in range(reports):
        make_person(manager=cast.peer, team=cast.north)
    with django_assert_num_queries(10):
        rep.get(url(cast.peer))


@pytest.mark.parametrize("reports", [1, 30])
def test_queries_of_who_keeps_people(cast, hr, reports, django_assert_num_queries):
    for number in range(reports):
        person = make_person(manager=cast.peer)
        actions.set_manager(
            person=cast.peer,
            manager=cast.manager if number % 2 else cast.director,
            starts_on=TODAY + timedelta(days=number),
            by=cast.hr,
            now=NOW,
        )
        assert person
    with django_assert_num_queries(12):
        hr.get(url(cast.peer))
