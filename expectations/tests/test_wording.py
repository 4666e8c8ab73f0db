"""POST /documents/<id>/wording/: the whole page at once, for browsers without script."""

import uuid

from expectations.models import RemovedLine
from expectations.tests.conftest import field_of, first_area, first_standard, url, words_now

GOAL = "document..position_goal"


def texts(browser, version) -> dict[str, str]:
    """What the plain form sends: every field of the page."""
    editor = browser.get(url("document", version)).context["editor"]
    return {**editor.sheet.texts(), "seen": editor.seen}


def test_it_saves_every_field_at_once(manager, draft):
    area, standard = first_area(draft), first_standard(draft)
    body = texts(manager, draft) | {
        GOAL: "Win firms.",
        field_of(area, "weight"): "45",
        field_of(standard, "due_on"): "28 Feb 2026",
    }
    answer = manager.post(url("wording", draft), body, follow=True)
    assert answer.redirect_chain == [(url("document", draft), 302)]
    assert "Saved." in answer.text
    draft.refresh_from_db()
    assert (draft.position_goal, first_area(draft).weight) == ("Win firms.", 45)


def test_with_one_wrong_field_nothing_is_saved_and_everything_typed_stays(manager, draft):
    body = texts(manager, draft) | {
        GOAL: "Win firms.",
        field_of(first_area(draft), "weight"): "33.33",
    }
    answer = manager.post(url("wording", draft), body)
    assert answer.status_code == 422
    assert "Nothing is saved yet" in answer.text
    assert "whole numbers from 0 to 100" in answer.text
    assert "Win firms." in answer.text
    assert 'value="33.33"' in answer.text
    draft.refresh_from_db()
    assert draft.position_goal != "Win firms."


def test_when_somebody_was_faster_the_fields_that_differ_are_shown_twice(manager, draft):
    first = texts(manager, draft)
    second = dict(first)
    manager.post(url("wording", draft), first | {GOAL: "From the first tab"})
    answer = manager.post(url("wording", draft), second | {GOAL: "From the second tab"})
    assert answer.status_code == 409
    assert "From the first tab" in answer.text
    assert "From the second tab" in answer.text
    draft.refresh_from_db()
    assert draft.position_goal == "From the first tab"
    # Sent once more from the page that showed both, it replaces the stored text.
    again = {**second, GOAL: "From both tabs", "seen": answer.context["editor"].seen}
    assert manager.post(url("wording", draft), again).status_code == 302
    draft.refresh_from_db()
    assert draft.position_goal == "From both tabs"


def test_the_same_page_sent_twice_is_no_conflict(manager, draft):
    body = texts(manager, draft) | {GOAL: "Win firms."}
    assert manager.post(url("wording", draft), body).status_code == 302
    assert manager.post(url("wording", draft), body).status_code == 302


def test_what_was_typed_into_a_line_that_is_gone_is_shown(manager, draft):
    standard = first_standard(draft)
    body = texts(manager, draft) | {field_of(standard, "text"): "Half a sentence"}
    manager.post(url("line_removal", draft), {"kind": "standard", "line": standard.line})
    answer = manager.post(url("wording", draft), body)
    assert (answer.status_code, "Half a sentence" in answer.text) == (409, True)


def test_a_button_saves_first_and_then_acts(manager, draft):
    line = uuid.uuid4()
    body = texts(manager, draft) | {GOAL: "Win firms.", "act": f"add:area:{line}"}
    answer = manager.post(url("wording", draft), body)
    assert answer.url == f"{url('document', draft)}#area-{line}"
    draft.refresh_from_db()
    assert draft.position_goal == "Win firms."
    assert draft.key_result_areas.filter(line=line).count() == 1


def test_lines_move_up_and_down_and_go_and_come_back(manager, draft):
    lines = [area.line for area in draft.key_result_areas.all()]

    def press(act):
        manager.post(url("wording", draft), texts(manager, draft) | {"act": act})
        return [area.line for area in draft.key_result_areas.all()]

    assert press(f"down:area:{lines[0]}") == [lines[1], lines[0], *lines[2:]]
    assert press(f"up:area:{lines[0]}") == lines
    assert press(f"up:area:{lines[0]}") == lines
    assert press(f"remove:area:{lines[0]}") == lines[1:]
    assert RemovedLine.objects.filter(version=draft).count() == 1
    assert press(f"restore:area:{lines[0]}") == lines


def test_an_act_that_no_button_has_is_not_found(manager, draft):
    for act in ("steal:area:x", "add:document:", "add:nothing:", "remove:area:nonsense", "add"):
        answer = manager.post(url("wording", draft), {"act": act, "seen": words_now(draft)})
        assert answer.status_code == 404, act


def test_a_page_that_was_shared_meanwhile_is_told(cast, manager, draft):
    body = texts(manager, draft) | {GOAL: "Too late"}
    manager.post(url("sharing", draft), {"seen": words_now(draft)})
    answer = manager.post(url("wording", draft), body, follow=True)
    assert "Take them back first" in answer.text
    draft.refresh_from_db()
    assert draft.position_goal != "Too late"


def test_fields_that_no_page_has_change_nothing(manager, draft):
    body = texts(manager, draft) | {"document..state": "active", "author": "1", "area.x.y": "z"}
    assert manager.post(url("wording", draft), body).status_code == 302
    draft.refresh_from_db()
    assert draft.is_draft
