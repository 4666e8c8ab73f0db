"""The pages of agreeing: sharing, taking back, asking, signing, a new version, throwing away."""

import pytest

from expectations.actions import agreement, editing
from expectations.builders import make_document
from expectations.lines import Name
from expectations.models import (
    DocumentVersion,
    ExpectationDocument,
    Signature,
    State,
)
from expectations.tests.conftest import first_area, url, words_now
from tests.cast import NOW, TODAY


def post(browser, name, version, **body):
    return browser.post(url(name, version), body, follow=True)


class TestSharing:
    def test_it_says_with_whom(self, manager, draft):
        answer = post(manager, "sharing", draft, seen=words_now(draft))
        assert "Shared with Rhea." in answer.text
        assert "Sign as Mila Trentham" in answer.text

    def test_words_that_changed_are_shown_first(self, manager, draft):
        answer = post(manager, "sharing", draft, seen="0" * 64)
        assert "Something changed since this page was loaded" in answer.text
        draft.refresh_from_db()
        assert draft.is_draft

    def test_what_is_missing_is_said(self, manager, draft):
        first_area(draft).delete()
        answer = post(manager, "sharing", draft, seen=words_now(draft))
        assert "Something is missing before it can be shared." in answer.text

    def test_the_reading_side_may_not(self, rep, shared):
        assert post(rep, "sharing", shared, seen=shared.fingerprint).status_code == 403

    def test_only_by_post(self, manager, draft):
        assert manager.get(url("sharing", draft)).status_code == 405


class TestTakingBack:
    def test_it_becomes_private_again(self, manager, rep, shared):
        answer = post(manager, "taking_back", shared)
        assert "Taken back. Only you see it now." in answer.text
        assert rep.get(url("document", shared)).status_code == 404

    def test_signed_words_stay(self, manager, active):
        answer = post(manager, "taking_back", active)
        assert "Both of you have signed." in answer.text
        active.refresh_from_db()
        assert active.state == State.ACTIVE


class TestSignature:
    def test_the_first_side_signs_and_the_other_is_told(self, rep, shared):
        answer = post(rep, "signature", shared, seen=shared.fingerprint)
        assert "Signed. The other side is told." in answer.text

    def test_the_second_puts_it_in_force(self, rep, manager, shared):
        post(rep, "signature", shared, seen=shared.fingerprint)
        answer = post(manager, "signature", shared, seen=shared.fingerprint)
        assert "Signed by both of you. It is in force." in answer.text

    def test_words_that_changed_meanwhile_are_shown_beside_each_other(self, cast, rep, shared):
        """The rep's page is open while the manager takes it back, changes it, shares it again."""
        seen = shared.fingerprint
        when = {"today": TODAY, "now": NOW}
        agreement.take_back(version=shared, actor=cast.manager, **when)
        editing.save_field(
            version=shared, actor=cast.manager, name=Name.parse("document..position_goal"),
            typed="Win and keep large firms.", was=[shared.position_goal], **when,
        )  # fmt: skip
        shared = DocumentVersion.objects.get(pk=shared.pk)
        agreement.share(version=shared, actor=cast.manager, seen=words_now(shared), **when)
        answer = post(rep, "signature", shared, seen=seen)
        assert answer.status_code == 409
        assert "nothing is signed" in answer.text
        assert "<del>" in answer.text
        assert "large" in answer.text
        assert not Signature.objects.exists()

    def test_a_fingerprint_nobody_ever_saw_signs_nothing(self, rep, shared):
        for seen in ("", "f" * 64, "x" * 5000, "\x00"):
            answer = post(rep, "signature", shared, seen=seen)
            assert (answer.status_code, Signature.objects.count()) == (409, 0)

    @pytest.mark.parametrize("who", ["director", "hr", "executive"])
    def test_readers_do_not_sign(self, cast, client_for, shared, who):
        browser = client_for(getattr(cast, who))
        assert post(browser, "signature", shared, seen=shared.fingerprint).status_code == 403

    def test_a_second_press_leads_to_the_document(self, rep, shared):
        for _twice in range(2):
            answer = post(rep, "signature", shared, seen=shared.fingerprint)
            assert answer.status_code == 200
        assert Signature.objects.count() == 1


class TestRevision:
    def test_it_asks_why_and_copies_the_lines(self, rep, active):
        assert rep.get(url("revision", active)).status_code == 200
        answer = post(rep, "revision", active, reason="New territory")
        new = DocumentVersion.objects.get(number=2)
        assert answer.redirect_chain == [(url("document", new), 302)]
        assert "New territory" in answer.text
        active.refresh_from_db()
        assert active.state == State.ACTIVE

    @pytest.mark.parametrize("reason", ["", "x" * 301])
    def test_a_reason_is_needed_and_short(self, rep, active, reason):
        answer = post(rep, "revision", active, reason=reason)
        assert (answer.status_code, DocumentVersion.objects.count()) == (422, 1)

    def test_while_the_other_side_writes_one_it_is_said(self, rep, manager, active):
        post(manager, "revision", active, reason="New product")
        answer = post(rep, "revision", active, reason="New territory")
        assert (answer.status_code, "other side writes" in answer.text) == (422, True)

    def test_drafts_and_shared_words_are_not_revised(self, rep, shared):
        answer = rep.get(url("revision", shared), follow=True)
        assert "Only the version in force can be revised." in answer.text


class TestDiscarding:
    def test_it_asks_and_then_the_draft_and_its_document_are_gone(self, manager, draft):
        assert "Throw this draft away?" in manager.get(url("discarding", draft)).text
        answer = post(manager, "discarding", draft)
        assert "The draft is thrown away." in answer.text
        assert not ExpectationDocument.objects.exists()

    def test_of_a_revision_only_the_draft_goes(self, manager, active):
        post(manager, "revision", active, reason="New product")
        post(manager, "discarding", DocumentVersion.objects.get(number=2))
        assert list(DocumentVersion.objects.all()) == [active]

    def test_what_was_shared_once_stays(self, cast, manager, shared):
        post(manager, "taking_back", shared)
        answer = post(manager, "discarding", shared)
        assert "It was shared once, so it stays." in answer.text
        assert DocumentVersion.objects.filter(pk=shared.pk).exists()

    def test_shared_words_are_not_thrown_away(self, manager, shared):
        answer = post(manager, "discarding", shared)
        assert "Take them back first" in answer.text

    def test_the_persons_own_draft_is_theirs_to_throw_away(self, cast, rep):
        own = make_document(person=cast.rep, author=cast.rep, state=State.DRAFT)
        post(rep, "discarding", own)
        assert not DocumentVersion.objects.exists()
