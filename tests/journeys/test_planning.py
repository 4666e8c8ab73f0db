"""From a revenue target to what is expected each week, in the draft, by keyboard and mouse."""

from datetime import date

import pytest

from activities.builders import make_standard_types
from expectations.builders import make_document
from expectations.models import ExpectedActivity, Planning, State
from people.builders import make_day_off
from sales.builders import make_deal, make_stages
from tests.cast import TODAY

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture
def draft(company):
    make_standard_types()
    make_stages()
    for number in range(30):
        make_deal(
            owner=company.rep, kind="won" if number < 20 else "lost", value=3_000,
            opened_on=TODAY, closed_on=TODAY,
        )  # fmt: skip
    make_day_off(day=date(2026, 4, 16))
    return make_document(
        person=company.rep, state=State.DRAFT,
        starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30),
    )  # fmt: skip


def enter(page, label: str, text: str) -> None:
    """Type into a field, leave it, and wait for the new result."""
    with page.expect_response(lambda answer: answer.url.endswith("/planning/")) as answer:
        page.get_by_label(label, exact=True).fill(text)
        page.keyboard.press("Tab")
    assert answer.value.status in (200, 422)


def test_a_target_becomes_weekly_quantities_of_the_draft(company, draft, window):
    page = window(company.manager)
    page.goto(draft.get_absolute_url())
    page.get_by_role("link", name="Work it out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("From the target to the week")
    # The target comes from the revenue standard; deal size and win rate are the rep's own.
    expect(page.get_by_label("Revenue target")).to_have_value("78,000")
    result = page.locator("#planning-result")
    expect(result).to_contain_text("66.7%, Rhea’s own")
    expect(result).to_contain_text("20 of 30, 95% range")
    expect(result).to_contain_text("1 holiday")

    for step, rate in (("1", "10"), ("2", "35"), ("3", "50")):
        enter(page, f"Entered rate of step {step}, percent", rate)
    expect(result).to_contain_text("78,000 USD are 26 deals of 3,000 USD, Rhea’s own.")
    enter(page, "Hours a week for them", "a few")
    expect(result).to_contain_text("Write a number in digits")
    hours = page.get_by_label("Hours a week for them")
    expect(hours).to_have_value("a few")
    expect(hours).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#planning-form #id_hours_error")).to_contain_text("Write a number")
    enter(page, "Hours a week for them", "10")
    expect(result).to_contain_text("hours and has 10:")
    expect(page.locator("#planning-form .field-error")).to_have_count(0)
    expect(page.locator("#planning-line")).to_contain_text("26 deals")
    enter(page, "Hours a week for them", "60")
    expect(result).to_contain_text("It fits.")
    assert Planning.objects.get().revision == 5

    # The difference is shown, one press puts it in, another takes it back.
    calls = result.get_by_role("row", name="Calls").last
    expect(calls).to_contain_text("60")
    expect(calls).to_contain_text("changes")
    result.get_by_role("button", name="Put these into the document").click()
    expect(page.locator("#planning-result")).to_contain_text("The draft says exactly this.")
    weekly = dict(
        ExpectedActivity.objects.filter(version=draft).values_list(
            "activity_type__name", "weekly_quantity"
        )
    )
    assert set(weekly) == {"Calls", "First meetings", "Proposals sent"}
    page.goto(draft.get_absolute_url())
    expect(page.locator("[data-lines=activity]")).to_contain_text("Proposals sent")
    page.goto(f"{draft.get_absolute_url()}?as=reader")
    expect(page.locator("#document")).to_contain_text("Worked out from 78,000 USD: 26 deals")


def test_without_script_the_same_form_works(company, draft, chromium, live_server):
    from tests.journeys.conftest import session_cookie

    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([session_cookie(company.manager, live_server.url)])
    page = context.new_page()
    page.goto(f"{draft.get_absolute_url()}planning/")
    for step, rate in (("1", "10"), ("2", "35"), ("3", "50")):
        page.get_by_label(f"Entered rate of step {step}, percent").fill(rate)
    page.get_by_label("Hours a week for them").press("Enter")
    expect(page.locator("#planning-result")).to_contain_text("26 deals")
    page.get_by_role("button", name="Take out step 3").click()
    expect(page.get_by_role("button", name="Take out step 4")).to_have_count(0)
    page.get_by_role("button", name="Put these into the document").click()
    expect(page.locator("#planning-result")).to_contain_text("The draft says exactly this.")
    context.close()
