"""Comments on lines, proposals of other words, and their answers."""

import uuid

import pytest

from audit.models import Event
from expectations.actions import agreement, drafts, talk
from expectations.actions.talk import Answer
from expectations.builders import make_document
from expectations.models import Comment, KeyResultArea, Standard, State, Verdict
from expectations.places import Place
from expectations.problems import NotPossible, OtherWords
from expectations.queries.talk import talk_about
from expectations.tests.conftest import first_area, first_standard, url, words_now
from notifications.models import Notification
from salesperf.append_only import ChangeRefused
from tests.cast import NOW, TODAY

WHEN = {"today": TODAY, "now": NOW}
LOWER = {"target": {"was": "78,000", "to": "70,000"}}


def told(person):
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


def say(version, actor, place=None, text="", changes=None, seen=None):
    return talk.say(
        version=version, actor=actor, place=place or Place("document"), text=text,
        changes=changes or {}, seen=version.fingerprint if seen is None else seen, **WHEN,
    )  # fmt: skip


def propose(version, actor, changes=None, line=None):
    line = line or first_standard(version).line
    return say(version, actor, Place("standard", line), "March is short.", changes or LOWER)


def answer(version, actor, *answers, seen=None):
    version.refresh_from_db()
    seen = seen or version.fingerprint or words_now(version)
    return talk.answer(version=version, actor=actor, answers=answers, seen=seen, **WHEN)


class TestSaying:
    def test_the_other_side_is_told_and_the_words_stay_shared(self, cast, shared):
        propose(shared, cast.rep)
        shared.refresh_from_db()
        assert shared.state == State.SHARED
        assert told(cast.manager) == ["expectations.commented"]

    def test_what_is_said_is_in_no_notice_and_no_event(self, cast, shared):
        propose(shared, cast.rep)
        for rows in (Notification.objects.values_list("data"), Event.objects.values_list("data")):
            assert "March is short" not in str(list(rows))
            assert "70,000" not in str(list(rows))

    def test_many_comments_within_an_hour_are_one_notice(self, cast, shared):
        for text in ("One", "Two", "Three"):
            say(shared, cast.rep, text=text)
        assert told(cast.manager) == ["expectations.commented"]

    def test_twice_is_once(self, cast, shared):
        assert propose(shared, cast.rep) == propose(shared, cast.rep)
        assert Comment.objects.count() == 1

    def test_it_is_about_the_words_on_the_screen(self, cast, shared):
        with pytest.raises(OtherWords):
            say(shared, cast.rep, text="No.", seen="f" * 64)

    def test_a_comment_replies_to_what_the_other_said_there(self, cast, shared):
        asked = say(shared, cast.rep, text="Why 78,000?")
        elsewhere = say(shared, cast.manager, Place("goal"), "Read this first.")
        reply = say(shared, cast.manager, text="It is the plan.")
        assert (reply.answers, elsewhere.answers) == (asked, None)
        assert talk_about(shared, cast.manager, TODAY).unanswered_by(cast.manager) == []

    def test_who_writes_comments_but_proposes_nothing(self, cast, shared):
        assert say(shared, cast.manager, text="Look at this.").pk
        with pytest.raises(NotPossible):
            propose(shared, cast.manager)

    def test_what_is_in_force_is_commented_on_but_nothing_proposed(self, cast, active):
        assert say(active, cast.rep, text="This went well.").pk
        with pytest.raises(NotPossible):
            propose(active, cast.rep)

    @pytest.mark.parametrize("who", ["peer", "director", "ex_manager", "hr", "executive"])
    def test_nobody_else_says_anything(self, cast, shared, who):
        with pytest.raises(NotPossible):
            say(shared, getattr(cast, who), text="Me too.")

    def test_a_line_that_is_not_there_has_no_talk(self, cast, shared):
        with pytest.raises(NotPossible):
            say(shared, cast.rep, Place("standard", uuid.uuid4()), "Where?")

    def test_it_is_never_changed(self, cast, shared):
        comment = say(shared, cast.rep, text="Once.")
        comment.text = "Twice."
        with pytest.raises(ChangeRefused):
            comment.save()
        with pytest.raises(ChangeRefused):
            Comment.objects.filter(pk=comment.pk).delete()


class TestAnswering:
    def test_what_is_accepted_is_in_the_draft_and_the_rest_as_it_was(self, cast, shared):
        standard, area = first_standard(shared), first_area(shared)
        lower = propose(shared, cast.rep)
        named = say(
            shared, cast.rep, Place("area", area.line),
            changes={"title": {"was": area.title, "to": "Won deals"}},
        )  # fmt: skip
        answer(shared, cast.manager, Answer(lower, accept=True), Answer(named, accept=True))
        shared.refresh_from_db()
        standard.refresh_from_db()
        area.refresh_from_db()
        assert (shared.state, standard.target, area.title) == (State.DRAFT, 70_000, "Won deals")
        assert standard.text.startswith("Revenue from won deals")
        assert set(told(cast.rep)) == {"expectations.answered"}

    def test_declining_leaves_the_words_shared_and_says_why(self, cast, shared):
        lower = propose(shared, cast.rep)
        answer(shared, cast.manager, Answer(lower, accept=False, text="The plan needs it."))
        shared.refresh_from_db()
        assert shared.state == State.SHARED
        said = next(iter(talk_about(shared, cast.rep, TODAY).threads.values()))
        assert [(each.verdict, each.comment.text) for each in said] == [
            ("declined", "March is short."), ("", "The plan needs it."),
        ]  # fmt: skip

    def test_twice_is_once(self, cast, shared):
        lower, seen = propose(shared, cast.rep), shared.fingerprint
        for _twice in range(2):
            answer(shared, cast.manager, Answer(lower, accept=True), seen=seen)
        assert Comment.objects.filter(verdict=Verdict.ACCEPTED).count() == 1

    def test_in_a_draft_that_was_taken_back_they_still_wait(self, cast, shared):
        lower = propose(shared, cast.rep)
        agreement.take_back(version=shared, actor=cast.manager, **WHEN)
        answer(shared, cast.manager, Answer(lower, accept=True))
        assert first_standard(shared).target == 70_000

    def test_it_is_beside_the_words_on_the_screen(self, cast, shared):
        lower = propose(shared, cast.rep)
        with pytest.raises(OtherWords):
            answer(shared, cast.manager, Answer(lower, accept=True), seen="f" * 64)
        shared.refresh_from_db()
        assert shared.state == State.SHARED

    def test_what_no_longer_fits_changes_nothing_at_all(self, cast, shared):
        area = first_area(shared)
        kept = say(
            shared, cast.rep, Place("area", area.line),
            changes={"title": {"was": area.title, "to": "Won deals"}},
        )  # fmt: skip
        gone = propose(shared, cast.rep, line=Standard.objects.last().line)
        agreement.take_back(version=shared, actor=cast.manager, **WHEN)
        Standard.objects.filter(line=gone.line).delete()
        with pytest.raises(NotPossible, match="taken out"):
            answer(shared, cast.manager, Answer(kept, accept=True), Answer(gone, accept=True))
        area.refresh_from_db()
        assert area.title == "New revenue"
        assert not Comment.objects.exclude(verdict="").exists()

    def test_the_reader_answers_nothing(self, cast, shared):
        lower = propose(shared, cast.rep)
        with pytest.raises(NotPossible):
            answer(shared, cast.rep, Answer(lower, accept=True))

    def test_of_what_the_person_wrote_the_manager_proposes_and_the_person_answers(self, cast):
        own = make_document(person=cast.rep, author=cast.rep, state=State.SHARED)
        lower = propose(own, cast.manager)
        answer(own, cast.rep, Answer(lower, accept=True))
        assert first_standard(own).target == 70_000

    def test_the_proposer_withdraws_and_nobody_else(self, cast, shared):
        lower = propose(shared, cast.rep)
        with pytest.raises(NotPossible):
            talk.withdraw(comment=lower, actor=cast.manager, now=NOW)
        for _twice in range(2):
            talk.withdraw(comment=lower, actor=cast.rep, now=NOW)
        assert Comment.objects.filter(verdict=Verdict.WITHDRAWN).count() == 1
        assert talk_about(shared, cast.manager, TODAY).proposals == []


class TestHistory:
    def test_talk_stays_with_its_line_over_later_versions(self, cast, active):
        line = first_standard(active).line
        say(active, cast.rep, Place("standard", line), "Why each quarter?")
        new = drafts.revise(version=active, author=cast.manager, reason="New product", now=NOW)
        agreement.share(version=new, actor=cast.manager, seen=words_now(new), **WHEN)
        (said,) = talk_about(new, cast.rep, TODAY).threads[f"standard-{line}"]
        assert (said.comment.text, said.earlier) == ("Why each quarter?", True)

    def test_what_is_said_later_is_not_on_the_page_of_an_earlier_version(self, cast, active):
        new = drafts.revise(version=active, author=cast.manager, reason="New product", now=NOW)
        agreement.share(version=new, actor=cast.manager, seen=words_now(new), **WHEN)
        new.refresh_from_db()
        say(new, cast.rep, text="Only now.")
        assert talk_about(active, cast.rep, TODAY).threads == {}


# --- pages ---------------------------------------------------------------------------------------
def place_of(version):
    return f"standard-{first_standard(version).line}"


def form(version, **changes):
    """What the page of a standard posts, with some fields changed."""
    key, row = place_of(version), first_standard(version)
    body = {"new_text": row.text, "new_target": "78,000", "new_unit": "USD", "text": ""}
    return {f"{key}-{name}": value for name, value in {**body, **changes}.items()} | {
        "seen": version.fingerprint
    }


class TestPages:
    def test_a_line_is_commented_on_and_both_read_it_beside_the_line(self, rep, manager, shared):
        page = rep.get(url("talk", shared, place_of(shared)))
        assert "Propose other words" in page.text
        answer = rep.post(
            url("talk", shared, place_of(shared)),
            form(shared, new_target="70000", text="March is short."), follow=True,
        )  # fmt: skip
        assert "Proposed. Mila answers." in answer.text
        assert "Mila answers next. You may still sign." in answer.text
        page = manager.get(url("document", shared))
        assert "Rhea proposes other words once." in page.text
        assert "March is short." in page.text
        assert Comment.objects.get().changes == LOWER

    def test_with_htmx_the_form_comes_alone(self, rep, shared):
        answer = rep.get(url("talk", shared, place_of(shared)), headers={"HX-Request": "true"})
        assert "<html" not in answer.text
        assert 'name="seen"' in answer.text

    def test_words_that_stay_the_same_propose_nothing(self, rep, shared):
        answer = rep.post(url("talk", shared, place_of(shared)), form(shared))
        assert answer.status_code == 422
        assert "Write a comment, or change the words below" in answer.text

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"new_target": "lots"}, "Write a number"),
            ({"new_text": " "}, "Leave words here"),
            ({"text": "x" * 100_000}, "2,000 fit here"),
            ({"new_due_on": "31.2.2026"}, "ends on the 28th"),
        ],
    )
    def test_what_makes_no_sense_gets_a_sentence_and_stays(self, rep, shared, changes, says):
        body = form(shared, **{"text": "Kept words", **changes})
        answer = rep.post(url("talk", shared, place_of(shared)), body)
        assert (answer.status_code, says in answer.text) == (422, True)
        assert body[f"{place_of(shared)}-text"][:10] in answer.text
        assert not Comment.objects.exists()

    def test_other_words_are_read_again_first(self, rep, shared):
        body = {**form(shared, text="Kept words"), "seen": "f" * 64}
        answer = rep.post(url("talk", shared, place_of(shared)), body)
        assert (answer.status_code, "Read them again" in answer.text) == (422, True)
        assert "Kept words" in answer.text

    @pytest.mark.parametrize("key", ["standard", "standard-1", "goal-1", "nothing"])
    def test_a_place_no_document_has_is_not_found(self, rep, shared, key):
        assert rep.get(url("talk", shared, key)).status_code == 404

    def test_a_line_that_this_document_has_not_is_not_found(self, rep, shared):
        assert rep.get(url("talk", shared, f"area-{uuid.uuid4()}")).status_code == 404

    def test_it_is_between_the_two(self, cast, client_for, rep, shared):
        say(shared, cast.rep, text="Only for Mila.")
        assert "Only for Mila." in rep.get(url("document", shared)).text
        for who in (cast.director, cast.hr, cast.executive):
            assert "Only for Mila." not in client_for(who).get(url("document", shared)).text

    def test_several_are_answered_on_one_page(self, cast, manager, shared):
        area = KeyResultArea.objects.first()
        lower = propose(shared, cast.rep)
        other = say(
            shared, cast.rep, Place("area", area.line),
            changes={"title": {"was": area.title, "to": "Won deals"}},
        )  # fmt: skip
        page = manager.get(url("answers", shared))
        assert "<del>" in page.text
        body = {
            "seen": shared.fingerprint, f"verdict_{lower.pk}": "accept",
            f"verdict_{other.pk}": "decline", f"word_{other.pk}": "The name is used everywhere.",
        }  # fmt: skip
        answer = manager.post(url("answers", shared), body, follow=True)
        assert "One proposal is in the draft." in answer.text
        assert "Share with Rhea" in answer.text
        assert "The name is used everywhere." in answer.text  # beside the line, for who writes it

    def test_declining_without_a_word_is_asked_about(self, cast, manager, shared):
        lower = propose(shared, cast.rep)
        body = {"seen": shared.fingerprint, f"verdict_{lower.pk}": "decline"}
        answer = manager.post(url("answers", shared), body)
        assert (answer.status_code, "Say in a word why" in answer.text) == (422, True)

    def test_two_proposals_for_the_same_words_cannot_both_be_accepted(self, cast, manager, shared):
        one, two = (
            propose(shared, cast.rep),
            propose(shared, cast.rep, {"target": {"was": "78,000", "to": "60,000"}}),
        )
        body = {"seen": shared.fingerprint} | {
            f"verdict_{each.pk}": "accept" for each in (one, two)
        }
        answer = manager.post(url("answers", shared), body)
        assert (answer.status_code, "accept one of them" in answer.text) == (422, True)

    def test_other_words_keep_what_was_typed(self, cast, manager, shared):
        lower = propose(shared, cast.rep)
        body = {"seen": "f" * 64, f"verdict_{lower.pk}": "decline", f"word_{lower.pk}": "Kept."}
        answer = manager.post(url("answers", shared), body)
        assert (answer.status_code, "Kept." in answer.text) == (409, True)

    def test_with_nothing_to_answer_it_says_so(self, manager, shared):
        answer = manager.get(url("answers", shared), follow=True)
        assert "No proposal waits for an answer." in answer.text

    def test_a_proposal_is_withdrawn(self, cast, rep, shared):
        lower = propose(shared, cast.rep)
        rep.post(url("withdrawal", shared, lower.pk))
        assert "Withdrawn" in rep.get(url("document", shared)).text

    @pytest.mark.parametrize("rows", [1, 30])
    @pytest.mark.parametrize("state", [State.SHARED, State.ACTIVE])
    def test_much_talk_asks_no_more_often(
        self, cast, rep, django_assert_max_num_queries, state, rows
    ):
        version = make_document(person=cast.rep, state=state)
        for n in range(rows):
            say(version, cast.rep, text=f"Comment {n}")
        rep.get(url("document", version))
        with django_assert_max_num_queries(15):
            rep.get(url("document", version))


class TestBesideTheLines:
    def test_where_nothing_was_said_there_is_a_sign_and_no_further_line(self, rep, shared):
        page = rep.get(url("document", shared)).text
        assert page.count('class="link-act no-print talk-sign"') > 5
        assert 'class="talk talk-count' not in page
        assert 'class="note said"' not in page

    def test_where_something_was_said_one_replies_below_it(self, cast, rep, shared):
        line = first_standard(shared).line
        propose(shared, cast.rep, line=line)
        page = rep.get(url("document", shared)).text
        assert page.count(f'href="{url("talk", shared, f"standard-{line}")}"') == 1
        assert "Reply<span" in page

    def test_who_writes_sees_what_was_said_beside_the_line(self, cast, manager, shared):
        standard, area = first_standard(shared), first_area(shared)
        lower = propose(shared, cast.rep)
        say(shared, cast.rep, Place("area", area.line), "A good name.")
        say(shared, cast.manager, Place("area", area.line), "It is yours.")
        say(shared, cast.rep, Place("goal"), "This is me.")
        agreement.take_back(version=shared, actor=cast.manager, **WHEN)
        page = manager.get(url("document", shared)).text
        card = page[page.index(f'id="standard-{standard.line}"') :]
        assert "1 comment · 1 proposal waits" in card[: card.index('class="standard-check"')]
        assert "2 comments<span" in page
        assert f'id="said-{lower.pk}"' in page
        assert "This is me." in page

    def test_a_line_that_is_put_back_brings_it_along(self, cast, manager, shared):
        line = first_standard(shared).line
        propose(shared, cast.rep, line=line)
        agreement.take_back(version=shared, actor=cast.manager, **WHEN)
        body = {"kind": "standard", "line": line}
        assert manager.post(url("line_removal", shared), body).status_code == 200
        answer = manager.post(url("line_restoration", shared), body)
        assert "1 proposal waits" in answer.json()["line"]

    @pytest.mark.parametrize("rows", [1, 30])
    def test_writing_beside_much_talk_asks_no_more_often(
        self, cast, manager, django_assert_num_queries, rows
    ):
        version = make_document(person=cast.rep, state=State.SHARED)
        for n in range(rows):
            say(version, cast.rep, Place("standard", first_standard(version).line), f"Word {n}")
        agreement.take_back(version=version, actor=cast.manager, **WHEN)
        manager.get(url("document", version))
        with django_assert_num_queries(15):
            manager.get(url("document", version))

    def test_the_form_in_the_page_takes_the_focus_and_can_be_put_away(self, rep, shared):
        form = rep.get(url("talk", shared, "goal"), headers={"HX-Request": "true"}).text
        assert "autofocus" in form
        assert "data-puts-away" in form
        assert "<html" not in form
