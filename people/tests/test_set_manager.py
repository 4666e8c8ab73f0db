"""set_manager: one manager a day, no circle on any day, and everybody concerned is told."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import Event
from notifications.models import Notification
from people import actions, queries
from people.actions import LineChange
from people.builders import make_person
from people.models import Person, ReportingLine
from people.problems import PeopleProblem
from tests.cast import NOW, TODAY

APRIL = date(2026, 4, 1)


def move(person, manager, starts_on=TODAY, by=None):
    return actions.set_manager(person=person, manager=manager, starts_on=starts_on, by=by, now=NOW)


def history(person):
    return [
        (line.manager.first_name, line.starts_on, line.ends_on)
        for line in ReportingLine.objects.filter(person=person).order_by("starts_on")
    ]


def test_the_line_in_force_ends_the_day_before(cast):
    assert move(cast.rep, cast.other_manager, APRIL, by=cast.hr)
    assert history(cast.rep) == [
        ("Elke", date(2020, 1, 6), date(2025, 12, 31)),
        ("Mila", date(2026, 1, 1), date(2026, 3, 31)),
        ("Oskar", APRIL, None),
    ]
    assert queries.manager_on(cast.rep, date(2026, 3, 31)) == cast.manager
    assert queries.manager_on(cast.rep, APRIL) == cast.other_manager
    event = Event.objects.get(verb="people.manager_set")
    assert (event.actor, event.data) == (
        cast.hr,
        {"was": cast.manager.pk, "manager": cast.other_manager.pk, "starts_on": "2026-04-01"},
    )


def test_nobody_is_a_manager_too(cast):
    assert move(cast.rep, None)
    assert history(cast.rep)[-1] == ("Mila", date(2026, 1, 1), TODAY - timedelta(days=1))
    assert queries.manager_on(cast.rep, TODAY) is None


def test_the_same_again_changes_nothing(cast):
    move(cast.rep, cast.other_manager, APRIL)
    before = history(cast.rep)
    assert not move(cast.rep, cast.other_manager, APRIL)
    assert history(cast.rep) == before
    assert Event.objects.filter(verb="people.manager_set").count() == 1


def test_who_leads_already_goes_on(cast):
    before = history(cast.rep)
    assert not move(cast.rep, cast.manager)
    assert history(cast.rep) == before


def test_nobody_again_changes_nothing(cast):
    assert not move(cast.executive, None)


def test_a_line_of_the_same_day_is_corrected(cast):
    move(cast.rep, cast.other_manager)
    move(cast.rep, cast.ex_manager)
    assert history(cast.rep)[-1] == ("Elke", TODAY, None)
    assert len(history(cast.rep)) == 3


def test_correcting_back_joins_the_line_of_before(cast):
    before = history(cast.rep)
    move(cast.rep, cast.other_manager)
    move(cast.rep, cast.manager)
    assert history(cast.rep) == before


def test_back_after_a_pause_is_a_new_line(cast):
    move(cast.rep, None, date(2026, 2, 1))
    move(cast.rep, cast.manager, TODAY)
    assert history(cast.rep)[1:] == [
        ("Mila", date(2026, 1, 1), date(2026, 1, 31)),
        ("Mila", TODAY, None),
    ]


# --- refusals -------------------------------------------------------------------------------------


def refused(person, manager, starts_on=TODAY):
    before = list(ReportingLine.objects.order_by("pk").values())
    with pytest.raises(PeopleProblem) as problem:
        move(person, manager, starts_on)
    assert list(ReportingLine.objects.order_by("pk").values()) == before
    assert not Event.objects.filter(verb="people.manager_set").exists()
    assert problem.value.person == person
    return str(problem.value)


def test_not_oneself(cast):
    assert refused(cast.rep, cast.rep).startswith("Nobody is their own manager.")


def test_not_somebody_below(cast):
    assert refused(cast.director, cast.rep) == (
        "That would be a circle: Greta Holloway-Finch → Rhea Solbergh → Mila Trentham → "
        "Greta Holloway-Finch, on 11 Mar 2026. Choose a manager outside of it."
    )


def test_not_a_circle_that_closes_later(cast):
    """Oskar leads Greta from April on; led by Greta today he could not stay above her."""
    move(cast.director, cast.other_manager, APRIL)
    Event.objects.all()
    with pytest.raises(PeopleProblem, match="on 1 Apr 2026"):
        move(cast.other_manager, cast.rep)


def test_no_circle_with_a_line_that_has_ended(cast):
    """Rhea may lead Elke, who led her until last year."""
    assert move(cast.ex_manager, cast.rep)


def test_not_somebody_who_is_switched_off(cast):
    assert "Dov Marchetto does not work here" in refused(cast.rep, cast.deactivated)


def test_not_somebody_who_will_have_left(cast):
    cast.other_manager.left_on = date(2026, 3, 31)
    cast.other_manager.save()
    assert "does not work here on 1 Apr 2026" in refused(cast.rep, cast.other_manager, APRIL)
    assert move(cast.rep, cast.other_manager, date(2026, 3, 31))


def test_nobody_leads_somebody_who_has_left(cast):
    assert "left on 31 Jan 2026" in refused(cast.deactivated, cast.manager)


def test_not_over_a_line_that_is_planned(cast):
    move(cast.rep, cast.other_manager, APRIL)
    Notification.objects.all()
    with pytest.raises(PeopleProblem, match="From 1 Apr 2026 on a line to Oskar Vandermoor"):
        move(cast.rep, cast.ex_manager, TODAY)


def test_not_over_lines_of_before(cast):
    with pytest.raises(PeopleProblem, match="From 1 Jan 2026 on a line to Mila"):
        move(cast.rep, cast.director, date(2025, 6, 1))


# --- several at once ------------------------------------------------------------------------------


def test_two_change_places(cast):
    """Each alone would be a circle on the way; together they are none."""
    changes = [
        LineChange(cast.director, cast.manager, TODAY),
        LineChange(cast.manager, cast.executive, TODAY),
    ]
    changed = actions.set_managers(changes=changes, by=cast.hr, now=NOW)
    assert changed == [cast.director, cast.manager]
    assert queries.manager_on(cast.director, TODAY) == cast.manager


def test_all_or_none(cast):
    changes = [
        LineChange(cast.rep, cast.other_manager, TODAY),
        LineChange(cast.peer, cast.peer, TODAY),
    ]
    with pytest.raises(PeopleProblem) as problem:
        actions.set_managers(changes=changes, by=cast.hr, now=NOW)
    assert problem.value.person == cast.peer
    assert queries.manager_on(cast.rep, TODAY) == cast.manager


def test_the_problem_names_somebody_who_changed(cast):
    changes = [
        LineChange(cast.other_rep, cast.manager, TODAY),
        LineChange(cast.director, cast.other_rep, TODAY),
    ]
    with pytest.raises(PeopleProblem, match="circle") as problem:
        actions.set_managers(changes=changes, by=cast.hr, now=NOW)
    assert problem.value.person in {cast.other_rep, cast.director}


def test_many_need_few_queries(cast, django_assert_max_num_queries):
    people = [make_person() for _ in range(30)]
    changes = [LineChange(person, cast.manager, TODAY) for person in people]
    with django_assert_max_num_queries(80):
        actions.set_managers(changes=changes, by=cast.hr, now=NOW, telling=False)


# --- telling --------------------------------------------------------------------------------------


def test_the_person_and_both_managers_are_told(cast):
    move(cast.rep, cast.other_manager, APRIL, by=cast.hr)
    told = Notification.objects.filter(kind="people.manager_changed")
    assert {each.recipient for each in told} == {cast.rep, cast.other_manager, cast.manager}
    assert told[0].data == {
        "person": "Rhea Solbergh",
        "manager": "Oskar Vandermoor",
        "starts_on": "1 Apr 2026",
    }


def test_who_did_it_is_not_told(cast):
    newcomer = make_person(name="Sunna Fairwick")
    move(newcomer, cast.hr, by=cast.hr)
    told = Notification.objects.filter(kind="people.manager_changed")
    assert {each.recipient for each in told} == {newcomer}


def test_an_import_tells_nobody(cast):
    changes = [LineChange(cast.rep, cast.other_manager, TODAY)]
    actions.set_managers(changes=changes, by=cast.hr, now=NOW, telling=False)
    assert not Notification.objects.exists()
    assert Event.objects.filter(verb="people.manager_set").count() == 1


# --- taking a planned line back -------------------------------------------------------------------


def planned(person):
    return ReportingLine.objects.get(person=person, starts_on=APRIL)


def cancel(line, by):
    return actions.cancel_line(line=line, by=by, now=NOW, today=TODAY)


def test_the_line_of_before_goes_on(cast):
    before = history(cast.rep)
    move(cast.rep, cast.other_manager, APRIL)
    line = planned(cast.rep)
    assert cancel(line, cast.hr)
    assert history(cast.rep) == before
    assert not cancel(line, cast.hr)


def test_a_line_that_has_begun_is_history(cast):
    line = ReportingLine.objects.get(person=cast.rep, ends_on=None)
    with pytest.raises(PeopleProblem, match="has begun"):
        cancel(line, cast.hr)


def test_going_on_must_not_close_a_circle(cast):
    """Mila hands Rhea over in April; from May on Rhea leads Greta. Going back would be a circle."""
    move(cast.rep, cast.other_manager, APRIL)
    move(cast.director, cast.rep, date(2026, 5, 1))
    with pytest.raises(PeopleProblem, match="circle"):
        cancel(planned(cast.rep), cast.hr)
    assert planned(cast.rep).manager == cast.other_manager


# --- whatever one does ----------------------------------------------------------------------------


def circle_or_two_managers(people) -> bool:
    """The oracle: look at every day by walking."""
    lines = list(ReportingLine.objects.filter(person__in=people))
    days = {line.starts_on for line in lines} | {line.ends_on for line in lines if line.ends_on}
    for day in days:
        boss: dict[int, int] = {}
        for line in lines:
            if line.starts_on <= day and (line.ends_on is None or line.ends_on >= day):
                if line.person_id in boss:
                    return True
                boss[line.person_id] = line.manager_id
        for person in boss:
            seen, current = set(), person
            while current in boss:
                if current in seen:
                    return True
                seen.add(current)
                current = boss[current]
    return False


WHO, WHOM, WHEN = st.integers(0, 4), st.one_of(st.none(), st.integers(0, 4)), st.integers(-3, 6)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("lead"), WHO, WHOM, WHEN),
        st.tuples(st.just("take back"), WHO, st.none(), st.none()),
        st.tuples(st.just("leave"), WHO, st.none(), WHEN),
        st.tuples(st.just("stay"), WHO, st.none(), st.none()),
    ),
    max_size=16,
)


def act(cast, people, what, who, whom, days):
    person = people[who]
    day = TODAY + timedelta(days=days or 0)
    if what == "lead":
        move(person, None if whom is None else people[whom], day)
    elif what == "take back":
        line = ReportingLine.objects.filter(person=person).last()
        if line is not None:
            cancel(line, cast.hr)
    elif what == "leave":
        actions.leave(person=person, left_on=day, by=cast.hr, now=NOW, today=TODAY)
    else:
        actions.stay(person=person, by=cast.hr, now=NOW)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_never_a_circle_and_one_manager_a_day(cast, steps):
    people = [make_person(name=f"Person {letter}") for letter in "ABCDE"]
    for step in steps:
        try:
            act(cast, people, *step)
        except PeopleProblem:
            pass
        assert not circle_or_two_managers(people)
        assert not leads_after_leaving(people)


def leads_after_leaving(people) -> bool:
    """Does a line of somebody go on after their own last day?"""
    lines = ReportingLine.objects.filter(person__in=people, person__left_on__isnull=False)
    return any(
        line.ends_on is None or line.ends_on > line.person.left_on
        for line in lines.select_related("person")
    )


def test_staying_does_not_close_a_circle(cast):
    """Mila goes; Greta comes under Rhea, who is under Mila. Mila stays: not under Greta again."""
    actions.leave(person=cast.manager, left_on=TODAY, by=cast.hr, now=NOW, today=TODAY)
    move(cast.director, cast.rep, TODAY + timedelta(days=1))
    actions.stay(person=cast.manager, by=cast.hr, now=NOW)
    cast.manager.refresh_from_db()
    assert cast.manager.left_on is None
    assert queries.manager_on(cast.manager, TODAY + timedelta(days=1)) is None


def test_a_line_ends_with_the_last_day(cast):
    actions.leave(person=cast.rep, left_on=APRIL, by=cast.hr, now=NOW, today=TODAY)
    cast.rep.refresh_from_db()
    assert move(cast.rep, cast.other_manager, TODAY)
    assert history(cast.rep)[-1] == ("Oskar", TODAY, APRIL)
    assert not move(cast.rep, cast.other_manager, TODAY)


def test_everybody_has_a_place_in_the_tree(cast):
    assert set(Person.objects.led_by(cast.director, TODAY)) == {
        cast.manager,
        cast.rep,
        cast.peer,
        cast.ex_manager,
    }


# --- nobody lifts themselves ---------------------------------------------------------------------


@pytest.mark.parametrize("keeper", ["hr", "administrator"])
def test_who_keeps_people_does_not_come_to_stand_above_somebody_by_their_own_hand(cast, keeper):
    by = getattr(cast, keeper)
    with pytest.raises(PeopleProblem, match="Ask somebody else"):
        move(cast.rep, by, by=by)
    assert not by.led_lines.exists()


def test_nor_by_way_of_somebody_they_lead(cast):
    helper = make_person(name="Quill Ambertree", manager=cast.hr)
    with pytest.raises(PeopleProblem, match="Ask somebody else"):
        move(cast.rep, helper, by=cast.hr)


def test_somebody_else_who_keeps_people_may_place_them_there(cast):
    assert move(cast.rep, cast.hr, by=cast.administrator)


def test_they_place_whom_they_lead_already_and_newcomers(cast):
    helper = make_person(name="Quill Ambertree", manager=cast.hr)
    junior = make_person(name="Bram Tollivane", manager=helper)
    newcomer = make_person(name="Sunna Fairwick")
    for person in (junior, newcomer):
        assert move(person, cast.hr, by=cast.hr)


def test_while_nobody_else_keeps_people_everything_may_be_set_up(cast):
    cast.administrator.role_grants.update(revoked_at=NOW)
    assert move(cast.rep, cast.hr, by=cast.hr)
