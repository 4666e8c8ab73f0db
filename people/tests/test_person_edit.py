"""GET and POST /people/<person>/edit/: what the company keeps about somebody."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Event
from people.forms.person import facts_of
from people.models import Person
from people.seen import fingerprint

GIVEN = {
    "name": "Rhea Solbergh",
    "email": "rhea@northwind.example",
    "title": "Senior representative",
    "team": "",
    "hired_on": "2020-01-06",
}


def url(person) -> str:
    return reverse("people:person_edit", args=[person.pk])


def given(person, **changes):
    """What a browser sends that shows the person as they are now."""
    return {**GIVEN, "seen": fingerprint(facts_of(person)), **changes}


def test_it_works(cast, hr):
    page = hr.get(url(cast.rep))
    seen = page.context["form"]["seen"].value()
    response = hr.post(url(cast.rep), {**GIVEN, "seen": seen})
    assert response.status_code == 302
    assert response.url == reverse("people:person", args=[cast.rep.pk])
    cast.rep.refresh_from_db()
    assert (cast.rep.title, cast.rep.team) == ("Senior representative", None)
    event = Event.objects.get(verb="people.person_changed")
    assert event.actor == cast.hr
    assert event.data == {
        "was": {"title": "Sales representative", "team": "North"},
        "now": {"title": "Senior representative", "team": None},
    }


@pytest.mark.parametrize(
    "actor", ["rep", "peer", "manager", "director", "executive", "compensation"]
)
def test_only_who_keeps_people(cast, client_for, actor):
    browser = client_for(getattr(cast, actor))
    assert browser.get(url(cast.rep)).status_code == 403
    assert browser.post(url(cast.rep), given(cast.rep)).status_code == 403
    cast.rep.refresh_from_db()
    assert cast.rep.title == "Sales representative"


def test_strangers_are_led_to_the_door(cast, client):
    assert client.get(url(cast.rep)).status_code == 302
    assert client.post(url(cast.rep), given(cast.rep)).status_code == 302


def test_nobody_has_this_number(hr):
    assert hr.get("/people/999999/edit/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "at least one letter"),
        ("name", "x" * 151, "at most 150"),
        ("name", "Rhea\x00Solbergh", "Null"),
        ("name", "Rhea\r\nBcc: all", "cannot be seen (U+000D)"),
        ("name", "Rhea\u202eSolbergh", "cannot be seen (U+202E)"),
        ("email", "no address", "no e-mail address"),
        ("email", "PAVO@Northwind.Example", "Somebody else has this"),
        ("email", "x" * 250 + "@b.example", "at most"),
        ("team", "999999", "in it any more"),
        ("team", "x", "in it any more"),
        ("hired_on", "2026-02-31", "Write one like 28 Feb 2026"),
        ("hired_on", "1026-02-01", "between 1950 and 2100"),
        ("hired_on", "yesterday", "Write one like 28 Feb 2026"),
    ],
)
def test_bad_input_is_refused_and_kept(cast, hr, field, value, says):
    response = hr.post(url(cast.rep), given(cast.rep, **{field: value}))
    assert response.status_code == 200
    assert says in " ".join(response.context["form"].errors[field])
    assert "Senior representative" in response.content.decode()
    cast.rep.refresh_from_db()
    assert cast.rep.title == "Sales representative"


def test_nobody_is_hired_after_leaving(cast, hr):
    cast.rep.left_on = date(2026, 6, 30)
    cast.rep.save()
    response = hr.post(url(cast.rep), given(cast.rep, hired_on="2026-07-01"))
    assert response.status_code == 200
    assert response.context["form"].errors


@pytest.mark.parametrize("typed", ["28 Feb 2021", "28.02.2021", "28 February 2021"])
def test_days_can_be_written_in_several_ways(cast, hr, typed):
    assert hr.post(url(cast.rep), given(cast.rep, hired_on=typed)).status_code == 302
    cast.rep.refresh_from_db()
    assert cast.rep.hired_on == date(2021, 2, 28)


def test_only_these_fields_are_taken(cast, hr):
    more = {"is_active": "", "left_on": "2026-01-01", "password": "x", "roles": "administrator"}
    hr.post(url(cast.rep), given(cast.rep, **more))
    cast.rep.refresh_from_db()
    assert cast.rep.is_active
    assert cast.rep.left_on is None
    assert cast.rep.roles == frozenset()


def test_sent_twice_changes_once(cast, hr):
    sent = given(cast.rep)
    for _ in range(2):
        assert hr.post(url(cast.rep), sent).status_code == 302
    assert Event.objects.filter(verb="people.person_changed").count() == 1


# --- the e-mail address ---------------------------------------------------------------------------


def test_human_resources_cannot_take_over_an_administrator(cast, hr):
    page = hr.get(url(cast.administrator))
    assert "Only an administrator changes this one." in page.content.decode()
    sent = {**GIVEN, "name": "Ada W", "seen": fingerprint(facts_of(cast.administrator))}
    hr.post(url(cast.administrator), {**sent, "email": "hana.two@northwind.example"})
    cast.administrator.refresh_from_db()
    assert cast.administrator.email == "ada@northwind.example"
    assert cast.administrator.name == "Ada W"


@pytest.mark.parametrize("colleague", ["compensation", "executive"])
def test_human_resources_cannot_come_in_under_a_name_that_opens_more(cast, hr, colleague):
    """A new address gets the link of the next password reset."""
    person = getattr(cast, colleague)
    before = person.email
    hr.post(
        url(person),
        {**GIVEN, "email": "hana.two@northwind.example", "seen": fingerprint(facts_of(person))},
    )
    person.refresh_from_db()
    assert person.email == before


def test_an_administrator_may_ask_for_any_address(cast, admin):
    sent = {**GIVEN, "email": "vera.q@northwind.example", "seen": fingerprint(facts_of(cast.hr))}
    admin.post(url(cast.hr), sent)
    assert cast.hr.email_changes.get().new_email == "vera.q@northwind.example"


# --- two editors ----------------------------------------------------------------------------------


@pytest.fixture
def meanwhile(cast, admin):
    """Hana has the page open; Ada changes the title."""
    sent = given(cast.rep, title="Key account manager")
    admin.post(url(cast.rep), given(cast.rep, title="Team lead", team=cast.north.pk))
    return sent


def test_the_second_editor_sees_both_and_nothing_is_lost(cast, hr, meanwhile):
    response = hr.post(url(cast.rep), meanwhile)
    assert response.status_code == 409
    content = response.content.decode()
    assert "Ada Winterbourne-Lyle changed it while you wrote" in content
    assert "Team lead" in content
    assert 'value="Key account manager"' in content
    cast.rep.refresh_from_db()
    assert cast.rep.title == "Team lead"


def test_saving_again_keeps_mine(cast, hr, meanwhile):
    shown = hr.post(url(cast.rep), meanwhile).context["form"]
    again = {**meanwhile, "seen": shown["seen"].value()}
    assert hr.post(url(cast.rep), again).status_code == 302
    cast.rep.refresh_from_db()
    assert cast.rep.title == "Key account manager"


@pytest.mark.parametrize("seen", ["", "[]", "null", "{", "[" * 1999, '{"name": [1]}'])
def test_a_fingerprint_that_nobody_can_read_counts_as_nothing_seen(cast, hr, seen):
    response = hr.post(
        url(cast.rep), {**given(cast.rep, title="Key account manager"), "seen": seen}
    )
    assert response.status_code == 409


def test_taking_theirs_keeps_the_rest_of_mine(cast, hr, meanwhile):
    changed = {**meanwhile, "name": "Rhea Solbergh-Ode"}
    shown = hr.post(url(cast.rep), changed).context["form"]
    taken = hr.post(
        url(cast.rep), {**changed, "seen": shown["seen"].value(), "take": "title"}
    ).context["form"]
    assert (taken["title"].value(), taken["name"].value()) == ("Team lead", "Rhea Solbergh-Ode")
    last = {name: taken[name].value() or "" for name in ("name", "email", "title", "team", "seen")}
    assert hr.post(url(cast.rep), {**last, "hired_on": "2020-01-06"}).status_code == 302
    cast.rep.refresh_from_db()
    assert (cast.rep.title, cast.rep.name) == ("Team lead", "Rhea Solbergh-Ode")


def test_what_only_the_other_changed_stays(cast, hr, admin):
    sent = given(cast.rep, title="Sales representative", team=cast.north.pk, name="Rhea S")
    admin.post(url(cast.rep), given(cast.rep, title="Team lead", team=cast.north.pk))
    assert hr.post(url(cast.rep), sent).status_code == 302
    cast.rep.refresh_from_db()
    assert (cast.rep.title, cast.rep.name) == ("Team lead", "Rhea S")


@pytest.mark.parametrize("seen", ["", "nonsense", "[]", "{}", "null", '{"title": 5}', "x" * 3000])
def test_a_page_that_saw_nothing_overwrites_nothing(cast, hr, seen):
    response = hr.post(url(cast.rep), {**GIVEN, "seen": seen})
    assert response.status_code in {200, 409}
    assert Person.objects.get(pk=cast.rep.pk).title == "Sales representative"
