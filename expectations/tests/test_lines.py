"""Lines of a draft: added, taken out, put back, moved."""

import uuid

import pytest

from activities.models import ActivityType
from expectations.lines import KINDS
from expectations.models import KeyResultArea, Standard, State
from expectations.tests.conftest import first_area, first_standard, url


def post(browser, version, name, **body):
    return browser.post(url(name, version), body)


class TestAdding:
    def test_an_area_comes_with_a_standard_to_fill_in(self, manager, draft):
        line = uuid.uuid4()
        answer = post(manager, draft, "line_adding", kind="area", line=line)
        assert answer.status_code == 200
        area = draft.key_result_areas.get(line=line)
        assert (area.position, area.standards.count()) == (4, 1)
        assert f'id="area-{line}"' in answer.json()["line"]

    def test_sent_twice_it_adds_one(self, manager, draft):
        line = uuid.uuid4()
        for _twice in range(2):
            post(manager, draft, "line_adding", kind="ability", line=line)
        assert draft.abilities.count() == 3

    def test_a_standard_goes_to_the_end_of_its_area(self, manager, draft):
        area = first_area(draft)
        post(manager, draft, "line_adding", kind="standard", to=area.line)
        assert [each.position for each in area.standards.all()] == [0, 1]

    def test_an_activity_is_chosen_with_its_quantity(self, manager, draft):
        demos = ActivityType.objects.create(name="Demos")
        answer = post(
            manager, draft, "line_adding", kind="activity",
            new_activity_type=demos.pk, new_weekly_quantity="2.5",
        )  # fmt: skip
        assert answer.status_code == 200
        assert draft.expected_activities.get(activity_type=demos).weekly_quantity == 2.5
        assert "Demos" not in answer.json()["parts"]["types"]

    def test_an_activity_that_is_there_stays_as_it_is(self, manager, draft):
        calls = ActivityType.objects.get(name="Calls")
        post(
            manager, draft, "line_adding", kind="activity",
            new_activity_type=calls.pk, new_weekly_quantity="1",
        )  # fmt: skip
        assert draft.expected_activities.get(activity_type=calls).weekly_quantity == 60

    def test_what_cannot_be_added_is_said(self, cast, manager, draft):
        from expectations.builders import make_document

        others = first_area(make_document(person=cast.peer, state=State.DRAFT))
        wrong = [
            ({"kind": "activity"}, 422), ({"kind": "standard", "to": others.line}, 422),
            ({"kind": "standard", "to": "x"}, 404), ({"kind": "document"}, 404),
            ({"kind": "nothing"}, 404), ({}, 404),
            ({"kind": "activity", "new_activity_type": "999"}, 404),
            ({"kind": "activity", "new_activity_type": "1", "new_weekly_quantity": "-1"}, 422),
        ]  # fmt: skip
        for body, status in wrong:
            assert post(manager, draft, "line_adding", **body).status_code == status, body
        assert others.standards.count() == 1

    def test_a_document_of_two_hundred_lines_is_refused(self, manager, draft):
        area = first_area(draft)
        Standard.objects.bulk_create(Standard(key_result_area=area) for _each in range(60))
        answer = post(manager, draft, "line_adding", kind="standard", to=area.line)
        assert (answer.status_code, "at most 60" in answer.text) == (422, True)


class TestManyAtOnce:
    """Lines that were pasted: a standard for each, as many as fit."""

    def send(self, browser, draft, texts, line="5f3c2a0e-6f0a-4a59-9c55-4f4a0d9a1b11", **more):
        body = {"kind": "standard", "to": first_area(draft).line, "line": line, "text": texts}
        return browser.post(url("line_adding", draft), {**body, **more})

    def texts(self, draft):
        return [each.text for each in first_area(draft).standards.all()][1:]

    def test_each_text_becomes_a_standard_in_its_order(self, manager, draft):
        answer = self.send(manager, draft, ["First.", "שלוש פגישות", "Third 🎉"])
        assert self.texts(draft) == ["First.", "שלוש פגישות", "Third 🎉"]
        assert ["Third 🎉" in line for line in answer.json()["lines"]] == [False, False, True]

    def test_sent_twice_they_are_added_once(self, manager, draft):
        for _twice in range(2):
            assert len(self.send(manager, draft, ["First.", "Second."]).json()["lines"]) == 2
        assert self.texts(draft) == ["First.", "Second."]

    def test_of_two_hundred_those_that_fit_are_taken_and_said(self, manager, draft):
        there = Standard.objects.filter(key_result_area__version=draft).count()
        answer = self.send(manager, draft, [f"Line {number}." for number in range(200)])
        assert len(answer.json()["lines"]) == 60 - there
        assert self.texts(draft)[-1] == f"Line {59 - there}."

    def test_with_one_that_is_too_long_nothing_is_added(self, manager, draft):
        answer = self.send(manager, draft, ["First.", "x" * 2001])
        assert (answer.status_code, "2,000 fit here" in answer.text) == (422, True)
        assert self.texts(draft) == []

    def test_an_area_that_is_gone_is_said(self, manager, draft):
        assert self.send(manager, draft, ["A"], to=uuid.uuid4()).status_code == 422
        assert self.send(manager, draft, ["A"], to="x").status_code == 404

    def test_shared_words_get_no_more(self, manager, shared):
        assert self.send(manager, shared, ["A"]).status_code == 422
        assert self.texts(shared) == []


class TestTakingOut:
    def test_it_can_be_put_back_as_it_was(self, manager, draft):
        standard = first_standard(draft)
        before = Standard.objects.filter(pk=standard.pk).values().get()
        answer = post(manager, draft, "line_removal", kind="standard", line=standard.line)
        assert "Put it back" in answer.json()["block"]
        assert not Standard.objects.filter(line=standard.line).exists()
        answer = post(manager, draft, "line_restoration", kind="standard", line=standard.line)
        after = Standard.objects.filter(line=standard.line).values().get()
        assert {**after, "id": None} == {**before, "id": None}
        assert standard.text in answer.json()["line"]

    @pytest.mark.parametrize("kind", ["aim", "behaviour"])
    def test_aims_and_behaviours_come_back_as_they_were(self, manager, draft, kind):
        lines = KINDS[kind].of(draft)
        before = lines.values().get()
        answer = post(manager, draft, "line_removal", kind=kind, line=before["line"])
        assert (lines.count(), "Put it back" in answer.json()["block"]) == (0, True)
        assert "is taken out." in manager.get(url("document", draft)).text
        for _twice in range(2):
            post(manager, draft, "line_restoration", kind=kind, line=before["line"])
        assert {**lines.values().get(), "id": None} == {**before, "id": None}

    def test_an_area_takes_its_standards_and_activities_along_and_back(self, manager, draft):
        area = first_area(draft)
        texts = [each.text for each in area.standards.all()]
        post(manager, draft, "line_removal", kind="area", line=area.line)
        assert not draft.expected_activities.filter(key_result_area__isnull=False).exists()
        post(manager, draft, "line_restoration", kind="area", line=area.line)
        back = first_area(draft)
        assert (back.line, [each.text for each in back.standards.all()]) == (area.line, texts)
        assert draft.expected_activities.filter(key_result_area=back).count() == 2

    def test_a_standard_waits_for_its_area(self, manager, draft):
        area, standard = first_area(draft), first_standard(draft)
        post(manager, draft, "line_removal", kind="standard", line=standard.line)
        post(manager, draft, "line_removal", kind="area", line=area.line)
        answer = post(manager, draft, "line_restoration", kind="standard", line=standard.line)
        assert (answer.status_code, "Put it back first" in answer.text) == (422, True)

    def test_an_activity_that_was_added_again_is_not_put_back_twice(self, manager, draft):
        activity = draft.expected_activities.first()
        post(manager, draft, "line_removal", kind="activity", line=activity.line)
        post(
            manager, draft, "line_adding", kind="activity",
            new_activity_type=activity.activity_type_id,
        )  # fmt: skip
        answer = post(manager, draft, "line_restoration", kind="activity", line=activity.line)
        assert (answer.status_code, "added again" in answer.text) == (422, True)

    def test_twice_is_once_both_ways(self, manager, draft):
        ability = draft.abilities.first()
        for name in ("line_removal", "line_removal", "line_restoration", "line_restoration"):
            answer = post(manager, draft, name, kind="ability", line=ability.line)
            assert answer.status_code == 200
        assert draft.abilities.count() == 2

    def test_what_never_was_is_not_found(self, manager, draft):
        for line in (uuid.uuid4(), "nonsense", ""):
            answer = post(manager, draft, "line_removal", kind="ability", line=line)
            assert answer.status_code == 404
        answer = post(manager, draft, "line_restoration", kind="ability", line=uuid.uuid4())
        assert answer.status_code == 422

    def test_it_stands_on_the_page_until_the_draft_is_shared(self, manager, draft):
        ability = draft.abilities.first()
        post(manager, draft, "line_removal", kind="ability", line=ability.line)
        page = manager.get(url("document", draft))
        assert f"“{ability.name}” is taken out." in page.text


class TestOrder:
    def order(self, browser, version, kind, lines, query=""):
        return browser.post(url("order", version, kind) + query, {"order": lines})

    def test_lines_stand_as_they_were_put(self, manager, draft):
        lines = [str(area.line) for area in draft.key_result_areas.all()]
        assert self.order(manager, draft, "area", lines[::-1]).status_code == 200
        assert [str(area.line) for area in draft.key_result_areas.all()] == lines[::-1]

    def test_lines_that_another_tab_added_keep_their_place_at_the_end(self, manager, draft):
        lines = [str(area.line) for area in draft.key_result_areas.all()]
        new = KeyResultArea.objects.create(version=draft, position=9)
        self.order(manager, draft, "area", [str(uuid.uuid4()), *lines[::-1]])
        found = [str(area.line) for area in draft.key_result_areas.all()]
        assert found == [*lines[::-1], str(new.line)]

    @pytest.mark.parametrize("kind", ["aim", "behaviour"])
    def test_aims_and_behaviours_are_put_in_order(self, manager, draft, kind):
        words = {"title": "Second"} if kind == "aim" else {"value": "Trust", "behaviour": "Second"}
        KINDS[kind].of(draft).create(version=draft, position=1, **words)
        lines = [str(each.line) for each in KINDS[kind].of(draft)]
        assert self.order(manager, draft, kind, lines[::-1]).status_code == 200
        assert [str(each.line) for each in KINDS[kind].of(draft)] == lines[::-1]

    def test_standards_move_within_their_area(self, manager, draft):
        area = first_area(draft)
        Standard.objects.create(key_result_area=area, position=1, text="Second")
        lines = [str(each.line) for each in area.standards.all()]
        self.order(manager, draft, "standard", lines[::-1], f"?area={area.line}")
        assert [str(each.line) for each in area.standards.all()] == lines[::-1]

    def test_nonsense_is_not_found(self, manager, draft):
        assert self.order(manager, draft, "nothing", []).status_code == 404
        assert self.order(manager, draft, "area", ["x"]).status_code == 404
        assert self.order(manager, draft, "standard", [], "?area=x").status_code == 404

    def test_shared_lines_stay_where_they_are(self, manager, shared):
        lines = [str(area.line) for area in shared.key_result_areas.all()]
        assert self.order(manager, shared, "area", lines[::-1]).status_code == 423
        assert [str(area.line) for area in shared.key_result_areas.all()] == lines
