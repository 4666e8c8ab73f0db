"""Two sides come to agree: comments and other words, an answer, marks, and both names under it."""

import re

import pytest

from expectations.builders import make_document
from expectations.models import AchievableMark, Comment, DocumentVersion, Standard, State

expect = pytest.importorskip("playwright.sync_api").expect

LINK = "Comment or propose other words"


def propose(page, text: str, label: str, value: str, why: str) -> None:
    """Propose another value for the line that says ``text``, in place."""
    line = page.locator(".standard", has_text=text)
    line.get_by_role("link", name=re.compile("^Comment")).click()
    form = page.locator("form.talk-form")
    form.get_by_label(re.compile(f"^{label}")).fill(value)
    form.get_by_label(re.compile("^Comment")).fill(why)
    form.get_by_role("button", name="Tell Mila").click()
    expect(page.get_by_text("Proposed. Mila answers.")).to_be_visible()


def test_from_other_words_to_two_signatures(company, window):
    version = make_document(person=company.rep, manager=company.manager, state=State.SHARED)
    manager, rep = window(company.manager), window(company.rep)

    # The rep comments on the position goal and proposes other words for two standards.
    rep.goto(version.get_absolute_url())
    rep.get_by_role("link", name=LINK).first.click()
    rep.locator("form.talk-form").get_by_label(re.compile("^Comment")).fill("Partners too?")
    rep.locator("form.talk-form").get_by_role("button", name="Tell Mila").click()
    expect(rep.get_by_text("Said. Mila is told.")).to_be_visible()
    propose(rep, "78,000 USD", "Target", "70000", "The fairs take two weeks.")
    propose(rep, "At least 60%", "Target", "50", "The list is colder.")
    expect(rep.get_by_text("Waits for an answer").first).to_be_visible()

    # The manager answers both on one page: one accepted, one declined with a word of why.
    manager.goto(version.get_absolute_url())
    manager.get_by_role("link", name="Answer", exact=True).click()
    accepted = manager.locator("section.answer", has_text="78,000")
    accepted.get_by_label(re.compile("^Accept")).check()
    declined = manager.locator("section.answer", has_text="60%")
    declined.get_by_label("Decline", exact=True).check()
    manager.get_by_role("button", name="Answer", exact=True).click()
    expect(manager.get_by_text("Say in a word why you decline.").first).to_be_visible()
    declined.get_by_label("A word of why").fill("It was 63% last quarter.")
    manager.get_by_role("button", name="Answer", exact=True).click()
    expect(manager.get_by_text("One proposal is in the draft.")).to_be_visible()
    assert Standard.objects.get(text__startswith="Revenue").target == 70_000

    # Shared again, the rep sees what is different and the answers.
    manager.get_by_role("button", name="Share with Rhea").click()
    expect(manager.get_by_role("button", name="Sign as Mila Trentham")).to_be_visible()
    rep.goto(version.get_absolute_url())
    expect(rep.get_by_text("Different from what was shared last")).to_be_visible()
    expect(rep.get_by_text("It was 63% last quarter.")).to_be_visible()

    # Both find the standards achievable, one of them not yet, and sign.
    line = rep.locator(".standard", has_text="At least 60%")
    line.locator("summary").click()
    line.get_by_label("What it would take").fill("A warmer list")
    line.get_by_role("button", name="Say not yet").click()
    for page, name in ((rep, "Rhea Solbergh"), (manager, "Mila Trentham")):
        page.goto(version.get_absolute_url())
        page.get_by_role("button", name="I find all of these achievable").click()
        expect(page.get_by_role("button", name="I find all of these achievable")).to_have_count(0)
        page.get_by_role("button", name=f"Sign as {name}").click()
    expect(manager.get_by_text("Signed by both of you")).to_be_visible()
    expect(manager.get_by_text("finds 1 of 4 standards not achievable yet")).to_be_visible()

    assert DocumentVersion.objects.get().state == State.ACTIVE
    assert Comment.objects.filter(verdict="declined").count() == 1
    assert AchievableMark.objects.filter(achievable=False).count() == 1
