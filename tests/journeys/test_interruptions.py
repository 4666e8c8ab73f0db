"""Two people in one document, and a session that ends while somebody types: nothing is lost."""

import pytest
from django.contrib.sessions.models import Session

from expectations.builders import make_document
from expectations.models import DocumentVersion

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture
def draft(company) -> DocumentVersion:
    return make_document(person=company.rep, state="draft")


def goal(page):
    return page.get_by_label("Position goal")


def type_goal(page, text: str):
    """Type, leave the field, and return what the server said to it."""
    with page.expect_response(lambda answer: answer.url.endswith("/field/")) as answer:
        goal(page).fill(text)
        goal(page).blur()
    return answer.value


def test_the_second_editor_sees_both_texts_and_chooses(company, draft, window):
    address = f"/documents/{draft.pk}/"
    desk, phone = window(company.manager), window(company.manager)
    desk.goto(address)
    phone.goto(address)

    assert type_goal(desk, "Written at the desk.").status == 200
    assert type_goal(phone, "Written on the phone.").status == 409

    conflict = phone.get_by_role("group", name="Two texts")
    expect(conflict).to_contain_text("Written at the desk.")
    expect(conflict).to_contain_text("Written on the phone.")
    draft.refresh_from_db()
    assert draft.position_goal == "Written at the desk."

    with phone.expect_response(lambda answer: answer.url.endswith("/field/")):
        conflict.get_by_role("button", name="Keep yours").click()
    expect(conflict).to_have_count(0)
    draft.refresh_from_db()
    assert draft.position_goal == "Written on the phone."


def test_what_was_typed_survives_the_end_of_the_session(company, draft, window):
    page = window(company.manager)
    page.goto(f"/documents/{draft.pk}/")
    Session.objects.all().delete()

    answer = type_goal(page, "Typed after the session had ended.")

    assert answer.status == 401
    expect(page.get_by_text("session").first).to_be_visible()
    expect(goal(page)).to_have_value("Typed after the session had ended.")

    # In another window the manager signs in again; the page sends what it kept.
    door = page.context.new_page()
    door.goto("/sign-in/")
    door.get_by_label("E-mail").fill(company.manager.email)
    door.get_by_label("Password", exact=True).fill("open-sesame-2026")
    door.get_by_role("button", name="Sign in").click()
    expect(door.get_by_role("heading", level=1)).to_be_visible()
    door.close()
    goal(page).fill("Typed after the session had ended, and kept.")
    goal(page).blur()
    expect(page.locator("#saved-line")).to_have_attribute("data-state", "saved")
    draft.refresh_from_db()
    assert draft.position_goal == "Typed after the session had ended, and kept."


def test_a_network_that_is_gone_for_a_moment_loses_nothing(company, draft, window, ears):
    page = window(company.manager)
    page.goto(f"/documents/{draft.pk}/")

    page.context.set_offline(True)
    goal(page).fill("Typed in a tunnel.")
    goal(page).blur()
    expect(page.locator("#saved-line")).not_to_have_attribute("data-state", "saved")
    page.context.set_offline(False)
    goal(page).focus()
    goal(page).press("End")
    goal(page).type(" And out again.")
    goal(page).blur()

    expect(page.locator("#saved-line")).to_have_attribute("data-state", "saved")
    draft.refresh_from_db()
    assert draft.position_goal == "Typed in a tunnel. And out again."
    ears.heard = [each for each in ears.heard if "ERR_INTERNET_DISCONNECTED" not in each]
