"""Which standards each side finds achievable, and what signing says of it."""

import pytest

from expectations.actions import agreement, editing, lines
from expectations.actions.achievable import mark
from expectations.lines import Name
from expectations.models import AchievableMark, Standard
from expectations.problems import NotPossible, OtherWords
from expectations.queries.achievable import marks_of
from expectations.queries.words import shared_words
from expectations.tests.conftest import first_standard, url, words_now
from salesperf.append_only import ChangeRefused
from tests.cast import NOW, TODAY

WHEN = {"today": TODAY, "now": NOW}
PERSON, MANAGER = "person", "manager"


def say(version, actor, line=None, achievable=True, text="", seen=None):
    return mark(
        version=version, actor=actor, line=line, achievable=achievable, text=text,
        seen=version.fingerprint if seen is None else seen, **WHEN,
    )  # fmt: skip


def marks(version):
    version.refresh_from_db()
    return marks_of(version, shared_words(version))


class TestMarking:
    def test_one_press_marks_all_that_have_none(self, cast, shared):
        first = first_standard(shared)
        say(shared, cast.rep, first.line, achievable=False, text="Not with half a list")
        assert say(shared, cast.rep) == Standard.objects.count() - 1
        assert [each.line for each in marks(shared).not_yet(PERSON)] == [str(first.line)]
        assert marks(shared).unmarked(PERSON) == []
        assert len(marks(shared).unmarked(MANAGER)) == Standard.objects.count()

    def test_saying_it_again_is_saying_it_once_and_the_last_word_counts(self, cast, shared):
        line = first_standard(shared).line
        for achievable in (False, False, True):
            say(shared, cast.rep, line, achievable)
        assert AchievableMark.objects.count() == 2
        assert marks(shared).not_yet(PERSON) == []

    def test_other_words_of_a_standard_are_marked_anew_and_the_rest_stays(self, cast, shared):
        say(shared, cast.rep)
        agreement.take_back(version=shared, actor=cast.manager, **WHEN)
        first = first_standard(shared)
        editing.save_field(
            version=shared, actor=cast.manager, typed="70,000", was=["78,000"],
            name=Name.parse(f"standard.{first.line}.target"), **WHEN,
        )  # fmt: skip
        shared.refresh_from_db()
        agreement.share(version=shared, actor=cast.manager, seen=words_now(shared), **WHEN)
        assert [each.line for each in marks(shared).unmarked(PERSON)] == [str(first.line)]

    def test_after_signing_the_marks_stay(self, cast, shared):
        agreement.sign(version=shared, actor=cast.rep, seen=shared.fingerprint, **WHEN)
        with pytest.raises(NotPossible, match="signed these words"):
            say(shared, cast.rep)

    def test_it_is_about_the_words_on_the_screen(self, cast, shared):
        with pytest.raises(OtherWords):
            say(shared, cast.rep, seen="f" * 64)

    @pytest.mark.parametrize("who", ["peer", "director", "hr", "executive", "ex_manager"])
    def test_nobody_else_marks(self, cast, shared, who):
        with pytest.raises(NotPossible):
            say(shared, getattr(cast, who))

    def test_a_mark_is_never_changed(self, cast, shared):
        say(shared, cast.rep)
        with pytest.raises(ChangeRefused):
            AchievableMark.objects.update(achievable=False)

    def test_a_standard_that_was_taken_out_leaves_no_question(self, cast, shared):
        agreement.take_back(version=shared, actor=cast.manager, **WHEN)
        area = shared.key_result_areas.last()
        lines.remove_line(version=shared, kind="area", line=area.line, now=NOW)
        shared.key_result_areas.filter(weight=20).update(weight=35)
        shared.refresh_from_db()
        agreement.share(version=shared, actor=cast.manager, seen=words_now(shared), **WHEN)
        assert len(marks(shared).unmarked(PERSON)) == 3


class TestPages:
    def test_signing_asks_for_it_and_lists_what_is_unmarked(self, rep, shared):
        page = rep.get(url("document", shared))
        assert "are these 4 standards achievable?" in page.text
        assert "I find all of these achievable" in page.text
        assert "Sign as Rhea Solbergh" in page.text

    def test_after_one_press_it_is_said_beside_the_signature_to_both(self, rep, manager, shared):
        rep.post(url("achievability", shared), {"seen": shared.fingerprint})
        page = rep.get(url("document", shared))
        assert "I find all of these achievable" not in page.text
        for browser in (rep, manager):
            assert "finds every standard achievable" in browser.get(url("document", shared)).text

    def test_not_yet_does_not_forbid_signing_and_stands_beside_the_signature(
        self, cast, client_for, rep, manager, shared
    ):
        line = first_standard(shared).line
        rep.post(
            url("achievability", shared),
            {"seen": shared.fingerprint, "line": line, "achievable": "not_yet", "text": "Holidays"},
        )
        assert "Holidays" in manager.get(url("document", shared)).text
        rep.post(url("signature", shared), {"seen": shared.fingerprint})
        page = client_for(cast.hr).get(url("document", shared))
        assert "finds 1 of 4 standards not achievable yet" in page.text
        assert "Holidays" not in page.text

    def test_a_long_word_is_shortened_and_it_is_said(self, rep, shared):
        line = first_standard(shared).line
        answer = rep.post(
            url("achievability", shared), follow=True,
            data={"seen": shared.fingerprint, "line": line, "achievable": "not_yet", "text": "x" * 999},
        )  # fmt: skip
        assert "Your word was shortened" in answer.text
        assert len(AchievableMark.objects.get().text) == 300

    def test_words_that_changed_are_read_again(self, rep, shared):
        answer = rep.post(url("achievability", shared), {"seen": "f" * 64}, follow=True)
        assert "Read them again" in answer.text

    @pytest.mark.parametrize("line", ["x", "1", "\x00"])
    def test_a_line_that_cannot_be_is_not_found(self, rep, shared, line):
        body = {"seen": shared.fingerprint, "line": line}
        assert rep.post(url("achievability", shared), body).status_code in (302, 404)
        assert not AchievableMark.objects.filter(line__isnull=True).exists()

    def test_in_every_state_it_asks_few_times(
        self, cast, rep, manager, shared, django_assert_max_num_queries
    ):
        for browser, actor in ((rep, cast.rep), (manager, cast.manager)):
            say(shared, actor)
            browser.get(url("document", shared))
            with django_assert_max_num_queries(15):
                browser.get(url("document", shared))
