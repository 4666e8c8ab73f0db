"""Sums of the week, for any figures: the grid, the short form and the totals say the same."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.builders import make_plan_line, make_week
from activities.models import Week
from activities.queries import done_by_person, week_sheet, weeks_in_short
from activities.tests.conftest import LAST_MONDAY, MONDAY
from calc.pace import BEHIND, NO_DATA
from tests.cast import NOW, TODAY

quantities = st.lists(
    st.none() | st.decimals(min_value=0, max_value=9999, places=2), min_size=7, max_size=7
)
anything = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@anything
@given(one=quantities, other=quantities, monday=st.sampled_from([MONDAY, LAST_MONDAY]))
def test_grid_short_form_and_totals_agree(cast, plan, calls, practice, one, other, monday):
    Week.objects.all().delete()
    make_week(person=cast.rep, monday=monday, entries={calls: one, practice: other})
    sheet = week_sheet(person=cast.rep, monday=monday, today=TODAY)
    total = {row.activity_type.pk: row.done for row in sheet.rows if row.logged}
    logged = done_by_person([cast.rep.pk], start=monday, end=monday + timedelta(days=6))
    assert total == {kind: done for (_, kind), done in logged.items()}
    assert sum(total.values()) == sum(each for each in [*one, *other] if each is not None)
    short = weeks_in_short(people=[cast.rep], mondays=[monday], now=NOW)[cast.rep.pk, monday]
    statuses = [row.pace.status for row in sheet.planned_rows]
    assert short.behind == statuses.count(BEHIND)
    assert short.kept == len(statuses) - statuses.count(BEHIND) - statuses.count(NO_DATA)
    assert short.logged_to == sheet.logged_to


@anything
@given(calls_done=st.integers(0, 300), hours=st.decimals(0, 20, places=2))
def test_the_share_never_lets_one_activity_hide_another(
    cast, plan, calls, practice, calls_done, hours
):
    Week.objects.all().delete()
    make_week(person=cast.rep, monday=LAST_MONDAY, entries={calls: [calls_done], practice: [hours]})
    short = weeks_in_short(people=[cast.rep], mondays=[LAST_MONDAY], now=NOW)
    share = short[cast.rep.pk, LAST_MONDAY].share
    assert 0 <= share <= 1
    assert (share == 1) == (calls_done >= 100 and hours >= 2)


def test_a_week_that_is_late(cast, plan):
    short = weeks_in_short(people=[cast.rep], mondays=[MONDAY, LAST_MONDAY], now=NOW)
    assert not short[cast.rep.pk, MONDAY].is_late
    assert short[cast.rep.pk, LAST_MONDAY].is_late


def test_each_person_has_their_own_today(cast, plan, calls):
    cast.peer.time_zone = "Pacific/Auckland"
    cast.peer.save()
    make_plan_line(person=cast.peer, activity_type=calls, weekly_quantity=100)
    now = datetime(2026, 3, 15, 12, tzinfo=UTC)
    short = weeks_in_short(people=[cast.rep, cast.peer], mondays=[MONDAY], now=now)
    assert short[cast.peer.pk, MONDAY].finished
    assert not short[cast.rep.pk, MONDAY].finished


def test_nobody_and_no_week_ask_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert weeks_in_short(people=[], mondays=[MONDAY], now=NOW) == {}


@pytest.mark.parametrize("number", [1, 30])
def test_three_queries_for_any_number_of_people(cast, calls, number, django_assert_num_queries):
    from people.builders import make_person

    people = [make_person() for _ in range(number)]
    for person in people:
        make_plan_line(person=person, activity_type=calls)
        make_week(person=person, monday=MONDAY, entries={calls: [Decimal(1)]})
    with django_assert_num_queries(3):
        short = weeks_in_short(people=people, mondays=[MONDAY, LAST_MONDAY], now=NOW)
    assert len(short) == 2 * number


def test_the_thursday_of_week_53_belongs_to_the_old_year(cast, plan, calls):
    monday = date(2026, 12, 28)
    make_week(person=cast.rep, monday=monday, entries={calls: [10, 10, 10, 10, 10]})
    sheet = week_sheet(person=cast.rep, monday=monday, today=date(2027, 1, 1))
    assert (sheet.number, sheet.rows[0].done, sheet.rows[0].mark) == (53, 50, 100)
