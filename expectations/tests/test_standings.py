"""How standards stand: worked examples on the 11th of March, 48 of 64 working days gone."""

from datetime import date
from decimal import Decimal

import pytest

from activities.builders import make_week
from activities.models import ActivityType
from expectations.builders import AreaSpec, Content, make_document
from expectations.models import StandardResult
from expectations.queries import in_force, standing
from sales.builders import make_deal, make_stages
from tests.cast import NOW, TODAY


def stands(cast, *, on=TODAY, **standard):
    """The standing of a document's one standard."""
    standard = {"text": "Yes", "target": Decimal(100), "unit": "things", **standard}
    content = Content(areas=(AreaSpec("Area", 100, (standard,)),))
    version = make_document(person=cast.rep, content=content)
    return version, lambda day=on: next(iter(standing(version, day).values()))


def enter(version, value, as_of=TODAY, **fields):
    line = version.key_result_areas.get().standards.get().line
    return StandardResult.objects.create(
        document=version.document, line=line, as_of=as_of, value=Decimal(value),
        evidence="Minutes", entered_by=version.author, entered_at=NOW, **fields,
    )  # fmt: skip


@pytest.fixture
def stages(db):
    return {stage.kind: stage for stage in make_stages()}


class TestDeals:
    def test_value_of_won_deals_in_the_unit_of_the_standard(self, cast, stages):
        _version, now = stands(cast, target=Decimal(78_000), unit="USD", actual_from="won_value")
        make_deal(owner=cast.rep, stage=stages["won"], closed_on=date(2026, 2, 3), value=50_000)
        make_deal(owner=cast.rep, stage=stages["won"], closed_on=date(2025, 12, 31), value=9_000)
        make_deal(owner=cast.rep, stage=stages["lost"], closed_on=date(2026, 2, 3), value=9_000)
        make_deal(owner=cast.peer, stage=stages["won"], closed_on=date(2026, 2, 3), value=9_000)
        make_deal(
            owner=cast.rep, stage=stages["won"], closed_on=date(2026, 2, 3), value=7_000,
            currency="EUR",
        )  # fmt: skip
        found = now()
        assert (found.actual, found.expected) == (Decimal(50_000), Decimal("60937.5"))
        assert (found.pace.status, found.pace.gap) == ("behind", Decimal("-10937.5"))

    def test_number_of_won_deals(self, cast, stages):
        _version, now = stands(cast, target=Decimal(4), unit="deals", actual_from="won_count")
        for day in (3, 4, 5):
            make_deal(owner=cast.rep, stage=stages["won"], closed_on=date(2026, 2, day))
        assert (now().actual, now().pace.status) == (3, "on_track")

    def test_a_rate_is_not_judged_from_a_few_deals(self, cast, stages):
        _version, now = stands(cast, target=Decimal(60), unit="%", actual_from="win_rate")
        for n in range(19):
            kind = "won" if n < 6 else "lost"
            make_deal(owner=cast.rep, stage=stages[kind], closed_on=date(2026, 1, 5 + n))
        assert (now().n, now().too_few, now().pace.status) == (19, True, "no_data")
        make_deal(owner=cast.rep, stage=stages["won"], closed_on=date(2026, 2, 3))
        assert (now().actual, now().expected, now().pace.status) == (35, 60, "far_behind")

    def test_without_a_decided_deal_there_is_no_rate(self, cast, stages):
        _version, now = stands(cast, target=Decimal(60), unit="%", actual_from="win_rate")
        assert (now().actual, now().pace.status, now().as_of) == (None, "no_data", None)


class TestActivities:
    def test_each_week_stands_for_itself(self, cast):
        calls = ActivityType.objects.create(name="Visits")
        _version, now = stands(
            cast, target=Decimal(10), unit="visits", actual_from="activity",
            activity_type=calls, cadence="week",
        )  # fmt: skip
        make_week(person=cast.rep, monday=date(2026, 3, 9), entries={calls: [3, 3]})
        make_week(person=cast.rep, monday=date(2026, 3, 2), entries={calls: [9]})
        found = now()
        assert (found.window.start, found.window.end) == (date(2026, 3, 9), date(2026, 3, 15))
        assert (found.actual, found.expected, found.pace.status) == (6, 6, "on_track")

    def test_over_the_period_all_weeks_count(self, cast):
        visits = ActivityType.objects.create(name="Visits")
        _version, now = stands(
            cast, target=Decimal(64), unit="visits", actual_from="activity", activity_type=visits
        )
        for monday in (date(2026, 3, 2), date(2026, 3, 9)):
            make_week(person=cast.rep, monday=monday, entries={visits: [30]})
        assert (now().actual, now().expected, now().pace.status) == (60, 50, "ahead")


class TestEntered:
    def test_the_last_day_counts_and_of_a_day_the_last_entry(self, cast):
        version, now = stands(cast)
        assert now().pace.status == "no_data"
        enter(version, 10, date(2026, 2, 1))
        enter(version, 70)
        enter(version, 80)
        assert (now().actual, now().result.value, now().as_of) == (80, 80, TODAY)

    def test_a_falling_target_moves_from_where_it_was(self, cast):
        version, now = stands(
            cast, target=Decimal(40), baseline=Decimal(104), comparison="at_most", figure="level"
        )
        enter(version, 50)
        assert (now().expected, now().pace.status) == (54, "ahead")

    def test_fewer_lost_customers_than_last_time_add_up_from_none(self, cast):
        version, now = stands(
            cast, target=Decimal(64), baseline=Decimal(104), comparison="at_most", unit="customers"
        )
        enter(version, 60)
        assert (now().expected, now().pace.status) == (50, "behind")

    def test_a_milestone_is_done_or_not(self, cast):
        version, now = stands(
            cast, target=None, unit="", comparison="milestone", due_on=date(2026, 3, 20)
        )
        assert (now().pace.status, now().pace.reason) == ("no_data", "not_due")
        enter(version, 1)
        enter(version, 1, date(2026, 3, 2))
        assert (now().pace.status, now().done_on) == ("met", date(2026, 3, 2))
        enter(version, 0)
        assert (now().pace.status, now().done_on) == ("no_data", None)

    @pytest.mark.parametrize(
        ("done", "status", "days"),
        [(date(2026, 2, 28), "met", 0), (date(2026, 3, 3), "missed", 3), (None, "missed", 11)],
    )
    def test_a_milestone_that_was_due(self, cast, done, status, days):
        version, now = stands(
            cast, target=None, unit="", comparison="milestone", due_on=date(2026, 2, 28)
        )
        if done:
            enter(version, 1, done)
        assert (now().pace.status, now().pace.gap) == (status, days)

    def test_a_share_shows_both_its_counts(self, cast):
        version, now = stands(cast, target=Decimal(35), unit="", figure="ratio")
        result = enter(version, 30)
        assert (now().part, now().whole) == (None, None)
        StandardResult.objects.create(
            document=version.document, line=result.line, as_of=TODAY, value=Decimal("37.5"),
            part=Decimal(15), whole=Decimal(40), evidence="Report", entered_by=cast.manager,
            entered_at=NOW,
        )  # fmt: skip
        assert (now().actual, now().part, now().whole) == (Decimal("37.5"), 15, 40)
        assert (now().expected, now().pace.status) == (35, "ahead")

    @pytest.mark.parametrize(
        ("value", "level"),
        [(25, "below_minimum"), (30, "minimum"), (40, "satisfactory"), (55, "outstanding")],
    )
    def test_the_level_that_is_reached(self, cast, value, level):
        version, now = stands(
            cast, target=Decimal(40), figure="level",
            minimum=Decimal(30), outstanding=Decimal(50),
        )  # fmt: skip
        enter(version, value)
        assert now().level == level

    def test_a_sum_on_its_way_has_no_level_before_it_reaches_the_target(self, cast):
        version, now = stands(cast, target=Decimal(64), minimum=Decimal(50))
        enter(version, 30)
        assert now().level == ""
        enter(version, 64)
        assert now().level == "satisfactory"

    def test_a_date_that_has_passed(self, cast):
        version, now = stands(
            cast, target=Decimal(2), comparison="by_date", due_on=date(2026, 2, 28)
        )
        enter(version, 1, date(2026, 2, 20))
        assert now().pace.status == "missed"

    def test_a_ratio_holds_at_any_time(self, cast):
        version, now = stands(cast, target=Decimal(3), unit="×")
        enter(version, "2.7")
        assert (now().expected, now().pace.status) == (3, "behind")

    def test_between(self, cast):
        version, now = stands(
            cast, target=Decimal(10), target_to=Decimal(20), unit="%", comparison="between"
        )
        enter(version, 15)
        assert now().pace.status == "on_track"
        enter(version, 30)
        assert now().pace.status == "far_behind"

    def test_of_a_month_only_results_of_that_month_count(self, cast):
        version, now = stands(cast, cadence="month")
        enter(version, 99, date(2026, 2, 27))
        assert now().actual is None
        enter(version, 40, date(2026, 3, 5))
        assert now().actual == 40

    def test_after_the_end_it_is_met_or_missed(self, cast):
        version, now = stands(cast)
        enter(version, 99, date(2026, 3, 30))
        assert now(date(2026, 4, 1)).pace.status == "missed"


def test_one_week_stops_at_behind(cast):
    visits = ActivityType.objects.create(name="Visits")
    _version, now = stands(cast, cadence="week", actual_from="activity", activity_type=visits)
    make_week(person=cast.rep, monday=date(2026, 3, 9), entries={visits: [1]})
    assert now().pace.status == "behind"


def test_nothing_stands_anywhere_before_the_period(cast):
    version = make_document(person=cast.rep, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    assert standing(version, date(2026, 3, 31)) == {}
    assert standing(version, date(2026, 4, 1))


def test_what_is_in_force_is_found_by_its_days(cast, active):
    assert in_force(cast.rep, TODAY) == active
    assert in_force(cast.rep, date(2026, 4, 1)) is None
    assert in_force(cast.peer, TODAY) is None


def test_it_asks_the_same_number_of_times_for_1_and_30(cast, django_assert_num_queries):
    areas = [
        AreaSpec(
            f"Area {n}", 10,
            tuple({"text": "x", "target": Decimal(1), "unit": "USD", "actual_from": source}
                  for source in ("won_value", "won_count", "win_rate", "activity", "entered")),
        )
        for n in range(6)
    ]  # fmt: skip
    one = make_document(person=cast.rep, content=Content(areas=areas[:1]))
    many = make_document(person=cast.peer, content=Content(areas=areas))
    for version in (one, many):
        with django_assert_num_queries(5):
            standing(version, TODAY)
