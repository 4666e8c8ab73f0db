"""/days-off/ and /people/<person>/days-away/: which days somebody works."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Event
from calc.periods import Period, quarter
from people.builders import make_away, make_day_off, make_team
from people.days import WorkingDays, working_days_of
from people.models import Away, DayOff
from tests.cast import TODAY

URL = reverse("people:days_off")
QUARTER = quarter(TODAY)


def away_url(person) -> str:
    return reverse("people:days_away", args=[person.pk])


def calendar():
    return [(each.day.isoformat(), each.name) for each in DayOff.objects.all()]


# --- the calendar --------------------------------------------------------------------------------
def test_everybody_reads_it_and_who_keeps_people_writes_it(cast, client_for):
    make_day_off(day=date(2026, 4, 6), name="Easter Monday")
    make_day_off(day=date(2027, 1, 1), name="New Year's Day")
    page = client_for(cast.rep).get(URL)
    assert "Easter Monday" in page.text
    assert "New Year" not in page.text
    assert "Add the days" not in page.text
    assert "New Year" in client_for(cast.rep).get(f"{URL}?year=2027").text
    assert client_for(cast.rep).post(URL, {"lines": "2026-05-01 May Day"}).status_code == 403
    assert "Add the days" in client_for(cast.administrator).get(URL).text


def test_a_pasted_list_is_read_however_it_is_written(hr):
    lines = "\n".join([
        "2026-01-01 New Year's Day", "6 Apr 2026, Easter Monday", "01.05.2026;May Day", "",
        "25 December 2026\tChristmas Day",
    ])  # fmt: skip
    for _ in range(2):
        assert hr.post(URL, {"lines": lines}).url == f"{URL}?year=2026"
    assert calendar() == [
        ("2026-01-01", "New Year's Day"), ("2026-04-06", "Easter Monday"),
        ("2026-05-01", "May Day"), ("2026-12-25", "Christmas Day"),
    ]  # fmt: skip
    assert Event.objects.filter(verb="people.day_off_set").count() == 4


def test_a_day_that_is_there_takes_the_other_name(hr):
    make_day_off(day=date(2026, 5, 1), name="May")
    hr.post(URL, {"lines": "2026-05-01 Labour Day"})
    assert calendar() == [("2026-05-01", "Labour Day")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "at least one day"),
        ("Christmas Day", "Line 1: Begin with the day, like 25 Dec 2026."),
        ("2026-02-30 Nothing", "Line 1: 2026-02-30 is no day of the calendar."),
        ("3000-01-01 Far", "between 1950 and 2100"),
        ("2026-12-25", "Write the name of the day"),
        ("2026-12-25 " + "x" * 121, "up to 120 characters"),
        ("2026-12-25 Christmas\n2026-12-25 Other", "Line 2: this day is there twice."),
        ("2026-12-25 A‮B", "cannot be seen"),
        ("2026-01-01 x\n" * 401, "at most 400 lines"),
    ],
)
def test_bad_lines_are_said_by_number_and_nothing_is_written(hr, line, says):
    page = hr.post(URL, {"lines": line})
    assert page.status_code == 422
    assert says in page.text
    assert line.split("\n")[0][:20] in page.text
    assert calendar() == []


def test_a_day_is_taken_out_and_can_be_written_again(hr):
    day = make_day_off(day=date(2026, 5, 1), name="May Day")
    page = hr.post(reverse("people:day_off_removal", args=[day.pk]), follow=True)
    assert "May Day is out of the calendar." in page.text
    assert calendar() == []
    assert "2026-05-01 May Day" in hr.get(f"{URL}?again=2026-05-01+May+Day").text
    assert hr.post(reverse("people:day_off_removal", args=[day.pk])).status_code == 404


def test_an_odd_year_shows_this_one(hr):
    for odd in ("", "x", "99999", "²²²²", "1066"):
        assert "Days off in 2026" in hr.get(URL, {"year": odd}).text


@pytest.mark.parametrize("number", [1, 30])
def test_it_asks_as_often_for_one_row_as_for_thirty(hr, number, django_assert_num_queries):
    for day in range(1, number + 1):
        make_day_off(day=date(2026, 4, day))
    with django_assert_num_queries(7):
        hr.get(URL)


# --- days away -----------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["rep", "manager", "director", "hr", "administrator"])
def test_the_person_and_who_leads_or_keeps_people_write_days_away(cast, client_for, who):
    browser = client_for(getattr(cast, who))
    days = {"starts_on": "2026-03-16", "ends_on": "2026-03-20"}
    for _ in range(2):
        assert browser.post(away_url(cast.rep), days).url == away_url(cast.rep)
    assert Away.objects.get().entered_by == getattr(cast, who)
    assert "16 to 20 March 2026" in browser.get(away_url(cast.rep)).text


@pytest.mark.parametrize("who", ["peer", "other_manager", "ex_manager", "compensation"])
def test_nobody_else_reads_or_writes_them(cast, client_for, who):
    away = make_away(person=cast.rep, starts_on=date(2026, 3, 16))
    browser = client_for(getattr(cast, who))
    assert browser.get(away_url(cast.rep)).status_code == 403
    assert browser.post(away_url(cast.rep), {}).status_code == 403
    removal = reverse("people:away_removal", args=[cast.rep.pk, away.pk])
    assert browser.post(removal).status_code == 403
    assert away_url(cast.rep) not in browser.get(cast.rep.get_absolute_url()).text
    assert Away.objects.count() == 1


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ("2026-03-20", "2026-03-16", "The last day is before the first."),
        ("2026-03-20", "2027-04-16", "more than a year"),
        ("", "2026-03-16", "Write a day like 28 Feb 2026."),
        ("2026-02-30", "2026-03-16", "no day of the calendar"),
    ],
)
def test_bad_days_are_said_and_nothing_is_written(cast, rep, start, end, says):
    page = rep.post(away_url(cast.rep), {"starts_on": start, "ends_on": end})
    assert page.status_code == 422
    assert says in page.text
    assert Away.objects.count() == 0


def test_days_away_are_taken_back_and_can_be_written_again(cast, rep, client_for):
    away = make_away(person=cast.rep, starts_on=date(2026, 3, 16))
    removal = reverse("people:away_removal", args=[cast.rep.pk, away.pk])
    page = rep.post(removal, follow=True)
    assert "taken back" in page.text
    assert Away.objects.count() == 0
    assert rep.post(removal).status_code == 404
    assert 'value="2026-03-16"' in rep.get(away_url(cast.rep) + "?from=2026-03-16").text


@pytest.mark.parametrize("number", [1, 30])
def test_the_days_away_ask_as_often_for_one_as_for_thirty(
    cast, rep, number, django_assert_num_queries
):
    for day in range(1, number + 1):
        make_away(person=cast.rep, starts_on=date(2026, 4, day))
    with django_assert_num_queries(7):
        rep.get(away_url(cast.rep))


# --- which days are left -------------------------------------------------------------------------
def test_a_quarter_without_anything_has_all_its_weekdays(cast):
    assert working_days_of(cast.rep, QUARTER) == WorkingDays(
        tuple(day for day in QUARTER.days() if day.weekday() < 5)
    )


def test_holidays_and_days_away_are_lost_once(cast):
    """1 January 2026 is a Thursday; 3 January a Saturday, which is nothing lost."""
    make_day_off(day=date(2026, 1, 1))
    make_day_off(day=date(2026, 1, 3))
    make_away(person=cast.rep, starts_on=date(2025, 12, 29), ends_on=date(2026, 1, 5))
    make_away(person=cast.rep, starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 6))
    make_away(person=cast.peer, starts_on=date(2026, 2, 2), ends_on=date(2026, 2, 6))
    found = working_days_of(cast.rep, QUARTER)
    # 64 weekdays, less the holiday, less Friday 2, Monday 5 and Tuesday 6 January.
    assert (found.holidays, found.away, len(found.days)) == (1, 3, 60)


def test_a_day_off_of_a_team_holds_for_its_parts_and_nobody_else(cast):
    region = make_team(name="Region")
    cast.north.parent = region
    cast.north.save()
    make_day_off(day=date(2026, 2, 2), team=region)
    make_day_off(day=date(2026, 2, 3), team=cast.south)
    assert working_days_of(cast.rep, QUARTER).holidays == 1
    assert date(2026, 2, 2) not in working_days_of(cast.rep, QUARTER).days
    assert date(2026, 2, 2) in working_days_of(cast.other_rep, QUARTER).days


def test_days_before_the_first_and_after_the_last_day_of_work_are_none(cast):
    cast.rep.hired_on, cast.rep.left_on = date(2026, 1, 12), date(2026, 3, 27)
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert working_days_of(cast.rep, january).outside == 7
    assert working_days_of(cast.rep, QUARTER).outside == 7 + 2


def test_a_circle_of_teams_ends(cast):
    region = make_team(name="Region", parent=cast.north)
    cast.north.parent = region
    cast.north.save()
    make_day_off(day=date(2026, 2, 2), team=region)
    assert working_days_of(cast.rep, QUARTER).holidays == 1


def test_days_that_are_over_are_told_apart_and_lose_nothing(cast):
    make_day_off(day=date(2026, 1, 1))
    make_away(person=cast.rep, starts_on=date(2026, 2, 27), ends_on=date(2026, 3, 2))
    found = working_days_of(cast.rep, QUARTER, since=date(2026, 3, 2))
    assert (found.holidays, found.away) == (0, 1)
    assert (len(found.days), found.days[0]) == (21, date(2026, 3, 3))
    assert found.passed[-1] == date(2026, 2, 26)
    assert found.whole == working_days_of(cast.rep, QUARTER).days


@pytest.mark.parametrize("team", [True, False])
def test_reading_them_takes_one_query(cast, team, django_assert_num_queries):
    make_day_off(day=date(2026, 2, 2), team=cast.south)
    make_day_off(day=date(2026, 2, 3), team=cast.north)
    if not team:
        cast.rep.team = None
    with django_assert_num_queries(1):
        assert working_days_of(cast.rep, QUARTER).holidays == int(team)
