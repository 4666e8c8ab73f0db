"""/documents/<version>/planning/: from a revenue target to what is expected each week."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from activities.builders import make_activity_type, make_standard_types, make_week
from activities.models import ActivityType
from audit.models import Event
from calc.funnel import Share
from expectations.actions.drafts import revise
from expectations.actions.planning import copy_planning
from expectations.builders import ActivitySpec, Content, make_document
from expectations.models import ExpectedActivity, Planning, RemovedLine, State
from expectations.tests.conftest import url
from people.builders import make_away, make_day_off, make_person
from sales.builders import make_deal, make_revision, make_stage, make_stages
from sales.models import Stage
from tests.cast import NOW

HTMX = {"HX-Request": "true"}
NEXT = (date(2026, 4, 1), date(2026, 6, 30))  # 65 weekdays


@pytest.fixture
def types(cast) -> dict[str, ActivityType]:
    return {each.name: each for each in make_standard_types()}


@pytest.fixture
def plan_draft(cast, types):
    """A draft of the next quarter that expects 60 calls and two hours of practice."""
    content = Content(
        activities=[
            ActivitySpec(types["Calls"], Decimal(60)),
            ActivitySpec(types["Practice"], Decimal(2)),
        ]
    )
    return make_document(
        person=cast.rep, state=State.DRAFT, starts_on=NEXT[0], ends_on=NEXT[1], content=content
    )


def entered(types, **changes) -> dict[str, str]:
    """The published example: 2,000 calls, 200 and 70 meetings, 35 proposals, 14 deals."""
    steps = (("Calls", "10"), ("First meetings", "35"), ("", "50"), ("Proposals sent", "40"))
    data = {
        "target": "84,000", "size_from": "best", "size": "6,000", "hours": "60", "ramp": "",
        "revision": "0", "step-TOTAL_FORMS": "4", "step-INITIAL_FORMS": "0",
    }  # fmt: skip
    for place, (name, percent) in enumerate(steps):
        data |= {
            f"step-{place}-what": f"type-{types[name].pk}" if name else "other",
            f"step-{place}-name": "" if name else "Second meetings",
            f"step-{place}-rate_from": "best",
            f"step-{place}-percent": percent,
        }
    return data | changes


def plan_of(browser, version):
    return browser.get(url("planning", version)).context["result"].plan


def quantities(version) -> dict[str, Decimal]:
    rows = ExpectedActivity.objects.filter(version=version)
    return dict(rows.values_list("activity_type__name", "weekly_quantity"))


def put(browser, version, act="put"):
    seen = plan_of(browser, version).seen
    return browser.post(url("planning_quantities", version), {"act": act, "seen": seen})


def sell(owner, won=0, lost=0, value=1000, on=date(2026, 2, 2)):
    for number in range(won + lost):
        make_deal(
            owner=owner, kind="won" if number < won else "lost", value=value,
            opened_on=on - timedelta(days=20), closed_on=on,
        )  # fmt: skip


# --- it works ------------------------------------------------------------------------------------
def test_the_published_example_comes_out_exactly(manager, plan_draft, types):
    answer = manager.post(url("planning", plan_draft), entered(types))
    assert answer.url == url("planning", plan_draft)
    page = manager.get(answer.url)
    plan = page.context["result"].plan
    assert plan.deals == 14
    assert [step.needed for step in plan.steps] == [2000, 200, 70, 35]
    assert [step.weekly for step in plan.steps] == [
        Decimal(154), Decimal(16), Decimal(6), Decimal(3),
    ]  # fmt: skip
    assert "84,000 USD are 14 deals of 6,000 USD, entered." in page.text
    for figure in ("2,000", "200", "70", "35"):
        assert f">{figure}<" in page.text


def test_what_was_entered_is_there_when_the_page_is_opened_again(manager, plan_draft, types):
    manager.post(url("planning", plan_draft), entered(types, ramp="50, 80", hours="22.5"))
    text = manager.get(url("planning", plan_draft)).text
    for value in ("84,000", "6,000", "50, 80", "22.5", "Second meetings"):
        assert f'value="{value}"' in text
    planning = Planning.objects.get()
    assert (planning.target_minor, planning.ramp, planning.revision) == (8_400_000, "50,80", 1)


def test_the_same_figures_sent_twice_are_kept_once(manager, plan_draft, types):
    for _ in range(2):
        assert manager.post(url("planning", plan_draft), entered(types)).status_code == 302
    assert Planning.objects.get().revision == 1


def test_one_begins_with_the_revenue_standard_and_the_linked_activities(manager, plan_draft):
    plan = plan_of(manager, plan_draft)
    assert plan.figures.target == 78_000_00
    assert [step.name for step in plan.steps] == ["Calls", "First meetings", "Proposals sent", ""]
    assert plan.steps[-1].step.kind == "deals"
    assert plan.lacks == ("size", "rate")
    text = manager.get(url("planning", plan_draft)).text
    assert "Enter a deal size: too few deals were won to take one from." in text
    assert "Enter a rate for Opportunities" in text
    assert not Planning.objects.exists()


def test_without_activity_types_and_figures_it_says_what_to_enter(cast, manager):
    version = make_document(
        person=cast.rep, state=State.DRAFT, content=Content(activities=[], areas=()), **_next()
    )
    page = manager.get(url("planning", version))
    assert page.status_code == 200
    assert "Enter a rate for Opportunities" in page.text


def _next():
    return {"starts_on": NEXT[0], "ends_on": NEXT[1]}


def test_rows_that_only_repeat_what_is_stored_are_kept(manager, plan_draft, types):
    """The page keeps its form while fragments come: its fifth row is still an extra one."""
    body = entered(types)
    manager.post(url("planning", plan_draft), body, headers=HTMX)
    again = {**body, "revision": "1", "target": "90,000"}
    manager.post(url("planning", plan_draft), again, headers=HTMX)
    assert len(plan_of(manager, plan_draft).steps) == 4


def test_the_fragment_answers_with_the_result_and_the_new_revision(manager, plan_draft, types):
    answer = manager.post(url("planning", plan_draft), entered(types), headers=HTMX)
    assert answer.status_code == 200
    assert 'id="planning-result"' in answer.text
    assert 'id="planning-form"' not in answer.text
    assert 'id="revision" value="1" hx-swap-oob="true"' in answer.text


@pytest.mark.parametrize(
    ("act", "names"),
    [
        ("up:1", ["First meetings", "Calls", "Second meetings", "Proposals sent"]),
        ("down:0", ["First meetings", "Calls", "Second meetings", "Proposals sent"]),
        ("out:2", ["Calls", "First meetings", "Proposals sent"]),
        ("up:0", ["Calls", "First meetings", "Second meetings", "Proposals sent"]),
        ("down:9", ["Calls", "First meetings", "Second meetings", "Proposals sent"]),
        ("turn:x", ["Calls", "First meetings", "Second meetings", "Proposals sent"]),
    ],
)
def test_steps_are_moved_and_taken_out_by_plain_buttons(manager, plan_draft, types, act, names):
    manager.post(url("planning", plan_draft), entered(types, act=act))
    assert [step.name for step in plan_of(manager, plan_draft).steps] == names


# --- whose rates ---------------------------------------------------------------------------------
def test_ones_own_rate_counts_from_twenty_decided_deals_on(cast, manager, plan_draft):
    make_stages()
    sell(cast.rep, won=12, lost=7)
    sell(cast.peer, won=10, lost=30, value=3000)
    step = plan_of(manager, plan_draft).steps[-1]
    assert (step.rate.value, step.rate.source) == (Fraction(1, 4), "team")
    sell(cast.rep, lost=1)
    plan = plan_of(manager, plan_draft)
    assert (plan.steps[-1].rate.value, plan.steps[-1].rate.source) == (Fraction(12, 20), "own")
    text = manager.get(url("planning", plan_draft)).text
    assert "60%, Rhea’s own" in text
    assert "12 of 20, 95% range 38.7 to 78.1%" in text
    assert "10 of 40, 95% range 14.2 to 40.2%" in text


def test_the_deal_size_is_ones_own_from_twenty_won_deals_on(cast, manager, plan_draft):
    make_stages()
    sell(cast.rep, won=19, value=1000)
    sell(cast.peer, won=20, value=3000)
    assert plan_of(manager, plan_draft).size.source == "team"
    sell(cast.rep, won=1, value=5000)
    size = plan_of(manager, plan_draft).size
    assert (size.source, size.value) == ("own", Fraction(1200_00))


def test_activities_lead_on_as_often_as_the_logs_say(cast, manager, plan_draft, types):
    monday = date(2026, 3, 2)
    make_week(
        person=cast.rep, monday=monday,
        entries={types["Calls"]: [40, 40, 20], types["First meetings"]: [None, 15]},
    )  # fmt: skip
    calls, meetings, *_rest = plan_of(manager, plan_draft).steps
    assert (calls.rate.value, calls.rate.source) == (Fraction(15, 100), "own")
    assert meetings.rate is None  # no proposal was logged, and 15 are too few


def test_more_of_the_next_than_of_the_step_is_no_rate(cast, manager, plan_draft, types):
    make_week(
        person=cast.rep, monday=date(2026, 3, 2),
        entries={types["Calls"]: [30], types["First meetings"]: [31]},
    )  # fmt: skip
    assert plan_of(manager, plan_draft).steps[0].own is None


def test_old_figures_count_up_to_the_newest_there_is_and_say_from_when(cast, manager, plan_draft):
    make_stages()
    sell(cast.rep, won=15, lost=10, on=date(2019, 6, 28))
    sell(cast.rep, lost=40, on=date(2018, 6, 1))  # more than 52 weeks before
    page = manager.get(url("planning", plan_draft))
    assert page.context["result"].plan.steps[-1].rate.value == Fraction(15, 25)
    assert "30 June 2018 to 28 June 2019" in page.text


def test_deals_in_another_currency_are_no_deal_size(cast, manager, plan_draft):
    make_stages()
    for _ in range(20):
        make_deal(owner=cast.rep, kind="won", value=100, currency="EUR", closed_on=date(2026, 2, 2))
    assert plan_of(manager, plan_draft).size is None


def test_a_rep_is_told_of_the_team_only_where_nobody_can_be_made_out(cast, client_for, types):
    """Three others could be told apart; a manager, who sees each, is told all the same."""
    make_stages()
    own = make_document(person=cast.peer, author=cast.peer, state=State.DRAFT, **_next())
    others = [cast.rep, *(make_person(manager=cast.manager, team=cast.north) for _ in range(2))]
    for other in others:
        sell(other, won=10, lost=10, value=7313)
    browser = client_for(cast.peer)
    page = browser.get(url("planning", own))
    assert page.context["result"].plan.steps[-1].team is None
    assert page.context["result"].team_results == ()
    assert "The team is too small" in page.text
    sell(make_person(manager=cast.manager, team=cast.north), won=10, lost=10)
    assert plan_of(browser, own).steps[-1].rate.source == "team"


# --- stages of deals ------------------------------------------------------------------------------
def moved(owner, *way, on=date(2026, 2, 2), times=1):
    """Deals that stood in these stages one after the other; the last one decided them."""
    for _ in range(times):
        deal = make_deal(owner=owner, stage=way[0], opened_on=on)
        for stage in way:
            closed = on if stage.kind in ("won", "lost") else None
            make_revision(deal=deal, at=NOW, stage=stage, closed_on=closed)


@pytest.fixture
def process(db) -> dict[str, Stage]:
    names = [
        ("Lead", "open"),
        ("Demo", "open"),
        ("Offer", "open"),
        ("Won", "won"),
        ("Lost", "lost"),
    ]
    return {
        name: make_stage(name=name, kind=kind, position=place)
        for place, (name, kind) in enumerate(names)
    }


def by_stage(types, *stages, **changes):
    data = entered(types) | {f"step-{place}-what": "" for place in range(4)}
    data |= {f"step-{place}-{field}": "" for place in range(4) for field in ("name", "percent")}
    for place, stage in enumerate(stages):
        data[f"step-{place}-what"] = f"stage-{stage.pk}"
    return data | changes


def test_stages_lead_on_as_often_as_the_record_says(cast, manager, plan_draft, types, process):
    """Of 60 deals 40 got beyond Lead, 25 as far as the offer, and 10 were won."""
    lead, demo, offer, won, lost = process.values()
    moved(cast.rep, lead, lost, times=20)
    moved(cast.rep, lead, demo, lost, times=15)
    moved(cast.rep, lead, offer, lost, times=10)  # an offer without a demo is further than one
    moved(cast.rep, lead, offer, demo, lost, times=5)  # going back takes nothing away
    moved(cast.rep, demo, won, times=10)
    manager.post(url("planning", plan_draft), by_stage(types, lead, demo, offer))
    page = manager.get(url("planning", plan_draft))
    plan = page.context["result"].plan
    assert [step.rate.value for step in plan.steps] == [
        Fraction(40, 60), Fraction(25, 40), Fraction(10, 25),
    ]  # fmt: skip
    assert {step.rate.source for step in plan.steps} == {"own"}
    assert [step.needed for step in plan.steps] == [84, 56, 35]
    assert "Deals in Offer" in page.text
    assert "10 of 25, 95% range 23.4 to 59.3%" in page.text


def test_the_rate_of_a_stage_is_the_teams_then_the_entered_one(
    cast, manager, plan_draft, types, process
):
    lead, demo, _offer, won, lost = process.values()
    moved(cast.rep, lead, demo, won, times=5)
    moved(cast.peer, lead, demo, lost, times=15)
    moved(cast.peer, lead, lost, times=15)
    steps = by_stage(types, lead, demo) | {"step-1-percent": "30"}
    manager.post(url("planning", plan_draft), steps)
    first, second = plan_of(manager, plan_draft).steps
    assert (first.rate.value, first.rate.source) == (Fraction(15, 30), "team")
    assert (second.rate.value, second.rate.source) == (Fraction(30, 100), "entered")


def test_deals_that_are_still_open_or_long_decided_count_for_no_stage(
    cast, manager, plan_draft, types, process
):
    lead, demo, _offer, won, lost = process.values()
    moved(cast.rep, lead, demo, won, times=20)
    moved(cast.rep, lead, lost, on=date(2024, 6, 3), times=30)
    moved(cast.rep, lead, times=30)
    manager.post(url("planning", plan_draft), by_stage(types, lead, demo))
    assert plan_of(manager, plan_draft).steps[0].own == Share(20, 20)


def test_opportunities_and_activities_lead_to_stages(cast, manager, plan_draft, types, process):
    lead, demo, _offer, won, lost = process.values()
    moved(cast.rep, lead, demo, won, times=20)
    moved(cast.rep, lead, lost, times=20)
    meetings = types["First meetings"]
    make_week(person=cast.rep, monday=date(2026, 2, 2), entries={meetings: [80]})
    steps = by_stage(types, lead, lead, demo) | {"step-0-what": f"type-{meetings.pk}"}
    manager.post(url("planning", plan_draft), steps)
    assert plan_of(manager, plan_draft).steps[0].own == Share(40, 80)
    steps |= {"step-0-what": "", "step-1-what": "deals", "revision": "1"}
    manager.post(url("planning", plan_draft), steps)
    opportunities, stage = plan_of(manager, plan_draft).steps
    assert (opportunities.own, stage.own) == (Share(20, 40), Share(20, 20))


def test_no_stage_leads_back_or_to_an_activity(cast, manager, plan_draft, types, process):
    lead, demo, _offer, won, _lost = process.values()
    moved(cast.rep, lead, demo, won, times=30)
    steps = by_stage(types, demo, lead) | {"step-2-what": f"type-{types['Calls'].pk}"}
    manager.post(url("planning", plan_draft), steps)
    assert [step.own for step in plan_of(manager, plan_draft).steps[:2]] == [None, None]


def test_a_record_of_the_present_alone_offers_no_stage_and_says_so(
    cast, manager, plan_draft, types, process
):
    """One stage before the decision says nothing of how deals move on."""
    lead, demo, _offer, won, lost = process.values()
    moved(cast.rep, won, times=30)
    moved(cast.rep, lead, lost, times=30)
    moved(cast.rep, demo, times=30)
    page = manager.get(url("planning", plan_draft))
    assert "Deals in Lead" not in page.text
    assert "only where deals stand now" in page.text
    answer = manager.post(url("planning", plan_draft), by_stage(types, lead, demo))
    assert (answer.status_code, "Choose one of the list." in answer.text) == (422, True)
    moved(cast.rep, lead, demo, lost)
    page = manager.get(url("planning", plan_draft))
    assert "Deals in Demo" in page.text
    assert "Deals in Offer" not in page.text
    assert "are counted from how decided deals moved" in page.text


# --- days, ramp, hours ---------------------------------------------------------------------------
def test_holidays_and_days_away_make_the_week_fuller(cast, manager, plan_draft, types):
    manager.post(url("planning", plan_draft), entered(types))
    assert plan_of(manager, plan_draft).working_days == 65
    make_day_off(day=date(2026, 4, 6))
    make_away(person=cast.rep, starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 15))
    page = manager.get(url("planning", plan_draft))
    plan = page.context["result"].plan
    assert plan.working_days == 54
    assert plan.steps[0].weekly == Decimal(186)  # 2000 × 5 / 54 = 185.2
    assert "54 working days without 1 holiday, 10 days away" in page.text


def test_a_period_that_has_begun_is_counted_from_today(cast, manager, types):
    """TODAY is Wednesday 11 March 2026: with it, 15 weekdays are left."""
    draft = make_document(person=cast.rep, state=State.DRAFT)
    make_away(person=cast.rep, starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 12))
    manager.post(url("planning", draft), entered(types))
    page = manager.get(url("planning", draft))
    assert page.context["result"].plan.working_days == 13
    assert "Counted from today:" in page.text
    assert "2 days away" in page.text


def test_a_period_that_is_over_has_no_day_left(cast, manager, types):
    draft = make_document(
        person=cast.rep, state=State.DRAFT, starts_on=date(2025, 10, 1), ends_on=date(2025, 12, 31)
    )
    manager.post(url("planning", draft), entered(types))
    assert "There is no working day left" in manager.get(url("planning", draft)).text


def test_a_new_hire_is_asked_less(cast, manager, plan_draft, types):
    cast.rep.hired_on = date(2026, 4, 1)
    cast.rep.save()
    manager.post(url("planning", plan_draft), entered(types, ramp="50, 75, 100"))
    page = manager.get(url("planning", plan_draft))
    plan = page.context["result"].plan
    assert plan.share == Fraction(22 * 50 + 21 * 75 + 22 * 100, 6500)
    assert plan.deals == 11  # 63,000 of 84,000 in deals of 6,000: 10.5
    assert "Hired on 1 Apr 2026: 75% of 84,000 USD are asked, 63,000 USD." in page.text
    manager.post(url("planning", plan_draft), entered(types, ramp="", revision="1"))
    assert plan_of(manager, plan_draft).deals == 14


def test_who_is_hired_after_the_period_has_nothing_to_work_out(cast, manager, plan_draft, types):
    cast.rep.hired_on = date(2026, 7, 1)
    cast.rep.save()
    manager.post(url("planning", plan_draft), entered(types))
    page = manager.get(url("planning", plan_draft))
    assert "There is no working day left in this period." in page.text


def test_a_week_that_does_not_fit_says_what_would_make_it_fit(manager, plan_draft, types):
    manager.post(url("planning", plan_draft), entered(types, hours="30"))
    page = manager.get(url("planning", plan_draft))
    load = page.context["result"].plan.load
    assert not load.fits
    # 154 × 6 + 16 × 60 + 3 × 90 minutes and two hours of practice; second meetings take none.
    assert load.takes == 154 * 6 + 16 * 60 + 3 * 90 + 120
    assert "The week takes 37.9 hours and has 30: 7.9 too many." in page.text
    assert "of calls led on instead of 10%, everything would fit." in page.text
    assert "calls a week instead of 154, if nothing else gives way" in page.text
    assert "of 14 deals:" in page.text
    assert "2 of these hours go into the other activities" in page.text


def test_a_week_that_fits_says_so(manager, plan_draft, types):
    manager.post(url("planning", plan_draft), entered(types))
    text = manager.get(url("planning", plan_draft)).text
    assert "The week takes 37.9 of its 60 hours. It fits." in text
    assert "would fit" not in text


def test_an_activity_without_minutes_is_named(manager, plan_draft, types):
    ActivityType.objects.filter(name="Calls").update(minutes=None)
    manager.post(url("planning", plan_draft), entered(types))
    text = manager.get(url("planning", plan_draft)).text
    assert "Nobody said how long one takes, so it takes no time here: Calls." in text


# --- realism -------------------------------------------------------------------------------------
def test_the_target_is_held_against_past_quarters(cast, manager, plan_draft, types):
    make_stages()
    for on, value in ((date(2025, 2, 3), 90_000), (date(2025, 5, 5), 50_000)):
        sell(cast.rep, won=1, value=value, on=on)
        sell(cast.peer, won=1, value=value - 10_000, on=on)
    sell(cast.rep, won=1, value=99_000, on=date(2026, 2, 2))  # the quarter is not over
    manager.post(url("planning", plan_draft), entered(types))
    page = manager.get(url("planning", plan_draft))
    assert sorted(page.context["result"].own_results) == [50_000_00, 90_000_00]
    assert "Rhea reached it in 1 of 2 past periods. Few periods" in page.text
    assert "The rest of the team reached it in 0 of 2 periods. Fewer than 20" in page.text
    assert "<svg" in page.text[page.text.index('id="realism"') :]


def test_twenty_periods_of_the_team_allow_a_conclusion(cast, manager, plan_draft, types):
    make_stages()
    for number in range(20):
        colleague = make_person(manager=cast.manager, team=cast.north)
        sell(colleague, won=1, value=100_000 if number == 0 else 20_000, on=date(2025, 12, 22))
    manager.post(url("planning", plan_draft), entered(types))
    text = manager.get(url("planning", plan_draft)).text
    assert "in 1 of 20 periods. That is 5% (95% range 1 to 24%). Hardly anybody got there" in text


# --- into the document ---------------------------------------------------------------------------
def test_one_press_puts_the_quantities_in_and_twice_is_once(manager, plan_draft, types):
    manager.post(url("planning", plan_draft), entered(types))
    text = manager.get(url("planning", plan_draft)).text
    assert "is added" in text
    assert "Put these into the document" in text
    for _ in range(2):
        assert put(manager, plan_draft).url.endswith("#difference")
    assert quantities(plan_draft) == {
        "Calls": 154, "Practice": 2, "First meetings": 16, "Proposals sent": 3,
    }  # fmt: skip
    assert Event.objects.filter(verb="expectations.quantities_put").count() == 1
    assert "The draft says exactly this." in manager.get(url("planning", plan_draft)).text


def test_it_can_be_undone_but_for_what_was_written_since(manager, plan_draft, types):
    manager.post(url("planning", plan_draft), entered(types))
    put(manager, plan_draft)
    plan_draft.expected_activities.filter(activity_type=types["First meetings"]).update(
        weekly_quantity=20
    )
    for _ in range(2):
        put(manager, plan_draft, "back")
    assert quantities(plan_draft) == {"Calls": 60, "Practice": 2, "First meetings": 20}
    assert RemovedLine.objects.get().values["named"] == "Proposals sent"
    assert Event.objects.filter(verb="expectations.quantities_taken_back").count() == 1


def test_figures_that_changed_meanwhile_are_shown_before_they_are_put_in(
    manager, plan_draft, types
):
    manager.post(url("planning", plan_draft), entered(types))
    seen = plan_of(manager, plan_draft).seen
    plan_draft.expected_activities.filter(activity_type=types["Calls"]).update(weekly_quantity=70)
    body = {"act": "put", "seen": seen}
    answer = manager.post(url("planning_quantities", plan_draft), body, follow=True)
    assert "Look at the difference again." in answer.text
    assert quantities(plan_draft) == {"Calls": 70, "Practice": 2}


def test_nothing_is_put_in_before_there_is_a_target(manager, plan_draft):
    answer = manager.post(url("planning_quantities", plan_draft), {"act": "put"}, follow=True)
    assert "Enter the target first" in answer.text
    answer = manager.post(url("planning_quantities", plan_draft), {"act": "back"}, follow=True)
    assert "nothing to put in yet" in answer.text


def test_a_quantity_that_no_line_holds_is_not_put_in(manager, plan_draft, types):
    huge = entered(types, target="999,999,999,999", size="1")
    manager.post(url("planning", plan_draft), huge)
    assert "up to 999,999 a week" in manager.get(url("planning", plan_draft)).text
    answer = manager.post(
        url("planning_quantities", plan_draft),
        {"act": "put", "seen": plan_of(manager, plan_draft).seen},
        follow=True,
    )
    assert "cannot hold" in answer.text
    assert quantities(plan_draft) == {"Calls": 60, "Practice": 2}


def test_the_reading_page_says_how_the_quantities_came_about(manager, plan_draft, types):
    reading = f"{plan_draft.get_absolute_url()}?as=reader"
    assert "Worked out from" not in manager.get(reading).text
    manager.post(url("planning", plan_draft), entered(types))
    put(manager, plan_draft)
    said = (
        "Worked out from 84,000 USD: 14 deals ← 35 proposals sent (40%, entered) ← 70 second"
        " meetings (50%, entered) ← 200 first meetings (35%, entered) ← 2,000 calls (10%,"
        " entered), over 65 working days."
    )
    assert said in manager.get(reading).text
    plan_draft.expected_activities.filter(activity_type=types["Calls"]).update(weekly_quantity=70)
    assert f"{said} Some quantities were changed by hand since." in manager.get(reading).text


def test_a_new_version_of_the_document_remembers_it(cast, plan_draft, types, manager):
    manager.post(url("planning", plan_draft), entered(types))
    put(manager, plan_draft)
    other = make_document(
        person=cast.rep, state=State.DRAFT, starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30)
    )
    plan_draft.refresh_from_db()
    copy_planning(source=plan_draft, target=other, actor=cast.manager, now=NOW)
    copied = Planning.objects.get(version=other)
    assert (copied.target_minor, copied.derived) == (84_000_00, {})
    assert copied.steps.count() == 4
    assert Planning.objects.get(version=plan_draft).steps.count() == 4


def test_an_active_document_that_is_revised_brings_its_figures_along(cast, types):
    active = make_document(person=cast.rep, state=State.ACTIVE)
    draft = revise(version=active, author=cast.manager, reason="Another territory", now=NOW)
    assert not Planning.objects.filter(version=draft).exists()


# --- who, and when -------------------------------------------------------------------------------
def test_only_the_side_that_writes_finds_it(cast, client_for, plan_draft):
    for who in ("rep", "peer", "director", "hr", "executive", "administrator", "other_manager"):
        browser = client_for(getattr(cast, who))
        assert browser.get(url("planning", plan_draft)).status_code == 404
        assert browser.post(url("planning_quantities", plan_draft)).status_code == 404


def test_what_is_shared_is_worked_out_no_more(cast, manager, rep, shared):
    assert manager.get(url("planning", shared)).url == shared.get_absolute_url()
    assert manager.post(url("planning", shared), {}).url == shared.get_absolute_url()
    assert manager.post(url("planning_quantities", shared)).url == shared.get_absolute_url()
    assert rep.get(url("planning", shared)).status_code == 403


def test_what_belongs_to_a_shared_version_cannot_be_changed(manager, plan_draft, types):
    manager.post(url("planning", plan_draft), entered(types))
    plan_draft.state, plan_draft.fingerprint, plan_draft.shared_at = State.SHARED, "a" * 64, NOW
    plan_draft.save()
    planning = Planning.objects.get()
    for change in (
        lambda: Planning.objects.update(target_minor=1),
        lambda: planning.steps.update(percent=1),
        planning.steps.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- bad input, two at once ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("target", "much", "Write a number in digits"),
        ("target", "0", "A target is more than 0."),
        ("target", "-5", "A target is more than 0."),
        ("target", "9" * 13, "That is too large"),
        ("size", "0", "A deal is worth more than 0."),
        ("hours", "", "Write hours a week, like 14."),
        ("hours", "0", "more than 0 and up to 80"),
        ("hours", "81", "more than 0 and up to 80"),
        ("ramp", "50, 120", "Write percentages by month"),
        ("ramp", "half", "Write percentages by month"),
        ("ramp", ",".join(["10"] * 25), "at most 24 months"),
        ("size_from", "mine", "not one of the available choices"),
        ("step-0-percent", "0", "more than 0 and at most 100%"),
        ("step-0-percent", "101", "more than 0 and at most 100%"),
        ("step-0-what", "type-99999", "Choose one of the list."),
        ("step-0-what", "", "Choose what this step is"),
        ("step-2-name", "", "Give the step a name."),
        ("step-2-name", "x" * 81, "81 characters long"),
    ],
)
def test_bad_input_is_said_at_its_place_and_nothing_is_lost(
    manager, plan_draft, types, field, value, says
):
    for headers in ({}, HTMX):
        body = entered(types, **{field: value})
        answer = manager.post(url("planning", plan_draft), body, headers=headers)
        assert answer.status_code == 422
        assert says in answer.text
        assert f'id="id_{field}_error"' in answer.text
    assert not Planning.objects.exists()
    full = manager.post(url("planning", plan_draft), entered(types, **{field: value}))
    assert 'value="84,000"' in full.text or field == "target"
    assert 'value="Second meetings"' in full.text or field == "step-2-name"


def test_a_step_counts_once(manager, plan_draft, types):
    twice = entered(types) | {"step-1-what": f"type-{types['Calls'].pk}"}
    answer = manager.post(url("planning", plan_draft), twice)
    assert (answer.status_code, "a step counts once" in answer.text) == (422, True)


def test_a_form_without_its_rows_is_refused_and_says_so(manager, plan_draft):
    answer = manager.post(url("planning", plan_draft), {"target": "5", "hours": "14"})
    assert answer.status_code == 422


def test_two_who_write_at_once_are_told_and_one_chooses(cast, manager, plan_draft, types):
    manager.post(url("planning", plan_draft), entered(types))
    late = entered(types, target="50,000")
    for headers in (HTMX, {}):
        answer = manager.post(url("planning", plan_draft), late, headers=headers)
        assert answer.status_code == 409
        assert "Somebody else changed these figures meanwhile" in answer.text
    assert 'value="50,000"' in answer.text
    assert Planning.objects.get().target_minor == 84_000_00
    manager.post(url("planning", plan_draft), late | {"revision": "1"})
    assert Planning.objects.get().target_minor == 50_000_00


# --- how much it asks ----------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 30])
def test_it_asks_as_often_for_one_row_as_for_thirty(
    cast, manager, plan_draft, types, number, django_assert_num_queries
):
    make_stages()
    for _ in range(number):
        colleague = make_person(manager=cast.manager, team=cast.north)
        sell(colleague, won=1)
        make_week(person=colleague, monday=date(2026, 3, 2), entries={types["Calls"]: [3]})
        make_activity_type()
    with django_assert_num_queries(QUERIES):  # nothing entered yet
        manager.get(url("planning", plan_draft))
    manager.post(url("planning", plan_draft), entered(types))
    with django_assert_num_queries(QUERIES):
        manager.get(url("planning", plan_draft))
    make_day_off(day=date(2026, 4, 6), team=cast.north)
    make_day_off(day=date(2026, 4, 7), team=cast.south)
    make_away(person=cast.rep, starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 5))
    with django_assert_num_queries(QUERIES):
        manager.get(url("planning", plan_draft))


QUERIES = 14
