"""Who has read the strategy in force: confirming, counting, reminding."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from audit.models import Event
from expectations.builders import make_acknowledgement, make_strategy
from expectations.models import Acknowledgement
from expectations.queries.strategy import fingerprint_of
from expectations.queries.words import edition_words
from expectations.round_reminders import remind_of_strategy
from notifications.models import Notification
from people.builders import make_person, make_team

HERE = reverse("expectations:strategy")


def url(name, row):
    return reverse(f"expectations:{name}", args=[row.pk])


@pytest.fixture
def edition(cast):
    return make_strategy(author=cast.executive)


def confirm(browser, edition, seen=None):
    body = {"seen": seen or fingerprint_of(edition_words(edition))}
    return browser.post(url("acknowledgement", edition), body, follow=True)


def confirmed(edition, person):
    return make_acknowledgement(strategy=edition, person=person)


class TestConfirming:
    def test_the_words_on_the_screen_are_confirmed_once(self, cast, rep, edition):
        assert "Confirm that you have read it" in rep.get(HERE).text
        for _twice in range(2):
            page = confirm(rep, edition)
        assert "You confirmed" in page.text
        assert "Confirm that you have read it" not in page.text
        row = Acknowledgement.objects.get()
        assert (row.person, row.fingerprint) == (cast.rep, fingerprint_of(edition_words(edition)))
        assert Event.objects.filter(verb="strategy.acknowledged").count() == 1

    def test_other_words_are_not_confirmed(self, rep, edition):
        assert "not the words in force" in confirm(rep, edition, "0" * 32).text
        assert not Acknowledgement.objects.exists()

    def test_an_edition_that_is_replaced_is_not_confirmed(self, cast, rep, edition):
        make_strategy(author=cast.executive, effective_from=date(2026, 3, 1))
        assert "Another edition is in force" in confirm(rep, edition).text
        assert not Acknowledgement.objects.exists()

    def test_the_next_edition_is_to_be_read_again(self, cast, rep, edition):
        confirm(rep, edition)
        make_strategy(author=cast.executive, effective_from=date(2026, 3, 1))
        assert rep.get(HERE).context["to_confirm"]

    def test_a_draft_is_not_there_to_confirm(self, cast, rep):
        draft = make_strategy(author=cast.executive, published_at=None)
        assert confirm(rep, draft).status_code == 404

    def test_it_waits_on_the_home_page_until_it_is_done(self, rep, edition):
        todo = "Read the strategy and confirm that you have"
        assert todo in [each.text for each in rep.get("/").context["todos"]]
        confirm(rep, edition)
        assert todo not in [each.text for each in rep.get("/").context["todos"]]


class TestCounting:
    def test_hr_reads_names_by_team(self, cast, client_for, edition):
        confirmed(edition, cast.rep)
        page = client_for(cast.hr).get(url("readers", edition))
        north = next(each for each in page.context["readers"].teams if each.name == "North")
        assert (north.people, north.confirmed) == (3, 1)
        assert [person.name for person in north.waiting] == ["Mila Trentham", "Pavo Lindegren"]
        assert "In no team" in page.text

    def test_a_manager_counts_their_own_people(self, cast, manager, edition):
        confirmed(edition, cast.rep)
        page = manager.get(url("readers", edition))
        assert (page.context["readers"].people, page.context["readers"].confirmed) == (2, 1)
        assert "Pavo Lindegren" in page.text
        assert "Suri Halvorsund" not in page.text

    def test_an_executive_counts_all_and_reads_names_of_their_own(self, cast, client_for, edition):
        stranger = make_person(name="Nils Overgaarden", email="nils@northwind.example")
        page = client_for(cast.executive).get(url("readers", edition))
        assert stranger.name not in page.text
        assert "Rhea Solbergh" in page.text
        assert page.context["readers"].people == 12

    @pytest.mark.parametrize("who", ["rep", "compensation", "administrator"])
    def test_others_count_nothing(self, cast, client_for, edition, who):
        browser = client_for(getattr(cast, who))
        assert browser.get(url("readers", edition)).status_code == 403
        assert browser.post(url("nudge", edition)).status_code == 403

    def test_when_everybody_has_it_says_so(self, cast, manager, edition):
        for person in (cast.rep, cast.peer):
            confirmed(edition, person)
        page = manager.get(url("readers", edition))
        assert "Everybody has confirmed." in page.text
        assert "Remind them" not in page.text

    @pytest.mark.parametrize("rows", [1, 30])
    def test_it_asks_the_same_number_of_times(
        self, cast, client_for, edition, django_assert_num_queries, rows
    ):
        for n in range(rows):
            team = make_team(name=f"T{n}")
            make_person(name=f"P{n}", email=f"p{n}@northwind.example", team=team)
        hr = client_for(cast.hr)
        hr.get(url("readers", edition))
        with django_assert_num_queries(7):
            hr.get(url("readers", edition))


class TestFile:
    def rows(self, browser, edition):
        text = browser.get(url("readers_csv", edition)).getvalue().decode("utf-8-sig")
        return [line.split(",") for line in text.splitlines()][1:]

    def test_human_resources_reads_everybody_with_the_day(self, cast, client_for, edition):
        confirmed(edition, cast.rep)
        rows = {row[1]: row for row in self.rows(client_for(cast.hr), edition)}
        assert rows["Rhea Solbergh"][4] == "2026-01-02"
        assert rows["Suri Halvorsund"][4] == ""
        assert "Dov Marchetto" not in rows

    def test_a_manager_reads_their_own_people(self, manager, edition):
        assert {row[1] for row in self.rows(manager, edition)} == {
            "Rhea Solbergh", "Pavo Lindegren",
        }  # fmt: skip

    def test_an_executive_who_leads_nobody_reads_no_name(self, cast, client_for, edition):
        other = make_person(name="N", email="n@northwind.example", roles=("executive",))
        assert self.rows(client_for(other), edition) == []

    def test_others_read_none(self, rep, edition):
        assert rep.get(url("readers_csv", edition)).status_code == 403


class TestReminding:
    def told(self):
        rows = Notification.objects.filter(kind="expectations.strategy_to_read")
        return sorted(rows.values_list("recipient__name", flat=True))

    def test_a_manager_reminds_their_own_once_a_day(self, cast, manager, edition):
        confirmed(edition, cast.rep)
        for _twice in range(2):
            manager.post(url("nudge", edition))
        assert self.told() == ["Pavo Lindegren"]

    def test_the_first_day_begins_where_the_reader_is(self, cast):
        make_strategy(author=cast.executive, effective_from=date(2026, 4, 1))
        cast.peer.time_zone = "Asia/Tokyo"
        cast.peer.save()
        remind_of_strategy(datetime(2026, 4, 1, 0, 0, tzinfo=UTC))
        assert self.told() == ["Pavo Lindegren"]

    def test_on_the_first_day_and_a_week_later_and_then_no_more(self, cast):
        edition = make_strategy(author=cast.executive, effective_from=date(2026, 4, 1))
        confirmed(edition, cast.rep)
        counts = []
        for month, day in ((3, 31), (4, 1), (4, 2), (4, 8), (4, 9), (6, 1)):
            remind_of_strategy(datetime(2026, month, day, 9, 0, tzinfo=UTC))
            counts.append(self.told().count("Pavo Lindegren"))
        assert counts == [0, 1, 1, 2, 2, 2]
        assert "Rhea Solbergh" not in self.told()
        assert "Dov Marchetto" not in self.told()
