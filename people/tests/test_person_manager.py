"""GET and POST /people/<person>/manager/, and taking a planned line back."""

from datetime import date

import pytest
from django.urls import reverse

from people import actions, queries
from people.models import ReportingLine
from people.tests.conftest import message_texts
from tests.cast import NOW, TODAY

APRIL = date(2026, 4, 1)


def url(person) -> str:
    return reverse("people:person_manager", args=[person.pk])


def send(browser, person, manager, starts_on="2026-04-01"):
    return browser.post(url(person), {"manager": manager, "starts_on": starts_on})


def test_it_works(cast, hr):
    assert hr.get(url(cast.rep)).status_code == 200
    response = send(hr, cast.rep, cast.other_manager.pk)
    assert response.status_code == 302
    assert queries.manager_on(cast.rep, APRIL) == cast.other_manager
    assert queries.manager_on(cast.rep, TODAY) == cast.manager


def test_nobody_is_a_choice(cast, hr):
    send(hr, cast.rep, "")
    assert queries.manager_on(cast.rep, APRIL) is None


@pytest.mark.parametrize("actor", ["rep", "manager", "director", "executive", "compensation"])
def test_only_who_keeps_people(cast, client_for, actor):
    browser = client_for(getattr(cast, actor))
    assert browser.get(url(cast.rep)).status_code == 403
    assert send(browser, cast.rep, cast.other_manager.pk).status_code == 403
    assert queries.manager_on(cast.rep, APRIL) == cast.manager


def test_strangers_are_led_to_the_door(cast, client):
    assert send(client, cast.rep, cast.manager.pk).status_code == 302
    assert client.get(url(cast.rep)).url.startswith("/sign-in/")


@pytest.mark.parametrize(
    ("manager", "starts_on", "field"),
    [
        ("999999", "2026-04-01", "manager"),
        ("x", "2026-04-01", "manager"),
        ("", "", "starts_on"),
        ("", "2026-02-30", "starts_on"),
        ("", "0001-01-01", "starts_on"),
        ("", "9999-12-31", "starts_on"),
    ],
)
def test_bad_input_is_refused(cast, hr, manager, starts_on, field):
    response = send(hr, cast.rep, manager, starts_on)
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert queries.manager_on(cast.rep, APRIL) == cast.manager


def test_not_oneself_not_who_left(cast, hr):
    for nobody in (cast.rep, cast.deactivated):
        assert send(hr, cast.rep, nobody.pk).context["form"].errors["manager"]


def test_a_circle_is_named(cast, hr):
    response = send(hr, cast.director, cast.rep.pk)
    assert response.status_code == 200
    assert "That would be a circle" in response.context["form"].errors["manager"][0]
    assert f'<option value="{cast.rep.pk}" selected>' in response.content.decode()


def test_a_planned_line_stands_in_the_way(cast, hr):
    send(hr, cast.rep, cast.other_manager.pk)
    response = send(hr, cast.rep, cast.ex_manager.pk, "2026-03-20")
    assert "Take that back first" in response.context["form"].errors["starts_on"][0]


def test_sent_twice_is_one_line(cast, hr):
    for _ in range(2):
        assert send(hr, cast.rep, cast.other_manager.pk).status_code == 302
    assert ReportingLine.objects.filter(person=cast.rep).count() == 3


# --- taking a planned line back -------------------------------------------------------------------


@pytest.fixture
def cancellation(cast):
    actions.set_manager(
        person=cast.rep, manager=cast.other_manager, starts_on=APRIL, by=cast.hr, now=NOW
    )
    line = ReportingLine.objects.get(person=cast.rep, starts_on=APRIL)
    return reverse("people:line_cancellation", args=[cast.rep.pk, line.pk])


def test_the_line_of_before_goes_on(cast, hr, cancellation):
    assert hr.post(cancellation).status_code == 302
    assert queries.manager_on(cast.rep, APRIL) == cast.manager


def test_twice_is_404(cast, hr, cancellation):
    hr.post(cancellation)
    assert hr.post(cancellation).status_code == 404


def test_a_line_of_somebody_else_is_not_there(cast, hr, cancellation):
    line = ReportingLine.objects.get(person=cast.rep, starts_on=APRIL)
    foreign = reverse("people:line_cancellation", args=[cast.peer.pk, line.pk])
    assert hr.post(foreign).status_code == 404


def test_a_line_that_has_begun_stays(cast, hr):
    line = ReportingLine.objects.get(person=cast.rep, ends_on=None)
    begun = reverse("people:line_cancellation", args=[cast.rep.pk, line.pk])
    response = hr.post(begun, follow=True)
    assert message_texts(response) == [
        "This line has begun. Set another manager from today on instead."
    ]


@pytest.mark.parametrize("actor", ["rep", "manager", "other_manager"])
def test_only_who_keeps_people_takes_back(cast, client_for, cancellation, actor):
    assert client_for(getattr(cast, actor)).post(cancellation).status_code == 403
    assert queries.manager_on(cast.rep, APRIL) == cast.other_manager


def test_cancellation_rejects_get(hr, cancellation):
    assert hr.get(cancellation).status_code == 405
