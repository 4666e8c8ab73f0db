"""/week/ and /week/<monday>/: the page on which one writes the week."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.builders import make_activity_type, make_plan_line, make_plan_skill, make_week
from activities.tests.conftest import LAST_MONDAY, MONDAY
from tests.cast import NOW

URL = reverse("activities:week")


def url(monday) -> str:
    return reverse("activities:week_of", args=[monday])


def rows(response):
    return {row.activity_type.name: row for row in response.context["sheet"].rows}


def test_it_shows_the_plan_as_rows_with_what_each_serves(rep):
    page = rep.get(URL)
    assert page.status_code == 200
    assert [row.activity_type.name for row in page.context["sheet"].rows] == ["Calls", "Practice"]
    assert "Week 11" in page.text
    assert "New revenue" in page.text
    assert "Practice, hours" in page.text


def test_it_has_five_days_and_marks_today(rep):
    sheet = rep.get(URL).context["sheet"]
    assert [day.day for day in sheet.days] == [9, 10, 11, 12, 13]


def test_done_stands_beside_expected_with_the_pace(rep, cast, calls, practice):
    make_week(person=cast.rep, monday=MONDAY, entries={calls: [22, 25, 24], practice: ["0.5"]})
    page = rep.get(URL)
    row = rows(page)["Calls"]
    assert (row.done, row.expected, row.mark, row.pace.status) == (71, 100, 60, "ahead")
    assert rows(page)["Practice"].pace.status == "on_track"


def test_before_anything_is_logged_today_yesterday_evening_counts(rep, cast, calls):
    make_week(person=cast.rep, monday=MONDAY, entries={calls: [22, 18]})
    page = rep.get(URL)
    assert rows(page)["Calls"].mark == 40
    assert "Mark: Tuesday evening" in page.text


def test_once_today_is_logged_this_evening_counts(rep, cast, calls):
    make_week(person=cast.rep, monday=MONDAY, entries={calls: [22, 18, 3]})
    page = rep.get(URL)
    assert (rows(page)["Calls"].mark, rows(page)["Calls"].pace.status) == (60, "behind")
    assert "Mark: this evening" in page.text


def test_on_an_empty_monday_nothing_is_judged(cast, at, plan):
    with at(datetime(2026, 3, 9, 8, tzinfo=UTC), cast.rep) as client:
        page = client.get(URL)
    assert rows(page)["Calls"].pace.status == "no_data"
    assert "Nothing expected yet" in page.text


def test_a_week_that_is_over_counts_as_a_whole(rep, cast, calls, practice):
    make_week(
        person=cast.rep, monday=LAST_MONDAY, entries={calls: [20] * 5, practice: [1]},
        submitted_at=NOW,
    )  # fmt: skip
    page = rep.get(url(LAST_MONDAY))
    assert (rows(page)["Calls"].pace.status, rows(page)["Calls"].mark) == ("met", None)
    assert rows(page)["Practice"].pace.status == "on_track"  # within one hour


def test_last_week_and_ten_weeks_stand_beside_it(rep, cast, calls):
    make_week(person=cast.rep, monday=LAST_MONDAY, entries={calls: [20] * 5})
    make_week(person=cast.rep, monday=MONDAY - timedelta(weeks=9), entries={calls: [7]})
    make_week(person=cast.rep, monday=MONDAY - timedelta(weeks=10), entries={calls: [99]})
    row = rows(rep.get(URL))["Calls"]
    assert row.last_week == 100
    assert row.past == (7, *[None] * 7, 100, None)


def test_a_week_without_this_activity_was_a_week_with_none_of_it(rep, cast, practice):
    make_week(person=cast.rep, monday=LAST_MONDAY, entries={practice: [1]})
    assert rows(rep.get(URL))["Calls"].last_week == 0


def test_what_is_not_planned_has_a_row_once_it_is_logged(rep, cast):
    fairs = make_activity_type(name="Trade fairs", position=9)
    make_week(person=cast.rep, monday=MONDAY, entries={fairs: [1]})
    page = rep.get(URL)
    assert list(rows(page)) == ["Calls", "Practice", "Trade fairs"]
    assert rows(page)["Trade fairs"].expected is None
    assert "Not planned" in page.text


def test_a_row_can_be_added_for_what_is_not_planned(rep):
    fairs = make_activity_type(name="Trade fairs")
    page = rep.get(URL, {"row": fairs.pk})
    assert list(rows(page)) == ["Calls", "Practice", "Trade fairs"]
    assert fairs not in page.context["sheet"].free_types


def test_archived_types_and_nonsense_are_not_added(rep):
    gone = make_activity_type(name="Faxes", archived_at=NOW)
    page = rep.get(URL, {"row": [gone.pk, "x", "-1", "9" * 30, "²"]})
    assert list(rows(page)) == ["Calls", "Practice"]
    assert "Faxes" not in page.text


def test_the_weekend_appears_on_demand_and_when_something_was_logged_there(rep, cast, calls):
    assert len(rep.get(URL).context["sheet"].days) == 5
    assert len(rep.get(URL, {"weekend": "1"}).context["sheet"].days) == 7
    make_week(person=cast.rep, monday=MONDAY, entries={calls: [1, 1, 1, 1, 1, 4]})
    assert len(rep.get(URL).context["sheet"].days) == 7


def test_an_imported_cell_is_marked_and_says_what_its_source_said(rep, cast, calls):
    week = make_week(person=cast.rep, monday=MONDAY)
    week.entries.create(
        activity_type=calls, day=MONDAY, quantity=20, imported_quantity=22, source="phone system"
    )
    page = rep.get(URL)
    assert "phone system says 22" in page.text
    assert "the imported figure is kept beside yours" in page.text


def test_the_skills_of_the_plan_are_offered(rep, cast):
    make_plan_skill(person=cast.rep, name="Asking discovery questions", level_now=2, level_needed=3)
    make_plan_skill(person=cast.peer, name="Somebody else's skill")
    for back in range(1, 4):
        make_week(
            person=cast.rep, monday=MONDAY - timedelta(weeks=back),
            skill_practised="Asking discovery questions",
        )  # fmt: skip
    make_week(person=cast.rep, monday=MONDAY, skill_practised="asking discovery questions")
    page = rep.get(URL)
    assert "Named in 4 of the last 10 weeks" in page.text
    assert "2, needs 3" in page.text
    assert "Somebody else" not in page.text


def test_it_says_who_reads_the_line(rep):
    assert "read by Mila and those above" in rep.get(URL).text


# --- the one thing to do next -------------------------------------------------------------------


def test_next_is_the_first_day_without_anything(rep, cast, calls):
    make_week(person=cast.rep, monday=MONDAY, entries={calls: [5]})
    page = rep.get(URL)
    assert page.context["next_step"].act == "Fill in Tuesday."
    assert f"day=2026-03-10#q-{calls.pk}-2026-03-10" in page.context["next_step"].url


def test_next_is_today_when_the_days_before_are_there(rep, cast, calls):
    make_week(person=cast.rep, monday=MONDAY, entries={calls: [5, 0]})
    assert rep.get(URL).context["next_step"].act == "Fill in today."


def test_nothing_waits_when_today_is_there_and_it_is_not_friday(rep, cast, calls):
    make_week(person=cast.rep, monday=MONDAY, entries={calls: [5, 0, 0]})
    step = rep.get(URL).context["next_step"]
    assert (step.act, step.button) == ("Nothing waits for you.", "")
    assert "Friday 13 March" in step.why


def test_a_full_week_asks_to_be_submitted(rep, cast, calls):
    make_week(person=cast.rep, monday=LAST_MONDAY, entries={calls: [5] * 5})
    step = rep.get(url(LAST_MONDAY)).context["next_step"]
    assert (step.act, step.post) == ("Submit the week.", True)
    assert "2 activities are behind" in step.why


def test_without_a_plan_it_says_whom_to_ask_and_still_lets_one_log(cast, client_for, calls):
    page = client_for(cast.peer).get(URL)
    assert page.context["next_step"].act == ("Ask Mila Trentham what is expected of you each week.")
    assert "Add a row" in page.text
    assert calls in page.context["sheet"].free_types


def test_without_any_activity_type_it_says_who_writes_the_list(cast, client_for):
    assert "human resources or an administrator writes it" in client_for(cast.peer).get(URL).text


# --- which weeks there are ----------------------------------------------------------------------


def test_another_weekday_leads_to_its_monday(rep):
    assert rep.get(url(date(2026, 3, 12))).headers["Location"] == url(MONDAY)


@pytest.mark.parametrize("bad", ["2026-02-30", "1999-01-04", "2026-3-9", "9999-12-31", "monday"])
def test_a_day_that_does_not_exist_is_not_found(rep, bad):
    assert rep.get(f"/week/{bad}/").status_code == 404


def test_a_future_week_says_when_it_begins(rep):
    page = rep.get(url(date(2026, 3, 16)))
    assert page.status_code == 200
    assert "This week begins on Monday 16 March" in page.text
    assert "<table" not in page.text


def test_a_week_before_the_hire_says_so(rep):
    assert "Rhea Solbergh began on 6 Jan 2020" in rep.get(url(date(2019, 12, 30))).text


def test_the_week_of_the_last_day_is_there(cast, at, plan):
    cast.rep.left_on = date(2026, 3, 31)
    cast.rep.save()
    with at(datetime(2026, 3, 31, 8, tzinfo=UTC), cast.rep) as client:
        page = client.get(URL)
    assert rows(page)["Calls"].expected == 40


def test_the_last_week_of_a_long_year_has_number_53(rep):
    page = rep.get(url(date(2020, 12, 28)))
    assert "Week 53" in page.text
    assert "28 December 2020 to 1 January 2021" in page.text
    assert page.context["following"] == date(2021, 1, 4)


def test_previous_and_next_lead_to_weeks_that_can_be_logged(rep):
    page = rep.get(URL)
    assert (page.context["previous"], page.context["following"]) == (LAST_MONDAY, None)
    first = rep.get(url(date(2020, 1, 6)))
    assert (first.context["previous"], first.context["following"]) == (None, date(2020, 1, 13))


# --- plans that change, weeks that are short ------------------------------------------------------


def test_a_plan_that_changes_on_wednesday_counts_day_by_day(cast, client_for, calls):
    tuesday = date(2026, 3, 10)
    make_plan_line(person=cast.rep, activity_type=calls, weekly_quantity=100, ends_on=tuesday)
    make_plan_line(
        person=cast.rep, activity_type=calls, weekly_quantity=50, starts_on=date(2026, 3, 11),
        serves="Now this",
    )  # fmt: skip
    (row,) = client_for(cast.rep).get(URL).context["sheet"].rows
    assert (row.expected, row.serves) == (70, "Now this")


def test_a_week_begun_on_thursday_expects_two_days(cast, client_for, calls, plan):
    cast.rep.hired_on = date(2026, 3, 5)
    cast.rep.save()
    page = client_for(cast.rep).get(url(LAST_MONDAY))
    assert rows(page)["Calls"].expected == 40


# --- zones ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "moment", "week"),
    [
        ("Pacific/Auckland", datetime(2026, 3, 15, 12, tzinfo=UTC), 12),  # Monday 01:00 there
        ("Pacific/Honolulu", datetime(2026, 3, 16, 9, tzinfo=UTC), 11),  # Sunday 23:00 there
        ("UTC", datetime(2026, 3, 15, 23, 59, tzinfo=UTC), 11),
    ],
)
def test_the_week_is_that_of_the_place_where_one_is(cast, at, plan, zone, moment, week):
    cast.rep.time_zone = zone
    cast.rep.save()
    with at(moment, cast.rep) as client:
        assert client.get(URL).context["sheet"].number == week


# --- budget ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 30])
def test_it_asks_as_often_for_one_row_as_for_thirty(
    cast, client_for, number, django_assert_num_queries
):
    client = client_for(cast.rep)
    for place in range(number):
        line = make_plan_line(person=cast.rep, position=place)
        for back in range(3):
            monday = MONDAY - timedelta(weeks=back)
            week = cast.rep.weeks.filter(monday=monday).first()
            week = week or make_week(person=cast.rep, monday=monday)
            week.entries.create(activity_type=line.activity_type, day=monday, quantity=Decimal(1))
    with django_assert_num_queries(QUERIES):
        client.get(URL)


QUERIES = 13
