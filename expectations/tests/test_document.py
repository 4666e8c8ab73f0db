"""/documents/<id>/: the editor for whoever writes, the words for whoever reads."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from expectations.actions import agreement
from expectations.builders import make_document, make_objective, make_strategy
from expectations.models import Comment, KeyResultArea, Standard, State
from expectations.queries.words import current_words, shared_words
from expectations.tests.conftest import first_area, first_standard, url, words_now
from people.builders import make_person, make_team
from people.models import Role
from tests.cast import NOW, TODAY


def page(browser, version, query=""):
    return browser.get(url("document", version) + query)


# --- writing -------------------------------------------------------------------------------------
class TestEditor:
    def test_it_shows_what_the_document_serves_above_what_is_written(self, cast, manager, draft):
        make_strategy(author=cast.executive, vision="Called first.")
        make_objective(owner=cast.executive, title="12 million in won deals")
        make_objective(owner=cast.manager, title="330,000 in the North", team=cast.north)
        make_objective(owner=cast.other_manager, title="Not ours", team=cast.south)
        answer = page(manager, draft)
        assert answer.status_code == 200
        for words in ("Called first.", "12 million in won deals", "330,000 in the North"):
            assert words in answer.text
        assert "Not ours" not in answer.text
        assert "Weights add up to" in answer.text

    def test_what_stops_it_is_the_next_step_and_stands_beside_the_line(self, manager, draft):
        area = first_area(draft)
        area.weight = 35
        area.save()
        answer = page(manager, draft)
        assert answer.context["next_step"].act == "Settle one finding."
        assert answer.context["next_step"].url == f"#area-{area.line}-weight"
        assert "Weights add up to 95%, 5 are missing." in answer.text
        assert 'aria-disabled="true">Share with Rhea' in answer.text

    def test_without_findings_it_can_be_shared(self, manager, draft):
        answer = page(manager, draft)
        assert f'action="{url("sharing", draft)}"' in answer.text
        assert f'name="seen" value="{words_now(draft)}"' in answer.text

    def test_a_new_blank_document_leads_on(self, cast, manager):
        draft = make_document(person=cast.rep, state=State.DRAFT)
        draft.key_result_areas.all().delete()
        draft.abilities.all().delete()
        answer = page(manager, draft)
        assert "There is no key result area yet. Add the first." in answer.text
        assert answer.context["next_step"].url == "#areas"

    def test_the_other_side_can_be_previewed(self, manager, draft):
        answer = page(manager, draft, "?as=reader")
        assert "This is how it reads once you share it." in answer.text
        assert "<textarea" not in answer.text

    def test_what_was_said_about_the_whole_stands_above_the_draft(self, cast, manager, shared):
        Comment.objects.create(
            version=shared, kind="document", person=cast.rep, text="March is short.",
            fingerprint=shared.fingerprint, at=NOW,
        )  # fmt: skip
        agreement.take_back(version=shared, actor=cast.manager, today=TODAY, now=NOW)
        assert "March is short." in page(manager, shared).text

    def test_what_people_type_is_never_run(self, manager, draft):
        evil = "<script>alert(1)</script>\" autofocus onfocus='x'"
        draft.position_goal = evil
        draft.save()
        KeyResultArea.objects.filter(version=draft).update(title=evil)
        Standard.objects.filter(key_result_area__version=draft).update(text=evil, unit="<b>")
        for query in ("", "?as=reader"):
            answer = page(manager, draft, query)
            assert "<script>alert" not in answer.text
            assert "onfocus='x'" not in answer.text
            assert "&lt;script&gt;alert" in answer.text

    def test_a_person_without_a_manager_is_told(self, cast, client_for):
        own = make_document(person=cast.executive, author=cast.executive, state=State.DRAFT)
        answer = page(client_for(cast.executive), own)
        assert "Nobody leads you at the moment" in answer.text
        assert "Ask human resources to set your manager" in answer.text

    def test_who_keeps_people_is_led_to_set_the_manager(self, cast, client_for):
        hr = make_person(roles=(Role.HR,))
        own = make_document(person=hr, author=hr, state=State.DRAFT)
        assert reverse("people:person_manager", args=[hr.pk]) in page(client_for(hr), own).text

    def test_a_learning_area_says_so_once(self, rep, shared):
        assert '<span class="muted">learning</span>' not in page(rep, shared).text

    @pytest.mark.parametrize("rows", [1, 30])
    def test_it_asks_the_same_number_of_times_whatever_the_length(
        self, manager, draft, django_assert_num_queries, rows
    ):
        area = first_area(draft)
        Standard.objects.bulk_create(
            Standard(key_result_area=area, text=f"Standard {n}", target=1) for n in range(rows)
        )
        page(manager, draft)
        with django_assert_num_queries(14):
            page(manager, draft)


# --- reading -------------------------------------------------------------------------------------
class TestReading:
    def test_the_person_reads_every_word_and_may_sign_or_ask(self, rep, shared):
        answer = page(rep, shared)
        assert answer.status_code == 200
        standard = first_standard(shared)
        for words in (shared.position_goal, standard.text, "at least 78,000 USD", "Calls", "40%"):
            assert words in answer.text
        assert "Sign as Rhea Solbergh" in answer.text
        assert f'name="seen" value="{shared.fingerprint}"' in answer.text
        assert url("talk", shared, "document") in answer.text
        assert url("taking_back", shared) not in answer.text

    def test_what_is_signed_stands_on_the_page_to_the_last_behaviour(self, cast, rep):
        """Every word of the wording is shown; nobody signs what is not on the screen."""
        make_strategy(author=cast.executive)
        make_objective(owner=cast.executive, title="12 million in won deals")
        shared = make_document(person=cast.rep, state=State.SHARED, reason="New product")
        text = unescape(page(rep, shared).text)
        words = shared_words(shared)
        shown = [words.strategy.vision, words.strategy.mission, words.position_goal, words.reason]
        shown += [
            text for value in words.strategy.values for text in (*value.shows, *value.shows_not)
        ]
        shown += [each.text for each in words.standards] + [each.how for each in words.abilities]
        shown += [each.title for each in words.objectives] + [each.title for each in words.areas]
        for each in shown:
            assert each in text, each

    def test_the_writer_may_take_it_back_or_sign(self, manager, shared):
        answer = page(manager, shared)
        assert url("taking_back", shared) in answer.text
        assert "Sign as Mila Trentham" in answer.text
        assert "propose other words" not in answer.text

    @pytest.mark.parametrize("who", ["director", "hr", "executive"])
    def test_others_only_read(self, cast, client_for, shared, who):
        answer = page(client_for(getattr(cast, who)), shared)
        assert answer.status_code == 200
        for name in ("signature", "taking_back", "revision", "answers"):
            assert url(name, shared) not in answer.text
        assert "/talk/" not in answer.text
        assert "Rhea Solbergh and Mila Trentham have not signed yet." in answer.text

    def test_it_keeps_the_words_of_the_day_it_was_shared(self, cast, rep):
        make_strategy(author=cast.executive, vision="The vision of then.")
        objective = make_objective(owner=cast.executive, title="The title of then")
        shared = make_document(person=cast.rep, state=State.SHARED)
        objective.title = "Another title"
        objective.save()
        make_strategy(author=cast.executive, vision="Another vision.")
        answer = page(rep, shared)
        assert "The vision of then." in answer.text
        assert "The title of then" in answer.text
        assert "Another" not in answer.text

    def test_once_i_signed_it_waits_for_the_other(self, cast, rep, shared):
        rep.post(url("signature", shared), {"seen": shared.fingerprint})
        answer = page(rep, shared)
        assert "Sign as" not in answer.text
        assert "Mila reads and signs next; you are told then." in answer.text

    def test_signed_words_are_readable_with_their_signatures(self, rep, active):
        answer = page(rep, active)
        assert "signed by both" in answer.text
        assert "Signed 2 Jan 2026" in answer.text
        assert url("revision", active) in answer.text
        assert "Sign as" not in answer.text

    def test_a_superseded_version_stays_readable_and_names_the_others(self, cast, rep):
        old = make_document(person=cast.rep, state=State.SUPERSEDED)
        new = make_document(person=cast.rep, starts_on=date(2026, 2, 1), ends_on=date(2026, 4, 30))
        answer = page(rep, old)
        assert "no longer in force" in answer.text
        assert url("document", new) in answer.text

    def test_versions_one_may_not_read_are_not_named(self, cast, rep, active):
        draft = make_document(
            person=cast.rep, state=State.DRAFT,
            starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30),
        )  # fmt: skip
        assert url("document", draft) not in page(rep, active).text

    def test_a_figure_stands_with_what_is_expected_and_the_target(self, rep, active):
        answer = page(rep, active)
        for words in ("Now", "Expected by now", "Target", "78,000 USD", "Enter a result"):
            assert words in answer.text

    @pytest.mark.parametrize("state", [State.SHARED, State.ACTIVE])
    def test_it_asks_few_times(self, cast, rep, django_assert_max_num_queries, state):
        make_strategy(author=cast.executive)
        version = make_document(person=cast.rep, state=state)
        page(rep, version)
        with django_assert_max_num_queries(14):
            page(rep, version)


@pytest.mark.parametrize("bad", ["0", "999999", "99999999999999999999"])
def test_what_is_not_there_is_not_found(manager, bad):
    assert manager.get(f"/documents/{bad}/").status_code == 404


def test_a_draft_and_a_number_that_is_not_there_look_the_same(cast, client_for, draft):
    browser = client_for(cast.rep)
    hidden = browser.get(url("document", draft))
    missing = browser.get(reverse("expectations:document", args=[987654]))
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)


def test_objectives_stand_from_wide_to_narrow(cast):
    """The region before the team that is part of it, whatever their titles and days."""
    region = make_team(name="Northern region")
    cast.north.parent = region
    cast.north.save()
    make_objective(owner=cast.manager, title="A team", team=cast.north, starts_on=date(2025, 1, 1))
    make_objective(owner=cast.director, title="The region", team=region)
    make_objective(owner=cast.executive, title="The company")
    make_objective(owner=cast.manager, title="Her own", person=cast.rep)
    draft = make_document(person=cast.rep, state=State.DRAFT)
    found = [each.title for each in current_words(draft, TODAY).objectives]
    assert found == ["The company", "The region", "A team", "Her own"]
