"""POST /week/<monday>/entries/: cells are saved as they are typed, or say why not."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.builders import make_activity_type, make_week
from activities.models import Entry, Week
from activities.tests.conftest import LAST_MONDAY, MONDAY
from tests.cast import NOW

WEDNESDAY = date(2026, 3, 11)
URL = reverse("activities:entries", args=[MONDAY])
HTMX = {"HX-Request": "true"}


def cell(activity_type, typed, was="", day=WEDNESDAY):
    return {f"q-{activity_type.pk}-{day}": typed, f"w-{activity_type.pk}-{day}": was}


def logged():
    return {(entry.activity_type.name, entry.day): entry.quantity for entry in Entry.objects.all()}


def test_one_cell_is_saved_and_the_sums_come_back(rep, calls):
    answer = rep.post(URL, cell(calls, "12"), headers=HTMX)
    assert answer.status_code == 200
    assert logged() == {("Calls", WEDNESDAY): 12}
    assert f'id="done-{calls.pk}">12<' in answer.text
    assert "12 of 100 this week" in answer.text
    assert "saved 10:00" in answer.text


def test_the_plain_form_saves_the_whole_grid_and_leads_back(rep, calls, practice):
    data = {**cell(calls, "12"), **cell(calls, "", day=MONDAY), **cell(practice, "0,5")}
    answer = rep.post(f"{URL}?row=3", data)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/week/2026-03-09/?row=3"
    assert logged() == {("Calls", WEDNESDAY): 12, ("Practice", WEDNESDAY): Decimal("0.5")}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12", "12"), (" 12 ", "12"), ("0", "0"), ("0012", "12"), ("9999", "9999")],
)
def test_counts_as_people_type_them(rep, calls, typed, kept):
    rep.post(URL, cell(calls, typed), headers=HTMX)
    assert logged() == {("Calls", WEDNESDAY): Decimal(kept)}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0.5", "0.5"), ("0,5", "0.5"), (",25", "0.25"), (".5", "0.5"), ("24", "24")],
)
def test_hours_with_point_or_comma(rep, practice, typed, kept):
    rep.post(URL, cell(practice, typed), headers=HTMX)
    assert logged() == {("Practice", WEDNESDAY): Decimal(kept)}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("-1", "Less than nothing"),
        ("\u22121", "Less than nothing"),
        ("abc", "“abc” is no quantity"),
        ("1e9", "“1e9” is no quantity"),
        ("NaN", "is no quantity"),
        ("Infinity", "is no quantity"),
        ("1,000", "is no quantity"),
        ("1 000", "is no quantity"),
        ("12345678901234567890", "is no quantity"),
        ("\u0663", "is no quantity"),
        ("2.5", "whole numbers"),
        ("10000", "At most 9,999"),
        ("<b>7</b>", "is no quantity"),
        ("7" * 4000, "is no quantity"),
    ],
)
def test_a_bad_count_says_what_to_write_and_is_kept_as_typed(rep, calls, typed, says):
    answer = rep.post(URL, cell(calls, typed), headers=HTMX)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<b>7</b>" not in answer.text
    assert not Entry.objects.exists()


def test_a_day_has_24_hours(rep, practice):
    answer = rep.post(URL, cell(practice, "24.5"), headers=HTMX)
    assert (answer.status_code, "A day has 24 hours" in answer.text) == (422, True)


def test_with_one_bad_cell_the_plain_form_saves_nothing_and_keeps_all_of_it(rep, calls, practice):
    answer = rep.post(URL, {**cell(calls, "abc"), **cell(practice, "1")})
    assert answer.status_code == 422
    assert 'value="abc"' in answer.text
    assert 'value="1"' in answer.text
    assert not Entry.objects.exists()


def test_emptying_a_cell_takes_the_entry_away(rep, cast, calls):
    make_week(person=cast.rep, monday=MONDAY, entries={calls: [None, None, 12]})
    rep.post(URL, cell(calls, "", was="12"), headers=HTMX)
    assert logged() == {}


def test_emptying_an_imported_cell_brings_its_figure_back(rep, cast, calls):
    week = make_week(person=cast.rep, monday=MONDAY)
    week.entries.create(
        activity_type=calls, day=WEDNESDAY, quantity=20, imported_quantity=22, source="phone"
    )
    answer = rep.post(URL, cell(calls, "", was="20"), headers=HTMX)
    assert logged() == {("Calls", WEDNESDAY): 22}
    assert 'value="22"' in answer.text


def test_correcting_an_imported_cell_keeps_the_figure_of_its_source(rep, cast, calls):
    week = make_week(person=cast.rep, monday=MONDAY)
    week.entries.create(
        activity_type=calls, day=WEDNESDAY, quantity=22, imported_quantity=22, source="phone"
    )
    rep.post(URL, cell(calls, "25", was="22"), headers=HTMX)
    entry = Entry.objects.get()
    assert (entry.quantity, entry.imported_quantity, entry.source) == (25, 22, "phone")


def test_the_same_cell_sent_twice_is_one_change(rep, calls):
    for _ in range(2):
        assert rep.post(URL, cell(calls, "12"), headers=HTMX).status_code == 200
    assert logged() == {("Calls", WEDNESDAY): 12}


def test_two_windows_both_figures_are_shown_and_nothing_is_lost(rep, cast, calls):
    make_week(person=cast.rep, monday=MONDAY, entries={calls: [None, None, 14]})
    answer = rep.post(URL, cell(calls, "12", was="10"), headers=HTMX)
    assert answer.status_code == 409
    assert "Meanwhile this became 14" in answer.text
    assert 'value="12"' in answer.text
    assert f'name="w-{calls.pk}-2026-03-11" value="14"' in answer.text
    assert logged() == {("Calls", WEDNESDAY): 14}
    assert rep.post(URL, cell(calls, "12", was="14"), headers=HTMX).status_code == 200


def test_two_windows_with_the_plain_form(rep, cast, calls):
    make_week(person=cast.rep, monday=MONDAY, entries={calls: [None, None, 14]})
    answer = rep.post(URL, cell(calls, "12", was=""))
    assert answer.status_code == 409
    assert "Meanwhile this became 14" in answer.text


def test_a_submitted_week_is_not_changed_but_the_text_is_kept(rep, cast, calls):
    make_week(person=cast.rep, monday=MONDAY, entries={calls: [1]}, submitted_at=NOW)
    answer = rep.post(URL, cell(calls, "12"), headers=HTMX)
    assert answer.status_code == 409
    assert "Reopen it" in answer.text
    plain = rep.post(URL, cell(calls, "12"))
    assert (plain.status_code, "12" in plain.text) == (409, True)
    assert logged() == {("Calls", MONDAY): 1}


@pytest.mark.parametrize(
    ("monday", "day", "says"),
    [
        (date(2026, 3, 16), date(2026, 3, 16), "begins on Monday 16 March"),
        (date(2019, 12, 30), date(2019, 12, 30), "began on 6 Jan 2020"),
        (MONDAY, date(2026, 3, 16), "belongs to another week"),
    ],
)
def test_days_that_cannot_be_logged_say_so(rep, calls, monday, day, says):
    url = reverse("activities:entries", args=[monday])
    answer = rep.post(url, cell(calls, "1", day=day), headers=HTMX)
    assert answer.status_code == 422
    assert not Entry.objects.exists()
    plain = rep.post(url, cell(calls, "1", day=day))
    assert plain.status_code == 422
    if monday == day:
        assert says in answer.text
        assert says in plain.text


def test_a_day_before_the_hire_in_the_week_of_the_hire(rep, cast, calls):
    cast.rep.hired_on = date(2026, 3, 10)
    cast.rep.save()
    answer = rep.post(URL, cell(calls, "1", day=MONDAY), headers=HTMX)
    assert (answer.status_code, "began on 10 Mar 2026" in answer.text) == (422, True)
    assert rep.post(URL, cell(calls, "1"), headers=HTMX).status_code == 200


def test_an_activity_that_does_not_exist_is_not_found(rep):
    assert rep.post(URL, {"q-999-2026-03-11": "1"}, headers=HTMX).status_code == 404
    assert rep.post(URL, {f"q-{'9' * 18}-2026-03-11": "1"}, headers=HTMX).status_code == 404


def test_a_day_that_does_not_exist_is_not_found(rep, calls):
    assert rep.post(URL, {f"q-{calls.pk}-2026-02-30": "1"}, headers=HTMX).status_code == 404


def test_fields_that_are_no_cells_are_ignored(rep, calls):
    odd = {"q-": "1", "q--": "1", "x": "1", f"q-{calls.pk}-2026-03-11-": "1"}
    assert rep.post(URL, odd, headers=HTMX).status_code == 200
    assert not Entry.objects.exists()


def test_only_a_monday_names_a_week(rep, calls):
    url = reverse("activities:entries", args=[WEDNESDAY])
    assert rep.post(url, cell(calls, "1"), headers=HTMX).status_code == 404


def test_everybody_writes_their_own_week_only(rep, cast, calls, client_for):
    client_for(cast.manager).post(URL, cell(calls, "12"), headers=HTMX)
    assert list(Week.objects.values_list("person", flat=True)) == [cast.manager.pk]


def test_after_the_session_ended_the_script_is_told(client, calls):
    answer = client.post(URL, cell(calls, "12"), headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (401, "session-ended")


def test_it_cannot_be_read(rep):
    assert rep.get(URL).status_code == 405


def test_a_late_week_can_still_be_logged(rep, calls):
    url = reverse("activities:entries", args=[LAST_MONDAY])
    assert rep.post(url, cell(calls, "3", day=LAST_MONDAY), headers=HTMX).status_code == 200


def test_an_unplanned_activity_can_be_logged(rep):
    fairs = make_activity_type(name="Trade fairs")
    rep.post(URL, cell(fairs, "1"), headers=HTMX)
    assert logged() == {("Trade fairs", WEDNESDAY): 1}
