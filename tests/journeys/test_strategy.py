"""An executive drafts and asks, a rep comments, the executive answers and publishes, the rep
confirms having read it.
"""

import pytest

from expectations.models import Acknowledgement, CommentAnswer, Strategy

expect = pytest.importorskip("playwright.sync_api").expect


def test_a_strategy_is_asked_about_published_and_read(company, window):
    executive, rep = window(company.executive), window(company.rep)

    # The executive drafts the first edition, in force from today.
    executive.goto("/strategy/")
    executive.get_by_role("button", name="Begin the first edition").click()
    executive.get_by_label("Vision").fill("Small firms call us first.")
    executive.get_by_label("Mission").fill("We ask before we show.")
    executive.get_by_label("In force from").fill("11 Mar 2026")
    executive.locator("#id_values-0-name").fill("Keep every promise")
    executive.locator("#id_values-0-shows").fill("Says by when")
    executive.get_by_role("button", name="Save the draft").click()

    # Nobody else sees it until they are asked.
    draft = Strategy.objects.get()
    rep.goto("/strategy/")
    expect(rep.get_by_text("Small firms call us first.")).to_have_count(0)
    executive.get_by_role("link", name="Ask what others think").click()
    executive.get_by_label("What you would like to know").fill("Is the mission plain?")
    executive.get_by_role("button", name="Open the round").click()
    expect(executive.get_by_role("heading", level=1)).to_contain_text("next strategy")

    # The rep finds it at home and comments on the mission.
    rep.goto("/")
    rep.get_by_role("link", name="Read the draft").first.click()
    expect(rep.get_by_text("Is the mission plain?")).to_be_visible()
    mission = rep.locator("#mission")
    mission.locator("summary").click()
    expect(mission.get_by_text("Executives read it with your name.")).to_be_visible()
    mission.get_by_label("Your comment").fill("Ask what?")
    mission.get_by_role("button", name="Send the comment").click()
    expect(rep.locator("#mission").get_by_text("Waiting for an answer")).to_be_visible()

    # The executive answers, closes the round and publishes.
    executive.reload()
    expect(executive.get_by_role("link", name="Answer Rhea Solbergh")).to_be_visible()
    executive.get_by_role("link", name="Answer Rhea Solbergh").click()
    executive.get_by_label("Taken in", exact=True).check()
    executive.get_by_label("Your answer").fill("It says what now.")
    executive.get_by_role("button", name="Save the answer").click()
    expect(executive.get_by_text("It says what now.")).to_be_visible()
    executive.get_by_role("button", name="Close the round").click()
    executive.get_by_role("link", name="The draft").click()
    executive.get_by_role("button", name="Publish from").click()
    expect(executive.get_by_text("Published. It never changes again.")).to_be_visible()
    assert CommentAnswer.objects.get().taken_in

    # The rep reads the answer, then the strategy, and confirms.
    rep.reload()
    expect(rep.get_by_text("It says what now.")).to_be_visible()
    rep.goto("/")
    rep.get_by_role("link", name="Read the strategy").first.click()
    rep.get_by_role("button", name="I have read vision, mission and values").click()
    expect(rep.get_by_text("You confirmed")).to_be_visible()
    assert Acknowledgement.objects.get(strategy=draft).person == company.rep
