"""/coverage/: whose expectations are signed, whose wait, whose are missing or out of date."""

import csv
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Event
from calc.periods import Period
from expectations.actions.disagreement import disagree, put_in_force
from expectations.actions.objectives import ObjectiveValues, archive_objective, change_objective
from expectations.builders import AreaSpec, Content, make_document, make_objective, make_strategy
from expectations.models import Signature, State
from expectations.queries.coverage import Wanted, coverage
from expectations.queries.strategy import objective_fingerprint
from notifications.models import Notification
from people.builders import make_person
from tests.cast import NOW, TODAY

URL = reverse("expectations:coverage")
NEXT_QUARTER = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30)}
LAST_QUARTER = {"starts_on": date(2025, 10, 1), "ends_on": date(2025, 12, 31)}


@pytest.fixture
def hr(cast, client_for):
    return client_for(cast.hr)


def states(answer) -> dict[str, str]:
    return {row.line.person.name.split()[0]: row.line.state for row in answer.context["rows"]}


def line_of(viewer, person, span=None):
    found = coverage(viewer, TODAY, Wanted(span or Period(TODAY, TODAY)))
    return next(line for line in found.lines if line.person.pk == person.pk)


def cells(browser, show: str) -> dict[str, str]:
    """The one row of the file, by the words of its head."""
    answer = browser.get(reverse("expectations:coverage_csv") + f"?show={show}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, row = csv.reader(StringIO(text))
    return dict(zip(head, row, strict=True))


def sign(version, person, side, at=NOW):
    Signature.objects.create(
        version=version, person=person, side=side, name=person.name,
        fingerprint=version.fingerprint, at=at,
    )  # fmt: skip


def remind(browser, person, **asked):
    body = {"asked": "&".join(f"{key}={value}" for key, value in asked.items())}
    return browser.post(reverse("expectations:reminder", args=[person.pk]), body)


class TestWho:
    def test_human_resources_see_everybody_who_is_led(self, cast, hr):
        names = states(hr.get(URL))
        assert {"Rhea", "Pavo", "Suri", "Mila", "Corin"} <= set(names)
        assert "Vera" not in names  # nobody leads her
        assert "Dov" not in names  # he left

    def test_a_leader_sees_those_below_at_any_depth(self, cast, client_for):
        below = set(states(client_for(cast.director).get(URL)))
        assert below == {"Mila", "Rhea", "Pavo", "Elke"}

    @pytest.mark.parametrize("who", ["rep", "compensation", "administrator"])
    def test_who_answers_for_nobody_has_no_such_page(self, cast, client_for, who):
        assert client_for(getattr(cast, who)).get(URL).status_code == 403

    def test_who_begins_after_the_days_asked_about_is_not_missing_anything(self, cast, manager):
        make_person(name="Tilda Ashovar", manager=cast.manager, hired_on=date(2026, 4, 10))
        assert "Tilda" not in states(manager.get(URL))
        assert "Tilda" in states(manager.get(f"{URL}?period=next"))


class TestStates:
    def test_nothing_draft_shared_signed(self, cast, manager):
        make_document(person=cast.rep, state=State.ACTIVE)
        make_document(person=cast.peer, state=State.DRAFT)
        assert states(manager.get(URL)) == {"Pavo": "draft", "Rhea": "signed"}

    def test_a_draft_is_nothing_to_others(self, cast, hr):
        draft = make_document(person=cast.rep, state=State.DRAFT)
        answer = hr.get(URL)
        assert states(answer)["Rhea"] == "none"
        assert draft.get_absolute_url() not in answer.text

    def test_what_is_shared_waits_for_its_reader_then_its_writer(self, cast, shared):
        line = line_of(cast.hr, cast.rep)
        assert (line.state, line.next_side, line.since) == ("unsigned", "person", shared.shared_at)
        sign(shared, cast.rep, Signature.Side.PERSON)
        line = line_of(cast.hr, cast.rep)
        assert (line.next_side, line.since) == ("manager", NOW)

    def test_a_signature_under_other_words_does_not_count(self, cast, shared):
        Signature.objects.create(
            version=shared, person=cast.rep, side="person", name="Rhea", fingerprint="f" * 64,
            at=NOW,
        )  # fmt: skip
        assert line_of(cast.hr, cast.rep).waits_for == ("person", "manager")

    def test_another_period_has_other_documents(self, cast, hr):
        make_document(person=cast.rep, state=State.SHARED, **NEXT_QUARTER)
        make_document(person=cast.peer, state=State.ACTIVE, **LAST_QUARTER)
        assert states(hr.get(URL))["Rhea"] == "none"
        assert states(hr.get(f"{URL}?period=next"))["Rhea"] == "unsigned"
        assert states(hr.get(f"{URL}?period=last"))["Pavo"] == "signed"

    def test_what_was_superseded_held_on_days_that_are_over(self, cast, hr):
        make_document(person=cast.rep, state=State.SUPERSEDED, **LAST_QUARTER)
        make_document(person=cast.peer, state=State.SUPERSEDED)
        assert states(hr.get(f"{URL}?period=last"))["Rhea"] == "signed"
        assert states(hr.get(URL))["Pavo"] == "none"


class TestOutOfDate:
    def test_words_of_the_edition_in_force_are_not(self, cast):
        make_strategy(author=cast.executive)
        make_document(person=cast.rep)
        assert line_of(cast.hr, cast.rep).out_of_date == ""

    def test_an_edition_published_after_they_were_shared(self, cast):
        make_document(person=cast.rep)
        make_strategy(author=cast.executive, published_at=NOW)
        assert line_of(cast.hr, cast.rep).out_of_date == "strategy"

    def test_an_edition_published_before_that_took_effect_afterwards(self, cast):
        make_strategy(
            author=cast.executive,
            effective_from=date(2026, 2, 1),
            published_at=datetime(2025, 12, 1, tzinfo=NOW.tzinfo),
        )
        make_document(person=cast.rep)
        assert line_of(cast.hr, cast.rep).out_of_date == "strategy"

    def test_a_draft_of_the_next_edition_changes_nothing(self, cast):
        make_document(person=cast.rep)
        make_strategy(author=cast.executive, published_at=None)
        assert line_of(cast.hr, cast.rep).out_of_date == ""

    @pytest.fixture
    def serving(self, cast):
        objective = make_objective(owner=cast.manager, team=cast.north)
        standard = {"text": "78,000 USD are won.", "target": 78_000, "objective": objective}
        make_document(
            person=cast.rep, content=Content(areas=(AreaSpec("Revenue", 100, (standard,)),))
        )
        return objective

    def test_an_objective_it_serves_that_changed(self, cast, serving):
        assert line_of(cast.hr, cast.rep).out_of_date == ""
        change_objective(
            objective=serving,
            values=ObjectiveValues(
                "Sell more", None, "", serving.starts_on, serving.ends_on, cast.manager, None
            ),
            actor=cast.manager,
            seen=objective_fingerprint(serving),
            today=TODAY,
            now=NOW,
        )
        assert line_of(cast.hr, cast.rep).out_of_date == "objective"

    def test_or_was_archived(self, cast, serving):
        archive_objective(objective=serving, actor=cast.manager, today=TODAY, now=NOW)
        assert line_of(cast.hr, cast.rep).out_of_date == "objective"

    def test_what_is_over_need_not_follow(self, cast):
        make_document(person=cast.rep, **LAST_QUARTER)
        make_strategy(author=cast.executive, published_at=NOW)
        span = Period(date(2025, 10, 1), date(2025, 12, 31))
        assert line_of(cast.hr, cast.rep, span).out_of_date == ""


class TestThePage:
    @pytest.fixture
    def known(self, cast):
        make_document(person=cast.rep, state=State.ACTIVE)
        make_document(person=cast.peer, state=State.SHARED, at=NOW)
        make_strategy(author=cast.executive, published_at=NOW)

    def test_each_count_opens_as_many_rows(self, hr, known):
        answer = hr.get(URL)
        assert {key: n for key, _, n in answer.context["counts"]} == {
            "none": answer.context["people"] - 2, "unsigned": 1, "old": 1, "signed": 1,
            "disagreed": 0, "weak": 0,
        }  # fmt: skip
        for key, _label, n in answer.context["counts"]:
            assert len(hr.get(f"{URL}?show={key}").context["rows"]) == n

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("?q=rhea", ["Rhea"]), ("?q=nobody", []), ("?q=rhea@north", ["Rhea"]),
            ("?show=old", ["Rhea"]), ("?sort=-name&q=northwind&show=unsigned", ["Pavo"]),
        ],
    )  # fmt: skip
    def test_filters(self, hr, known, query, names):
        assert list(states(hr.get(URL + query))) == names

    def test_by_team_with_its_parts(self, cast, hr, known):
        assert "Suri" in states(hr.get(f"{URL}?team={cast.south.pk}"))
        assert "Rhea" not in states(hr.get(f"{URL}?team={cast.south.pk}"))

    @pytest.mark.parametrize("query", ["?team=x", "?show=x", "?period=x", "?sort=x", "?page=99"])
    def test_what_makes_no_sense_asks_for_nothing(self, hr, known, query):
        answer = hr.get(URL + query)
        assert (answer.status_code, "Rhea" in states(answer)) == (200, True)

    @pytest.mark.parametrize("key", ["name", "team", "manager", "state", "since"])
    def test_each_column_sorts_both_ways(self, hr, known, key):
        there = list(states(hr.get(f"{URL}?sort={key}")))
        back = list(states(hr.get(f"{URL}?sort=-{key}")))
        assert sorted(there) == sorted(back)
        assert there != back

    def test_nothing_found_leads_on(self, hr, known):
        assert "Nobody fits these filters." in hr.get(f"{URL}?q=nobody").text

    def test_the_file_has_the_rows_of_the_page_and_runs_nothing(self, cast, hr, known):
        cast.rep.name = '=HYPERLINK("x")'
        cast.rep.save()
        answer = hr.get(reverse("expectations:coverage_csv") + "?show=old")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        head, row = csv.reader(StringIO(text))
        found = dict(zip(head, row, strict=True))
        assert found["Person"] == '\'=HYPERLINK("x")'
        assert (found["Expectations"], found["From"]) == ("Signed by both", "2026-01-01")
        answer = hr.get(reverse("expectations:coverage_xlsx"))
        book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
        assert len(list(book.active.values)) == hr.get(URL).context["people"] + 1

    def test_the_next_step_of_a_manager_is_to_write(self, cast, client_for):
        step = client_for(cast.manager).get(URL).context["next_step"]
        assert step.url == reverse("expectations:start", args=[cast.peer.pk])

    def test_or_to_finish_what_is_begun(self, cast, manager, draft):
        step = manager.get(URL).context["next_step"]
        assert (step.button, step.url) == ("Open the draft", draft.get_absolute_url())

    def test_that_of_human_resources_is_to_see_who(self, hr, known):
        assert hr.get(URL).context["next_step"].url == "?show=none"

    def test_standards_that_are_not_smart_are_counted(self, cast, hr):
        vague = AreaSpec("New revenue", 100, ({"text": "Improve sales."}, {"text": "Sell more."}))
        make_document(person=cast.rep, state=State.SHARED, content=Content(areas=(vague,)))
        make_document(person=cast.peer, state=State.SHARED)
        answer = hr.get(f"{URL}?show=weak")
        assert states(answer) == {"Rhea": "unsigned"}
        assert "2 standards are not SMART" in answer.text
        assert cells(hr, "weak")["Weak standards"] == "2"

    @pytest.mark.parametrize("number", [1, 30])
    def test_it_asks_the_same_number_of_times(self, cast, hr, number, django_assert_num_queries):
        for _each in range(number):
            make_document(person=make_person(manager=cast.manager), state=State.SHARED)
        make_strategy(author=cast.executive)
        hr.get(URL)
        with django_assert_num_queries(11):
            assert hr.get(URL).context["counts"][1][2] == number


class TestDisagreeing:
    @pytest.fixture
    def disagreed(self, cast, shared):
        disagree(
            version=shared, actor=cast.rep, seen=shared.fingerprint, text="Too much of it.",
            today=TODAY, now=NOW,
        )  # fmt: skip
        return shared

    def put_in_force(self, cast, version):
        put_in_force(
            version=version, actor=cast.manager, seen=version.fingerprint, text="It stays so.",
            today=TODAY, now=NOW,
        )  # fmt: skip

    def test_what_somebody_disagrees_with_waits_for_the_manager(self, cast, hr, disagreed):
        line = line_of(cast.hr, cast.rep)
        assert (line.state, line.waits_for, line.since) == ("unsigned", ("manager",), NOW)
        answer = hr.get(f"{URL}?show=disagreed")
        assert states(answer) == {"Rhea": "unsigned"}
        assert "Read, disagrees; Mila Trentham answers" in answer.text
        assert "Too much of it." not in answer.text
        found = cells(hr, "disagreed")
        assert (found["Expectations"], found["Person disagrees since"]) == (
            "Shared, the person disagrees", "2026-03-11",
        )  # fmt: skip

    def test_in_force_without_agreement_is_not_signed_by_both(self, cast, hr, disagreed):
        self.put_in_force(cast, disagreed)
        answer = hr.get(f"{URL}?show=disagreed")
        assert states(answer) == {"Rhea": "signed"}
        assert "In force without agreement" in answer.text
        assert states(hr.get(f"{URL}?show=signed")) == {}
        assert cells(hr, "disagreed")["Expectations"] == "In force without agreement"

    def test_who_agrees_later_is_counted_no_more(self, cast, hr, disagreed):
        self.put_in_force(cast, disagreed)
        sign(disagreed, cast.rep, Signature.Side.PERSON)
        assert states(hr.get(f"{URL}?show=disagreed")) == {}
        assert states(hr.get(f"{URL}?show=signed")) == {"Rhea": "signed"}


class TestReminding:
    def test_what_is_missing_is_for_the_manager(self, cast, hr):
        assert remind(hr, cast.rep).url == f"{URL}?"
        told = Notification.objects.get()
        assert (told.recipient, told.kind) == (cast.manager, "expectations.reminded_start")
        assert told.data["period"] == "January to March 2026"
        assert Event.objects.get().verb == "expectations.reminded"

    def test_what_is_shared_is_for_whose_turn_it_is(self, cast, hr, shared):
        remind(hr, cast.rep)
        assert Notification.objects.get().recipient == cast.rep
        sign(shared, cast.rep, Signature.Side.PERSON)
        Notification.objects.all().delete()
        remind(hr, cast.rep)
        told = Notification.objects.get()
        assert (told.recipient, told.kind) == (cast.manager, "expectations.reminded_sign")

    def test_what_is_out_of_date_is_for_the_manager(self, cast, hr, active):
        make_strategy(author=cast.executive, published_at=NOW)
        remind(hr, cast.rep)
        assert Notification.objects.get().kind == "expectations.reminded_revise"

    def test_once_a_day_whoever_presses(self, cast, hr, client_for, shared):
        remind(hr, cast.rep)
        assert "was reminded today" in hr.get(f"{URL}?q=rhea").text
        remind(hr, cast.rep)
        remind(client_for(cast.director), cast.rep)
        assert (Notification.objects.count(), Event.objects.count()) == (1, 1)

    def test_and_again_on_the_next(self, cast, hr, client_for, shared):
        from expectations.actions.coverage import remind as act

        for days in (0, 1):
            act(
                person=cast.rep, actor=cast.hr, span=Period(TODAY, TODAY),
                today=TODAY + timedelta(days=days), now=NOW + timedelta(days=days),
            )  # fmt: skip
        assert Notification.objects.count() == 2

    def test_nothing_is_missing_any_more(self, cast, hr, active):
        answer = hr.post(reverse("expectations:reminder", args=[cast.rep.pk]), follow=True)
        assert "Nothing is missing for Rhea Solbergh any more." in answer.text
        assert not Notification.objects.exists()

    def test_ones_own_step_is_no_reminder(self, cast, manager):
        remind(manager, cast.rep)
        assert not Notification.objects.exists()
        assert "Start" in manager.get(f"{URL}?q=rhea").text

    def test_without_a_manager_nobody_can_be_reminded(self, cast, hr):
        cast.manager.is_active = False
        cast.manager.save()
        assert "Nobody leads this person" in hr.get(f"{URL}?q=rhea").text
        remind(hr, cast.rep)
        assert not Notification.objects.exists()

    def test_the_list_comes_back_as_it_was(self, cast, hr):
        assert remind(hr, cast.rep, show="none", q="rhea").url == f"{URL}?show=none&q=rhea"

    @pytest.mark.parametrize(
        ("who", "status"),
        [("rep", 403), ("peer", 403), ("other_manager", 403), ("administrator", 403)],
    )
    def test_others_do_not_remind(self, cast, client_for, who, status):
        assert remind(client_for(getattr(cast, who)), cast.rep).status_code == status
        assert not Notification.objects.exists()

    def test_only_by_post(self, cast, hr):
        assert hr.get(reverse("expectations:reminder", args=[cast.rep.pk])).status_code == 405
