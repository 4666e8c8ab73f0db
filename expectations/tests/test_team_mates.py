"""/team-expectations/: what team-mates see of each other, what it adds up to, who could help."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse

from activities.builders import make_activity_type, make_week
from audit.models import Event
from expectations.actions.transparency import set_shown
from expectations.builders import (
    AbilitySpec,
    AreaSpec,
    Content,
    make_document,
    make_objective,
)
from expectations.models import KeyResultArea, Standard, StandardResult, State
from expectations.queries.standings import standing
from expectations.queries.team_mates import team_page, teams_open_to
from notifications.models import Notification
from people.builders import make_person
from sales.builders import make_deal, make_stages
from tests.access.scan import body_of
from tests.cast import NOW, TODAY

OWN = reverse("expectations:team_expectations")
WON = {"actual_from": "won_value", "unit": "USD"}


def url(team):
    return reverse("expectations:team_expectations_of", args=[team.pk])


def show(team, by, shows=True):
    set_shown(team=team, shows=shows, actor=by, today=TODAY, now=NOW)


def page_of(cast, viewer):
    team = teams_open_to(viewer, TODAY).get(pk=cast.north.pk)
    return team_page(team, viewer, TODAY, shown=team.shown)


def of(*standards, goal="A private goal") -> Content:
    return Content(
        position_goal=goal,
        areas=(AreaSpec("Revenue", 100, standards),),
        abilities=(AbilitySpec("A private ability"),),
    )


def won(text="Revenue is won.", target=78_000, **more):
    return {"text": text, "target": Decimal(target), **WON, **more}


@pytest.fixture
def peer(cast, client_for):
    return client_for(cast.peer)


class TestWhatIsShown:
    @pytest.fixture
    def signed(self, cast):
        return make_document(person=cast.rep, content=of(won("Seventy-eight thousand are won.")))

    def test_nothing_unless_somebody_decided_so(self, cast, peer, signed):
        text = peer.get(OWN).text
        assert "Seventy-eight" not in text
        assert "Your team does not show expectations to its people" in text

    def test_areas_standards_and_progress_once_it_is_on(self, cast, peer, signed):
        show(cast.north, cast.manager)
        make_deal(owner=cast.rep, kind="won", value=50_000, closed_on=date(2026, 2, 2))
        text = peer.get(OWN).text
        for words in ("Rhea Solbergh", "Revenue", "Seventy-eight thousand are won.", "50,000 USD"):
            assert words in text
        assert "A private" not in text
        assert signed.get_absolute_url() not in text

    def test_not_the_evidence_of_a_result(self, cast, peer):
        standard = {"text": "Reviews", "target": Decimal(12), "unit": "reviews"}
        version = make_document(person=cast.rep, content=of(standard))
        show(cast.north, cast.manager)
        StandardResult.objects.create(
            document=version.document, line=version.key_result_areas.get().standards.get().line,
            as_of=date(2026, 3, 2), value=7, evidence="Private minutes", entered_by=cast.manager,
            entered_at=NOW,
        )  # fmt: skip
        text = peer.get(OWN).text
        assert ("7 reviews" in text, "Private minutes" in text) == (True, False)

    @pytest.mark.parametrize("state", [State.DRAFT, State.SHARED, State.SUPERSEDED])
    def test_only_what_is_in_force(self, cast, peer, state):
        make_document(person=cast.rep, state=state, content=of(won("Not in force.")))
        show(cast.north, cast.manager)
        assert "Not in force." not in peer.get(OWN).text

    def test_only_of_people_who_work_here(self, cast, signed):
        show(cast.north, cast.manager)
        assert Standard.objects.shown_to_team_mates(cast.peer, TODAY).count() == 1
        cast.rep.left_on = date(2026, 3, 1)
        cast.rep.save()
        assert not Standard.objects.shown_to_team_mates(cast.peer, TODAY).exists()

    def test_not_to_people_of_other_teams_or_of_none(self, cast, signed):
        show(cast.north, cast.manager)
        for somebody in (cast.other_rep, cast.director, cast.compensation):
            for lines in (Standard.objects, KeyResultArea.objects):
                assert not lines.shown_to_team_mates(somebody, TODAY).exists()

    def test_the_document_itself_stays_closed(self, cast, peer, signed):
        show(cast.north, cast.manager)
        assert peer.get(signed.get_absolute_url()).status_code == 404

    def test_an_objective_of_one_person_is_not_named(self, cast, peer):
        objective = make_objective(owner=cast.manager, person=cast.rep, title="Private objective")
        make_document(person=cast.rep, content=of(won(objective=objective)))
        show(cast.north, cast.manager)
        assert "Private objective" not in peer.get(OWN).text

    def test_a_leader_sees_it_whether_it_is_shown_or_not(self, cast, manager, signed):
        answer = manager.get(url(cast.north))
        assert "Seventy-eight" in answer.text
        assert signed.get_absolute_url() in answer.text

    def test_an_administrator_sees_the_setting_alone(self, cast, client_for, signed):
        show(cast.north, cast.manager)
        text = client_for(cast.administrator).get(url(cast.north)).text
        assert ("Seventy-eight" in text, "Hide from team-mates" in text) == (False, True)

    def test_a_team_that_is_not_mine_is_not_there(self, cast, peer):
        assert peer.get(url(cast.south)).status_code == 404

    def test_without_a_team_it_says_so(self, cast, client_for):
        assert "You belong to no team." in client_for(cast.compensation).get(OWN).text


class TestTheSetting:
    def set(self, browser, team, shows):
        return browser.post(
            reverse("expectations:team_showing", args=[team.pk]), {"shows": shows}, follow=True
        )

    def test_switching_it_on_tells_the_team_and_is_kept(self, cast, manager):
        answer = self.set(manager, cast.north, "1")
        assert "see each other&#x27;s standards and progress" in answer.text
        told = {each.recipient for each in Notification.objects.all()}
        assert told == {cast.rep, cast.peer}
        event = Event.objects.get()
        assert (event.verb, event.data) == ("expectations.team_showing", {"shows": True})

    def test_twice_is_once(self, cast, manager):
        for _each in range(2):
            self.set(manager, cast.north, "1")
        assert (Event.objects.count(), Notification.objects.count()) == (1, 2)

    def test_switching_it_off_hides_at_once_and_tells_nobody(self, cast, manager, peer):
        make_document(person=cast.rep, content=of(won("Seen no more.")))
        show(cast.north, cast.manager)
        Notification.objects.all().delete()
        self.set(manager, cast.north, "0")
        assert "Seen no more." not in peer.get(OWN).text
        assert not Notification.objects.exists()

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("manager", 302), ("director", 302), ("hr", 302), ("administrator", 302),
            ("rep", 403), ("peer", 403), ("other_manager", 404), ("compensation", 404),
        ],
    )  # fmt: skip
    def test_who_decides(self, cast, client_for, who, status):
        address = reverse("expectations:team_showing", args=[cast.north.pk])
        assert client_for(getattr(cast, who)).post(address, {"shows": "1"}).status_code == status


class TestWhatItAddsUpTo:
    @pytest.fixture
    def objective(self, cast):
        """261 working days, 64 of them in the first quarter: 64,000 for it."""
        return make_objective(
            owner=cast.manager, team=cast.north, title="North wins", target=261_000,
        )  # fmt: skip

    def contribution(self, cast, viewer=None):
        (found,) = page_of(cast, viewer or cast.manager).contributions
        return found

    def test_shares_of_the_even_part_their_sum_and_the_gap(self, cast, objective):
        make_document(person=cast.rep, content=of(won(target=32_000, objective=objective)))
        make_document(person=cast.peer, content=of(won(target=16_000, objective=objective)))
        found = self.contribution(cast)
        assert found.asked == 64_000
        assert [(part.person.first_name, part.share) for part in found.parts] == [
            ("Pavo", Decimal("0.25")), ("Rhea", Decimal("0.5")),
        ]  # fmt: skip
        assert (found.total.total, found.total.gap) == (48_000, -16_000)

    def test_what_cannot_be_added_stands_apart(self, cast, objective):
        make_document(
            person=cast.rep,
            content=of(
                won(target=32_000, objective=objective),
                {"text": "12 deals", "target": Decimal(12), "unit": "deals",
                 "objective": objective},
                won("Each month", target=9_000, cadence="month", objective=objective),
            ),
        )  # fmt: skip
        found = self.contribution(cast)
        assert [part.share for part in found.parts] == [Decimal("0.5"), None, None]
        assert (found.total.total, found.total.apart) == (32_000, 2)

    def test_who_has_no_standard_for_it_is_named(self, cast, manager, objective):
        make_document(person=cast.rep, content=of(won(objective=objective)))
        make_document(person=cast.peer, content=of(won()))
        assert self.contribution(cast).without == (cast.peer,)
        assert "No standard serves it for: Pavo Lindegren" in " ".join(
            manager.get(url(cast.north)).text.split()
        )

    def test_team_mates_see_only_their_own_part_before_it_is_shown(self, cast, objective):
        make_document(person=cast.rep, content=of(won(objective=objective)))
        assert self.contribution(cast, cast.peer).parts == ()
        show(cast.north, cast.manager)
        assert len(self.contribution(cast, cast.peer).parts) == 1


class TestWhoCouldHelp:
    @pytest.fixture
    def calls(self, cast):
        return make_activity_type(name="Calls")

    def helpers(self, cast, viewer):
        found = page_of(cast, viewer)
        return {
            member.person.first_name: [(each.name, each.has_met) for each in line.helpers]
            for member in found.members
            for line in member.lines
        }

    def test_who_is_ahead_on_the_same_figure(self, cast):
        for person, value in ((cast.rep, 9_000_000), (cast.peer, 100)):
            make_document(person=person, content=of(won()))
            make_deal(owner=person, kind="won", value=value, closed_on=date(2026, 2, 2))
        assert self.helpers(cast, cast.manager) == {
            "Pavo": [("Rhea Solbergh", False)], "Rhea": [],
        }  # fmt: skip

    def test_who_has_met_one_of_the_same_activity(self, cast, calls):
        weekly = {"text": "60 calls a week", "target": Decimal(60), "cadence": "week"}
        standard = {**weekly, "actual_from": "activity", "activity_type": calls}
        done = {**standard, "comparison": "by_date", "due_on": date(2026, 3, 31),
                "cadence": "period", "target": Decimal(10)}  # fmt: skip
        make_document(person=cast.rep, content=of(done))
        make_document(person=cast.peer, content=of(standard))
        make_week(person=cast.rep, monday=date(2026, 3, 9), entries={calls: [20]})
        assert self.helpers(cast, cast.manager)["Pavo"] == [("Rhea Solbergh", True)]

    def test_it_is_said_only_where_the_team_shows_it(self, cast, peer):
        for person, value in ((cast.rep, 9_000_000), (cast.peer, 100)):
            make_document(person=person, content=of(won()))
            make_deal(owner=person, kind="won", value=value, closed_on=date(2026, 2, 2))
        assert "standard like this" not in peer.get(OWN).text
        show(cast.north, cast.manager)
        answer = peer.get(OWN)
        assert "Rhea Solbergh is ahead on a standard like this" in answer.text
        assert answer.context["next_step"].act == "Ask Rhea Solbergh how they did it."


class TestThePage:
    def test_how_many_stand_is_how_one_stands(self, cast):
        make_stages()
        calls = make_activity_type(name="Calls")
        standards = (
            won(), won("Monthly", 9_000, cadence="month"),
            {"text": "Rate", "target": Decimal(60), "unit": "%", "actual_from": "win_rate"},
            {"text": "Calls", "target": Decimal(60), "cadence": "week", "activity_type": calls,
             "actual_from": "activity"},
            {"text": "Reviews", "target": Decimal(12), "unit": "reviews"},
        )  # fmt: skip
        version = make_document(person=cast.rep, content=of(*standards))
        for day in range(1, 25):
            make_deal(owner=cast.rep, kind="won", value=100_00 * day,
                      closed_on=date(2026, 2, day))  # fmt: skip
            make_deal(owner=cast.rep, kind="lost", closed_on=date(2026, 2, day))
        make_week(person=cast.rep, monday=date(2026, 3, 9), entries={calls: [20, 11]})
        one = standing(version, TODAY)
        (member,) = [each for each in page_of(cast, cast.manager).members
                     if each.areas]  # fmt: skip
        many = {str(line.row.line): line.stands for line in member.lines}
        assert {key: (each.actual, each.expected, each.pace) for key, each in one.items()} == {
            key: (each.actual, each.expected, each.pace) for key, each in many.items()
        }

    def test_filters_by_name_and_by_who_is_behind(self, cast, manager):
        make_document(person=cast.rep, content=of(won()))

        def names(query):
            page = manager.get(url(cast.north) + query).context["listing"].page
            return [member.person.first_name for member in page]

        assert names("?q=pav") == ["Pavo"]
        assert names("?show=behind") == ["Rhea"]
        assert names("?q=x") == []
        assert names("?sort=nonsense&page=99") == ["Mila", "Pavo", "Rhea"]

    def test_the_file_has_the_same_lines(self, cast, peer):
        make_document(person=cast.rep, content=of(won('=HYPERLINK("x")')))
        address = reverse("expectations:team_expectations_csv", args=[cast.north.pk])
        assert len(body_of(peer.get(address)).decode().splitlines()) == 1
        show(cast.north, cast.manager)
        rows = list(csv.DictReader(StringIO(body_of(peer.get(address)).decode("utf-8-sig"))))
        assert (rows[0]["Person"], rows[0]["Standard"]) == ("Rhea Solbergh", '\'=HYPERLINK("x")')

    @pytest.mark.parametrize("number", [1, 30])
    def test_it_asks_the_same_number_of_times(self, cast, peer, number, django_assert_num_queries):
        show(cast.north, cast.manager)
        objective = make_objective(owner=cast.manager, team=cast.north)
        calls = make_activity_type(name="Calls")
        for n in range(number):
            person = make_person(manager=cast.manager, team=cast.north)
            due = date(2026, 3, 1 + n % 28)
            call = {"text": "Calls", "target": 9, "actual_from": "activity", "activity_type": calls}
            make_document(person=person, content=of(won(objective=objective, due_on=due), call))
        peer.get(OWN)
        with django_assert_num_queries(14):
            assert peer.get(OWN).context["listing"].total == number + 3
