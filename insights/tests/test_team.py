"""/team/: the figures of the people somebody leads, by name, and the same rows as files."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from activities.builders import make_activity_type, make_plan_line, make_week
from calc.money import Money
from expectations.builders import AreaSpec, Content, make_document
from people.builders import make_person, make_team
from sales.builders import make_deal
from tests.cast import NOW

URL = "/team/"
MONDAY, LAST_MONDAY = date(2026, 3, 9), date(2026, 3, 2)


def names(page):
    return [line.person.name for line in page.context["lines"]]


def won(owner, minor, closed=date(2026, 2, 10), **fields):
    return make_deal(
        owner=owner, kind="won", closed_on=closed, value=Decimal(minor) / 100, **fields
    )


def with_target(person, target, manager):
    standard = {
        "text": "Revenue from won deals.", "target": Decimal(target), "unit": "USD",
        "actual_from": "won_value",
    }  # fmt: skip
    return make_document(
        person=person, state="active", manager=manager,
        starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31),
        content=Content(areas=(AreaSpec("New revenue", 100, (standard,)),)),
    )  # fmt: skip


def test_a_manager_sees_the_people_led_directly_by_name(cast, client_for):
    page = client_for(cast.manager).get(URL)
    assert names(page) == ["Pavo Lindegren", "Rhea Solbergh"]
    assert "sorted by name, not a ranking" in page.text


def test_a_director_chooses_between_direct_reports_and_everybody_under_them(cast, client_for):
    client = client_for(cast.director)
    assert names(client.get(URL)) == ["Elke Sandovar", "Mila Trentham"]
    assert "Rhea Solbergh" in names(client.get(URL, {"of": "under"}))
    assert "Suri Halvorsund" not in names(client.get(URL, {"of": "under"}))


def test_an_executive_chooses_everybody_or_a_team(cast, client_for):
    client = client_for(cast.executive)
    assert "Suri Halvorsund" in names(client.get(URL, {"of": "all"}))
    assert names(client.get(URL, {"of": f"team-{cast.north.pk}"})) == [
        "Mila Trentham", "Pavo Lindegren", "Rhea Solbergh",
    ]  # fmt: skip


@pytest.mark.parametrize("asked", ["all", "team-999", "nonsense", "team-"])
def test_what_is_not_theirs_to_choose_shows_the_usual_people(cast, client_for, asked):
    assert names(client_for(cast.manager).get(URL, {"of": asked})) == [
        "Pavo Lindegren", "Rhea Solbergh",
    ]  # fmt: skip


def test_a_team_of_others_is_not_a_choice(cast, client_for):
    make_team(name="West")
    page = client_for(cast.manager).get(URL, {"of": f"team-{cast.south.pk}"})
    assert [choice.key for choice in page.context["roster"].choices] == [
        "direct", f"team-{cast.north.pk}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "who", ["rep", "peer", "ex_manager", "hr", "compensation", "administrator"]
)
@pytest.mark.parametrize("url", ["/team/", "/team/team.csv", "/team/team.xlsx"])
def test_it_is_for_who_leads(cast, client_for, who, url):
    assert client_for(getattr(cast, who)).get(url).status_code == 403


def test_won_stands_beside_what_is_expected_and_the_target(cast, client_for):
    with_target(cast.rep, 6400, cast.manager)
    won(cast.rep, 450_000)
    won(cast.rep, 999_900, closed=date(2025, 12, 31))
    line = client_for(cast.manager).get(URL).context["lines"][1]
    assert line.won.value == Money(450_000, "USD")
    assert line.won.expected == Money(500_000, "USD")  # 50 of 64 working days
    assert line.won.target == Money(640_000, "USD")
    assert line.won.pace.status == "behind"
    assert line.drawn.so_far[-1] == Decimal(4500)
    assert line.drawn.should[-1] == Decimal(5000)


def test_the_total_judges_only_those_who_have_a_target(cast, client_for):
    with_target(cast.rep, 6400, cast.manager)
    won(cast.rep, 500_000)
    won(cast.peer, 9_000_000)
    page = client_for(cast.manager).get(URL)
    total = page.context["total"]
    assert (total.value, total.aimed) == (Money(9_500_000, "USD"), Money(500_000, "USD"))
    assert (total.pace.status, total.with_target, total.people) == ("on_track", 1, 2)
    assert "5,000 of 6,400 USD won; 5,000 expected by now" in page.text
    assert "1 of 2 have a target; pace counts those" in page.text


def test_two_currencies_are_never_added(cast, client_for):
    won(cast.rep, 500_000)
    make_deal(owner=cast.peer, kind="won", closed_on=date(2026, 2, 10), value=7, currency="EUR")
    assert client_for(cast.manager).get(URL).context["total"] is None


def test_few_decided_deals_are_no_rate(cast, client_for):
    won(cast.rep, 100)
    page = client_for(cast.manager).get(URL)
    assert page.context["lines"][1].rate.too_few
    assert "too few" in page.text


def test_weeks_stand_beside_it_for_who_leads_and_for_nobody_else(cast, client_for):
    calls = make_activity_type(name="Calls")
    make_plan_line(person=cast.rep, activity_type=calls, weekly_quantity=10)
    make_week(person=cast.rep, monday=LAST_MONDAY, entries={calls: [5]}, submitted_at=NOW)
    line = client_for(cast.manager).get(URL).context["lines"][1]
    assert line.weeks[-2].share == Decimal("0.5")
    outsider = make_person(name="Xenia Ashbourne-Vale", roles=("executive",))
    page = client_for(outsider).get(URL, {"of": f"team-{cast.north.pk}"})
    assert {each.weeks for each in page.context["lines"]} == {None}


def test_a_draft_is_shown_to_its_manager_only(cast, client_for):
    make_document(person=cast.rep, state="draft", manager=cast.manager)
    mine = client_for(cast.manager).get(URL).context["lines"][1]
    above = client_for(cast.director).get(URL, {"of": "under"}).context["lines"]
    assert mine.paper.status == "draft"
    assert {line.paper.status for line in above} == {"no_data"}


def test_the_files_have_everybody_chosen(cast, client_for):
    with_target(cast.rep, 6400, cast.manager)
    won(cast.rep, 450_000)
    client = client_for(cast.manager)
    text = b"".join(client.get("/team/team.csv").streaming_content).decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()] == [
        "Person", "Pavo Lindegren", "Rhea Solbergh",
    ]  # fmt: skip
    assert "4500.00" in text
    book = load_workbook(BytesIO(b"".join(client.get("/team/team.xlsx").streaming_content)))
    assert [row[0].value for row in book.active.rows] == [
        "Person", "Pavo Lindegren", "Rhea Solbergh",
    ]  # fmt: skip


def test_a_name_that_looks_like_a_formula_is_harmless_in_a_file(cast, client_for):
    make_person(name="=cmd|' /C calc'!A0", manager=cast.manager)
    text = b"".join(client_for(cast.manager).get("/team/team.csv").streaming_content).decode()
    assert "'=cmd" in text


def test_twenty_a_page_and_odd_pages_are_the_nearest(cast, client_for):
    for place in range(30):
        make_person(name=f"Person {place:02}", manager=cast.other_manager)
    client = client_for(cast.other_manager)
    assert len(names(client.get(URL))) == 20
    assert len(names(client.get(URL, {"page": "2"}))) == 11
    assert len(names(client.get(URL, {"page": "99"}))) == 11
    assert len(names(client.get(URL, {"page": "x"}))) == 20


@pytest.mark.parametrize("number", [1, 30])
def test_it_asks_as_often_for_one_person_as_for_thirty(
    cast, client_for, number, django_assert_num_queries
):
    calls = make_activity_type(name="Calls")
    for _ in range(number):
        person = make_person(manager=cast.other_manager)
        with_target(person, 1000, cast.other_manager)
        won(person, 100)
        make_plan_line(person=person, activity_type=calls)
        make_week(person=person, monday=MONDAY, entries={calls: [Decimal(1)]})
    client = client_for(cast.other_manager)
    with django_assert_num_queries(QUERIES):
        client.get(URL)


QUERIES = 15


def test_acts_are_refused(cast, client_for):
    assert client_for(cast.manager).post(URL).status_code == 405
