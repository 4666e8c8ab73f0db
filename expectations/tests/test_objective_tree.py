"""/objectives/: who is to reach what, how it adds up, and how it stands."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from expectations.builders import make_objective as build
from expectations.queries.objectives import MUCH, ObjectivesWanted, objective_tree
from people.builders import make_person
from sales.builders import make_deal, make_stages
from tests.cast import TODAY

HERE = reverse("expectations:objectives")


def titles(tree):
    return [(branch.depth, branch.objective.title) for branch in tree.flat()]


@pytest.fixture
def company(cast):
    return build(owner=cast.executive, title="Company", actual_from="won_value")


@pytest.fixture
def teams(cast, company):
    fields = {"owner": cast.manager, "parent": company, "actual_from": "won_value"}
    return [
        build(title="North", team=cast.north, target=7_000_000, **fields),
        build(title="South", team=cast.south, target=4_000_000, **fields),
    ]


def win(owner, value, closed_on=date(2026, 2, 1), currency="USD"):
    make_deal(
        owner=owner, kind="won", value=value, currency=currency, opened_on=date(2025, 12, 1),
        closed_on=closed_on,
    )  # fmt: skip


class TestShape:
    def test_it_reads_from_the_company_down(self, cast, rep, company, teams):
        build(owner=cast.manager, title="Person", person=cast.rep, parent=teams[0])
        build(owner=cast.manager, title="Over", ends_on=date(2026, 3, 10))
        assert titles(objective_tree(cast.rep, TODAY)) == [
            (0, "Company"), (1, "North"), (2, "Person"), (1, "South"),
        ]  # fmt: skip
        assert "level 2, serves the one above:" in rep.get(HERE).text

    def test_below_something_hidden_a_branch_begins_at_the_top(self, cast):
        hidden = build(owner=cast.manager, person=cast.rep)
        build(owner=cast.manager, title="Seen", parent=hidden)
        assert titles(objective_tree(cast.other_rep, TODAY)) == [(0, "Seen")]

    def test_with_nothing_there_it_says_what_belongs_here(self, rep, manager):
        assert "No objectives are set." in rep.get(HERE).text
        assert "Add the first objective" in manager.get(HERE).text
        assert "No objective fits" in rep.get(HERE, {"q": "x"}).text

    def test_what_is_archived_stands_below(self, cast, rep):
        build(owner=cast.manager, title="Given up", archived_at=cast.rep.created_at)
        page = rep.get(HERE)
        assert "1 archived objective" in page.text
        assert titles(page.context["tree"]) == []

    def test_where_there_is_much_people_fold_away(self, cast, executive_of, company, teams):
        for n in range(MUCH):
            build(owner=cast.manager, title=f"P{n}", person=cast.rep, parent=teams[0])
        browser = executive_of()
        page = browser.get(HERE)
        assert len(page.context["branches"]) == 3
        assert f"Unfold {MUCH} objectives of people" in page.text
        for opened in (str(teams[0].pk), "all"):
            shown = browser.get(HERE, {"open": opened}).context["branches"]
            assert len(shown) == MUCH + 3
        for nonsense in ("x", "9" * 50, ",,"):
            assert browser.get(HERE, {"open": nonsense}).status_code == 200


@pytest.fixture
def executive_of(cast, client_for):
    return lambda: client_for(cast.executive)


class TestAddingUp:
    def test_targets_below_against_the_one_above(self, cast, rep, company, teams):
        page = rep.get(HERE)
        top = page.context["branches"][0]
        assert (top.below.total, top.below.gap) == (11_000_000, -1_000_000)
        assert "1,000,000 USD short" in page.text
        assert page.context["branches"][1].share == Decimal(7) / Decimal(12)
        assert "58% of the one above" in page.text

    def test_what_has_ended_still_counts(self, cast, company):
        for first, last in ((1, 31), (4, 30)):
            build(
                owner=cast.manager, parent=company, target=6_000_000,
                starts_on=date(2026, first, 1), ends_on=date(2026, first, last),
            )  # fmt: skip
        top = next(objective_tree(cast.rep, TODAY).flat())
        assert (len(top.children), top.below.gap) == (1, 0)

    def test_a_sum_with_hidden_parts_is_not_shown(self, cast, rep, client_for, teams):
        for person, target in ((cast.rep, 3), (cast.peer, 4)):
            build(owner=cast.manager, person=person, parent=teams[0], target=target)
        north = rep.get(HERE).context["branches"][1]
        assert (north.hidden, north.below) == (1, None)
        assert "1 more that you may not read" in rep.get(HERE).text
        north = client_for(cast.manager).get(HERE).context["branches"][1]
        assert (north.hidden, north.below.total) == (0, 7)


class TestReached:
    @pytest.fixture(autouse=True)
    def sold(self, cast):
        make_stages()
        win(cast.rep, 100_000)
        win(cast.other_rep, 50_000)
        win(cast.rep, 999, closed_on=date(2025, 12, 31))
        win(cast.rep, 7, currency="EUR")

    def reached(self, viewer, row):
        tree = objective_tree(viewer, TODAY)
        return next(each.reached for each in tree.flat() if each.objective.pk == row.pk)

    def test_won_deals_of_the_company_the_team_and_the_person(self, cast, company, teams):
        mine = build(
            owner=cast.manager, person=cast.rep, parent=teams[0], actual_from="won_count",
            target=20, unit="deals",
        )  # fmt: skip
        figures = [self.reached(cast.manager, row).actual for row in (company, teams[0], mine)]
        assert figures == [150_000, 100_000, 2]

    def test_a_team_that_is_part_of_another_counts_there(self, cast, company):
        cast.north.parent = cast.south
        cast.north.save()
        south = build(owner=cast.manager, team=cast.south, actual_from="won_value")
        assert self.reached(cast.rep, south).actual == 150_000

    def test_the_sum_of_another_team_is_not_for_everybody(self, cast, company, teams):
        assert self.reached(cast.rep, teams[1]) is None
        for who in (cast.other_rep, cast.other_manager, cast.executive, cast.hr, cast.compensation):
            assert self.reached(who, teams[1]).actual == 50_000

    def test_expected_by_now_is_by_working_days(self, cast):
        first_half = build(
            owner=cast.manager, target=130_000, actual_from="won_value",
            starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 13),
        )  # fmt: skip
        found = self.reached(cast.rep, first_half)
        assert (found.expected, found.pace.status) == (78_000, "far_behind")

    def test_before_it_begins_nothing_is_said(self, cast):
        to_come = build(owner=cast.manager, actual_from="won_value", starts_on=date(2026, 4, 1))
        assert self.reached(cast.rep, to_come) is None

    def test_what_can_be_counted_in_no_currency_is_none(self, cast):
        assert (
            self.reached(cast.rep, build(owner=cast.rep, actual_from="won_value", unit="x")) is None
        )

    def test_the_page_of_one_shows_it_with_its_day(self, cast, rep, company):
        page = rep.get(reverse("expectations:objective", args=[company.pk]))
        assert "150,000 USD" in page.text
        assert "expected by now" in page.text
        assert "as of today" in page.text


class TestFilters:
    def found(self, viewer, **wanted):
        tree = objective_tree(viewer, TODAY, ObjectivesWanted(**wanted))
        return [branch.objective.title for branch in tree.flat() if branch.asked]

    def test_by_team_owner_and_words(self, cast, company, teams):
        build(owner=cast.rep, title="References", person=cast.rep, parent=teams[0])
        assert self.found(cast.rep, team=cast.north.pk) == ["North", "References"]
        assert self.found(cast.rep, owner=cast.rep.pk) == ["References"]
        assert self.found(cast.rep, words=("refer", "rhea")) == ["References"]

    def test_what_stands_above_a_find_is_shown_with_it(self, cast, rep, company, teams):
        page = rep.get(HERE, {"q": "South"})
        assert titles(page.context["tree"]) == [(0, "Company"), (1, "South")]
        assert page.context["tree"].found == 1

    def test_by_period(self, cast):
        for title, first, last in (
            ("Old", date(2025, 1, 1), date(2025, 12, 31)),
            ("Now", date(2026, 1, 1), date(2026, 3, 31)),
            ("Next", date(2026, 4, 1), date(2026, 6, 30)),
        ):
            build(owner=cast.manager, title=title, starts_on=first, ends_on=last)
        spans = {
            "": ["Now", "Next"], "quarter": ["Now"], "next": ["Next"], "ended": ["Old"],
            "all": ["Old", "Now", "Next"],
        }  # fmt: skip
        for span, expected in spans.items():
            assert self.found(cast.rep, span=span) == expected

    def test_nonsense_filters_nothing(self, rep, company):
        for query in ({"team": "x"}, {"owner": "9" * 40}, {"span": "x"}, {"q": "x" * 500}):
            assert rep.get(HERE, query).status_code == 200
        tags = rep.get(HERE, {"q": "Comp", "span": "all", "team": "77"}).context["form"].tags()
        assert tags == [("Comp", "q"), ("77", "team"), ("All", "span")]


class TestFiles:
    def test_the_same_rows_as_a_file(self, cast, rep, company, teams):
        lines = rep.get(reverse("expectations:objectives_csv"), {"q": "north"}).getvalue()
        assert lines.decode("utf-8-sig").splitlines()[1].startswith("Team,North,North,Company,")
        book = rep.get(reverse("expectations:objectives_xlsx")).getvalue()
        rows = list(load_workbook(BytesIO(book)).active.iter_rows(values_only=True))
        assert [row[2] for row in rows] == ["Objective", "Company", "North", "South"]
        assert rows[1][15:] == (11_000_000, -1_000_000)

    def test_personal_ones_of_others_are_in_no_file(self, cast, rep):
        build(owner=cast.manager, person=cast.peer, title="Hidden")
        assert b"Hidden" not in rep.get(reverse("expectations:objectives_csv")).getvalue()


@pytest.mark.parametrize("rows", [1, 30])
def test_it_asks_the_same_number_of_times(cast, manager, django_assert_num_queries, rows):
    parent = build(owner=cast.manager, actual_from="won_value", team=cast.north)
    for n in range(rows):
        build(owner=cast.manager, title=f"O{n}", parent=parent, person=cast.rep)
        make_person(name=f"P{n}", email=f"p{n}@northwind.example", team=cast.south)
    manager.get(HERE)
    with django_assert_num_queries(14):
        manager.get(HERE)
