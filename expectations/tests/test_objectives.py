"""/objectives/: the tree from the company to the person."""

from decimal import Decimal

import pytest
from django.urls import reverse

from audit.models import Event
from expectations.actions.objectives import ObjectiveValues, change_objective, make_objective
from expectations.builders import make_document
from expectations.builders import make_objective as build
from expectations.models import BusinessObjective, Standard, State
from expectations.problems import NotPossible
from expectations.queries.objectives import objective_tree, siblings_of
from expectations.queries.strategy import objective_fingerprint
from tests.cast import NOW, TODAY

NEW = reverse("expectations:objective_new")


def url(name, objective):
    return reverse(f"expectations:{name}", args=[objective.pk])


def values(cast, **changes):
    return {
        "title": "Win more", "target": "330,000", "unit": "USD", "starts_on": "1 Jan 2026",
        "ends_on": "31 Dec 2026", "owner": cast.manager.pk, "parent": "", **changes,
    }  # fmt: skip


@pytest.fixture
def executive(cast, client_for):
    return client_for(cast.executive)


class TestMaking:
    def test_an_executive_makes_one_for_the_company(self, cast, executive):
        answer = executive.post(NEW, values(cast, place="company"), follow=True)
        made = BusinessObjective.objects.get()
        assert (made.level, made.target, made.owner) == ("company", Decimal(330_000), cast.manager)
        assert "Added to the tree." in answer.text

    @pytest.mark.parametrize("place", ["team", "person"])
    def test_a_manager_makes_them_for_the_team_and_people_they_lead(self, cast, manager, place):
        company = build(owner=cast.executive)
        key = f"team:{cast.north.pk}" if place == "team" else f"person:{cast.rep.pk}"
        manager.post(NEW, values(cast, place=key, parent=company.pk))
        made = BusinessObjective.objects.get(parent=company)
        assert made.level == place

    def test_a_manager_makes_none_for_others(self, cast, manager):
        for key in ("company", f"team:{cast.south.pk}", f"person:{cast.other_rep.pk}", "x", ""):
            answer = manager.post(NEW, values(cast, place=key))
            assert answer.status_code == 422
        assert not BusinessObjective.objects.exists()

    def test_who_leads_nobody_makes_none(self, cast, rep):
        assert rep.get(NEW).status_code == 403
        assert rep.post(NEW, values(cast, place="company")).status_code == 403

    def test_sent_twice_with_one_key_it_makes_one(self, cast, executive):
        for _twice in range(2):
            executive.post(NEW, values(cast, place="company", form_key="one-time"))
        assert BusinessObjective.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"title": " "}, "Say what is to be reached."), ({"title": "x" * 201}, "200 fit here"),
            ({"target": "lots"}, "Write a number"), ({"target": "1e9"}, "Write a number"),
            ({"starts_on": "31.2.2026"}, "ends on the 28th"), ({"ends_on": ""}, "Give the day"),
            ({"ends_on": "31 Dec 2025"}, "ends before it begins"), ({"owner": "999999"}, "valid choice"),
            ({"parent": "999999"}, "valid choice"), ({"unit": "x" * 41}, "40 fit here"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_gets_a_sentence(self, cast, executive, changes, says):
        answer = executive.post(NEW, values(cast, place="company", **changes))
        assert (answer.status_code, says in answer.text) == (422, True)
        assert not BusinessObjective.objects.exists()

    def test_one_cannot_serve_what_one_may_not_see(self, cast, manager):
        hidden = build(owner=cast.other_manager, person=cast.other_rep, title="Hidden")
        key = f"person:{cast.rep.pk}"
        answer = manager.post(NEW, values(cast, place=key, parent=hidden.pk))
        assert (answer.status_code, "Hidden" in answer.text) == (422, False)


class TestPlace:
    def plain(self, cast, row, **changes):
        fields = ("title", "target", "unit", "starts_on", "ends_on", "owner", "parent")
        return ObjectiveValues(**({name: getattr(row, name) for name in fields} | changes))

    def change(self, cast, row, **changes):
        return change_objective(
            objective=row, values=self.plain(cast, row, **changes), actor=cast.executive,
            seen=objective_fingerprint(row), today=TODAY, now=NOW,
        )  # fmt: skip

    def test_no_circles(self, cast):
        top = build(owner=cast.executive)
        middle = build(owner=cast.executive, parent=top)
        bottom = build(owner=cast.executive, parent=middle)
        for parent in (top, middle, bottom):
            with pytest.raises(NotPossible, match="cannot be served by it"):
                self.change(cast, top, parent=parent)

    def test_a_company_serves_no_team(self, cast):
        company, team = build(owner=cast.executive), build(owner=cast.manager, team=cast.north)
        with pytest.raises(NotPossible, match="same level or above"):
            self.change(cast, company, parent=team)
        with pytest.raises(NotPossible, match="same level or above"):
            make_objective(
                values=self.plain(cast, company, parent=team), actor=cast.executive, now=NOW
            )

    def titles(self, row):
        return [each.title for each in siblings_of(row)]

    def test_those_beside_each_other_are_put_in_order(self, cast, manager):
        top = build(owner=cast.executive)
        first, second, third = (
            build(owner=cast.manager, title=title, team=cast.north, parent=top) for title in "ABC"
        )
        for _twice in range(2):
            manager.post(url("objective_place", third), {"to": "1"})
        assert self.titles(first) == ["C", "A", "B"]
        manager.post(url("objective_place", third), {"to": "99"})
        assert self.titles(first) == ["A", "B", "C"]
        for nonsense in ("", "x", "-1", "0" * 50):
            manager.post(url("objective_place", second), {"to": nonsense})
        assert self.titles(first) == ["A", "B", "C"]
        assert Event.objects.filter(verb="objective.placed").count() == 2

    def test_the_page_names_the_place_and_offers_the_others(self, cast, manager, rep):
        row = build(owner=cast.manager, title="A", team=cast.north)
        build(owner=cast.manager, title="B", team=cast.north)
        page = manager.get(url("objective", row))
        assert "1 of 2 beside each other" in page.text
        assert ">Move up<" not in page.text
        assert ">Move down<" not in rep.get(url("objective", row)).text


class TestFigures:
    @pytest.fixture
    def entered(self, cast):
        return build(owner=cast.rep, team=cast.north, target=20, unit="references")

    def body(self, **changes):
        return {"value": "7", "as_of": "1 Mar 2026", "evidence": "The list", **changes}

    def test_who_answers_for_it_enters_a_figure(self, cast, rep, entered):
        for _twice in range(2):
            assert rep.post(url("objective_result", entered), self.body()).status_code == 302
        page = rep.get(url("objective", entered))
        assert page.context["reached"].actual == 7
        assert page.text.count("The list") == 1
        assert Event.objects.filter(verb="objective.result_entered").count() == 1

    def test_the_latest_day_counts_and_of_one_day_the_last_entry(self, rep, entered):
        for value, day in (("9", "5 Mar 2026"), ("7", "1 Mar 2026"), ("8", "5 Mar 2026")):
            rep.post(url("objective_result", entered), self.body(value=value, as_of=day))
        page = rep.get(url("objective", entered))
        assert (page.context["reached"].actual, len(page.context["results"])) == (8, 3)

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"value": ""}, "Write the value"), ({"value": "many"}, "Write a number"),
            ({"as_of": "31.2.2026"}, "ends on the 28th"), ({"evidence": " "}, "Name what shows it"),
            ({"as_of": "31 Dec 2025"}, "between the first day"),
            ({"as_of": "12 Mar 2026"}, "between the first day"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_gets_a_sentence(self, rep, entered, changes, says):
        answer = rep.post(url("objective_result", entered), self.body(**changes))
        assert (answer.status_code, says in answer.text) == (422, True)

    def test_where_deals_are_counted_nothing_is_entered(self, cast, manager):
        counted = build(owner=cast.manager, team=cast.north, actual_from="won_value")
        answer = manager.post(url("objective_result", counted), self.body())
        assert "takes its figures from the deals" in answer.text

    def test_won_deals_need_a_currency(self, cast, executive):
        body = values(cast, place="company", unit="deals", actual_from="won_value")
        answer = executive.post(NEW, body)
        assert (answer.status_code, "Write its code" in answer.text) == (422, True)
        executive.post(NEW, body | {"unit": "EUR", "measure": "Signed contracts"})
        made = BusinessObjective.objects.get()
        assert (made.measure, made.actual_from) == ("Signed contracts", "won_value")


class TestChanging:
    @pytest.fixture
    def objective(self, cast):
        return build(owner=cast.manager, title="Win", team=cast.north)

    def body(self, cast, objective, **changes):
        return values(cast, seen=objective_fingerprint(objective), **changes)

    def test_it_is_saved_and_the_trail_names_the_fields(self, cast, manager, objective):
        answer = manager.post(url("objective_edit", objective), self.body(cast, objective))
        assert answer.url == url("objective", objective)
        objective.refresh_from_db()
        assert (objective.title, objective.target) == ("Win more", 330_000)
        event = Event.objects.get(verb="objective.changed")
        assert event.data["fields"] == ["target", "title"]

    def test_when_somebody_was_faster_both_texts_stand_on_the_page(self, cast, manager, objective):
        first = self.body(cast, objective, title="First")
        second = self.body(cast, objective, title="Second")
        manager.post(url("objective_edit", objective), first)
        answer = manager.post(url("objective_edit", objective), second)
        assert answer.status_code == 409
        assert "<del>" in answer.text
        objective.refresh_from_db()
        assert objective.title == "First"
        again = second | {"seen": answer.context["seen"]}
        assert manager.post(url("objective_edit", objective), again).status_code == 302

    def test_twice_is_once(self, cast, manager, objective):
        body = self.body(cast, objective)
        for _twice in range(2):
            assert manager.post(url("objective_edit", objective), body).status_code == 302
        assert Event.objects.filter(verb="objective.changed").count() == 1

    def test_its_team_or_person_stays(self, cast, manager, objective):
        body = self.body(cast, objective, place="company", team="", person=cast.rep.pk)
        manager.post(url("objective_edit", objective), body)
        objective.refresh_from_db()
        assert objective.team == cast.north

    @pytest.mark.parametrize("who", ["rep", "other_manager", "hr"])
    def test_others_only_read(self, cast, client_for, objective, who):
        browser = client_for(getattr(cast, who))
        assert browser.get(url("objective", objective)).status_code == 200
        assert browser.get(url("objective_edit", objective)).status_code == 403
        assert browser.post(url("objective_archiving", objective)).status_code == 403


class TestPage:
    def test_it_shows_what_it_serves_and_what_serves_it(self, cast, manager):
        company = build(owner=cast.executive, title="Company")
        team = build(owner=cast.manager, title="Team", team=cast.north, parent=company)
        build(owner=cast.manager, title="Person", person=cast.rep, parent=team)
        version = make_document(person=cast.rep, state=State.DRAFT)
        Standard.objects.filter(key_result_area__version=version, unit="USD").update(objective=team)
        page = manager.get(url("objective", team))
        for words in ("Company", "Person", "Revenue from won deals", "Rhea Solbergh"):
            assert words in page.text

    def test_standards_of_documents_one_may_not_read_are_not_there(self, cast, client_for):
        team = build(owner=cast.manager, team=cast.north)
        version = make_document(person=cast.rep, state=State.DRAFT)
        Standard.objects.filter(key_result_area__version=version).update(objective=team)
        for who in (cast.rep, cast.peer, cast.hr, cast.director):
            assert "Revenue from won deals" not in client_for(who).get(url("objective", team)).text

    def test_a_hidden_parent_is_not_named(self, cast, client_for):
        hidden = build(owner=cast.manager, person=cast.rep, title="Hidden")
        child = build(owner=cast.manager, team=cast.north, parent=hidden)
        page = client_for(cast.other_rep).get(url("objective", child))
        assert "Hidden" not in page.text
        assert "an objective that you may not read" in page.text

    def test_archived_it_leaves_the_tree_and_can_come_back(self, cast, manager):
        team = build(owner=cast.manager, team=cast.north)
        for _twice in range(2):
            manager.post(url("objective_archiving", team))
        assert objective_tree(cast.manager, TODAY).tops == []
        assert Event.objects.filter(verb="objective.archived").count() == 1
        edit = manager.post(url("objective_edit", team), values(cast))
        assert (edit.status_code, "archived" in edit.text) == (422, True)
        for _twice in range(2):
            manager.post(url("objective_restoration", team))
        assert len(objective_tree(cast.manager, TODAY).tops) == 1
