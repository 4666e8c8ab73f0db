"""/: the first page of each role, and its sections."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.builders import make_activity_type, make_plan_line, make_week
from expectations.builders import make_acknowledgement, make_document, make_objective, make_strategy
from people.builders import make_person
from people.models import Role
from tests.cast import NOW, TODAY

MONDAY, LAST_MONDAY = date(2026, 3, 9), date(2026, 3, 2)


def section(key):
    return reverse("insights:home_section", args=[key])


def home(client):
    page = client.get("/")
    assert page.status_code == 200
    return page


def later(page):
    return [each.key for each in page.context["later"]]


@pytest.fixture
def plan(cast):
    make_week(person=cast.rep, monday=LAST_MONDAY, submitted_at=NOW)
    return make_plan_line(
        person=cast.rep, activity_type=make_activity_type(name="Calls"), weekly_quantity=100
    )


def test_the_date_is_the_title_and_one_line_says_where_in_the_quarter(cast, client_for):
    page = home(client_for(cast.rep))
    assert "Wednesday 11 March" in page.text
    assert "Week 11 of 2026 · working day 50 of 64 in the first quarter" in page.text


def test_a_rep_sees_standards_and_the_week(cast, client_for, plan):
    make_week(person=cast.rep, monday=MONDAY, entries={plan.activity_type: [22, 25]})
    make_document(person=cast.rep, state="active", manager=cast.manager)
    page = home(client_for(cast.rep))
    assert page.context["first"].key == "own"
    assert "This week" in page.text
    assert "Logged to Tuesday" in page.text
    assert page.context["own"].standards


def test_the_next_act_is_the_most_useful_one(cast, client_for, plan):
    client = client_for(cast.rep)
    assert home(client).context["next_step"].act == "Fill in today."
    version = make_document(person=cast.rep, state="shared", manager=cast.manager)
    step = home(client).context["next_step"]
    assert step.act.startswith("Read your expectations for")
    assert step.url == reverse("expectations:document", args=[version.pk])
    assert [todo.text for todo in home(client).context["todos"]][1] == "Fill in today"


def test_nothing_waits_and_it_says_when_something_will(cast, client_for, plan):
    make_week(person=cast.rep, monday=MONDAY, entries={plan.activity_type: [22, 25, 20]})
    step = home(client_for(cast.rep)).context["next_step"]
    assert (step.act, step.button) == ("Nothing waits for you.", "")
    assert "Friday 13 March" in step.why


def test_a_rep_without_expectations_is_led_on(cast, client_for):
    page = home(client_for(cast.peer))
    assert "No signed expectations yet." in page.text
    assert "No weekly plan yet." in page.text


def test_a_late_week_says_since_when(cast, client_for):
    make_plan_line(person=cast.peer, activity_type=make_activity_type())
    page = home(client_for(cast.peer))
    assert "since 6 Mar" in page.text
    assert page.context["next_step"].act == "Look over week 10 and submit it."


def test_a_manager_sees_each_direct_report_by_name(cast, client_for, plan):
    page = home(client_for(cast.manager))
    assert [line.person.name for line in page.context["lines"]] == [
        "Pavo Lindegren", "Rhea Solbergh",
    ]  # fmt: skip
    assert page.context["next_step"].button == "Start with Pavo"
    assert later(page) == []


def test_a_manager_with_expectations_of_their_own_sees_those_too(cast, client_for):
    make_document(person=cast.manager, state="active", manager=cast.director)
    assert later(home(client_for(cast.manager))) == ["own"]


@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("hr", "hr"),
        ("compensation", "pay"),
        ("executive", "company"),
        ("administrator", "system"),
        ("manager", "people"),
        ("director", "people"),
        ("rep", "own"),
    ],
)
def test_each_role_has_its_own_first_section(cast, client_for, who, first):
    assert home(client_for(getattr(cast, who))).context["first"].key == first


def test_somebody_with_several_roles_sees_the_sections_of_each(cast, client_for):
    cast.manager.role_grants.create(role=Role.HR, granted_at=NOW)
    cast.manager.role_grants.create(role=Role.COMPENSATION, granted_at=NOW)
    page = home(client_for(cast.manager))
    assert [page.context["first"].key, *later(page)] == ["people", "hr", "pay"]
    assert f'hx-get="{section("pay")}"' in page.text


def test_a_section_is_a_fragment_for_the_page_and_a_page_by_itself(cast, client_for):
    client = client_for(cast.hr)
    assert "<html" not in client.get(section("hr"), headers={"HX-Request": "true"}).text
    assert "<html" in client.get(section("hr")).text


@pytest.mark.parametrize("key", ["hr", "pay", "company", "system", "people", "nonsense"])
def test_sections_of_others_are_not_there(cast, client_for, key):
    client = client_for(cast.rep)
    assert client.get(section(key)).status_code == 404
    assert client.post(section("own")).status_code == 405


def test_hr_sees_who_is_without_expectations_and_no_draft(cast, client_for):
    make_document(person=cast.rep, state="active", manager=cast.manager)
    make_document(person=cast.peer, state="shared", manager=cast.manager)
    make_document(person=cast.other_rep, state="draft", manager=cast.other_manager)
    hr = home(client_for(cast.hr)).context["hr"]
    assert (hr.coverage.signed, hr.coverage.shared) == (1, 1)
    assert cast.other_rep in hr.without
    assert cast.rep not in hr.without
    assert cast.deactivated not in hr.without


def test_an_executive_begins_with_the_strategy_then_objectives(cast, client_for):
    client = client_for(cast.executive)
    assert home(client).context["next_step"].button == "Write the strategy"
    edition = make_strategy(author=cast.executive)
    assert home(client).context["next_step"].button == "Read the strategy"
    make_acknowledgement(strategy=edition, person=cast.executive)
    assert home(client).context["next_step"].button == "Set an objective"
    make_objective(owner=cast.executive)
    assert home(client).context["next_step"].button == "Start with Ada"


def test_a_manager_is_led_to_the_first_person_without_expectations(cast, client_for):
    make_document(person=cast.peer, state="shared", manager=cast.manager)
    page = home(client_for(cast.manager))
    step = page.context["next_step"]
    assert (step.button, step.why) == ("Start with Rhea", "Nothing is agreed yet.")
    assert step.url == reverse("expectations:start", args=[cast.rep.pk])
    assert len(page.context["todos"]) == 1
    make_document(person=cast.rep, state="draft", manager=cast.manager)
    assert home(client_for(cast.manager)).context["next_step"].button == "Open the draft"


def test_hr_is_led_to_who_has_nothing(cast, client_for):
    step = home(client_for(cast.hr)).context["next_step"]
    assert step.url == reverse("expectations:coverage") + "?show=none"


def test_an_empty_company_is_led_to_bring_in_people(db, frozen_day, client_for):
    alone = make_person(roles=(Role.ADMINISTRATOR,))
    step = home(client_for(alone)).context["next_step"]
    assert (step.button, step.url) == ("Import people", reverse("imports:imports"))


def test_compensation_without_deals_is_led_to_bring_them_in(cast, client_for):
    assert home(client_for(cast.compensation)).context["next_step"].button == "Import deals"


def test_strangers_sign_in_first(client):
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("number", [1, 30])
def test_a_manager_of_30_asks_as_often_as_one_of_one(
    cast, client_for, number, django_assert_num_queries
):
    calls = make_activity_type(name="Calls")
    for _ in range(number):
        person = make_person(manager=cast.other_manager)
        make_document(person=person, state="active", manager=cast.other_manager)
        make_plan_line(person=person, activity_type=calls)
        make_week(person=person, monday=MONDAY, entries={calls: [Decimal(1)]})
    client = client_for(cast.other_manager)
    with django_assert_num_queries(MANAGER_QUERIES):
        page = client.get("/")
    assert len(page.context["lines"]) == number + 1
    assert TODAY - timedelta(days=2) == MONDAY


MANAGER_QUERIES = 14
