"""/documents/: one's own expectations, and where those of one's people stand."""

from datetime import date

import pytest
from django.urls import reverse

from expectations.builders import make_document
from expectations.models import State
from people.builders import make_person
from sales.builders import make_deal, make_stages

MINE = reverse("expectations:documents")
NEXT_QUARTER = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30)}


def led(answer) -> dict[str, str]:
    return {line.person.first_name: line.standing.key for line in answer.context["led"]}


class TestMine:
    def test_a_manager_sees_the_people_they_lead_and_where_each_stands(self, cast, manager):
        make_document(person=cast.rep, state=State.SHARED)
        answer = manager.get(MINE)
        assert led(answer) == {"Pavo": "no_data", "Rhea": "waiting"}
        assert "Your 2 people" in answer.text
        assert "Waits for both signatures" in answer.text
        assert reverse("expectations:start", args=[cast.peer.pk]) in answer.text

    def test_with_nothing_yet_the_first_step_is_to_begin(self, cast, manager):
        answer = manager.get(MINE)
        assert "nobody has a document yet" in answer.text
        step = answer.context["next_step"]
        assert step.button == "Start with Pavo Lindegren"
        assert step.url == reverse("expectations:start", args=[cast.peer.pk])

    def test_what_is_known_of_each_stands_beside(self, cast, manager):
        won = make_stages()[2]
        for n in range(20):
            make_deal(owner=cast.rep, stage=won, closed_on=date(2026, 1, 1 + n))
        assert "20 won deals, 100% of those decided" in manager.get(MINE).text

    def test_what_waits_for_me_comes_first(self, cast, manager, rep):
        shared = make_document(person=cast.rep, state=State.SHARED)
        assert rep.get(MINE).context["next_step"].url == shared.get_absolute_url()
        rep.post(reverse("expectations:signature", args=[shared.pk]), {"seen": shared.fingerprint})
        step = manager.get(MINE).context["next_step"]
        assert (step.act, step.url) == (
            f"Sign the expectations of {cast.rep.name}.",
            shared.get_absolute_url(),
        )

    def test_who_reports_to_somebody_else_is_not_listed(self, cast, manager):
        make_document(person=cast.other_rep, state=State.ACTIVE)
        assert "Suri" not in manager.get(MINE).text

    def test_a_person_sees_their_own_and_no_draft_about_them(self, cast, rep, draft):
        active = make_document(person=cast.rep, state=State.ACTIVE, **NEXT_QUARTER)
        answer = rep.get(MINE)
        assert [version for version, _ in answer.context["own"]] == [active]
        assert draft.get_absolute_url() not in answer.text

    def test_without_anything_it_says_what_belongs_here(self, rep):
        answer = rep.get(MINE)
        assert "Nothing is written down for you yet." in answer.text
        assert "Begin your own" in answer.text

    def test_who_left_is_not_among_my_people(self, cast, manager):
        cast.peer.left_on = date(2026, 3, 1)
        cast.peer.save()
        assert list(led(manager.get(MINE))) == ["Rhea"]

    def test_what_ended_needs_another_document(self, cast, manager):
        for person in (cast.rep, cast.peer):
            make_document(person=person, starts_on=date(2025, 10, 1), ends_on=date(2025, 12, 31))
        step = manager.get(MINE).context["next_step"]
        assert step.url == reverse("expectations:start", args=[cast.peer.pk])

    def test_what_i_signed_for_people_i_led_stays_in_my_list(self, cast, client_for, manager):
        signed = make_document(
            person=cast.rep,
            manager=cast.ex_manager,
            starts_on=date(2025, 10, 1),
            ends_on=date(2025, 12, 31),
        )
        assert signed.get_absolute_url() in client_for(cast.ex_manager).get(MINE).text
        assert "Signed by you" not in manager.get(MINE).text

    def test_it_asks_the_same_number_of_times_for_1_and_30(
        self, cast, client_for, django_assert_num_queries
    ):
        browser = client_for(cast.other_manager)
        make_document(person=cast.other_rep, state=State.SHARED)
        browser.get(MINE)
        with django_assert_num_queries(13):
            browser.get(MINE)
        for _each in range(29):
            make_document(person=make_person(manager=cast.other_manager), state=State.SHARED)
        with django_assert_num_queries(13):
            assert len(browser.get(MINE).context["led"]) == 30


class TestPersonFragment:
    def url(self, person):
        return reverse("expectations:person_fragment", args=[person.pk])

    def test_it_leads_to_what_counts_now(self, cast, manager, active):
        answer = manager.get(self.url(cast.rep))
        assert (answer.status_code, active.get_absolute_url() in answer.text) == (200, True)
        assert "In force" in answer.text

    def test_who_may_begin_one_is_led_there(self, cast, manager, rep):
        assert "Start with Rhea" in manager.get(self.url(cast.rep)).text
        assert "Begin yours" in rep.get(self.url(cast.rep)).text

    @pytest.mark.parametrize("who", ["peer", "other_manager", "compensation", "administrator"])
    def test_strangers_get_nothing(self, cast, client_for, active, who):
        answer = client_for(getattr(cast, who)).get(self.url(cast.rep))
        assert (answer.status_code, answer.content) == (204, b"")

    def test_a_draft_is_nothing_to_the_person(self, cast, rep, draft):
        assert draft.get_absolute_url() not in rep.get(self.url(cast.rep)).text
