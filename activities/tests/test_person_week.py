"""/people/<id>/week/<monday>/ and …/weeks/: how those who lead a person read the weeks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from activities.builders import make_plan_line, make_week
from activities.models import Week
from activities.tests.conftest import LAST_MONDAY, MONDAY
from tests.cast import NOW, TODAY

STRANGERS = [
    "peer", "ex_manager", "other_rep", "other_manager", "hr", "compensation", "administrator",
]  # fmt: skip


def url(person, monday=MONDAY) -> str:
    return reverse("activities:person_week", args=[person.pk, monday])


def fragment(person) -> str:
    return reverse("activities:person_fragment", args=[person.pk])


@pytest.fixture
def logged(cast, plan, calls, practice):
    return make_week(
        person=cast.rep, monday=MONDAY, entries={calls: [22, 25, 24], practice: ["0.5"]},
        skill_practised="Asking questions", reflection="canary-of-the-rep",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["manager", "director", "executive"])
def test_those_above_read_it(cast, client_for, logged, who):
    page = client_for(getattr(cast, who)).get(url(cast.rep))
    assert page.status_code == 200
    assert "Week 11 of Rhea Solbergh" in page.text
    assert "canary-of-the-rep" in page.text
    assert "<input name=" not in page.text


def test_they_see_the_figures_that_the_rep_sees(cast, client_for, logged):
    def figures(page):
        return [
            (row.activity_type.name, row.done, row.expected, row.mark, row.pace)
            for row in page.context["sheet"].rows
        ]

    own = client_for(cast.rep).get(reverse("activities:week"))
    theirs = client_for(cast.manager).get(url(cast.rep))
    assert figures(own) == figures(theirs)
    assert figures(own)[0][:4] == ("Calls", 71, 100, 60)


def test_the_mark_is_that_of_the_place_of_the_rep(cast, at, logged):
    cast.rep.time_zone = "Pacific/Auckland"
    cast.rep.save()
    with at(datetime(2026, 3, 12, 13, tzinfo=UTC), cast.manager) as client:
        page = client.get(url(cast.rep))
    assert page.context["sheet"].today == date(2026, 3, 13)
    assert page.context["sheet"].rows[0].mark == 80  # Thursday is over there


@pytest.mark.parametrize("who", STRANGERS)
def test_for_everybody_else_it_is_not_there(cast, client_for, logged, who):
    client = client_for(getattr(cast, who))
    assert client.get(url(cast.rep)).status_code == 404
    answer = client.get(fragment(cast.rep))
    assert (answer.status_code, answer.content) == (204, b"")
    assert logged not in Week.objects.visible_to(getattr(cast, who), TODAY)


def test_ones_own_leads_to_the_page_where_one_writes(cast, client_for, logged):
    answer = client_for(cast.rep).get(url(cast.rep))
    assert answer.headers["Location"] == "/week/2026-03-09/"


def test_nobody_and_days_that_are_no_monday_are_not_found(cast, client_for):
    client = client_for(cast.manager)
    assert client.get("/people/999999/week/2026-03-09/").status_code == 404
    assert client.get(f"/people/{'9' * 30}/week/2026-03-09/").status_code == 404
    assert client.get(url(cast.rep, TODAY)).status_code == 404
    assert client.get(fragment(cast.rep).replace(str(cast.rep.pk), "999999")).status_code == 204


def test_a_week_before_the_hire_says_so(cast, client_for):
    page = client_for(cast.manager).get(url(cast.rep, date(2019, 12, 30)))
    assert "began on 6 Jan 2020" in page.text


def test_an_empty_week_says_so(cast, client_for):
    page = client_for(cast.manager).get(url(cast.peer))
    assert "No weekly plan and nothing logged." in page.text


def test_it_is_read_only(cast, client_for):
    assert client_for(cast.manager).post(url(cast.rep)).status_code == 405


def test_the_fragment_has_the_last_weeks_in_short(cast, client_for, logged, calls):
    make_week(person=cast.rep, monday=LAST_MONDAY, entries={calls: [20] * 5}, submitted_at=NOW)
    page = client_for(cast.manager).get(fragment(cast.rep))
    this, last, *_ = page.context["weeks"]
    assert (this.planned, this.kept, this.logged_to) == (2, 2, TODAY)
    assert (last.planned, last.kept, last.behind) == (2, 1, 1)
    assert "Submitted" in page.text
    assert "to Wednesday" in page.text
    assert "Not submitted" in page.text  # the weeks before


def test_the_fragment_ends_with_the_week_of_the_hire(cast, client_for):
    cast.rep.hired_on = LAST_MONDAY + timedelta(days=3)
    cast.rep.save()
    weeks = client_for(cast.manager).get(fragment(cast.rep)).context["weeks"]
    assert [week.monday for week in weeks] == [MONDAY, LAST_MONDAY]


@pytest.mark.parametrize("number", [1, 30])
def test_it_asks_as_often_for_one_row_as_for_thirty(
    cast, client_for, number, django_assert_num_queries
):
    client = client_for(cast.manager)
    week = make_week(person=cast.rep, monday=MONDAY)
    for place in range(number):
        line = make_plan_line(person=cast.rep, position=place)
        week.entries.create(activity_type=line.activity_type, day=MONDAY, quantity=1)
    with django_assert_num_queries(QUERIES):
        client.get(url(cast.rep))


QUERIES = 12
