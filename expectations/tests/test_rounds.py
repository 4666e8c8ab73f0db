"""/rounds/: people of all levels say what they think of a draft, and read what became of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from audit.models import Event
from expectations.builders import make_comment, make_plan, make_round, make_strategy
from expectations.models import CommentAnswer, CommentRound, DraftComment
from expectations.queries.strategy import fingerprint_of
from expectations.round_reminders import remind_of_rounds
from notifications.models import Notification
from tests.cast import NOW, TODAY


def url(name, row):
    return reverse(f"expectations:{name}", args=[row.pk])


@pytest.fixture
def executive(cast, client_for):
    return client_for(cast.executive)


@pytest.fixture
def draft(cast):
    return make_strategy(
        author=cast.executive, vision="Called first.", published_at=None,
        effective_from=date(2026, 4, 1),
    )  # fmt: skip


@pytest.fixture
def running(cast, draft):
    return make_round(strategy=draft, by=cast.executive, asked=[cast.rep, cast.peer, cast.manager])


def say(browser, of_round, text="Why first?", part="vision"):
    return browser.post(url("comments", of_round), {"part": part, "text": text})


class TestOpening:
    def open(self, browser, draft, **changes):
        return browser.post(url("strategy_round", draft), {"until": "20 Mar 2026", **changes})

    def test_everybody_is_asked_and_told_but_the_one_who_asks(self, cast, executive, draft):
        answer = self.open(executive, draft, question="Is the mission plain?")
        made = CommentRound.objects.get()
        assert answer.url == url("comment_round", made)
        asked = set(made.invitations.values_list("person", flat=True))
        assert cast.rep.pk in asked
        assert not {cast.executive.pk, cast.deactivated.pk} & asked
        told = Notification.objects.filter(kind="expectations.round_opened")
        assert told.count() == len(asked)
        assert Event.objects.get(verb="round.opened").data["asked"] == len(asked)

    def test_chosen_teams_with_their_parts(self, cast, executive, draft):
        cast.south.parent = cast.north
        cast.south.save()
        self.open(executive, draft, teams=[cast.north.pk])
        asked = {each.person for each in CommentRound.objects.get().invitations.all()}
        assert {cast.rep, cast.other_rep} <= asked
        assert cast.hr not in asked

    def test_twice_is_once(self, executive, draft):
        for _twice in range(2):
            self.open(executive, draft)
        assert CommentRound.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"until": ""}, "Give the day"), ({"until": "31.2.2026"}, "ends on the 28th"),
            ({"until": "11 Mar 2026"}, "at least until tomorrow"), ({"teams": "999"}, "999"),
            ({"question": "x" * 301}, "300 fit here"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_gets_a_sentence(self, executive, draft, changes, says):
        answer = self.open(executive, draft, **changes)
        assert (answer.status_code, says in answer.text) == (422, True)
        assert not CommentRound.objects.exists()

    def test_what_is_published_is_not_asked_about(self, cast, executive):
        published = make_strategy(author=cast.executive)
        assert "a round is for drafts" in self.open(executive, published).text

    def test_others_open_none(self, rep, manager, draft):
        for browser in (rep, manager):
            assert self.open(browser, draft).status_code == 403


class TestReadingTheDraft:
    def test_who_is_asked_reads_the_draft_and_others_do_not(self, client_for, cast, rep, running):
        assert "Called first." in rep.get(url("comment_round", running)).text
        assert "Called first." in rep.get(url("edition", running.strategy)).text
        stranger = client_for(cast.other_rep)
        assert stranger.get(url("comment_round", running)).status_code == 404
        assert stranger.get(url("edition", running.strategy)).status_code == 404

    def test_asked_does_not_mean_writing(self, rep, running):
        assert rep.get(url("strategy_edit", running.strategy)).status_code == 403
        assert "Publish from" not in rep.get(url("edition", running.strategy)).text

    def test_each_part_can_be_commented_on(self, rep, running):
        page = rep.get(url("comment_round", running))
        keys = [passage.part.key for passage in page.context["talk"].passages]
        assert keys[:2] == ["vision", "mission"]
        assert keys[-1] == "whole"
        assert len(keys) == 3 + 2 + 5  # with two values and their five behaviours
        assert page.text.count('name="part"') == len(keys)

    def test_a_marketing_plan_is_asked_about_in_the_same_way(self, cast, rep):
        plan = make_plan(author=cast.executive, published_at=None)
        asked = make_round(plan=plan, by=cast.executive, asked=[cast.rep])
        say(rep, asked, part="forecast", text="Summer is slow.")
        page = rep.get(url("comment_round", asked))
        assert "Summer is slow." in page.text
        assert DraftComment.objects.get().place == "Forecast"

    def test_a_round_on_the_home_page_and_in_the_rail(self, cast, rep, running):
        todos = [todo.text for todo in rep.get("/").context["todos"]]
        assert "Say what you think of a draft" in todos
        say(rep, running)
        todos = [todo.text for todo in rep.get("/").context["todos"]]
        assert "Say what you think of a draft" not in todos


class TestCommenting:
    def test_it_keeps_the_words_it_was_about(self, cast, rep, running):
        for _twice in range(2):
            assert say(rep, running).status_code == 302
        said = DraftComment.objects.get()
        assert (said.place, said.words, said.person) == ("Vision", "Called first.", cast.rep)
        assert running.invitations.get(person=cast.rep).answered_at is not None

    def test_when_the_words_change_it_stands_with_the_old_ones(self, rep, running):
        say(rep, running)
        running.strategy.values_held.all().delete()
        part = "value:nothing-says-this"
        make_comment(
            of_round=running, person=running.invitations.first().person, part=part,
            place="Value", words="Ask first", text="Good",
        )  # fmt: skip
        page = rep.get(url("comment_round", running))
        assert "Said of words that have changed since" in page.text
        assert [each.comment.words for each in page.context["talk"].earlier] == ["Ask first"]

    def test_a_part_that_is_gone_says_so_and_keeps_what_was_typed(self, rep, running):
        answer = say(rep, running, part="value:gone", text="All my words")
        assert answer.status_code == 422
        assert "All my words" in answer.text
        assert "The draft says something else" in answer.text
        assert "Your comment is not saved" in answer.text

    @pytest.mark.parametrize("part", ["", "x" * 41, "a\x00b"])
    def test_a_part_that_no_page_names_keeps_what_was_typed(self, rep, running, part):
        answer = say(rep, running, part=part, text="All my words")
        assert answer.status_code == 422
        assert "All my words" in answer.text
        assert "The draft says something else" in answer.text

    @pytest.mark.parametrize("text", ["", "  \n", "x" * 2001])
    def test_bad_input_is_said_at_the_part(self, rep, running, text):
        answer = say(rep, running, text=text)
        assert answer.status_code == 422
        assert answer.text.count('<details class="no-print" open>') == 1
        assert answer.text.count('class="field-error"') == 1
        assert "Your comment is not saved" not in answer.text
        assert not DraftComment.objects.exists()

    def test_what_is_typed_is_never_run(self, rep, executive, running):
        say(rep, running, text="<script>alert(1)</script> مرحبا 🎉")
        for browser in (rep, executive):
            page = browser.get(url("comment_round", running)).text
            assert "<script>alert" not in page
            assert "مرحبا 🎉" in page

    def test_after_the_last_day_nobody_comments(self, rep, running):
        CommentRound.objects.filter(pk=running.pk).update(until=TODAY - timedelta(days=1))
        late = say(rep, running, text="All my words").text
        assert "This comment round is over." in late
        assert "All my words" in late
        assert 'name="part"' not in rep.get(url("comment_round", running)).text

    def test_nothing_to_add_is_an_answer(self, cast, rep, running):
        for _twice in range(2):
            rep.post(url("nothing_to_add", running))
        assert rep.get(url("comment_round", running)).context["counts"].answered == 1

    def test_who_is_not_asked_does_not_comment(self, executive, running):
        assert "Only those who are asked" in say(executive, running).text


class TestWhoReadsNames:
    def test_executives_read_names_colleagues_do_not(
        self, cast, client_for, executive, rep, running
    ):
        say(rep, running, text="Too long.")
        assert "Rhea Solbergh" in executive.get(url("comment_round", running)).text
        page = client_for(cast.peer).get(url("comment_round", running)).text
        assert "Too long." in page
        assert "A colleague" in page
        assert "Rhea Solbergh" not in page
        manager = client_for(cast.manager).get(url("comment_round", running)).text
        assert "Rhea Solbergh" not in manager

    def test_the_field_says_who_reads_it(self, rep, running):
        assert "Executives read it with your name." in rep.get(url("comment_round", running)).text


class TestAnswering:
    @pytest.fixture
    def said(self, rep, running):
        say(rep, running)
        return DraftComment.objects.get()

    def answer(self, browser, said, taken_in="yes", text="The next draft says why."):
        return browser.post(url("comment_answer", said), {"taken_in": taken_in, "text": text})

    def test_everybody_who_was_asked_reads_the_answer(
        self, cast, client_for, executive, running, said
    ):
        for _twice in range(2):
            assert self.answer(executive, said).status_code == 302
        assert CommentAnswer.objects.count() == 1
        for who in (cast.rep, cast.peer):
            page = client_for(who).get(url("comment_round", running)).text
            assert "Taken in" in page
            assert "The next draft says why." in page

    def test_the_last_answer_counts(self, executive, rep, running, said):
        self.answer(executive, said)
        self.answer(executive, said, taken_in="no", text="After all not.")
        talk = rep.get(url("comment_round", running)).context["talk"]
        assert [(each.taken_in, each.answer) for each in talk.all] == [(False, "After all not.")]

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"taken_in": ""}, "Choose: taken in"), ({"taken_in": "perhaps"}, "perhaps"),
            ({"text": " "}, "Say in a sentence"), ({"text": "x" * 501}, "500 fit here"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_gets_a_sentence(self, executive, said, changes, says):
        answer = self.answer(executive, said, **changes)
        assert (answer.status_code, says in answer.text) == (422, True)

    def test_others_answer_nothing(self, rep, manager, said):
        for browser in (rep, manager):
            assert self.answer(browser, said).status_code == 403


class TestExtending:
    def extend(self, browser, of_round, until="27 Mar 2026"):
        return browser.post(url("round_extension", of_round), {"until": until})

    def test_everybody_who_is_asked_is_told_once(self, cast, executive, running):
        for _twice in range(2):
            assert self.extend(executive, running).url == url("comment_round", running)
        running.refresh_from_db()
        assert running.until == date(2026, 3, 27)
        told = Notification.objects.filter(kind="expectations.round_extended")
        assert {each.recipient for each in told} == {cast.rep, cast.peer, cast.manager}
        assert told.count() == 3
        assert Event.objects.filter(verb="round.extended").count() == 1

    def test_one_that_has_run_out_takes_comments_again(self, executive, rep, running):
        CommentRound.objects.filter(pk=running.pk).update(until=TODAY - timedelta(days=1))
        assert say(rep, running).status_code == 422
        self.extend(executive, running)
        assert say(rep, running).status_code == 302

    @pytest.mark.parametrize(
        ("until", "says"),
        [
            ("", "Give the day"), ("31.2.2026", "ends on the 28th"),
            ("19 Mar 2026", "People have until 20 Mar 2026 already"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_gets_a_sentence(self, executive, running, until, says):
        answer = self.extend(executive, running, until)
        assert (answer.status_code, says in answer.text) == (422, True)
        running.refresh_from_db()
        assert running.until == date(2026, 3, 20)

    def test_not_to_a_day_that_gives_no_time(self, executive, running):
        CommentRound.objects.filter(pk=running.pk).update(until=TODAY - timedelta(days=1))
        assert "at least until tomorrow" in self.extend(executive, running, "11 Mar 2026").text

    def test_what_is_closed_stays_closed(self, executive, running):
        executive.post(url("round_closing", running))
        assert "This round is closed." in self.extend(executive, running).text
        assert (
            url("round_extension", running) not in executive.get(url("comment_round", running)).text
        )

    def test_others_extend_none(self, rep, manager, running):
        for browser in (rep, manager):
            assert self.extend(browser, running).status_code == 403


class TestClosing:
    def test_who_commented_is_told_once(self, cast, executive, rep, running):
        say(rep, running)
        for _twice in range(2):
            executive.post(url("round_closing", running))
        told = Notification.objects.filter(kind="expectations.round_closed")
        assert [each.recipient for each in told] == [cast.rep]
        assert say(rep, running, text="Late").status_code == 422

    def test_a_draft_with_an_open_round_is_not_published(self, executive, running):
        seen = executive.get(url("edition", running.strategy)).context["words"]
        body = {"seen": fingerprint_of(seen)}
        answer = executive.post(url("publication", running.strategy), body, follow=True)
        assert "Close the comment round before you publish." in answer.text
        executive.post(url("round_closing", running))
        answer = executive.post(url("publication", running.strategy), body, follow=True)
        assert "Published." in answer.text

    def test_a_draft_people_commented_on_is_kept(self, executive, rep, running):
        say(rep, running)
        answer = executive.post(url("strategy_discarding", running.strategy), follow=True)
        assert "People commented on this draft" in answer.text

    def test_a_draft_nobody_commented_on_goes_with_its_round(self, executive, running):
        executive.post(url("strategy_discarding", running.strategy))
        assert not CommentRound.objects.exists()


class TestReminding:
    def tell(self, day):
        remind_of_rounds(datetime(2026, 3, day, 9, 0, tzinfo=UTC))
        return self.told()

    def told(self):
        return set(
            Notification.objects.filter(kind="expectations.round_ends").values_list(
                "recipient__name", flat=True
            )
        )

    def test_two_days_before_the_end_who_has_not_answered(self, cast, rep, running):
        say(rep, running)
        assert self.tell(17) == set()
        assert self.tell(18) == {cast.peer.name, cast.manager.name}
        assert self.tell(19) == {cast.peer.name, cast.manager.name}
        assert Notification.objects.filter(kind="expectations.round_ends").count() == 2
        assert not mail.outbox

    def test_days_are_those_of_who_is_told(self, cast, running):
        cast.peer.time_zone = "Asia/Tokyo"
        cast.peer.save()
        remind_of_rounds(datetime(2026, 3, 17, 23, 59, tzinfo=UTC))  # 08:59 on the 18th in Tokyo
        assert self.told() == set()
        remind_of_rounds(datetime(2026, 3, 18, 0, 0, tzinfo=UTC))
        assert self.told() == {cast.peer.name}

    def test_more_days_remind_anew(self, cast, executive, running):
        self.tell(18)
        executive.post(url("round_extension", running), {"until": "27 Mar 2026"})
        self.tell(25)
        ends = Notification.objects.filter(kind="expectations.round_ends", recipient=cast.rep)
        assert ends.count() == 2

    def test_not_after_it(self, running):
        assert self.tell(21) == set()


@pytest.mark.parametrize("rows", [1, 30])
def test_it_asks_the_same_number_of_times(
    cast, executive, running, django_assert_num_queries, rows
):
    for n in range(rows):
        said = make_comment(of_round=running, person=cast.rep, text=f"C{n}", at=NOW)
        CommentAnswer.objects.create(
            comment=said, taken_in=True, text="Yes", by=cast.executive, at=NOW
        )
    executive.get(url("comment_round", running))
    with django_assert_num_queries(12):
        executive.get(url("comment_round", running))
