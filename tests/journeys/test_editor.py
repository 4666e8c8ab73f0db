"""Writing a document in the browser: no character is lost, whatever goes wrong."""

import re

import pytest

from expectations.builders import make_document
from expectations.models import DocumentVersion, KeyResultArea, Standard, State

expect = pytest.importorskip("playwright.sync_api").expect
GOAL = "[name='document..position_goal']"
SAVED = re.compile(r"saved \d\d:\d\d:\d\d")


@pytest.fixture
def draft(company) -> DocumentVersion:
    return make_document(person=company.rep, state=State.DRAFT)


@pytest.fixture
def editor(company, draft, window):
    page = window(company.manager)
    page.goto(draft.get_absolute_url())
    return page


def saved(page) -> None:
    expect(page.locator("#saved-line")).to_have_text(SAVED)


def goal(draft) -> str:
    draft.refresh_from_db()
    return draft.position_goal


def type_into(page, selector, text) -> None:
    page.locator("#saved-line [data-saved-text]").evaluate("node => { node.textContent = '' }")
    page.fill(selector, text)


def test_what_is_typed_is_saved_by_itself_and_findings_follow(editor, draft):
    type_into(editor, GOAL, "Win small firms.")
    saved(editor)
    assert goal(draft) == "Win small firms."
    weight = editor.locator("[data-weight]").first
    weight.fill("50")
    expect(editor.locator("[data-part=weights]")).to_have_text("Weights add up to 110%")
    expect(editor.locator(".next")).to_contain_text("Settle one finding.")
    expect(editor.locator("[data-part=sharing]")).to_contain_text("one finding first")
    weight.fill("33.33")
    weight.blur()
    expect(editor.locator(".area-problems").first).to_contain_text("whole numbers from 0 to 100")
    expect(weight).to_have_value("33.33")
    weight.fill("40")
    weight.blur()
    expect(editor.locator("[data-part=sharing]")).to_contain_text("Share with Rhea")
    expect(editor.locator("[data-part=sharing] form")).to_be_visible()


def test_two_tabs_show_both_texts_and_one_chooses(editor, draft, company, window):
    other = editor.context.new_page()
    other.goto(draft.get_absolute_url())
    type_into(other, GOAL, "From the other tab.")
    saved(other)
    editor.fill(GOAL, "From this tab.")
    block = editor.locator("[data-problem-for='document..position_goal']")
    expect(block).to_contain_text("From the other tab.")
    expect(block).to_contain_text("From this tab.")
    assert goal(draft) == "From the other tab."
    type_into(editor, GOAL, "From this tab, and on.")  # nothing is sent before one chooses
    block.get_by_text("Both, I will edit").click()
    saved(editor)
    assert goal(draft) == "From this tab, and on.\nFrom the other tab."


def test_without_a_connection_the_text_stays_and_is_sent_later(editor, draft):
    editor.context.set_offline(True)
    editor.fill(GOAL, "Typed on the train.")
    expect(editor.locator("#saved-line")).to_have_text(re.compile("No connection"))
    editor.fill(GOAL, "Typed on the train, in two parts.")
    editor.context.set_offline(False)
    saved(editor)
    assert goal(draft) == "Typed on the train, in two parts."


def test_an_answer_that_never_comes_is_no_conflict_with_oneself(editor, draft):
    """The first text arrives, its answer is lost; the second text replaces the first."""
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    editor.route("**/field/", lose)
    editor.fill(GOAL, "First text.")
    expect(editor.locator("#saved-line")).to_have_text(re.compile("No connection"))
    assert goal(draft) == "First text."
    editor.fill(GOAL, "First text, continued.")
    saved(editor)
    assert goal(draft) == "First text, continued."


def test_a_late_answer_does_not_take_back_newer_text(editor, draft):
    asked = []

    def hold_the_first(route):
        asked.append(route)
        if len(asked) > 1:
            route.continue_()

    editor.route("**/field/", hold_the_first)
    editor.fill(GOAL, "Old")
    editor.wait_for_timeout(1200)
    editor.fill(GOAL, "Old and new")
    editor.wait_for_timeout(1200)
    assert len(asked) == 1  # one text of a field is on its way at a time
    asked[0].continue_()
    expect(editor.locator(GOAL)).to_have_value("Old and new")
    editor.locator(GOAL).blur()
    saved(editor)
    editor.wait_for_timeout(500)
    assert goal(draft) == "Old and new"


def test_when_the_session_ends_the_text_stays_until_one_is_back(editor, draft, company, window):
    cookies = editor.context.cookies()
    editor.context.clear_cookies()
    editor.fill(GOAL, "Typed after the session ended.")
    expect(editor.locator("#saved-line")).to_have_text(re.compile("Your session has ended"))
    expect(editor.locator(".messages")).to_contain_text("Sign in again")
    editor.context.add_cookies(cookies)
    editor.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(editor)
    assert goal(draft) == "Typed after the session ended."


def test_lines_are_added_taken_out_put_back_and_moved_by_keyboard(editor, draft):
    editor.locator("[data-act=add][data-kind=area]").click()
    expect(editor.locator(".area-title")).to_have_count(5)
    editor.keyboard.type("Referrals")
    saved(editor)
    handle = editor.locator(".area > .area-head > .drag").last
    handle.focus()
    editor.keyboard.press("ArrowUp")
    titles = ["New revenue", "Win rate and pipeline", "Existing customers", "Referrals", "Learning"]
    expect(editor.locator(".area-title").nth(3)).to_have_value("Referrals")
    expect(editor.locator(".area-number")).to_have_text(["1", "2", "3", "4", "5"])
    editor.locator(".area-head [data-act=remove]").nth(3).click()
    gap = editor.locator("[data-gap]")
    expect(gap).to_contain_text("“Referrals” is taken out.")
    gap.get_by_text("Put it back").click()
    expect(editor.locator(".area-title").nth(3)).to_have_value("Referrals")
    editor.reload()
    stored = KeyResultArea.objects.filter(version=draft).values_list("title", flat=True)
    assert list(stored) == titles


PASTED = "[name^='standard.'][name$='.text'] >> nth=0"


def paste(page, text) -> None:
    """As the browser does it: the text arrives, and the field hears of the paste."""
    page.locator(PASTED).evaluate(
        """(field, text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text", text);
          field.focus();
          field.select();
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
          document.execCommand("insertText", false, text);
        }""",
        text,
    )


def test_pasted_lines_become_standards_in_one_press(editor, draft):
    texts = Standard.objects.filter(key_result_area__version=draft)
    paste(editor, "- First.\n- Second.\n\n- Third 🎉")
    saved(editor)
    offer = editor.locator("[data-pasted]:visible")
    expect(offer).to_contain_text("3 lines are in this text")
    assert texts.first().text.count("\n") == 3  # kept as it was pasted
    offer.get_by_role("button", name="One standard for each line").click()
    area = editor.locator(".area").first
    expect(area.locator(".standard")).to_have_count(3)
    expect(editor.locator(PASTED)).to_have_value("First.")
    expect(offer).to_have_count(0)
    stored = texts.filter(key_result_area=draft.key_result_areas.first())
    assert [each.text for each in stored] == ["First.", "Second.", "Third 🎉"]
    area.locator(".standard [data-act=remove]").last.click()  # each can be taken out and put back
    expect(area.locator("[data-gap]")).to_contain_text("is taken out")


def test_a_paste_of_two_hundred_lines_says_what_fits_and_loses_nothing(editor, draft):
    paste(editor, "\n".join(f"Line {number} has a few words." for number in range(200)))
    offer = editor.locator("[data-pasted]:visible")
    expect(offer).to_contain_text("200 lines are in this text. As standards of their own 57 fit")
    expect(
        editor.locator(".area-problems, [data-problem-for]").get_by_text("fit here")
    ).to_have_count(1)
    offer.get_by_role("button", name="One standard for each line").click()
    expect(editor.locator(".standard")).to_have_count(60)
    left = editor.locator(PASTED).input_value().split("\n")
    assert (len(left), left[0], left[1]) == (
        144, "Line 0 has a few words.", "Line 57 has a few words.",
    )  # fmt: skip


def test_aims_and_behaviours_are_written_moved_and_taken_out_by_keyboard(editor, draft):
    editor.locator("[data-act=add][data-kind=aim]").click()
    aims = editor.locator("[data-lines=aim] > li")
    expect(aims).to_have_count(2)
    editor.keyboard.type("Hold a pricing talk")
    saved(editor)
    aims.last.locator(".drag").focus()
    editor.keyboard.press("ArrowUp")
    titles = editor.locator("[name^='aim.'][name$='.title']")
    expect(titles.first).to_have_value("Hold a pricing talk")
    saved(editor)
    assert draft.development_aims.first().title == "Hold a pricing talk"
    aims.first.locator("[data-act=remove]").press("Enter")
    gap = editor.locator("[data-lines=aim] [data-gap]")
    expect(gap).to_contain_text("“Hold a pricing talk” is taken out.")
    gap.get_by_role("button", name="Put it back").press("Enter")
    expect(titles.first).to_have_value("Hold a pricing talk")
    behaviour = "[name^='behaviour.'][name$='.looks_like']"
    other = editor.context.new_page()  # the same line in a second tab
    other.goto(draft.get_absolute_url())
    type_into(other, behaviour, "From the other tab.")
    saved(other)
    editor.fill(behaviour, "From this tab.")
    expect(editor.get_by_role("group", name="Two texts")).to_contain_text("From the other tab.")
    editor.get_by_role("button", name="Keep yours").click()
    saved(editor)
    assert draft.marked_behaviours.get().looks_like == "From this tab."


def test_the_measures_of_a_share_and_a_milestone_wait_for_the_connection(editor, draft):
    standard = Standard.objects.get(key_result_area__version=draft, unit="reviews")
    measure = editor.locator(f"#standard-{standard.line} .measure")
    measure.locator("summary").click()
    name = f"[name='standard.{standard.line}.%s']"
    editor.locator(name % "figure").select_option("ratio")
    saved(editor)
    editor.context.set_offline(True)
    editor.fill(name % "part", "answers within a day")
    editor.fill(name % "whole", "requests")
    expect(editor.locator("#saved-line")).to_have_attribute("data-state", "offline")
    editor.context.set_offline(False)
    expect(editor.locator("#saved-line")).to_have_attribute("data-state", "saved")
    standard.refresh_from_db()
    assert (standard.figure, standard.part, standard.whole) == (
        "ratio", "answers within a day", "requests",
    )  # fmt: skip
    editor.locator(name % "comparison").select_option("milestone")
    saved(editor)
    editor.locator(".area [name$='.kind']").first.select_option("learning")
    expect(editor.locator("#saved-line")).to_have_attribute("data-state", "saved")
    editor.reload()
    expect(editor.locator(name % "comparison")).to_have_value("milestone")


def test_sharing_sends_what_is_still_on_its_way_first(editor, draft):
    editor.fill(GOAL, "The last words before sharing.")
    editor.get_by_role("button", name="Share with Rhea").click()
    expect(editor.locator(".messages")).to_contain_text("Shared with Rhea.")
    expect(editor.locator("main")).to_contain_text("The last words before sharing.")
    draft.refresh_from_db()
    assert (draft.state, draft.position_goal) == (State.SHARED, "The last words before sharing.")


def test_it_works_without_script(chromium, live_server, company, draft, ears):
    from tests.journeys.conftest import session_cookie

    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([session_cookie(company.manager, live_server.url)])
    page = context.new_page()
    ears.listen_to(page)
    page.goto(draft.get_absolute_url())
    page.fill(GOAL, "Written without script.")
    page.get_by_role("button", name="Key result area", exact=True).click()
    expect(page.locator(".area-title")).to_have_count(5)
    expect(page.locator(GOAL)).to_have_value("Written without script.")
    page.locator(".area-title").last.fill("Referrals")
    page.locator("[name^='aim.'][name$='.known_when']").fill("The committee says so")
    page.locator("[name^='standard.'][name$='.text']").first.fill("One line.\nAnother line.")
    page.get_by_role("button", name="Up", exact=True).last.wait_for()
    page.get_by_role("button", name="Save everything").click()
    expect(page.locator(".messages")).to_contain_text("Saved.")
    assert draft.key_result_areas.last().title == "Referrals"
    assert draft.development_aims.get().known_when == "The committee says so"
    first = Standard.objects.filter(key_result_area__version=draft).first()
    assert first.text.splitlines() == ["One line.", "Another line."]  # kept whole
    page.locator("[name=act][value^='remove:aim:']").click()
    expect(page.locator("main")).to_contain_text("is taken out.")
    context.close()


def test_the_check_proposes_words_that_can_be_taken_and_given_back(editor, draft):
    mine = "Improve GTX Plus Pro sales significantly."
    standard = editor.locator(".standard").first
    text = standard.locator("textarea").first
    standard.locator("summary").filter(has_text="Measure").click()
    standard.locator("[name$='.target']").fill("")
    text.fill(mine)
    expect(standard.locator(".letters .fails")).to_have_count(3)
    standard.get_by_role("button", name="Use this wording").click()
    expect(text).to_have_value("Increase GTX Plus Pro sales from … to … by 31 Mar 2026.")
    text.press("Control+z")
    expect(text).to_have_value(mine)
    text.press("Control+Shift+z")
    expect(standard.locator("[data-mine]")).to_contain_text(mine)
    standard.get_by_role("button", name="Put mine back").click()
    expect(text).to_have_value(mine)
    saved(editor)
    assert Standard.objects.filter(key_result_area__version=draft, text=mine).exists()


def test_ones_own_words_are_kept_with_a_reason(editor, draft):
    standard = editor.locator(".standard").first
    keep = standard.get_by_text("Keep mine, say why")
    expect(keep).to_be_hidden()
    standard.locator("textarea").first.fill("Never lose a deal.")
    expect(standard.locator(".letters .fails")).to_have_count(1)
    keep.click()
    reason = standard.get_by_label("Kept as worded because")
    expect(reason).to_be_focused()
    reason.fill("Each of them is a key account.")
    expect(standard.locator(".standard-check")).to_contain_text("Kept as worded: Each of them")
    expect(reason).to_be_focused()
    kept = Standard.objects.get(key_result_area__version=draft, text="Never lose a deal.")
    assert kept.kept_because == "Each of them is a key account."
