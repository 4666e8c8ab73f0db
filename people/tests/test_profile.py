"""GET and POST /profile/: what people say about themselves."""

import pytest
from django.urls import reverse

from audit.models import Event

URL = reverse("people:profile")
GIVEN = {
    "name": "Rhea Solbergh-Ode",
    "time_zone": "Europe/Vienna",
    "locale": "en",
    "currency": "EUR",
}


def test_it_works(cast, rep):
    response = rep.post(URL, GIVEN)
    assert response.status_code == 302
    cast.rep.refresh_from_db()
    assert {field: getattr(cast.rep, field) for field in GIVEN} == GIVEN
    event = Event.objects.get(verb="people.person_changed")
    assert event.data["now"] == {
        "name": "Rhea Solbergh-Ode",
        "time_zone": "Europe/Vienna",
        "currency": "EUR",
    }


def test_the_page_shows_what_the_company_keeps(cast, rep):
    content = rep.get(URL).content.decode()
    assert "rhea@northwind.example" in content
    assert "Mila Trentham" in content
    assert "6 Jan 2020" in content


def test_strangers_are_led_to_the_door(db, client):
    response = client.get(URL)
    assert response.status_code == 302
    assert response.url == "/sign-in/?next=/profile/"


def test_only_these_fields_are_taken(cast, rep):
    more = {
        "email": "other@northwind.example",
        "title": "Chief",
        "team": cast.south.pk,
        "is_active": "",
        "left_on": "2026-01-01",
        "hired_on": "2001-01-01",
        "password": "x",
        "session_epoch": "9",
        "role": "administrator",
    }
    before = {field: getattr(cast.rep, field) for field in ("email", "title", "team_id", "left_on")}
    rep.post(URL, {**GIVEN, **more})
    cast.rep.refresh_from_db()
    assert {field: getattr(cast.rep, field) for field in before} == before
    assert cast.rep.is_active
    assert cast.rep.roles == frozenset()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " "),
        ("name", "x" * 151),
        ("name", "Rhea\x00"),
        ("name", "Rhea\nBcc: all@northwind.example"),
        ("name", "Rhea \u202egro.live"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", ""),
        ("currency", "XXX"),
        ("currency", "usd"),
        ("locale", "tlh"),
    ],
)
def test_bad_input_is_refused_and_kept(cast, rep, field, value):
    response = rep.post(URL, {**GIVEN, field: value})
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    cast.rep.refresh_from_db()
    assert cast.rep.name == "Rhea Solbergh"


def test_a_long_and_foreign_name_is_fine(cast, rep):
    name = "Þórbjörg Ḧ. مريم 王 " + "x" * 120
    assert rep.post(URL, {**GIVEN, "name": name}).status_code == 302
    cast.rep.refresh_from_db()
    assert cast.rep.name == name


def test_a_name_is_never_markup(cast, rep, hr):
    rep.post(URL, {**GIVEN, "name": "<script>alert(1)</script>"})
    for browser, page in ((rep, URL), (hr, reverse("people:directory"))):
        assert "<script>alert" not in browser.get(page).content.decode()


def test_sent_twice_changes_once(cast, rep):
    for _ in range(2):
        assert rep.post(URL, GIVEN).status_code == 302
    assert Event.objects.filter(verb="people.person_changed").count() == 1


def test_the_new_zone_decides_which_day_it_is(cast, rep):
    rep.post(URL, {**GIVEN, "time_zone": "Pacific/Kiritimati"})
    assert rep.get(URL).context["request"].today.isoformat() == "2026-03-12"


def test_it_needs_few_queries(rep, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        rep.get(URL)
