"""POST /documents/<id>/field/: one field is saved by itself, and nobody's words are lost."""

from datetime import date
from decimal import Decimal

import pytest

from activities.models import ActivityType
from expectations.actions import agreement
from expectations.builders import make_objective
from expectations.models import DocumentVersion, State
from expectations.tests.conftest import (
    field_of,
    first_area,
    first_standard,
    url,
    words_now,
)
from tests.cast import NOW, TODAY

GOAL = "document..position_goal"


def post(browser, version, name, value, *was, **more):
    body = {"name": name, "value": value, "was": list(was), **more}
    return browser.post(url("field", version), body)


def test_it_saves_and_says_when_and_what_changed_on_the_page(manager, draft):
    answer = post(manager, draft, GOAL, "Win firms.", draft.position_goal)
    draft.refresh_from_db()
    assert (answer.status_code, draft.position_goal, draft.saved_at) == (200, "Win firms.", NOW)
    told = answer.json()
    assert (told["text"], told["saved"]) == ("Win firms.", "10:00:00")
    assert told["seen"] == words_now(draft)
    assert {"next", "sharing", "weights", "general", "types"} <= set(told["parts"])


def test_every_field_of_every_line_can_be_written(cast, manager, draft):
    calls = ActivityType.objects.create(name="Demos")
    objective = make_objective(owner=cast.executive, title="Grow")
    area, standard = first_area(draft), first_standard(draft)
    activity, ability = draft.expected_activities.first(), draft.abilities.first()
    wanted = [
        (area, "title", "New business", "New business"), (area, "weight", "45", 45),
        (standard, "text", "Two lines\nof text", "Two lines\nof text"),
        (standard, "comparison", "between", "between"), (standard, "target", "1,000", Decimal(1000)),
        (standard, "target_to", "2,000.5", Decimal("2000.5")), (standard, "unit", "EUR", "EUR"),
        (standard, "cadence", "month", "month"), (standard, "due_on", "28.2.2026", date(2026, 2, 28)),
        (standard, "baseline", "-3", Decimal(-3)), (standard, "actual_from", "activity", "activity"),
        (standard, "activity_type", str(calls.pk), calls), (standard, "objective", str(objective.pk), objective),
        (standard, "kept_because", "The launch is in May.", "The launch is in May."),
        (activity, "weekly_quantity", "7.5", Decimal("7.5")), (activity, "key_result_area", "", None),
        (ability, "kind", "ability", "ability"), (ability, "name", "Listening", "Listening"),
        (ability, "level_now", "", None), (ability, "level_needed", "5", 5), (ability, "how", "Practice", "Practice"),
    ]  # fmt: skip
    texts = manager.get(url("document", draft)).context["editor"].sheet.texts()
    for row, name, typed, value in wanted:
        answer = post(manager, draft, field_of(row, name), typed, texts[field_of(row, name)])
        assert answer.status_code == 200, (name, answer.text)
        row.refresh_from_db()
        assert getattr(row, name) == value, name


def test_an_empty_field_empties_it(manager, draft):
    standard = first_standard(draft)
    assert post(manager, draft, field_of(standard, "target"), " ", "78,000").status_code == 200
    standard.refresh_from_db()
    assert standard.target is None


# --- two tabs, two people --------------------------------------------------------------------------
def test_when_somebody_was_faster_both_texts_come_back_and_nothing_is_written(manager, draft):
    was = draft.position_goal
    post(manager, draft, GOAL, "From the first tab", was)
    answer = post(manager, draft, GOAL, "From the second tab", was)
    draft.refresh_from_db()
    assert (answer.status_code, draft.position_goal) == (409, "From the first tab")
    assert answer.json()["stored"] == "From the first tab"
    assert "From the first tab" in answer.json()["block"]
    assert "From the second tab" in answer.json()["block"]


def test_the_same_text_twice_is_saved_once_and_is_no_conflict(manager, draft):
    was = draft.position_goal
    assert post(manager, draft, GOAL, "Win firms.", was).status_code == 200
    assert post(manager, draft, GOAL, "Win firms.", was).status_code == 200


def test_a_text_that_may_have_arrived_unheard_is_no_conflict(manager, draft):
    """The first answer was lost on its way; the page says both texts that may be stored."""
    was = draft.position_goal
    post(manager, draft, GOAL, "Typed", was)
    answer = post(manager, draft, GOAL, "Typed on", was, "Typed")
    assert answer.status_code == 200
    standard = first_standard(draft)
    post(manager, draft, field_of(standard, "target"), "90000", "78,000")
    answer = post(manager, draft, field_of(standard, "target"), "91000", "78,000", "90000")
    assert (answer.status_code, answer.json()["text"]) == (200, "91,000")


def test_line_breaks_of_browsers_are_no_conflict(manager, draft):
    post(manager, draft, GOAL, "One\r\nTwo", draft.position_goal)
    assert post(manager, draft, GOAL, "Three", "One\r\nTwo").status_code == 200


def test_a_choice_in_conflict_is_shown_by_its_name(cast, manager, draft):
    one, two = (make_objective(owner=cast.executive, title=title) for title in ("Grow", "Keep"))
    name = field_of(first_standard(draft), "objective")
    post(manager, draft, name, str(one.pk), "")
    block = post(manager, draft, name, str(two.pk), "").json()["block"]
    assert "Grow" in block
    assert "Keep" in block


def test_a_line_that_was_taken_out_is_said_so(manager, draft):
    standard = first_standard(draft)
    manager.post(url("line_removal", draft), {"kind": "standard", "line": standard.line})
    answer = post(manager, draft, field_of(standard, "text"), "Mine", standard.text)
    assert (answer.status_code, answer.json()["kind"]) == (410, "standard")


# --- what cannot be kept ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("weight", "33.33", "whole numbers from 0 to 100"),
        ("weight", "-5", "whole numbers from 0 to 100"),
        ("weight", "1e9", "whole numbers from 0 to 100"),
        ("title", "x" * 201, "201 characters long; 200 fit"),
    ],
)
def test_a_wrong_value_gets_a_sentence_and_the_stored_one_stays(manager, draft, field, value, says):
    area = first_area(draft)
    answer = post(manager, draft, field_of(area, field), value, str(getattr(area, field)))
    assert answer.status_code == 422
    assert says in answer.json()["problem"]
    assert first_area(draft).title == area.title


def test_a_hundred_thousand_characters_get_a_message(manager, draft):
    answer = post(manager, draft, GOAL, "x" * 100_000, draft.position_goal)
    assert answer.status_code == 422
    assert "100,000 characters long; 2,000 fit" in answer.json()["problem"]


def test_control_characters_are_left_out(manager, draft):
    answer = post(manager, draft, GOAL, "Win\x00 firms\x07.\x0bNow", draft.position_goal)
    assert answer.json()["text"] == "Win firms.\nNow"


def test_only_what_one_may_see_can_be_chosen(cast, manager, draft):
    hidden = make_objective(owner=cast.other_manager, person=cast.other_rep, title="Secret")
    gone = make_objective(owner=cast.executive, title="Archived", archived_at=NOW)
    for pk in (hidden.pk, gone.pk, 999_999, "9" * 15):
        answer = post(manager, draft, field_of(first_standard(draft), "objective"), str(pk), "")
        assert (answer.status_code, "Choose one" in answer.text) == (422, True)
        assert "Secret" not in answer.text


def test_the_area_of_an_activity_is_one_of_this_document(cast, manager, draft):
    from expectations.builders import make_document

    others = first_area(make_document(person=cast.peer, state=State.DRAFT))
    activity = draft.expected_activities.first()
    was = str(first_area(draft).line)
    answer = post(manager, draft, field_of(activity, "key_result_area"), str(others.line), was)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "name", ["", "document..state", "document..author", "area.x.title", "standard..text"]
)
def test_a_field_that_does_not_exist_is_not_found(manager, draft, name):
    assert post(manager, draft, name, "active", "").status_code == 404


def test_a_line_of_another_document_is_gone(cast, manager, draft):
    from expectations.builders import make_document

    others = first_area(make_document(person=cast.peer, state=State.DRAFT))
    answer = post(manager, draft, field_of(others, "title"), "Taken over", others.title)
    others.refresh_from_db()
    assert answer.status_code == 410
    assert others.title != "Taken over"


# --- state and people ------------------------------------------------------------------------------
def test_shared_words_are_locked(cast, manager, draft):
    agreement.share(version=draft, actor=cast.manager, seen=words_now(draft), today=TODAY, now=NOW)
    answer = post(manager, draft, GOAL, "Too late", draft.position_goal)
    assert answer.status_code == 423
    assert "Take them back" in answer.json()["problem"]
    assert DocumentVersion.objects.get(pk=draft.pk).position_goal == draft.position_goal


def test_who_is_signed_out_is_told_by_a_status(client, draft):
    answer = client.post(url("field", draft), {"name": GOAL}, headers={"HX-Request": "true"})
    assert answer.status_code == 401


def test_the_reading_side_does_not_write(rep, shared):
    assert post(rep, shared, GOAL, "Mine", shared.position_goal).status_code == 403


def test_it_asks_the_same_number_of_times_whatever_the_length(
    manager, draft, django_assert_num_queries
):
    from expectations.models import Standard

    area = first_area(draft)
    post(manager, draft, GOAL, "Warm up", draft.position_goal)
    for rows in (1, 30):
        Standard.objects.bulk_create(
            Standard(key_result_area=area, text=f"Standard {n}", target=1) for n in range(rows - 1)
        )
        draft.refresh_from_db()
        with django_assert_num_queries(18):
            post(manager, draft, GOAL, f"Goal {rows}", draft.position_goal)
