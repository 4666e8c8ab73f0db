"""/documents/ and /documents/all/: whose expectations stand where."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from expectations.builders import make_document
from expectations.models import State
from people.builders import make_person
from sales.builders import make_deal, make_stages

MINE = reverse("expectations:documents")
ALL = reverse("expectations:all_documents")
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

    def test_it_asks_the_same_number_of_times_for_1_and_30(
        self, cast, client_for, django_assert_num_queries
    ):
        browser = client_for(cast.other_manager)
        make_document(person=cast.other_rep, state=State.SHARED)
        browser.get(MINE)
        with django_assert_num_queries(11):
            browser.get(MINE)
        for _each in range(29):
            make_document(person=make_person(manager=cast.other_manager), state=State.SHARED)
        with django_assert_num_queries(11):
            assert len(browser.get(MINE).context["led"]) == 30


class TestAll:
    @pytest.fixture
    def documents(self, cast):
        return {
            "active": make_document(person=cast.rep, state=State.ACTIVE),
            "shared": make_document(person=cast.other_rep, state=State.SHARED),
            "old": make_document(person=cast.peer, state=State.SUPERSEDED),
            "draft": make_document(person=cast.rep, state=State.DRAFT, **NEXT_QUARTER),
        }

    @pytest.fixture
    def hr(self, cast, client_for):
        return client_for(cast.hr)

    def found(self, answer):
        return [version for version, _ in answer.context["rows"]]

    def test_human_resources_see_everybodys_but_no_draft(self, hr, documents):
        assert self.found(hr.get(ALL)) == [documents["active"], documents["shared"]]

    def test_a_leader_sees_those_of_everybody_below(self, cast, client_for, documents):
        rows = self.found(client_for(cast.director).get(ALL))
        assert rows == [documents["active"]]
        assert self.found(client_for(cast.other_manager).get(ALL)) == [documents["shared"]]

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("?q=suri", ["shared"]), ("?state=superseded", ["old"]), ("?state=active", ["active"]),
            ("?q=nobody", []), ("?state=nonsense", ["active", "shared"]),
            ("?team=99999", ["active", "shared"]), ("?team=x", ["active", "shared"]),
            ("?sort=-name", ["shared", "active"]), ("?sort=nonsense&page=99", ["active", "shared"]),
        ],
    )  # fmt: skip
    def test_filters_and_sorting(self, hr, documents, query, names):
        answer = hr.get(ALL + query)
        assert answer.status_code == 200
        assert self.found(answer) == [documents[name] for name in names]

    def test_by_team(self, cast, hr, documents):
        answer = hr.get(f"{ALL}?team={cast.south.pk}")
        assert self.found(answer) == [documents["shared"]]
        assert "South" in answer.text

    def test_nothing_found_leads_on(self, hr, documents):
        assert "No document fits these filters." in hr.get(f"{ALL}?q=nobody").text

    def test_the_file_has_the_rows_of_the_page_and_runs_nothing(self, cast, hr, documents):
        cast.rep.name = '=HYPERLINK("x")'
        cast.rep.save()
        answer = hr.get(reverse("expectations:all_documents_csv"))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text)))
        assert [row[6] for row in rows] == ["State", "Active", "Shared"]
        assert rows[1][0] == '\'=HYPERLINK("x")'
        book = load_workbook(BytesIO(self.content(hr, "all_documents_xlsx")))
        assert [row[3] for row in book.active.values][1].date() == date(2026, 1, 1)

    def content(self, browser, name) -> bytes:
        answer = browser.get(reverse(f"expectations:{name}"))
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    def test_it_asks_the_same_number_of_times_for_1_and_30(
        self, cast, hr, django_assert_num_queries
    ):
        make_document(person=cast.rep, state=State.SHARED)
        hr.get(ALL)
        with django_assert_num_queries(9):
            hr.get(ALL)
        for _each in range(29):
            make_document(person=make_person(manager=cast.manager), state=State.SHARED)
        with django_assert_num_queries(9):
            assert len(hr.get(ALL).context["rows"]) == 30


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
