"""A manager drafts, the rep signs, logs a week against it, and both see where it stands."""

import re
from datetime import timedelta

import pytest

from activities.builders import make_standard_types
from activities.models import Entry, PlanLine
from expectations.builders import make_strategy
from expectations.models import DocumentVersion, State
from tests.cast import TODAY

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture
def types(transactional_db):
    return {each.name: each for each in make_standard_types()}


def write(page, label: str | re.Pattern, text: str, nth: int = 0) -> None:
    """Type into a field and wait until the page says that it is kept."""
    fields = page.locator("[data-field]").and_(page.get_by_label(label, exact=type(label) is str))
    field = fields.nth(nth)
    with page.expect_response(lambda answer: answer.url.endswith("/field/")) as answer:
        field.fill(text)
        field.blur()
    assert answer.value.status == 200, answer.value.text()


def add(page, name: str) -> None:
    with page.expect_response(lambda answer: answer.url.endswith("/lines/")) as answer:
        page.get_by_role("button", name=name, exact=True).first.click()
    assert answer.value.status == 200


def test_a_document_is_drafted_signed_and_worked_against(company, types, window):
    make_strategy(author=company.executive)
    manager, rep = window(company.manager), window(company.rep)

    # The manager begins a document for the rep, from the list.
    manager.goto("/documents/")
    manager.get_by_role("link", name=re.compile("Start with")).first.click()
    manager.goto(f"/documents/start/{company.rep.pk}/")
    manager.get_by_role("button", name="Begin the draft").click()
    expect(manager.get_by_role("heading", level=1)).to_contain_text("Expectations for")

    write(manager, "Position goal", "Win and keep small firms by finding out what they need.")
    add(manager, "Key result area")
    write(manager, "Key result area", "New revenue")
    write(manager, re.compile("^Weight of"), "100")
    write(
        manager,
        re.compile("^Standard: I will be satisfied"),
        "Revenue from won deals is at least 78,000 USD from January to March 2026.",
    )
    measure = manager.locator("details.measure").first
    if measure.get_attribute("open") is None:
        measure.locator("summary").click()
    write(manager, "Target", "78000")
    write(manager, "Unit", "USD")
    choose(manager, "Actual from", "value of won deals")
    manager.get_by_label("Add an activity").select_option(label="Calls")
    manager.locator("#new_weekly_quantity").fill("60")
    with manager.expect_response(lambda answer: answer.url.endswith("/lines/")):
        manager.get_by_role("button", name="Add", exact=True).click()

    # Nothing is typed twice: what is on the page is what is stored.
    manager.reload()
    expect(manager.get_by_label("Position goal")).to_have_value(re.compile("^Win and keep"))

    # Until it is shared the rep sees nothing of it.
    rep.goto("/documents/")
    expect(rep.get_by_text("Read and sign")).to_have_count(0)

    manager.get_by_role("button", name="Share with Rhea").click()
    expect(manager.get_by_role("button", name="Sign as Mila Trentham")).to_be_visible()

    # The rep reads and signs, then the manager.
    rep.goto("/documents/")
    rep.get_by_role("link", name="Read and sign").first.click()
    expect(rep.get_by_text("at least 78,000 USD").first).to_be_visible()
    rep.get_by_role("button", name="Sign as Rhea Solbergh").click()
    expect(rep.get_by_text("The other side is told")).to_be_visible()
    manager.reload()
    manager.get_by_role("button", name="Sign as Mila Trentham").click()
    expect(manager.get_by_text("Signed by both of you")).to_be_visible()

    version = DocumentVersion.objects.get(document__person=company.rep)
    assert version.state == State.ACTIVE
    assert PlanLine.objects.get(person=company.rep).weekly_quantity == 60

    # The rep logs today and tomorrow by keyboard. Signed on a Wednesday, three of this week's
    # five days are left: 36 of 60.
    rep.goto("/week/")
    calls = rep.get_by_role("row", name=re.compile("^Calls"))
    expect(calls).to_contain_text("36")
    today = calls.get_by_role("textbox").nth(2)
    today.focus()
    for typed in ("14", "9"):
        with rep.expect_response(lambda answer: answer.url.endswith("/entries/")):
            rep.keyboard.type(typed)
            rep.keyboard.press("Tab")
    entries = Entry.objects.filter(week__person=company.rep).values_list("day", "quantity")
    assert dict(entries) == {TODAY: 14, TODAY + timedelta(days=1): 9}
    expect(calls).to_contain_text("23")

    # Both see it: the rep at home, the manager on the rep's week.
    rep.goto("/")
    expect(rep.get_by_role("row", name=re.compile("^Calls"))).to_contain_text("23")
    manager.goto(f"/people/{company.rep.pk}/week/2026-03-09/")
    row = manager.get_by_role("row", name=re.compile("^Calls"))
    expect(row).to_contain_text("23")
    expect(row).to_contain_text("36")


def choose(page, label: str, option: str) -> None:
    with page.expect_response(lambda answer: answer.url.endswith("/field/")) as answer:
        page.locator("[data-field]").and_(page.get_by_label(label)).first.select_option(
            label=option
        )
    assert answer.value.status == 200
