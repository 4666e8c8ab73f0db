"""/trace/: from a value down to this week's log and back up, and where a link is missing."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.builders import make_activity_type, make_week
from expectations.builders import (
    ActivitySpec,
    AreaSpec,
    Content,
    make_document,
    make_objective,
    make_strategy,
)
from expectations.models import Standard
from expectations.queries.trace import loose, of_activity, of_everything, of_objective
from people.builders import make_person
from tests.cast import TODAY

URL = reverse("expectations:trace")


def standard(text, **more):
    return {"text": text, "target": Decimal(9), "unit": "deals", **more}


@pytest.fixture
def calls(cast):
    return make_activity_type(name="Calls")


@pytest.fixture
def chain(cast, calls):
    """Value, company and team objective, area, standard, calls, this week."""
    edition = make_strategy(author=cast.executive)
    company = make_objective(owner=cast.executive, title="Company wins")
    team = make_objective(owner=cast.manager, team=cast.north, title="North wins", parent=company)
    version = make_document(
        person=cast.rep,
        content=Content(
            areas=(
                AreaSpec("Revenue", 60, (standard("Nine deals are won.", objective=team),)),
                AreaSpec("Learning", 40, (standard("Two calls are heard."),)),
            ),
            activities=(
                ActivitySpec(calls, Decimal(60), 0),
                ActivitySpec(make_activity_type(name="Errands"), Decimal(2), None),
            ),
        ),
    )
    make_week(person=cast.rep, monday=date(2026, 3, 9), entries={calls: [11, 12]})
    rows = {row.text: row for row in Standard.objects.all()}
    return {"edition": edition, "company": company, "team": team, "version": version, **rows}


def address(chain, focus, calls):
    return {
        "value": ("trace_value", [chain["edition"].pk, 1]),
        "objective": ("trace_objective", [chain["company"].pk]),
        "standard": ("trace_standard", [chain["version"].pk, chain["Nine deals are won."].line]),
        "activity": ("trace_activity", [calls.pk]),
    }[focus]


@pytest.mark.parametrize("focus", ["value", "objective", "standard", "activity"])
def test_from_each_point_the_whole_chain_is_there(rep, chain, calls, focus):
    name, args = address(chain, focus, calls)
    text = rep.get(reverse(f"expectations:{name}", args=args)).text
    for words in (
        "Keep every promise", "North wins", "Revenue", "Nine deals are won.", "Calls", "23 of 60",
    ):  # fmt: skip
        assert words in text
    assert "Two calls are heard." not in text


def test_the_objectives_above_stand_first(cast, chain, calls):
    titles = [row.title for row in of_activity(calls, cast.rep, TODAY).objectives]
    assert titles == ["Company wins", "North wins"]


def test_the_company_stands_before_a_team_that_serves_nothing(cast, rep, chain):
    apart = make_objective(owner=cast.manager, team=cast.north, title="All alone")
    titles = [row.title for row in of_everything(cast.rep, TODAY).objectives]
    assert titles.index("Company wins") < titles.index(apart.title)


def test_a_part_of_a_team_stands_below_it_whatever_its_name(cast, chain):
    part = make_objective(owner=cast.manager, team=cast.south, title="A part", parent=chain["team"])
    titles = [row.title for row in of_objective(part, cast.manager, TODAY).objectives]
    assert titles == ["Company wins", "North wins", "A part"]


def test_a_standard_that_serves_nothing_says_so(rep, chain):
    line = chain["Two calls are heard."].line
    answer = rep.get(reverse("expectations:trace_standard", args=[chain["version"].pk, line]))
    assert "1 standard below serves no objective." in answer.text
    assert "No activity serves these key result areas." in answer.text


def test_an_objective_that_nothing_serves_says_so(cast, manager):
    empty = make_objective(owner=cast.manager, team=cast.north)
    answer = manager.get(reverse("expectations:trace_objective", args=[empty.pk]))
    assert "No standard in force serves it." in answer.text


def test_others_see_neither_the_standard_nor_the_week(cast, client_for, chain, calls):
    text = client_for(cast.peer).get(
        reverse("expectations:trace_objective", args=[chain["team"].pk])
    ).text  # fmt: skip
    assert ("Nine deals" in text, "23 of 60" in text) == (False, False)
    hr = client_for(cast.hr).get(
        reverse("expectations:trace_objective", args=[chain["team"].pk])
    ).text  # fmt: skip
    assert ("Nine deals" in hr, "23 of 60" in hr) == (True, False)
    assert "The week of 1 person is not yours to read." in hr


def test_a_value_that_is_not_there_is_not_there(rep, chain):
    for place in (0, 99):
        url = reverse("expectations:trace_value", args=[chain["edition"].pk, place])
        assert rep.get(url).status_code == 404


def test_what_is_not_shown_is_not_called_missing(cast, client_for, chain, calls):
    for name, args in (
        ("trace_objective", [chain["company"].pk]),
        ("trace_activity", [calls.pk]),
        ("trace_value", [chain["edition"].pk, 1]),
    ):
        url = reverse(f"expectations:{name}", args=args)
        text = client_for(cast.peer).get(url).text
        assert "none is shown to you" in text
        assert "Missing" not in text
    rows = loose(cast.peer, TODAY).objectives
    assert "North wins" not in [row.title for row in rows]


class TestMissing:
    def test_each_kind_is_counted_and_opens_its_rows(self, cast, rep, chain):
        answer = rep.get(URL)
        assert {key: n for key, _words, n in answer.context["counts"]} == {
            "standards": 1, "activities": 1, "objectives": 0,
        }  # fmt: skip
        assert "Two calls are heard." in rep.get(f"{URL}?missing=standards").text
        assert "Errands" in rep.get(f"{URL}?missing=activities").text
        assert "Nothing of this kind." in rep.get(f"{URL}?missing=objectives").text

    def test_an_objective_nobody_serves(self, cast, chain):
        make_objective(owner=cast.executive, title="Forgotten")
        make_objective(owner=cast.executive, title="Over", ends_on=date(2026, 2, 1))
        assert [row.title for row in loose(cast.executive, TODAY).objectives] == ["Forgotten"]

    @pytest.mark.parametrize(
        ("query", "n"),
        [("q=heard", 1), ("q=rhea two", 1), ("q=learning", 1), ("q=nobody", 0),
         ("q=errands&missing=activities", 1), ("q=heard&missing=activities", 0)],
    )  # fmt: skip
    def test_a_search_narrows_rows_and_counts(self, rep, chain, query, n):
        answer = rep.get(f"{URL}?{query}")
        assert answer.context["listing"].total == n
        kind = answer.context["kind"]
        assert {key: count for key, _words, count in answer.context["counts"]}[kind] == n

    def test_nothing_found_is_not_nothing_missing(self, rep, chain):
        answer = rep.get(f"{URL}?q=nobody")
        assert "Nothing of this kind fits the words." in answer.text
        assert "Nothing hangs in the air." not in answer.text

    def test_nothing_missing_is_said(self, rep):
        assert "Nothing hangs in the air." in rep.get(URL).text

    @pytest.mark.parametrize("query", ["?missing=x", "?sort=x", "?page=99", "?sort=-what"])
    def test_what_makes_no_sense_asks_for_nothing(self, rep, chain, query):
        assert rep.get(URL + query).status_code == 200

    @pytest.mark.parametrize("number", [1, 30])
    def test_it_asks_the_same_number_of_times(
        self, cast, manager, number, django_assert_num_queries
    ):
        for _each in range(number):
            make_document(person=make_person(manager=cast.manager))
        manager.get(URL)
        with django_assert_num_queries(10):
            assert manager.get(URL).context["listing"].total == number * 4


@pytest.mark.parametrize("number", [1, 30])
def test_a_trace_asks_the_same_number_of_times(
    cast, manager, chain, number, django_assert_num_queries
):
    for _each in range(number):
        served = standard("More are won.", objective=chain["team"])
        make_document(
            person=make_person(manager=cast.manager),
            content=Content(areas=(AreaSpec("Revenue", 100, (served,)),)),
        )
    url = reverse("expectations:trace_objective", args=[chain["company"].pk])
    manager.get(url)
    with django_assert_num_queries(14):
        assert manager.get(url).status_code == 200
    assert of_objective(chain["company"], cast.manager, TODAY).total == number + 1
