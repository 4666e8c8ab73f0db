"""What the SMART check says while one writes, and what becomes of its advice."""

from html import unescape

import pytest
from django.db import DatabaseError, transaction

from calc.document import fingerprint
from expectations.actions import agreement, drafts
from expectations.builders import make_document
from expectations.models import DocumentVersion, Standard, State
from expectations.queries.words import current_words
from expectations.smart import count_weak
from expectations.tests.conftest import field_of, first_standard, url, words_now
from tests.cast import NOW, TODAY

VAGUE = "Improve GTX Plus Pro sales significantly."


@pytest.fixture
def vague(draft) -> Standard:
    """The first standard of the draft, in words that mean anything and without a measure."""
    standard = first_standard(draft)
    Standard.objects.filter(pk=standard.pk).update(text=VAGUE, target=None, unit="", objective=None)
    standard.refresh_from_db()
    return standard


def write(browser, standard, name, value, was):
    """Save one field and get back the parts of the page that belong to the standard."""
    body = {"name": field_of(standard, name), "value": value, "was": was}
    answer = browser.post(url("field", standard.key_result_area.version), body)
    assert answer.status_code == 200, answer.text
    parts = answer.json()["parts"]
    return {
        part: unescape(parts[f"{part}.standard-{standard.line}"])
        for part in ("check", "suggestion")
    }


class TestWhileOneWrites:
    def test_the_answer_of_a_field_brings_letters_reasons_and_another_wording(
        self, manager, draft, vague
    ):
        parts = write(manager, vague, "text", "Improve GTX sales.", VAGUE)
        assert parts["check"].count('class="fails"') == 3
        assert "“Improve” names a direction without an end." in parts["check"]
        assert "There is no day and no rhythm." in parts["check"]
        said = "Increase GTX sales from … to … by 31 Mar 2026."
        assert f"Say instead: <b>{said}</b>" in parts["suggestion"]

    def test_what_the_measure_says_need_not_be_in_the_words(self, manager, draft, vague):
        parts = write(manager, vague, "target", "9", "")
        assert 'class="fails"' not in parts["check"]
        assert "Say instead" not in parts["suggestion"]

    def test_words_that_cannot_be_mended_get_advice_and_no_wording(self, manager, draft, vague):
        parts = write(manager, vague, "text", "Be a team player.", VAGUE)
        assert "data-use" not in parts["suggestion"]
        assert "Say what one will see" in parts["suggestion"]

    def test_the_page_shows_the_same_from_the_start(self, manager, draft, vague):
        answer = manager.get(url("document", draft))
        assert "names a direction without an end" in answer.text
        assert "Keep mine, say why" in answer.text

    def test_an_empty_standard_is_not_judged_twice(self, manager, draft, vague):
        parts = write(manager, vague, "text", "", VAGUE)
        assert "letters" not in parts["check"]
        assert "Finish the sentence" in parts["check"]

    def test_right_to_left_and_emoji(self, manager, draft, vague):
        parts = write(manager, vague, "text", "זכייה ב 12 עסקאות 💥", VAGUE)
        assert "reads numbers and dates only" in parts["check"]

    def test_it_never_blocks(self, cast, manager, draft):
        standard = first_standard(draft)
        Standard.objects.filter(pk=standard.pk).update(text="Never lose a deal.")
        agreement.share(
            version=draft, actor=cast.manager, seen=words_now(draft), today=TODAY, now=NOW
        )
        draft.refresh_from_db()
        assert draft.state == State.SHARED

    def test_what_is_typed_is_never_run(self, manager, draft, vague):
        parts = write(manager, vague, "text", 'Improve "<script>x</script>" soon', VAGUE)
        answer = manager.get(url("document", draft))
        assert "<script>x" not in answer.text
        assert "Improve" in parts["check"]


class TestUsingTheOtherWording:
    def test_without_script_a_button_puts_it_in(self, manager, draft, vague):
        body = {"seen": words_now(draft), "act": f"use:standard:{vague.line}"}
        answer = manager.post(url("wording", draft), body)
        assert answer.status_code == 302
        vague.refresh_from_db()
        assert vague.text == "Increase GTX Plus Pro sales from … to … by 31 Mar 2026."

    def test_twice_changes_nothing_more(self, manager, draft, vague):
        for _ in range(2):
            body = {"seen": words_now(draft), "act": f"use:standard:{vague.line}"}
            manager.post(url("wording", draft), body)
        vague.refresh_from_db()
        assert vague.text == "Increase GTX Plus Pro sales from … to … by 31 Mar 2026."

    def test_where_there_is_none_the_page_says_so(self, manager, draft):
        standard = first_standard(draft)
        body = {"seen": words_now(draft), "act": f"use:standard:{standard.line}"}
        answer = manager.post(url("wording", draft), body, follow=True)
        assert "There is no other wording for this standard." in answer.text

    def test_the_reader_cannot(self, rep, draft, vague):
        body = {"act": f"use:standard:{vague.line}"}
        assert rep.post(url("wording", draft), body).status_code in (403, 404)


class TestKeepingOnesOwn:
    REASON = "Product and target come with the launch in May."

    def test_a_reason_settles_the_letters(self, manager, draft, vague):
        parts = write(manager, vague, "kept_because", self.REASON, "")
        assert f"Kept as worded: {self.REASON}" in parts["check"]
        assert "names a direction" not in parts["check"]
        assert "Say instead" not in parts["suggestion"]
        assert count_weak(current_words(draft, TODAY)) == 0

    def test_the_other_side_reads_it(self, cast, rep):
        shared = make_document(person=cast.rep, state=State.DRAFT)
        Standard.objects.filter(pk=first_standard(shared).pk).update(kept_because=self.REASON)
        agreement.share(
            version=shared, actor=cast.manager, seen=words_now(shared), today=TODAY, now=NOW
        )
        assert self.REASON in rep.get(url("document", shared)).text

    def test_it_is_part_of_what_is_signed(self, draft):
        before = fingerprint(current_words(draft, TODAY))
        standard = first_standard(draft)
        Standard.objects.filter(pk=standard.pk).update(kept_because=self.REASON)
        assert fingerprint(current_words(draft, TODAY)) != before

    def test_it_goes_along_into_the_next_version(self, cast, draft):
        Standard.objects.filter(pk=first_standard(draft).pk).update(kept_because=self.REASON)
        agreement.share(
            version=draft, actor=cast.manager, seen=words_now(draft), today=TODAY, now=NOW
        )
        draft.refresh_from_db()
        for side in (cast.rep, cast.manager):
            agreement.sign(version=draft, actor=side, seen=draft.fingerprint, today=TODAY, now=NOW)
        draft.refresh_from_db()
        revised = drafts.revise(version=draft, author=cast.manager, reason="New product", now=NOW)
        assert first_standard(revised).kept_because == self.REASON

    def test_too_long_a_reason_stays_on_the_page_with_a_message(self, manager, draft, vague):
        body = {"name": field_of(vague, "kept_because"), "value": "x" * 301, "was": ""}
        answer = manager.post(url("field", draft), body)
        assert answer.status_code == 422
        assert "301 characters long" in answer.json()["problem"]


class TestCountingWeakStandards:
    def test_the_number_is_kept_when_the_words_are_shared(self, cast, draft):
        Standard.objects.filter(pk=first_standard(draft).pk).update(text="Never lose a deal.")
        assert draft.weak_standards is None
        agreement.share(
            version=draft, actor=cast.manager, seen=words_now(draft), today=TODAY, now=NOW
        )
        draft.refresh_from_db()
        assert draft.weak_standards == count_weak(current_words(draft, TODAY)) == 1

    def test_none(self, cast):
        assert make_document(person=cast.peer, state=State.ACTIVE).weak_standards == 0

    def test_it_is_refused_change_afterwards(self, cast):
        version = make_document(person=cast.peer, state=State.SHARED)
        with pytest.raises(DatabaseError), transaction.atomic():
            DocumentVersion.objects.filter(pk=version.pk).update(weak_standards=9)
