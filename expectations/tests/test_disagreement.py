"""Read, and I disagree: recorded, answered, and what it means for being in force."""

import pytest

from audit.models import Event
from expectations.actions import agreement
from expectations.actions.disagreement import disagree, put_in_force
from expectations.builders import make_document
from expectations.models import Disagreement, DocumentVersion, PutInForce, Signature, State
from expectations.problems import NotPossible, OtherWords
from expectations.queries.lists import standings_of
from expectations.tests.conftest import url
from notifications.models import Notification
from salesperf.append_only import ChangeRefused
from tests.cast import NOW, TODAY

WHEN = {"today": TODAY, "now": NOW}
WHY = "The territory was halved in January."


def told(person):
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


def no(version, actor, seen=None):
    return disagree(
        version=version, actor=actor, text=WHY, seen=seen or version.fingerprint, **WHEN
    )


def put(version, actor, seen=None):
    version.refresh_from_db()
    return put_in_force(
        version=version, actor=actor, text="The half that stayed has two thirds of the firms.",
        seen=seen or version.fingerprint, **WHEN,
    )  # fmt: skip


def sign(version, actor):
    version.refresh_from_db()
    return agreement.sign(version=version, actor=actor, seen=version.fingerprint, **WHEN)


def state(version):
    return DocumentVersion.objects.get(pk=version.pk).state


class TestDisagreeing:
    def test_it_is_recorded_signs_nothing_and_the_manager_is_told(self, cast, shared):
        no(shared, cast.rep)
        assert not Signature.objects.exists()
        assert state(shared) == State.SHARED
        assert told(cast.manager) == ["expectations.disagreed"]

    def test_the_reason_is_in_no_notice_and_no_event(self, cast, shared):
        no(shared, cast.rep)
        for rows in (Notification.objects.values_list("data"), Event.objects.values_list("data")):
            assert "territory" not in str(list(rows))

    def test_a_signature_of_the_manager_does_not_make_it_agreed(self, cast, shared):
        no(shared, cast.rep)
        sign(shared, cast.manager)
        assert state(shared) == State.SHARED

    def test_twice_is_once(self, cast, shared):
        assert no(shared, cast.rep) == no(shared, cast.rep)

    def test_the_person_can_still_sign_and_then_both_agree(self, cast, shared):
        no(shared, cast.rep)
        sign(shared, cast.rep)
        sign(shared, cast.manager)
        assert state(shared) == State.ACTIVE
        assert not PutInForce.objects.exists()

    def test_after_signing_it_is_too_late(self, cast, shared):
        sign(shared, cast.rep)
        with pytest.raises(NotPossible):
            no(shared, cast.rep)

    @pytest.mark.parametrize("who", ["manager", "peer", "director", "hr"])
    def test_only_the_side_that_reads_disagrees(self, cast, shared, who):
        with pytest.raises(NotPossible):
            no(shared, getattr(cast, who))

    def test_with_ones_own_words_one_does_not_disagree(self, cast):
        own = make_document(person=cast.rep, author=cast.rep, state=State.SHARED)
        with pytest.raises(NotPossible):
            no(own, cast.rep)

    def test_it_is_about_the_words_on_the_screen(self, cast, shared):
        with pytest.raises(OtherWords):
            no(shared, cast.rep, seen="f" * 64)

    def test_other_words_are_read_anew(self, cast, shared):
        no(shared, cast.rep)
        seen = shared.fingerprint
        agreement.take_back(version=shared, actor=cast.manager, **WHEN)
        with pytest.raises(OtherWords):
            put(shared, cast.manager, seen)

    def test_it_is_never_changed(self, cast, shared):
        with pytest.raises(ChangeRefused):
            no(shared, cast.rep).delete()


class TestAManagerWhoReads:
    """What the person wrote, the manager can decline; nothing puts it into force then."""

    @pytest.fixture
    def own(self, cast):
        return make_document(person=cast.rep, author=cast.rep, state=State.SHARED)

    def row(self, version):
        rows = DocumentVersion.objects.select_related("document__person")
        return standings_of([rows.get(pk=version.pk)], TODAY)[version.pk]

    def test_it_is_recorded_signs_nothing_and_the_person_is_told(self, cast, own):
        no(own, cast.manager)
        assert (state(own), Signature.objects.count()) == (State.SHARED, 0)
        assert (told(cast.rep), told(cast.manager)) == (["expectations.disagreed"], [])

    @pytest.mark.parametrize("who", ["rep", "manager", "director", "hr"])
    def test_nobody_puts_it_into_force(self, cast, own, who):
        no(own, cast.manager)
        with pytest.raises(NotPossible):
            put(own, getattr(cast, who))

    def test_a_list_says_that_the_person_answers(self, cast, own):
        assert not self.row(own).disagreed
        no(own, cast.manager)
        assert (self.row(own).disagreed, self.row(own).waits_for) == (True, ("person",))

    def test_it_is_in_force_with_the_managers_signature_and_the_list_says_no_more(self, cast, own):
        no(own, cast.manager)
        sign(own, cast.rep)
        assert self.row(own).disagreed
        sign(own, cast.manager)
        assert (state(own), self.row(own).disagreed) == (State.ACTIVE, False)

    def test_the_page_says_what_a_manager_can_do_and_then_what_the_person_can(
        self, cast, rep, manager, own
    ):
        page = manager.get(url("document", own)).text
        assert "without your signature they do not come into force" in page
        assert url("disagreement", own) in page
        assert "Rhea, who can take them back" in manager.get(url("disagreement", own)).text
        manager.post(url("disagreement", own), {"text": WHY, "seen": own.fingerprint})
        page = rep.get(url("document", own)).text
        for words in (
            f"{cast.manager.name} read it and disagrees", WHY,
            "take the document back to write other words",
        ):  # fmt: skip
            assert words in page
        assert url("putting_in_force", own) not in page + manager.get(url("document", own)).text


class TestPuttingInForce:
    def test_it_is_in_force_the_manager_has_signed_and_others_are_told(self, cast, shared):
        no(shared, cast.rep)
        put(shared, cast.manager)
        assert state(shared) == State.ACTIVE
        assert list(Signature.objects.values_list("side", flat=True)) == ["manager"]
        assert told(cast.rep) == ["expectations.active"]
        assert told(cast.hr) == told(cast.director) == ["expectations.without_agreement"]
        assert told(cast.executive) == []

    def test_also_when_the_manager_had_signed_before(self, cast, shared):
        sign(shared, cast.manager)
        no(shared, cast.rep)
        put(shared, cast.manager)
        assert (state(shared), Signature.objects.count()) == (State.ACTIVE, 1)

    def test_without_a_disagreement_silence_is_not_taken_for_one(self, cast, shared):
        with pytest.raises(NotPossible, match="has not answered yet"):
            put(shared, cast.manager)

    def test_who_agreed_meanwhile_is_not_overruled(self, cast, shared):
        no(shared, cast.rep)
        sign(shared, cast.rep)
        with pytest.raises(NotPossible, match="has signed by now"):
            put(shared, cast.manager)

    @pytest.mark.parametrize("who", ["rep", "director", "hr", "executive", "other_manager"])
    def test_nobody_else_does(self, cast, shared, who):
        no(shared, cast.rep)
        with pytest.raises(NotPossible):
            put(shared, getattr(cast, who))

    def test_twice_is_once(self, cast, shared):
        no(shared, cast.rep)
        put(shared, cast.manager)
        put(shared, cast.manager)
        assert Event.objects.filter(verb="expectations.active").count() == 1

    def test_the_person_agrees_later_and_nothing_else_changes(self, cast, shared):
        no(shared, cast.rep)
        put(shared, cast.manager)
        assert sign(shared, cast.rep).made
        assert not sign(shared, cast.rep).made
        assert Event.objects.filter(verb="expectations.active").count() == 1
        assert Disagreement.objects.count() == PutInForce.objects.count() == 1

    def test_what_both_signed_is_not_signed_again(self, cast, active):
        with pytest.raises((NotPossible, OtherWords)):
            agreement.sign(version=active, actor=cast.director, seen=active.fingerprint, **WHEN)

    def test_a_list_says_it_until_the_person_agrees(self, cast, shared):
        no(shared, cast.rep)
        put(shared, cast.manager)
        row = DocumentVersion.objects.select_related("document").get(pk=shared.pk)
        assert standings_of([row], TODAY)[row.pk].disagreed
        sign(shared, cast.rep)
        assert not standings_of([row], TODAY)[row.pk].disagreed


class TestPages:
    def test_from_the_reason_to_being_in_force_without_agreement(
        self, cast, client_for, rep, manager, shared
    ):
        assert "Read, and I disagree" in rep.get(url("document", shared)).text
        body = {"text": WHY, "seen": shared.fingerprint}
        answer = rep.post(url("disagreement", shared), body, follow=True)
        assert "Recorded: you read it and disagree." in answer.text
        page = manager.get(url("document", shared))
        assert "Rhea Solbergh read it and disagrees." in page.text
        assert url("putting_in_force", shared) in page.text
        body = {"text": "Two thirds stayed.", "talked": "on", "seen": shared.fingerprint}
        answer = manager.post(url("putting_in_force", shared), body, follow=True)
        for browser in (rep, manager, client_for(cast.hr), client_for(cast.director)):
            page = browser.get(url("document", shared)).text
            assert "in force without agreement" in page
            assert WHY in page
            assert "Two thirds stayed." in page
        assert (
            "put into force without agreement"
            in client_for(cast.hr).get(url("document", shared)).text
        )
        assert "If you agree by now, sign it" in rep.get(url("document", shared)).text
        rep.post(url("signature", shared), {"seen": shared.fingerprint})
        assert "Agreed later" in client_for(cast.hr).get(url("document", shared)).text

    def test_a_reason_is_asked_for(self, rep, shared):
        answer = rep.post(url("disagreement", shared), {"text": " ", "seen": shared.fingerprint})
        assert (answer.status_code, "Say in a sentence why." in answer.text) == (422, True)

    def test_an_answer_and_a_talk_are_asked_for(self, cast, manager, shared):
        no(shared, cast.rep)
        answer = manager.post(url("putting_in_force", shared), {"seen": shared.fingerprint})
        assert answer.status_code == 422
        assert "Answer the reason in a sentence." in answer.text
        assert "Talk about it first." in answer.text
        assert state(shared) == State.SHARED

    def test_before_anybody_disagrees_there_is_nothing_to_put_into_force(self, manager, shared):
        answer = manager.get(url("putting_in_force", shared), follow=True)
        assert "Nobody disagrees with these words" in answer.text

    def test_of_what_is_signed_nobody_disagrees(self, rep, active):
        answer = rep.get(url("disagreement", active), follow=True)
        assert "Nothing is waiting for your word here." in answer.text

    def test_it_asks_few_times(self, cast, rep, manager, shared, django_assert_max_num_queries):
        no(shared, cast.rep)
        for _state in range(2):
            for browser in (rep, manager):
                browser.get(url("document", shared))
                with django_assert_max_num_queries(15):
                    browser.get(url("document", shared))
            put(shared, cast.manager)
