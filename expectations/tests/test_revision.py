"""Revising: the kind of reason, the difference by line, and a changed objective in one pass."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from expectations.actions import agreement, drafts
from expectations.actions.objective_revision import revise_all
from expectations.actions.objectives import (
    ObjectiveValues,
    archive_objective,
    change_objective,
    restore_objective,
)
from expectations.builders import make_document, make_objective
from expectations.comparison import differences
from expectations.models import (
    DocumentVersion,
    KeyResultArea,
    ObjectiveChange,
    ReasonKind,
    Revision,
    Standard,
    State,
)
from expectations.queries.hanging import documents_on
from expectations.queries.strategy import objective_fingerprint
from expectations.queries.words import current_words, shared_words
from expectations.tests.conftest import url, words_now
from notifications.models import Notification
from salesperf.append_only import ChangeRefused
from tests.cast import NOW, TODAY

WHEN = {"today": TODAY, "now": NOW}


def share(version, actor):
    agreement.share(version=version, actor=actor, seen=words_now(version), **WHEN)


def told(person):
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


class TestReason:
    def test_its_kind_stands_before_the_words_and_is_kept(self, cast, active):
        new = drafts.revise(
            version=active, author=cast.manager, reason="Beacon replaces Torch", now=NOW,
            kind=ReasonKind.PRODUCT,
        )  # fmt: skip
        assert new.reason == "New product: Beacon replaces Torch"
        assert Revision.objects.get(version=new).kind == "product"
        share(new, cast.manager)
        new.refresh_from_db()
        assert shared_words(new).reason == "New product: Beacon replaces Torch"

    def test_the_page_asks_for_it(self, manager, active):
        assert "Territory" in manager.get(url("revision", active)).text
        manager.post(url("revision", active), {"kind": "territory", "reason": "North only"})
        assert DocumentVersion.objects.get(number=2).reason == "Territory: North only"

    def test_a_kind_that_is_none_is_refused(self, manager, active):
        answer = manager.post(url("revision", active), {"kind": "x", "reason": "North only"})
        assert answer.status_code == 422

    def test_a_draft_that_is_thrown_away_takes_it_along(self, cast, active):
        new = drafts.revise(version=active, author=cast.manager, reason="Oops", now=NOW)
        drafts.discard(version=new, actor=cast.manager, now=NOW)
        assert not Revision.objects.exists()


class TestDifference:
    @pytest.fixture
    def revised(self, cast, active):
        new = drafts.revise(version=active, author=cast.manager, reason="New firms", now=NOW)
        KeyResultArea.objects.filter(version=new, title="New revenue").update(title="New firms won")
        share(new, cast.manager)
        return new

    def test_what_a_new_version_changes_stands_above_it_by_line(self, rep, revised):
        page = rep.get(url("document", revised)).text
        assert "Different from version 1" in page
        assert "<del>" in page
        assert "New firms" in page

    def test_after_it_was_shared_again_the_two_sides_see_what_changed_since(
        self, cast, client_for, rep, revised
    ):
        agreement.take_back(version=revised, actor=cast.manager, **WHEN)
        KeyResultArea.objects.filter(version=revised, title="Learning").update(title="Skills")
        revised.refresh_from_db()
        share(revised, cast.manager)
        assert "Different from what was shared last" in rep.get(url("document", revised)).text
        page = client_for(cast.hr).get(url("document", revised)).text
        assert "Different from what was shared last" not in page

    def test_a_signed_version_is_compared_when_asked(self, cast, rep, active, revised):
        revised.refresh_from_db()
        for actor in (cast.rep, cast.manager):
            agreement.sign(version=revised, actor=actor, seen=revised.fingerprint, **WHEN)
        assert "Different from version 1" not in rep.get(url("document", revised)).text
        assert "Different from version 1" in rep.get(url("document", revised) + "?compare=1").text
        assert rep.get(url("document", active)).status_code == 200

    def test_aims_behaviours_levels_and_counts_are_named_where_they_differ(self, cast, active):
        old = shared_words(active)
        new = drafts.revise(version=active, author=cast.manager, reason="New firms", now=NOW)
        assert new.development_aims.get().line == active.development_aims.get().line
        assert new.marked_behaviours.get().looks_like == active.marked_behaviours.get().looks_like
        assert not differences(old, replace(current_words(new, TODAY), number=1, reason=""))
        new.development_aims.update(known_when="Two committees agree")
        new.marked_behaviours.all().delete()
        standard = Standard.objects.get(key_result_area__version=new, unit="reviews")
        standard.minimum, standard.outstanding = Decimal(8), Decimal(14)
        standard.save()
        found = differences(old, replace(current_words(new, TODAY), number=1, reason=""))
        assert [each.place for each in found] == [
            "Standard of Existing customers", "Development aim", "What matters most",
        ]  # fmt: skip
        levels, aim, behaviour = found
        assert "minimum 8" in levels.now.lower()
        assert "minimum" not in levels.was.lower()
        assert "The committee agrees on a next step" in aim.was
        assert "Two committees agree" in aim.now
        assert ("Names a deal as lost" in behaviour.was, behaviour.now) == (True, "")

    @pytest.mark.parametrize("query", ["", "?compare=1"])
    def test_it_asks_few_times(self, cast, rep, revised, django_assert_max_num_queries, query):
        rep.get(url("document", revised) + query)
        with django_assert_max_num_queries(15):
            rep.get(url("document", revised) + query)


# --- a changed objective -------------------------------------------------------------------------
@pytest.fixture
def objective(cast):
    return make_objective(owner=cast.manager, title="Win 300,000", team=cast.north)


def change(objective, actor, **changes):
    objective.refresh_from_db()
    values = ObjectiveValues(
        **{
            name: getattr(objective, name)
            for name in (
                "title", "target", "unit", "starts_on", "ends_on", "owner", "parent", "measure",
                "actual_from",
            )
        }
    )  # fmt: skip
    return change_objective(
        objective=objective, values=replace(values, **changes), actor=actor,
        seen=objective_fingerprint(objective), **WHEN,
    )  # fmt: skip


class TestChangedObjective:
    def test_what_it_said_before_is_kept_and_shown(self, cast, manager, objective):
        change(objective, cast.manager, title="Win 250,000", target=250_000)
        kept = ObjectiveChange.objects.get().changes
        assert kept["title"] == {"was": "Win 300,000", "to": "Win 250,000"}
        page = manager.get(reverse("expectations:objective_documents", args=[objective.pk])).text
        assert "What it said before" in page
        assert "<del>" in page
        with pytest.raises(ChangeRefused):
            ObjectiveChange.objects.update(changes={})

    def test_archiving_and_bringing_back_are_kept_too(self, cast, objective):
        for _twice in range(2):
            archive_objective(objective=objective, actor=cast.manager, **WHEN)
        restore_objective(objective=objective, actor=cast.manager, now=NOW)
        assert ObjectiveChange.objects.count() == 2

    def test_person_and_manager_of_what_hangs_on_it_are_told(self, cast, active, objective):
        make_document(person=cast.other_rep, state=State.ACTIVE)
        make_document(person=cast.peer, state=State.DRAFT)
        change(objective, cast.executive, target=250_000)
        kind = "expectations.objective_changed"
        assert told(cast.rep) == told(cast.manager) == [kind]
        for person in (cast.peer, cast.other_rep, cast.other_manager, cast.executive):
            assert told(person) == []

    def test_who_answers_for_it_changes_no_document_and_nobody_is_told(
        self, cast, active, objective
    ):
        change(objective, cast.executive, owner=cast.director)
        assert told(cast.rep) == []

    def test_documents_hang_on_it_by_standards_and_inherited(self, cast, active, objective):
        served = make_document(
            person=cast.peer,
            state=State.DRAFT,
            starts_on=date(2026, 4, 1),
            ends_on=date(2026, 6, 30),
        )
        Standard.objects.filter(key_result_area__version=served).update(objective=objective)
        make_document(person=cast.other_rep, state=State.ACTIVE)
        found = {
            each.version.pk: each.standards for each in documents_on(objective, cast.manager, TODAY)
        }
        assert found == {active.pk: 0, served.pk: 4}

    def test_whose_words_are_older_than_the_change_is_said(self, cast, manager, active, objective):
        page = reverse("expectations:objective_documents", args=[objective.pk])
        assert "from before the change" not in manager.get(page).text
        change(objective, cast.manager, target=250_000)
        assert "from before the change" in manager.get(page).text

    def test_a_rep_sees_only_their_own_there(self, cast, rep, active, objective):
        make_document(person=cast.peer, state=State.ACTIVE)
        page = rep.get(reverse("expectations:objective_documents", args=[objective.pk])).text
        assert url("document", active) in page
        assert "Pavo Lindegren" not in page

    @pytest.mark.parametrize("rows", [1, 30])
    def test_it_asks_the_same_number_of_times(
        self, cast, manager, objective, django_assert_max_num_queries, rows
    ):
        from people.builders import make_person

        for n in range(rows):
            person = make_person(name=f"Rep {n}", manager=cast.manager, team=cast.north)
            make_document(person=person, manager=cast.manager, state=State.ACTIVE)
        address = reverse("expectations:objective_documents", args=[objective.pk])
        manager.get(address)
        with django_assert_max_num_queries(15):
            manager.get(address)


class TestOnePass:
    def test_drafts_are_begun_for_ones_people_and_the_rest_is_left_with_a_sentence(
        self, cast, active, objective
    ):
        peers = make_document(person=cast.peer, state=State.ACTIVE)
        in_work = drafts.revise(version=peers, author=cast.peer, reason="Mine", now=NOW)
        others = make_document(person=cast.other_rep, state=State.ACTIVE)
        done = revise_all(
            objective=objective, versions=[active, peers, others], actor=cast.manager,
            kind=ReasonKind.BUSINESS, reason="The target fell", **WHEN,
        )  # fmt: skip
        (draft,) = done.drafts
        assert (draft.document.person, draft.reason) == (
            cast.rep,
            "Business change: The target fell",
        )
        assert Revision.objects.get(version=draft).objective == objective
        assert [person for person, _why in done.left] == [cast.peer, cast.other_rep]
        assert in_work.document.versions.count() == 2

    def test_the_words_of_today_come_along(self, cast, active, objective):
        change(objective, cast.manager, title="Win 250,000")
        done = revise_all(
            objective=objective, versions=[active], actor=cast.manager,
            kind=ReasonKind.OTHER, reason="It fell", **WHEN,
        )  # fmt: skip
        share(done.drafts[0], cast.manager)
        done.drafts[0].refresh_from_db()
        assert "Win 250,000" in [each.title for each in shared_words(done.drafts[0]).objectives]

    def test_on_one_page(self, cast, manager, active, objective):
        change(objective, cast.manager, target=250_000)
        address = reverse("expectations:objective_revision", args=[objective.pk])
        page = manager.get(address).text
        assert "checked" in page
        assert "Rhea Solbergh" in page
        body = {"versions": [active.pk], "kind": "business", "reason": "The target fell"}
        for _twice in range(2):
            answer = manager.post(address, body, follow=True)
        assert DocumentVersion.objects.filter(number=2).count() == 1
        assert "a new version is in work already" in answer.text

    @pytest.mark.parametrize("body", [{"reason": "x"}, {"versions": ["1"], "reason": ""}])
    def test_documents_and_a_reason_are_asked_for(self, manager, active, objective, body):
        address = reverse("expectations:objective_revision", args=[objective.pk])
        assert manager.post(address, body).status_code == 422

    def test_who_leads_nobody_revises_nothing(self, rep, objective):
        address = reverse("expectations:objective_revision", args=[objective.pk])
        assert rep.get(address).status_code == 403
