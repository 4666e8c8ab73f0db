"""/teams/ and /teams/<team>/: names, parts, members."""

import pytest
from django.urls import reverse

from audit.models import Event
from people.builders import make_person, make_team
from people.models import Team
from people.tests.conftest import message_texts
from salesperf.web.once import new_key

URL = reverse("people:teams")


def url(team) -> str:
    return reverse("people:team", args=[team.pk])


def members_url(team) -> str:
    return reverse("people:team_members", args=[team.pk])


def removal_url(team) -> str:
    return reverse("people:team_removal", args=[team.pk])


def take_out_url(team, person) -> str:
    return reverse("people:team_member_removal", args=[team.pk, person.pk])


def create(browser, name="Coast", parent=""):
    return browser.post(URL, {"name": name, "parent": parent, "form_key": new_key()})


KEEPERS = ["hr", "administrator"]
OTHERS = ["rep", "peer", "manager", "director", "executive", "compensation"]


def test_the_list(cast, hr):
    cast.south.parent = cast.north
    cast.south.save()
    teams = {team.name: team.size for team in hr.get(URL).context["teams"]}
    assert teams == {"North": 3, "South": 3}


def test_only_who_works_here_is_counted(cast, hr):
    cast.deactivated.team = cast.north
    cast.deactivated.save()
    assert {team.name: team.size for team in hr.get(URL).context["teams"]}["North"] == 3


@pytest.mark.parametrize("actor", KEEPERS)
def test_who_keeps_people_sees_them(cast, client_for, actor):
    browser = client_for(getattr(cast, actor))
    assert browser.get(URL).status_code == 200
    assert browser.get(url(cast.north)).status_code == 200


@pytest.mark.parametrize("actor", OTHERS)
def test_nobody_else(cast, client_for, actor):
    browser = client_for(getattr(cast, actor))
    assert browser.get(URL).status_code == 403
    assert create(browser).status_code == 403
    for act in (url(cast.north), members_url(cast.north), removal_url(cast.north)):
        assert browser.post(act, {"name": "Mine", "person": cast.other_rep.pk}).status_code == 403
    assert browser.post(take_out_url(cast.north, cast.rep)).status_code == 403
    assert set(Team.objects.values_list("name", flat=True)) == {"North", "South"}
    cast.rep.refresh_from_db()
    assert cast.rep.team == cast.north


def test_strangers_are_led_to_the_door(cast, client):
    for page in (URL, url(cast.north)):
        assert client.get(page).status_code == 302


def test_an_empty_company_is_led_on(db, frozen_day, client_for):
    browser = client_for(make_person(roles=("hr",)))
    assert "No teams yet." in browser.get(URL).content.decode()


# --- creating -------------------------------------------------------------------------------------


def test_creating(cast, hr):
    response = create(hr, "Coast", cast.north.pk)
    team = Team.objects.get(name="Coast")
    assert response.url == url(team)
    assert team.parent == cast.north
    assert Event.objects.get(verb="people.team_created").actor == cast.hr


def test_creating_sent_twice_is_one_team(cast, hr):
    sent = {"name": "Coast", "parent": "", "form_key": new_key()}
    first, second = hr.post(URL, sent), hr.post(URL, sent)
    assert first.url == second.url
    assert Team.objects.filter(name="Coast").count() == 1


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "at least one letter"),
        ("  ", "at least one letter"),
        ("NORTH", "There is a team with this name"),
        ("x" * 121, "at most 120"),
        ("a\x00b", "Null"),
        ("a\u2028b", "cannot be seen"),
    ],
)
def test_bad_names_are_refused(cast, hr, name, says):
    response = create(hr, name)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Team.objects.count() == 2
    assert says in str(response.context["form"].errors["name"])


# --- renaming and placing -------------------------------------------------------------------------


def test_renaming_and_placing(cast, hr):
    response = hr.post(url(cast.south), {"name": "Deep south", "parent": cast.north.pk})
    assert response.status_code == 302
    cast.south.refresh_from_db()
    assert (cast.south.name, cast.south.parent) == ("Deep south", cast.north)


def test_the_same_again_changes_nothing(cast, hr):
    for _ in range(2):
        hr.post(url(cast.south), {"name": "Deep south", "parent": ""})
    assert Event.objects.filter(verb="people.team_changed").count() == 1


def test_another_case_of_its_own_name_is_fine(cast, hr):
    assert hr.post(url(cast.south), {"name": "SOUTH", "parent": ""}).status_code == 302


def test_the_name_of_another_team_is_refused(cast, hr):
    response = hr.post(url(cast.south), {"name": "north", "parent": ""})
    assert response.context["form"].errors["name"] == ["There is a team with this name."]
    assert "South" in response.content.decode()


def test_no_team_is_part_of_its_own_part(cast, hr):
    cast.south.parent = cast.north
    cast.south.save()
    coast = make_team(name="Coast", parent=cast.south)
    response = hr.post(url(cast.north), {"name": "North", "parent": coast.pk})
    assert "North → Coast → South → North" in str(response.context["form"].errors["parent"])
    cast.north.refresh_from_db()
    assert cast.north.parent is None


def test_no_team_is_part_of_itself(cast, hr):
    response = hr.post(url(cast.north), {"name": "North", "parent": cast.north.pk})
    assert response.context["form"].errors["parent"]


# --- members --------------------------------------------------------------------------------------


def test_adding_a_member(cast, hr):
    assert hr.post(members_url(cast.north), {"person": cast.other_rep.pk}).status_code == 302
    cast.other_rep.refresh_from_db()
    assert cast.other_rep.team == cast.north
    assert Event.objects.get(verb="people.team_moved").data == {
        "was": cast.south.pk,
        "team": cast.north.pk,
    }


def test_adding_twice_is_once(cast, hr):
    for _ in range(2):
        hr.post(members_url(cast.north), {"person": cast.other_rep.pk})
    assert Event.objects.filter(verb="people.team_moved").count() == 1


@pytest.mark.parametrize("person", ["", "999999", "x"])
def test_nobody_is_no_member(cast, hr, person):
    response = hr.post(members_url(cast.north), {"person": person})
    assert response.status_code == 200
    assert response.context["members_form"].errors["person"]


def test_who_left_is_no_member(cast, hr):
    response = hr.post(members_url(cast.north), {"person": cast.deactivated.pk})
    assert response.context["members_form"].errors["person"]


def test_taking_out(cast, hr):
    for _ in range(2):
        assert hr.post(take_out_url(cast.north, cast.rep)).status_code == 302
    cast.rep.refresh_from_db()
    assert cast.rep.team is None
    assert Event.objects.filter(verb="people.team_moved").count() == 1


def test_taking_out_of_another_team_changes_nothing(cast, hr):
    hr.post(take_out_url(cast.south, cast.rep))
    cast.rep.refresh_from_db()
    assert cast.rep.team == cast.north


# --- removing -------------------------------------------------------------------------------------


def test_removing_an_empty_team(cast, hr):
    coast = make_team(name="Coast")
    response = hr.post(removal_url(coast), follow=True)
    assert message_texts(response) == ["The team Coast is removed."]
    assert not Team.objects.filter(name="Coast").exists()
    assert Event.objects.get(verb="people.team_removed").data == {"name": "Coast"}
    assert hr.post(removal_url(coast)).status_code == 404


def test_a_team_with_members_stays(cast, hr):
    response = hr.post(removal_url(cast.north), follow=True)
    assert message_texts(response) == ["People, teams or plans belong to North. Move them first."]
    assert Team.objects.filter(name="North").exists()
    assert not Event.objects.filter(verb="people.team_removed").exists()


def test_nobody_has_this_number(hr):
    for act in ("/teams/999999/", "/teams/999999/members/", "/teams/999999/removal/"):
        assert hr.post(act).status_code == 404
    assert hr.get("/teams/999999/").status_code == 404


def test_acts_reject_get(cast, hr):
    for act in (
        members_url(cast.north),
        removal_url(cast.north),
        take_out_url(cast.north, cast.rep),
    ):
        assert hr.get(act).status_code == 405


@pytest.mark.parametrize("more", [1, 30])
def test_queries(cast, hr, more, django_assert_num_queries):
    for number in range(more):
        make_person(team=make_team(name=f"Team {number}", parent=cast.south), manager=cast.manager)
    with django_assert_num_queries(7):
        hr.get(URL)


@pytest.mark.parametrize("more", [1, 30])
def test_queries_of_one_team(cast, hr, more, django_assert_num_queries):
    for number in range(more):
        make_person(team=cast.north, manager=cast.manager)
        make_team(name=f"Part {number}", parent=cast.north)
    with django_assert_num_queries(11):
        hr.get(url(cast.north))
