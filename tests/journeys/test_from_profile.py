"""From a role profile to a shared document, by keyboard alone, in minutes."""

import time

import pytest

from activities.builders import make_standard_types
from expectations.actions.ready import add_ready
from expectations.builders import make_strategy
from expectations.models import DocumentVersion, State
from tests.cast import NOW
from tests.journeys.test_keyboard import focused, tab_to

expect = pytest.importorskip("playwright.sync_api").expect
FIVE_MINUTES = 300  # seconds


def tab_to_link(page, address: str, most: int = 60) -> None:
    """Press Tab until the focus is on the link to an address."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == address:
            return
    raise AssertionError(f"{address} cannot be reached with {most} tabs")


def test_a_manager_drafts_from_a_role_profile_and_shares(company, window):
    make_strategy(author=company.executive)
    make_standard_types()
    add_ready(actor=None, now=NOW)
    company.rep.title = "Account executive"
    company.rep.save()
    page = window(company.manager)
    began = time.monotonic()

    page.goto("/documents/")
    tab_to_link(page, f"/documents/start/{company.rep.pk}/")
    page.keyboard.press("Enter")

    # The profile that fits the job title is suggested, says so, and can be left.
    expect(page.get_by_text("suggested: the job title says “Account executive”")).to_be_visible()
    tab_to(page, "Begin the draft")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Expectations for")
    expect(page.get_by_text("100 of 100")).to_be_visible()

    # What is different for this person is typed in its place and is kept by itself.
    tab_to(page, "Key result area", most=60)
    page.keyboard.press("End")
    with page.expect_response(lambda answer: answer.url.endswith("/field/")) as kept:
        page.keyboard.type(" in the north")
        page.keyboard.press("Tab")
    assert kept.value.status == 200

    # Back to the head of the page, and share.
    share = f"Share with {company.rep.first_name}"
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if focused(page) == share:
            break
    assert focused(page) == share
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version 1, shared")).to_be_visible()

    took = time.monotonic() - began
    print(f"from a role profile to shared: {took:.1f} s")  # noqa: T201 the figure it is for
    assert took < FIVE_MINUTES
    version = DocumentVersion.objects.get()
    assert version.state == State.SHARED
    assert version.begun_from.profile.name == "Account executive"
    assert version.key_result_areas.filter(title__endswith="in the north").count() == 1
