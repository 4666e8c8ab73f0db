"""/people/<person>/departure/: the last day, and taking it back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from audit.models import Event
from people import queries
from people.models import ReportingLine
from people.tests.conftest import message_texts
from tests.cast import NOW, TODAY


def url(person) -> str:
    return reverse("people:departure", args=[person.pk])


def back(person) -> str:
    return reverse("people:departure_cancellation", args=[person.pk])


def send(browser, person, left_on="2026-03-31"):
    return browser.post(url(person), {"left_on": left_on})


def test_it_works(cast, hr):
    response = send(hr, cast.rep)
    assert response.status_code == 302
    cast.rep.refresh_from_db()
    assert cast.rep.left_on == date(2026, 3, 31)
    assert queries.manager_on(cast.rep, date(2026, 3, 31)) == cast.manager
    assert queries.manager_on(cast.rep, date(2026, 4, 1)) is None
    assert Event.objects.get(verb="people.left").actor == cast.hr


def test_the_day_after_nobody_signs_in(cast, hr, rep):
    send(hr, cast.rep, "2026-03-11")
    assert rep.get(reverse("people:profile")).status_code == 200
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert rep.get(reverse("people:profile")).status_code == 302


def test_a_day_in_the_past_ends_the_session_at_once(cast, hr, rep):
    send(hr, cast.rep, "2026-03-10")
    assert rep.get(reverse("people:profile")).status_code == 302


def test_the_page_names_who_needs_a_new_manager(cast, hr):
    content = hr.get(url(cast.manager)).content.decode()
    assert "2 people need a new manager" in content
    assert "Rhea Solbergh" in content
    assert "Pavo Lindegren" in content


def test_their_lines_stay_until_somebody_decides(cast, hr):
    send(hr, cast.manager, "2026-03-10")
    assert queries.manager_on(cast.rep, TODAY) == cast.manager


def test_a_planned_line_is_dropped(cast, hr):
    hr.post(
        reverse("people:person_manager", args=[cast.rep.pk]),
        {"manager": cast.other_manager.pk, "starts_on": "2026-06-01"},
    )
    send(hr, cast.rep)
    assert not ReportingLine.objects.filter(person=cast.rep, starts_on=date(2026, 6, 1)).exists()
    assert Event.objects.get(verb="people.left").data["dropped_lines"] == [
        [cast.other_manager.pk, "2026-06-01", None]
    ]
    assert queries.manager_on(cast.rep, date(2026, 6, 1)) is None


def test_another_day_moves_the_end_of_the_line(cast, hr):
    send(hr, cast.rep)
    send(hr, cast.rep, "2026-05-31")
    assert queries.manager_on(cast.rep, date(2026, 5, 31)) == cast.manager
    assert queries.manager_on(cast.rep, date(2026, 6, 1)) is None


def test_sent_twice_is_written_once(cast, hr):
    for _ in range(2):
        assert send(hr, cast.rep).status_code == 302
    assert Event.objects.filter(verb="people.left").count() == 1


@pytest.mark.parametrize(
    ("left_on", "says"),
    [
        ("", "Write a day like"),
        ("2026-02-31", "no day of the calendar"),
        ("2019-12-31", "was hired on 6 Jan 2020"),
        ("0001-01-01", "between 1950 and 2100"),
    ],
)
def test_bad_input_is_refused(cast, hr, left_on, says):
    response = send(hr, cast.rep, left_on)
    assert response.status_code == 200
    assert says in " ".join(response.context["form"].errors["left_on"])
    cast.rep.refresh_from_db()
    assert cast.rep.left_on is None


@pytest.mark.parametrize("actor", ["rep", "manager", "director", "executive", "compensation"])
def test_only_who_keeps_people(cast, client_for, actor):
    browser = client_for(getattr(cast, actor))
    assert send(browser, cast.rep).status_code == 403
    assert browser.post(back(cast.rep)).status_code == 403
    cast.rep.refresh_from_db()
    assert cast.rep.left_on is None


def test_not_oneself(cast, hr):
    assert send(hr, cast.hr).status_code == 403


def test_human_resources_do_not_end_administrators(cast, hr):
    assert send(hr, cast.administrator).status_code == 403


def test_the_last_administrator_stays(cast, admin, client_for):
    second = cast.peer
    second.role_grants.create(role="administrator", granted_at=NOW)
    other = client_for(second)
    assert send(other, cast.administrator).status_code == 302
    refused = send(admin, second, "2026-04-30")
    assert refused.status_code == 200
    assert "last administrator" in refused.content.decode()


def test_staying_after_all(cast, hr):
    before = list(ReportingLine.objects.filter(person=cast.rep).values())
    send(hr, cast.rep)
    response = hr.post(back(cast.rep), follow=True)
    assert message_texts(response)[-1] == "Rhea Solbergh stays."
    cast.rep.refresh_from_db()
    assert cast.rep.left_on is None
    assert list(ReportingLine.objects.filter(person=cast.rep).values()) == before


def test_staying_twice(cast, hr):
    send(hr, cast.rep)
    for _ in range(2):
        assert hr.post(back(cast.rep)).status_code == 302
    assert Event.objects.filter(verb="people.stayed").count() == 1


def test_staying_under_a_manager_who_is_gone_needs_another(cast, hr):
    send(hr, cast.rep)
    cast.manager.is_active = False
    cast.manager.save()
    hr.post(back(cast.rep))
    assert queries.manager_on(cast.rep, date(2026, 4, 1)) is None


def test_cancellation_rejects_get(cast, hr):
    assert hr.get(back(cast.rep)).status_code == 405
