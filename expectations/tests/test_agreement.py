"""Sharing, taking back, signing: what each does, and that no path signs unseen words."""

from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from activities.models import PlanLine
from audit.models import Event
from calc.document import fingerprint_of_plain
from expectations.actions import agreement, drafts, editing, lines
from expectations.actions.agreement import Blocked
from expectations.builders import make_document, make_strategy
from expectations.lines import Name
from expectations.models import DocumentVersion, SharedWording, Signature, State
from expectations.problems import NotDraft, NotPossible, OtherWords
from expectations.queries.words import shared_words
from expectations.tests.conftest import first_area, words_now
from notifications.models import Notification
from people.builders import make_person
from people.models import Person
from tests.cast import NOW, TODAY

WHEN = {"today": TODAY, "now": NOW}


def share(version, actor, seen=None):
    return agreement.share(version=version, actor=actor, seen=seen or words_now(version), **WHEN)


def sign(version, actor, seen=None):
    version.refresh_from_db()
    return agreement.sign(version=version, actor=actor, seen=seen or version.fingerprint, **WHEN)


def take_back(version, actor):
    return agreement.take_back(version=version, actor=actor, **WHEN)


def write(version, actor, text, was=None):
    name = Name.parse("document..position_goal")
    was = version.position_goal if was is None else was
    return editing.save_field(
        version=version, actor=actor, name=name, typed=text, was=[was], **WHEN
    )


def told(person) -> list[str]:
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


# --- sharing -------------------------------------------------------------------------------------
class TestSharing:
    def test_it_freezes_every_word_and_tells_the_person(self, cast, draft):
        make_strategy(author=cast.executive, vision="First call.")
        share(draft, cast.manager)
        draft.refresh_from_db()
        assert (draft.state, draft.shared_at) == (State.SHARED, NOW)
        row = SharedWording.objects.get(version=draft)
        assert row.fingerprint == draft.fingerprint == fingerprint_of_plain(row.words)
        assert shared_words(draft).strategy.vision == "First call."
        assert told(cast.rep) == ["expectations.shared"]
        assert Event.objects.filter(verb="expectations.shared", actor=cast.manager).count() == 1

    def test_words_that_were_not_on_the_screen_are_not_shared(self, cast, draft):
        seen = words_now(draft)
        write(draft, cast.manager, "Another goal")
        with pytest.raises(OtherWords):
            share(draft, cast.manager, seen)
        draft.refresh_from_db()
        assert draft.is_draft
        assert told(cast.rep) == []

    def test_a_new_edition_of_the_strategy_counts_as_other_words(self, cast, draft):
        seen = words_now(draft)
        make_strategy(author=cast.executive)
        with pytest.raises(OtherWords):
            share(draft, cast.manager, seen)

    def test_what_is_missing_stops_it(self, cast, draft):
        first_area(draft).standards.all().delete()
        with pytest.raises(Blocked) as stopped:
            share(draft, cast.manager)
        assert [finding.code for finding in stopped.value.blockers] == ["area_without_standard"]

    def test_without_a_manager_nobody_could_sign(self, cast):
        own = make_document(person=cast.executive, author=cast.executive, state=State.DRAFT)
        with pytest.raises(NotPossible, match="Nobody leads you"):
            share(own, cast.executive)

    def test_twice_is_once(self, cast, draft):
        seen = words_now(draft)
        share(draft, cast.manager, seen)
        share(draft, cast.manager, seen)
        assert told(cast.rep) == ["expectations.shared"]

    def test_what_the_person_wrote_goes_to_the_manager(self, cast):
        own = make_document(person=cast.rep, author=cast.rep, state=State.DRAFT)
        share(own, cast.rep)
        assert told(cast.manager) == ["expectations.shared"]

    def test_lines_that_were_taken_out_are_forgotten(self, cast, draft):
        ability = draft.abilities.first()
        lines.remove_line(version=draft, kind="ability", line=ability.line, now=NOW)
        share(draft, cast.manager)
        assert not draft.removed_lines.exists()


# --- taking back ---------------------------------------------------------------------------------
class TestTakingBack:
    def test_it_is_a_draft_again_and_the_reader_is_told(self, cast, shared):
        take_back(shared, cast.manager)
        shared.refresh_from_db()
        assert (shared.state, shared.fingerprint, shared.shared_at) == (State.DRAFT, "", None)
        assert told(cast.rep) == ["expectations.taken_back"]
        assert SharedWording.objects.filter(version=shared).exists()

    def test_a_signature_of_one_side_does_not_hold_for_other_words(self, cast, shared):
        sign(shared, cast.rep)
        take_back(shared, cast.manager)
        shared.refresh_from_db()
        write(shared, cast.manager, "Another goal")
        shared.refresh_from_db()
        share(shared, cast.manager)
        sign(shared, cast.manager)
        shared.refresh_from_db()
        assert shared.state == State.SHARED
        sign(shared, cast.rep)
        shared.refresh_from_db()
        assert shared.state == State.ACTIVE
        assert Signature.objects.filter(version=shared).count() == 3

    def test_the_same_words_shared_again_keep_the_signature_they_have(self, cast, shared):
        sign(shared, cast.rep)
        take_back(shared, cast.manager)
        share(shared, cast.manager)
        sign(shared, cast.manager)
        shared.refresh_from_db()
        assert shared.state == State.ACTIVE

    def test_once_both_have_signed_it_is_too_late(self, cast, active):
        with pytest.raises(NotPossible, match="Both of you have signed"):
            take_back(active, cast.manager)

    def test_the_reading_side_takes_nothing_back(self, cast, shared):
        with pytest.raises(NotPossible):
            take_back(shared, cast.rep)

    def test_twice_is_once(self, cast, shared):
        take_back(shared, cast.manager)
        take_back(shared, cast.manager)
        assert told(cast.rep) == ["expectations.taken_back"]


# --- signing -------------------------------------------------------------------------------------
class TestSigning:
    @pytest.mark.parametrize("first", ["rep", "manager"])
    def test_in_any_order_both_make_it_active(self, cast, shared, first):
        one, two = (cast.rep, cast.manager) if first == "rep" else (cast.manager, cast.rep)
        assert sign(shared, one).made
        assert told(two) == ["expectations.signed"]
        shared.refresh_from_db()
        assert shared.state == State.SHARED
        sign(shared, two)
        shared.refresh_from_db()
        assert (shared.state, shared.activated_at) == (State.ACTIVE, NOW)
        assert told(one) == ["expectations.active"]
        names = {row.side: row.name for row in shared.signatures.all()}
        assert names == {"person": "Rhea Solbergh", "manager": "Mila Trentham"}

    def test_a_second_press_has_no_second_effect(self, cast, shared):
        sign(shared, cast.rep)
        assert not sign(shared, cast.rep).made
        sign(shared, cast.manager)
        assert not sign(shared, cast.manager).made
        assert Signature.objects.filter(version=shared).count() == 2
        assert Event.objects.filter(verb="expectations.active").count() == 1

    def test_other_words_than_those_on_the_screen_are_not_signed(self, cast, shared):
        for seen in ("", "f" * 64, shared.fingerprint[:-1]):
            with pytest.raises(OtherWords):
                agreement.sign(version=shared, actor=cast.rep, seen=seen, **WHEN)
        assert not Signature.objects.exists()

    def test_words_that_were_taken_back_are_not_signed(self, cast, shared):
        seen = shared.fingerprint
        take_back(shared, cast.manager)
        with pytest.raises(OtherWords):
            sign(shared, cast.rep, seen)
        assert not Signature.objects.exists()

    @pytest.mark.parametrize(
        "who",
        ["peer", "director", "ex_manager", "other_manager", "hr", "executive", "compensation"],
    )
    def test_nobody_else_signs(self, cast, shared, who):
        with pytest.raises(NotPossible):
            sign(shared, getattr(cast, who))
        assert not Signature.objects.exists()

    def test_who_became_the_manager_signs_and_who_was_does_not(self, cast, shared):
        line = cast.rep.reporting_lines.get(manager=cast.manager)
        line.ends_on = date(2026, 3, 10)
        line.save()
        cast.rep.reporting_lines.create(manager=cast.other_manager, starts_on=TODAY)
        with pytest.raises(NotPossible):
            sign(shared, cast.manager)
        assert sign(shared, cast.other_manager).made

    def test_nobody_signs_for_both_sides(self, cast, shared, monkeypatch):
        """Two checks: even a manager of oneself, which no table allows, is only the person."""
        from expectations import rules

        both = rules.Sides(cast.rep, cast.rep)
        assert both.of(cast.rep) == "person"
        monkeypatch.setattr(agreement, "sides", lambda version, today: both)
        sign(shared, cast.rep)
        sign(shared, cast.rep)
        shared.refresh_from_db()
        assert shared.state == State.SHARED

    def test_stored_words_that_do_not_give_the_fingerprint_are_not_signed(self, cast, draft):
        """Somebody changed the database behind the back of the program."""
        words = {**SharedWording(words={}).words, "format": 1}
        SharedWording.objects.create(
            version=draft, fingerprint="a" * 64, words=words, shared_by=cast.manager, at=NOW
        )
        DocumentVersion.objects.filter(pk=draft.pk).update(
            state=State.SHARED, fingerprint="a" * 64, shared_at=NOW
        )
        with pytest.raises(OtherWords):
            sign(draft, cast.rep)


# --- being in force ------------------------------------------------------------------------------
class TestActive:
    def test_the_weekly_plan_is_written_from_today(self, cast, shared):
        PlanLine.objects.all().delete()
        sign(shared, cast.rep)
        assert not PlanLine.objects.filter(person=cast.rep).exists()
        sign(shared, cast.manager)
        plan = PlanLine.objects.filter(person=cast.rep)
        assert [(line.activity_type.name, line.serves) for line in plan] == [
            ("Calls", "New revenue"), ("First meetings", "New revenue"),
        ]  # fmt: skip
        assert {(line.starts_on, line.ends_on) for line in plan} == {(TODAY, date(2026, 3, 31))}

    def test_of_a_period_to_come_the_plan_begins_with_it(self, cast):
        start, end = date(2026, 4, 1), date(2026, 6, 30)
        version = make_document(person=cast.rep, state=State.SHARED, starts_on=start, ends_on=end)
        sign(version, cast.rep)
        sign(version, cast.manager)
        assert {line.starts_on for line in PlanLine.objects.filter(person=cast.rep)} == {start}

    def test_a_new_version_supersedes_the_old_one_only_when_signed(self, cast, active):
        new = drafts.revise(version=active, author=cast.manager, reason="New product", now=NOW)
        share(new, cast.manager)
        sign(new, cast.rep)
        active.refresh_from_db()
        assert active.state == State.ACTIVE
        sign(new, cast.manager)
        active.refresh_from_db()
        new.refresh_from_db()
        assert (active.state, active.superseded_at) == (State.SUPERSEDED, NOW)
        assert (new.state, new.number) == (State.ACTIVE, 2)
        assert PlanLine.objects.filter(person=cast.rep, ends_on__gte=TODAY).count() == 2

    def test_documents_of_overlapping_days_are_superseded_and_others_stay(self, cast, active):
        later = make_document(
            person=cast.rep, state=State.ACTIVE,
            starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30),
        )  # fmt: skip
        peers = make_document(person=cast.peer, state=State.ACTIVE)
        year = make_document(
            person=cast.rep, state=State.SHARED,
            starts_on=date(2026, 3, 1), ends_on=date(2026, 5, 31),
        )  # fmt: skip
        sign(year, cast.rep)
        sign(year, cast.manager)
        states = {
            row.pk: row.state
            for row in DocumentVersion.objects.filter(pk__in=[active.pk, later.pk, peers.pk])
        }
        assert states == {
            active.pk: State.SUPERSEDED, later.pk: State.ACTIVE, peers.pk: State.ACTIVE,
        }  # fmt: skip

    def test_what_begins_later_ends_the_earlier_one_the_day_before(self, cast, active):
        spring = self.spring(cast)
        active.refresh_from_db()
        assert (active.state, active.in_force_until) == (State.ACTIVE, date(2026, 3, 15))
        in_force = DocumentVersion.objects.in_force_on
        assert list(in_force(date(2026, 3, 15))) == [active]
        assert list(in_force(date(2026, 3, 16))) == [spring]
        days = {(line.starts_on, line.ends_on) for line in PlanLine.objects.all()}
        assert (date(2026, 3, 16), date(2026, 5, 31)) in days
        assert {end for start, end in days if start < TODAY} == {date(2026, 3, 15)}
        assert Event.objects.filter(verb="expectations.followed", target_id=active.pk).exists()

    def test_a_new_version_of_what_is_followed_ends_with_it(self, cast, active):
        spring = self.spring(cast)
        new = drafts.revise(version=active, author=cast.manager, reason="New product", now=NOW)
        share(new, cast.manager)
        sign(new, cast.rep)
        sign(new, cast.manager)
        for each in (active, new, spring):
            each.refresh_from_db()
        assert (active.state, spring.state) == (State.SUPERSEDED, State.ACTIVE)
        assert (new.state, new.in_force_until) == (State.ACTIVE, date(2026, 3, 15))
        kept = PlanLine.objects.filter(document=spring.document_id)
        assert {line.starts_on for line in kept} == {date(2026, 3, 16)}

    def spring(self, cast):
        version = make_document(
            person=cast.rep, state=State.SHARED,
            starts_on=date(2026, 3, 16), ends_on=date(2026, 5, 31),
        )  # fmt: skip
        sign(version, cast.rep)
        sign(version, cast.manager)
        version.refresh_from_db()
        return version

    def test_lines_keep_their_number_in_the_next_version(self, cast, active):
        new = drafts.revise(version=active, author=cast.rep, reason="Other territory", now=NOW)
        for name in ("key_result_areas", "expected_activities", "abilities"):
            old_lines = getattr(active, name).values_list("line", flat=True)
            assert list(getattr(new, name).values_list("line", flat=True)) == list(old_lines)
        assert (new.reason, new.author) == ("Other territory", cast.rep)
        old, copied = first_area(active).standards.first(), first_area(new).standards.first()
        assert (copied.line, copied.text, copied.target) == (old.line, old.text, old.target)

    def test_one_new_version_at_a_time(self, cast, active):
        new = drafts.revise(version=active, author=cast.manager, reason="New product", now=NOW)
        again = drafts.revise(version=active, author=cast.manager, reason="New product", now=NOW)
        assert new == again
        with pytest.raises(NotPossible, match="other side writes"):
            drafts.revise(version=active, author=cast.rep, reason="Mine", now=NOW)


# --- any order of acts ---------------------------------------------------------------------------
@pytest.mark.django_db
class Agreement(RuleBasedStateMachine):
    """Both sides press everything in any order, with words they saw at any time."""

    def __init__(self):
        super().__init__()
        self.version = None

    @initialize()
    def begin(self):
        boss = make_person(name="Bo Leader")
        person = make_person(name="Pia Rep", manager=boss)
        self.people = [boss, person, make_person(name="Sam Stranger")]
        self.version = make_document(person=person, state=State.DRAFT)
        self.screens = {0: set(), 1: set(), 2: set()}
        self.signed: dict[tuple[int, str], str] = {}
        self.frozen: str | None = None

    def fresh(self):
        return DocumentVersion.objects.select_related("document__person").get(pk=self.version.pk)

    @rule(who=st.integers(0, 1))
    def look(self, who):
        """Somebody opens the page; they may look only at what they may see."""
        person = Person.objects.get(pk=self.people[who].pk)
        visible = DocumentVersion.objects.visible_to(person, TODAY).filter(pk=self.version.pk)
        if visible.exists():
            version = self.fresh()
            self.screens[who].add(version.fingerprint or words_now(version))

    @rule(text=st.sampled_from(["One", "Two", "Three"]))
    def write(self, text):
        version = self.fresh()
        try:
            write(version, self.people[0], text)
        except NotDraft:
            assert not version.is_draft

    @rule(data=st.data(), who=st.integers(0, 1))
    def share(self, data, who):
        seen = data.draw(st.sampled_from(sorted(self.screens[who]) or ["none"]))
        version = self.fresh()
        before = words_now(version)
        try:
            share(version, self.people[who], seen)
        except (OtherWords, NotPossible):
            return
        assert seen in self.screens[who]
        assert self.fresh().fingerprint == seen
        if version.is_draft:
            assert seen == before

    @rule(who=st.integers(0, 2))
    def take_back(self, who):
        try:
            take_back(self.fresh(), self.people[who])
        except NotPossible:
            pass

    @rule(data=st.data(), who=st.integers(0, 2))
    def sign(self, data, who):
        seen = data.draw(st.sampled_from([*sorted(self.screens[who]), "none"]))
        try:
            signed = sign(self.fresh(), self.people[who], seen)
        except (OtherWords, NotPossible):
            return
        assert who < 2
        assert seen in self.screens[who]
        if signed.made:
            self.signed[(who, seen)] = seen

    @invariant()
    def only_seen_words_are_signed(self):
        if self.version is None:
            return
        rows = Signature.objects.filter(version=self.version)
        index = {person.pk: who for who, person in enumerate(self.people)}
        assert {(index[row.person_id], row.fingerprint) for row in rows} == set(self.signed)

    @invariant()
    def active_means_both_signed_these_words_and_they_never_change(self):
        if self.version is None:
            return
        version = self.fresh()
        both = {(0, version.fingerprint), (1, version.fingerprint)}
        assert (version.state == State.ACTIVE) == (
            version.fingerprint != "" and both <= set(self.signed)
        )
        if version.state == State.ACTIVE:
            now = words_now(version)
            self.frozen = self.frozen or now
            assert now == self.frozen == version.fingerprint


Agreement.TestCase.settings = settings(
    max_examples=15, stateful_step_count=18, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.mark.django_db
def test_no_order_of_acts_signs_unseen_words_or_changes_signed_ones(db):
    from django.db import transaction
    from hypothesis.stateful import run_state_machine_as_test

    class RolledBack(Agreement):
        def __init__(self):
            super().__init__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    run_state_machine_as_test(RolledBack, settings=Agreement.TestCase.settings)
