"""/strategy/as-of/: strategy, marketing plan and objectives in the words of a chosen day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from expectations.actions.objectives import (
    ObjectiveValues,
    archive_objective,
    change_objective,
    make_objective,
    restore_objective,
)
from expectations.builders import make_objective as build
from expectations.builders import make_plan, make_strategy
from expectations.models import ObjectiveChange
from expectations.queries.strategy import objective_fingerprint
from tests.cast import NOW, TODAY

HERE = reverse("expectations:as_of")
FIELDS = (
    "title", "target", "unit", "starts_on", "ends_on", "owner", "parent", "measure", "actual_from",
)  # fmt: skip


def at(month, day, hour=12):
    return datetime(2026, month, day, hour, tzinfo=UTC)


def values_of(objective, **changes):
    objective.refresh_from_db()
    stored = ObjectiveValues(**{name: getattr(objective, name) for name in FIELDS})
    return replace(stored, **changes)


def change(objective, actor, when, **changes):
    change_objective(
        objective=objective, values=values_of(objective, **changes), actor=actor,
        seen=objective_fingerprint(objective), today=when.date(), now=when,
    )  # fmt: skip


def objectives_on(browser, day):
    return {each.title: each for each in browser.get(HERE, {"on": day}).context["listing"].rows}


@pytest.fixture
def sales(cast):
    return build(owner=cast.manager, title="Win 300,000", target=300_000, team=cast.north)


class TestEditions:
    @pytest.fixture(autouse=True)
    def two_years(self, cast):
        make_strategy(author=cast.executive, vision="Old.", effective_from=date(2025, 1, 1))
        make_strategy(author=cast.executive, vision="New.", effective_from=date(2026, 2, 1))
        make_plan(
            author=cast.executive, target_market="Old firms.", effective_from=date(2025, 1, 1)
        )
        make_plan(author=cast.executive, target_market="New firms.")

    @pytest.mark.parametrize(
        ("day", "shown", "hidden"),
        [
            ("2025-06-30", ("Old.", "Old firms."), ("New.", "New firms.")),
            ("2026-01-31", ("Old.", "New firms."), ("New.", "Old firms.")),
            ("2026-02-01", ("New.", "New firms."), ("Old.", "Old firms.")),
            ("1 Feb 2026", ("New.",), ("Old.",)),
        ],
    )
    def test_the_words_in_force_that_day(self, rep, day, shown, hidden):
        page = rep.get(HERE, {"on": day}).text
        assert all(words in page for words in shown)
        assert not any(f">{words}<" in page for words in hidden)

    def test_without_a_day_it_is_today(self, rep):
        page = rep.get(HERE)
        assert (page.context["day"], "New." in page.text) == (TODAY, True)

    def test_before_anything_was_published_it_says_so(self, rep):
        page = rep.get(HERE, {"on": "2024-12-31"}).text
        assert "No strategy was in force on this day." in page
        assert "No marketing plan was in force on this day." in page

    def test_days_on_which_something_began_are_one_press_away(self, rep):
        assert "?on=2025-01-01" in rep.get(HERE).text

    def test_drafts_are_nowhere(self, cast, client_for):
        make_strategy(
            author=cast.executive, vision="Draft.", effective_from=date(2026, 3, 1),
            published_at=None,
        )  # fmt: skip
        assert "Draft." not in client_for(cast.executive).get(HERE).text


class TestObjectives:
    def test_it_says_what_it_said_and_that_it_changed(self, cast, rep, sales):
        change(sales, cast.manager, at(2, 10), title="Win 250,000", target=250_000)
        change(sales, cast.manager, at(3, 2), title="Win 200,000", target=200_000)
        then = objectives_on(rep, "2026-02-09")
        assert then["Win 300,000"].target == "300,000 USD"
        assert then["Win 300,000"].differs
        assert list(objectives_on(rep, "2026-02-10")) == ["Win 250,000"]
        assert list(objectives_on(rep, "2026-03-02")) == ["Win 200,000"]
        assert not objectives_on(rep, "2026-03-02")["Win 200,000"].differs
        assert "#said-before" in rep.get(HERE, {"on": "2026-02-09"}).text
        assert "#said-before" not in rep.get(HERE, {"on": "2026-03-02"}).text

    def test_days_end_where_the_reader_is(self, cast, client_for, sales):
        change(sales, cast.manager, at(2, 10, 23), title="Later")
        cast.rep.time_zone = "Asia/Tokyo"  # it is 11 February there already
        cast.rep.save()
        assert "Win 300,000" in objectives_on(client_for(cast.rep), "2026-02-10")
        assert "Later" in objectives_on(client_for(cast.peer), "2026-02-10")

    def test_owner_measure_and_days_are_those_of_the_day(self, cast, rep, sales):
        change(
            sales, cast.manager, at(2, 10), owner=cast.director, measure="Contracts",
            ends_on=date(2026, 6, 30),
        )  # fmt: skip
        then = objectives_on(rep, "2026-02-01")["Win 300,000"]
        assert (then.owner, then.measure) == ("Mila Trentham", "")
        assert then.ends_on == date(2026, 12, 31)

    def test_what_was_over_by_then_is_left_out_unless_its_end_was_moved_later(
        self, cast, rep, sales
    ):
        change(sales, cast.manager, at(3, 5), ends_on=date(2026, 2, 28))
        assert objectives_on(rep, "2026-03-06") == {}
        assert "Win 300,000" in objectives_on(rep, "2026-03-04")

    def test_archived_ones_stand_until_the_day_they_were_taken_off(self, cast, rep, sales):
        archive_objective(objective=sales, actor=cast.manager, today=TODAY, now=at(2, 10))
        restore_objective(objective=sales, actor=cast.manager, now=at(3, 2))
        days = ("2026-02-09", "2026-02-10", "2026-03-01", "2026-03-02")
        assert [len(objectives_on(rep, day)) for day in days] == [1, 0, 0, 1]

    def test_nothing_stands_before_it_was_made(self, cast, rep, sales):
        made = make_objective(
            values=values_of(sales, title="Made in March"), actor=cast.executive, now=at(3, 2)
        )
        assert made.made_at == at(3, 2)
        assert "Made in March" not in objectives_on(rep, "2026-03-01")
        assert "Made in March" in objectives_on(rep, "2026-03-02")

    def test_what_it_served_carries_the_title_of_that_day(self, cast, rep, sales):
        company = build(owner=cast.executive, title="Grow")
        change(sales, cast.manager, at(2, 1), parent=company)
        change(company, cast.executive, at(2, 10), title="Grow more")
        assert objectives_on(rep, "2026-02-05")["Win 300,000"].serves == "Grow"
        assert objectives_on(rep, "2026-01-31")["Win 300,000"].serves == ""

    def test_the_company_comes_first_then_teams_then_people(self, cast, rep, sales):
        build(owner=cast.rep, title="A person", person=cast.rep)
        build(owner=cast.executive, title="Z company")
        assert list(objectives_on(rep, "2026-03-01")) == ["Z company", "Win 300,000", "A person"]


class TestWhoReadsWhat:
    def test_those_of_a_person_are_for_who_may_read_them(self, cast, client_for):
        secret = build(owner=cast.manager, title="Hidden", person=cast.rep)
        change(secret, cast.manager, at(3, 1), title="Still hidden")
        for who, sees in ((cast.rep, True), (cast.manager, True), (cast.peer, False)):
            assert bool(objectives_on(client_for(who), "2026-02-01")) is sees

    def test_what_was_served_is_named_only_to_who_may_read_it(self, cast, client_for, sales):
        secret = build(owner=cast.director, title="Hidden", person=cast.manager)
        mine = build(owner=cast.rep, title="Mine", person=cast.rep, parent=secret)
        change(mine, cast.manager, at(3, 1), parent=sales)
        page = reverse("expectations:objective_documents", args=[mine.pk])
        for who, sees in ((cast.rep, False), (cast.manager, True)):
            browser = client_for(who)
            assert ("Hidden" in browser.get(HERE, {"on": "2026-02-01"}).text) is sees
            assert ("Hidden" in browser.get(page).text) is sees
            assert "Win 300,000" in browser.get(page).text


class TestTheDay:
    @pytest.mark.parametrize(
        ("day", "says"),
        [
            ("", "Give the day"), ("x", "Write a date"), ("2026-02-31", "ends on the 28th"),
            ("2026-03-12", "This day is to come"), ("1850-01-01", "between 2000"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_gets_a_sentence_at_the_field(self, rep, day, says):
        page = rep.get(HERE, {"on": day})
        assert (page.status_code, says in page.text) == (422, True)
        assert f'value="{day}"' in page.text or not day

    def test_sorting_and_paging_keep_the_day(self, cast, rep):
        for n in range(51):
            build(owner=cast.manager, title=f"O{n:02}")
        page = rep.get(HERE, {"on": "2026-03-01", "sort": "-title"})
        assert page.context["listing"].page[0].title == "O50"
        assert "on=2026-03-01&amp;sort=-title&amp;page=2" in page.text

    def test_it_is_only_read(self, rep):
        assert rep.post(HERE, {"on": "2026-03-01"}).status_code == 405


@pytest.mark.parametrize("rows", [1, 30])
def test_it_asks_the_same_number_of_times(cast, manager, django_assert_num_queries, rows):
    make_strategy(author=cast.executive)
    make_plan(author=cast.executive)
    for n in range(rows):
        made = build(owner=cast.manager, title=f"O{n}", person=cast.rep)
        ObjectiveChange.objects.create(
            objective=made,
            changes={"title": {"was": "Old", "to": f"O{n}"}},
            by=cast.manager,
            at=NOW,
        )
    manager.get(HERE, {"on": "2026-03-01"})
    with django_assert_num_queries(12):
        manager.get(HERE, {"on": "2026-03-01"})
