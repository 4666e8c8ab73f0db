"""The week in a real browser: by keyboard alone, with a thumb, in two windows, with bad figures."""

from datetime import date

import pytest

from activities.builders import make_activity_type, make_plan_line
from activities.models import Entry, Week

expect = pytest.importorskip("playwright.sync_api").expect
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def types(company):
    calls, meetings = (
        make_activity_type(name="Calls"),
        make_activity_type(name="Meetings", position=1),
    )
    make_plan_line(person=company.rep, activity_type=calls, weekly_quantity=100)
    make_plan_line(person=company.rep, activity_type=meetings, weekly_quantity=10, position=1)
    return calls, meetings


def cell(page, activity_type, day):
    return page.locator(f"#q-{activity_type.pk}-2026-03-{day:02}")


def saved(page):
    expect(page.locator("#week-saved")).to_have_attribute("data-state", "saved")


def test_a_week_is_filled_by_keyboard_alone_and_counts_at_once(company, types, window):
    calls, meetings = types
    page = window(company.rep)
    page.goto("/week/")
    cell(page, calls, 9).focus()
    for figures in (("22", "3"), ("25", "2"), ("24", "4")):  # Enter goes down, then to the next day
        for figure in figures:
            page.keyboard.type(figure)
            page.keyboard.press("Enter")
    expect(page.locator(f"#done-{calls.pk}")).to_have_text("71")
    expect(page.locator(f"#done-{meetings.pk}")).to_have_text("9")
    expect(page.locator(f"#pace-{calls.pk}")).to_have_text("Ahead")
    expect(page.locator(".next")).to_contain_text("Nothing waits for you")
    expect(cell(page, calls, 12)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, meetings, 11)).to_be_focused()
    assert Entry.objects.filter(week__person=company.rep).count() == 6


def test_a_bad_figure_stays_in_its_cell_with_the_reason(company, types, window):
    calls, _meetings = types
    page = window(company.rep)
    page.goto("/week/")
    cell(page, calls, 9).fill("abc")
    page.keyboard.press("Tab")
    expect(page.locator(".day .field-error")).to_contain_text("Write a number like 12")
    expect(cell(page, calls, 9)).to_have_value("abc")
    assert not Entry.objects.exists()
    cell(page, calls, 9).fill("12")
    page.keyboard.press("Tab")
    expect(page.locator(".day .field-error")).to_have_count(0)
    expect(page.locator(f"#done-{calls.pk}")).to_have_text("12")


def test_after_a_figure_is_saved_the_week_can_be_submitted(company, types, window):
    calls, meetings = types
    page = window(company.rep)
    page.goto("/week/2026-03-02/")
    for day in range(2, 7):
        for each in (calls, meetings):
            cell(page, each, day).fill("22")
    page.keyboard.press("Enter")
    saved(page)
    page.get_by_role("button", name="Submit week 10").click()
    expect(page.get_by_role("button", name="Reopen to correct")).to_be_visible()


def test_two_windows_show_both_figures(company, types, window):
    calls, _meetings = types
    one, other = window(company.rep), window(company.rep)
    one.goto("/week/")
    other.goto("/week/")
    cell(one, calls, 9).fill("14")
    one.keyboard.press("Tab")
    expect(one.locator(f"#done-{calls.pk}")).to_have_text("14")
    cell(other, calls, 9).fill("12")
    other.keyboard.press("Tab")
    expect(other.locator(".day .field-error")).to_contain_text("Meanwhile this became 14")
    expect(cell(other, calls, 9)).to_have_value("12")
    cell(other, calls, 9).fill("13")
    other.keyboard.press("Tab")
    expect(other.locator(f"#done-{calls.pk}")).to_have_text("13")


def test_on_a_phone_a_thumb_fills_one_day(company, types, window):
    calls, _meetings = types
    page = window(company.rep, viewport=PHONE)
    page.goto("/week/")
    more = page.get_by_role("button", name="Calls, Wednesday 11: more")
    for _ in range(3):
        more.click()
    page.get_by_role("button", name="Calls, Wednesday 11: less").click()
    expect(page.locator(f"#sum-{calls.pk}")).to_have_text("2 of 100 this week")
    assert more.bounding_box()["height"] >= 44
    page.get_by_role("link", name="Mon 9").click()
    expect(cell(page, calls, 9)).to_be_visible()
    expect(cell(page, calls, 11)).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_line_on_the_week_is_kept_as_it_is_written(company, types, window):
    page = window(company.rep)
    page.goto("/week/")
    page.get_by_role("textbox", name="One line on the week").fill("Two deals hang on one buyer.")
    expect(page.locator("#week-saved")).to_contain_text("saved")
    expect(page.locator("#week-saved")).to_contain_text("all changes kept")
    assert Week.objects.get().reflection == "Two deals hang on one buyer."
    assert Week.objects.get().monday == date(2026, 3, 9)
