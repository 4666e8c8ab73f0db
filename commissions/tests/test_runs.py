"""A run over the database: the engine's lines, stored once, whoever stops it and when."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from calc.commission import calculate as calculate_alone
from calc.commission.crediting import Deal as SoldDeal
from calc.commission.crediting import Split, credits_of
from calc.commission.values import CannotCalculate, Findings
from calc.commission.values import Person as EnginePerson
from commissions import tasks
from commissions.actions import runs
from commissions.actions.crediting import credit_deals, record_event, set_splits
from commissions.builders import make_plan, put_under
from commissions.inputs import component_names, plan_of, reporting
from commissions.models import (
    CommissionLine,
    CommissionRun,
    CommissionStatement,
    Credit,
    PayeeResult,
    PlanVersion,
    RunShard,
)
from commissions.models.runs import REASONS
from commissions.problems import NotPossible
from commissions.queries.runs import explain_line, findings_of, lines_hash, progress, totals
from sales.models import Deal

TIERS = {
    "id": "commission",
    "window": "quarter",
    "rate": {
        "by": "attainment",
        "method": "marginal",
        "at_bound": "upper",
        "tiers": [
            {"from": "0%", "to": "50%", "rate": "5%"},
            {"from": "50%", "to": "100%", "rate": "7.35%"},
            {"from": "100%", "rate": "12%"},
        ],
    },
    "caps": [{"per": "period", "at": "900"}],
}
QUOTA = {"quotas": {"quota": "10000"}}


def paid(person):
    rows = CommissionLine.objects.filter(result__payee=person).order_by("pk")
    return [row.paid for row in rows]


@pytest.fixture
def company(cast, sell):
    """Two reps under tiers, their manager on an override, a shared deal, one that fell apart."""
    put_under(make_plan("Reps", TIERS), cast.rep, cast.peer, **QUOTA)
    team = {"id": "team", "rate": "1%", "where": {"role": ["team"]}}
    put_under(make_plan("Managers", team), cast.manager)
    for month in range(1, 5):
        sell(cast.rep, 1900 + month, f"{month:02}-05", number=f"R{month}")
        sell(cast.rep, "2750.55", f"{month:02}-05", number=f"A{month}")
        sell(cast.peer, 800 * month, f"{month:02}-20", number=f"P{month}")
    both = [(cast.rep, "credit", 2), (cast.peer, "credit", 1)]
    now = timezone.now()
    set_splits(deal=Deal.objects.get(number="P2"), splits=both, actor=None, now=now)
    record_event(
        deal=Deal.objects.get(number="R1"), kind="loss", on=date(2026, 3, 2), share=Decimal("0.5"),
        actor=None, now=now,
    )  # fmt: skip
    return cast


def stored_lines(plan):
    """The rows as the engine's lines, by the names that the engine uses."""
    version = PlanVersion.objects.newest().get(plan=plan)
    read = plan_of(version)
    keys = dict(Credit.objects.values_list("pk", "key"))
    found = [
        (
            str(row.result.payee_id), keys[row.credit], component_names(read)[row.component],
            read.calendar.key(read.period, row.period), row.base, row.before, row.rate, row.gross,
            row.paid, REASONS[row.reason],
        )
        for row in CommissionLine.objects.filter(result__plan=plan).select_related("result")
    ]  # fmt: skip
    return sorted(found)


def test_it_stores_what_the_engine_gives_for_the_same_deals(company, calculate):
    """The oracle makes its credits from the deals themselves and never asks the credit table."""
    calculate()
    who = {str(company.rep.pk): "rep", str(company.peer.pk): "peer"}
    plan = PlanVersion.objects.newest().get(plan__name="Reps")
    splits = {"P2": (Split(str(company.peer.pk), 1, 3), Split(str(company.rep.pk), 2, 3))}
    deals = [
        SoldDeal(
            f"crm:{deal.number}", str(deal.owner_id), deal.closed_on, deal.value_minor, "USD",
            splits=tuple(sorted(splits.get(deal.number, ()), key=lambda part: int(part.payee))),
        )
        for deal in Deal.objects.all()
    ]  # fmt: skip
    read = plan_of(plan)
    credits = credits_of(deals, read, Findings(), (), reporting())
    start = date(2026, 1, 1)
    people = [EnginePerson(name, start, quotas={"quota": {"*": 1_000_000}}) for name in who]
    alone = calculate_alone(
        read, people, [c for c in credits if c.payee in who and c.role == "own"], start,
        date(2026, 12, 31),
    )  # fmt: skip
    earned = [line for line in stored_lines(plan.plan) if line[-1] != "clawback"]
    assert earned == sorted(map(tuple, alone.lines))
    assert len(earned) == 13


def test_a_clawback_takes_back_at_the_rate_of_the_line(company, calculate):
    calculate()
    back = CommissionLine.objects.filter(reason=REASONS.index("clawback"))
    rows = {row.result.payee: row for row in back.select_related("result__payee")}
    assert rows[company.rep].period == date(2026, 3, 1)
    first = CommissionLine.objects.get(
        credit=rows[company.rep].credit, result=rows[company.rep].result, reason=0
    )
    assert rows[company.rep].paid == -round(first.paid / 2 + 0.001)
    assert set(rows) == {company.rep, company.manager}  # whoever was paid on it


def test_statements_add_up_to_the_lines(company, calculate):
    calculate()
    for result in PayeeResult.objects.all():
        lines = sum(result.lines.values_list("paid", flat=True))
        earned = sum(result.statements.values_list("earned", flat=True))
        assert (result.earned, result.lines_count) == (lines, result.lines.count())
        assert earned == lines
        assert result.statements.count() == 12
        assert result.paid == sum(result.statements.values_list("paid", flat=True))


def test_both_databases_give_these_very_lines(company, calculate):
    """The same literal on SQLite and PostgreSQL: every column of every line."""
    calculate()
    assert lines_hash() == EXPECTED


EXPECTED = "eb7ab9148e360dc0914efd051efefe7191e051af751fcd03edefcac9e07d90a1"


def test_the_order_of_arrival_decides_nothing(company, calculate):
    calculate()
    first = lines_hash()
    kept = list(Deal.objects.values())
    shared = Deal.objects.get(number="P2").commission_splits.values_list("payee", "kind", "weight")
    splits = list(shared)
    Credit.objects.all().delete()
    Deal.objects.all().delete()
    for values in reversed(kept):
        values.pop("id")
        Deal.objects.create(**values)
    from people.models import Person

    set_splits(
        deal=Deal.objects.get(number="P2"),
        splits=[(Person.objects.get(pk=pk), kind, weight) for pk, kind, weight in splits],
        actor=None,
        now=timezone.now(),
    )
    record_event(
        deal=Deal.objects.get(number="R1"), kind="loss", on=date(2026, 3, 2), share=Decimal("0.5"),
        actor=None, now=timezone.now(),
    )  # fmt: skip
    calculate()
    assert lines_hash() == first


def test_who_did_not_change_is_not_calculated_again(company, calculate):
    first = calculate()
    assert (first.payees, first.unchanged) == (3, 0)
    second = calculate()
    assert (second.payees, second.unchanged, second.shards.count()) == (3, 3, 0)
    assert second.state == CommissionRun.State.FINISHED


def test_a_changed_deal_calculates_whoever_has_a_part_in_it(company, calculate):
    first = calculate()
    Deal.objects.filter(number="P4").update(value_minor=100_00, revision=2)
    second = calculate()
    calculated = {
        row.payee
        for row in PayeeResult.objects.filter(calculated_in=second).select_related("payee")
    }
    assert calculated == {company.peer, company.manager}
    assert PayeeResult.objects.get(payee=company.rep).calculated_in == first
    assert second.unchanged == 1


def test_a_deal_that_was_changed_back_is_read_but_not_written(company, calculate):
    first = calculate()
    kept = set(CommissionLine.objects.values_list("pk", flat=True))
    for revision, value in ((2, 1), (3, 3200_00)):
        Deal.objects.filter(number="P4").update(value_minor=value, revision=revision)
        credit_deals(now=timezone.now())
    second = calculate()
    assert second.shards.count() > 0
    # The credit of that deal was written anew, so its lines are; everybody else's stay.
    assert PayeeResult.objects.get(payee=company.rep).calculated_in == first
    assert kept & set(CommissionLine.objects.values_list("pk", flat=True))


def test_another_quota_calculates_that_person_again(company, calculate):
    calculate()
    plan = PlanVersion.objects.newest().get(plan__name="Reps").plan
    put_under(plan, company.peer, quotas={"quota": "500"})
    second = calculate()
    assert second.unchanged == 2
    assert PayeeResult.objects.get(payee=company.peer).calculated_in == second


def test_another_version_of_the_plan_calculates_everybody_under_it(company, calculate):
    calculate()
    make_plan("Reps", {"id": "commission", "rate": "10%"})
    second = calculate()
    assert second.unchanged == 1
    assert 190_10 in paid(company.rep)


def test_who_left_the_plan_has_no_result_any_more(company, calculate):
    calculate()
    company.peer.commission_assignments.all().delete()
    calculate()
    assert not PayeeResult.objects.filter(payee=company.peer).exists()
    assert CommissionLine.objects.count() == sum(
        PayeeResult.objects.values_list("lines_count", flat=True)
    )


def test_a_run_that_was_killed_ends_the_same(company, calculate, monkeypatch):
    calculate()
    whole = lines_hash()
    PayeeResult.objects.update(terms="", inputs="")
    monkeypatch.setattr(runs, "CREDITS_A_SHARD", 1)
    now = timezone.now()
    span = {"first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31)}
    run = runs.start_run(**span, actor=None, now=now)
    first, second, third = run.shards.values_list("pk", flat=True)
    runs.calculate_shard(shard_id=first, now=now)
    with monkeypatch.context() as broken:
        broken.setattr("commissions.actions.storing._update", _killed)
        with pytest.raises(Killed):
            runs.calculate_shard(shard_id=second, now=now)
    assert RunShard.objects.get(pk=second).done_at is None
    assert runs.start_run(**span, actor=None, now=now) == run
    for shard in (first, third, second, second):
        runs.calculate_shard(shard_id=shard, now=now)
    run.refresh_from_db()
    assert run.state == CommissionRun.State.FINISHED
    assert lines_hash() == whole


class Killed(Exception):  # noqa: N818 what happens to it
    pass


def _killed(*args):
    raise Killed


def test_a_shard_is_given_out_once_and_again_when_nobody_was_heard_of(company, monkeypatch):
    monkeypatch.setattr(runs, "CREDITS_A_SHARD", 1)
    now = timezone.now()
    credit_deals(now=now)
    run = runs.start_run(
        first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), actor=None, now=now
    )
    given = runs.wake(now=now)
    assert given == list(run.shards.values_list("pk", flat=True))
    assert runs.wake(now=now + timedelta(minutes=1)) == []
    runs.calculate_shard(shard_id=given[0], now=now)
    assert runs.wake(now=now + runs.LEASE + timedelta(seconds=1)) == given[1:]


def test_workers_are_woken_for_every_shard(company, monkeypatch):
    now = timezone.now()
    credit_deals(now=now)
    run = runs.start_run(
        first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), actor=None, now=now
    )
    monkeypatch.setattr(tasks.calculate_shard, "delay", tasks.calculate_shard)
    assert tasks.go_on() == run.shards.count()
    run.refresh_from_db()
    assert run.state == CommissionRun.State.FINISHED
    assert tasks.go_on() == 0


def test_starting_twice_is_one_run_and_two_spans_do_not_run_at_once(company):
    now = timezone.now()
    credit_deals(now=now)
    span = {"first_day": date(2026, 1, 1), "actor": company.compensation, "now": now}
    run = runs.start_run(last_day=date(2026, 3, 31), **span)
    assert runs.start_run(last_day=date(2026, 3, 31), **span) == run
    with pytest.raises(NotPossible, match="under way"):
        runs.start_run(last_day=date(2026, 4, 30), **span)
    with pytest.raises(NotPossible, match="ends before"):
        runs.start_run(last_day=date(2025, 4, 30), **span)


def test_progress_and_totals(company, calculate):
    run = calculate()
    at = progress(run)
    assert (at.percent, at.shards_done, at.credits_done) == (100, at.shards, at.credits)
    assert at.lines == CommissionLine.objects.count()
    (sums,) = totals(run)
    assert sums.earned == sum(CommissionLine.objects.values_list("paid", flat=True))
    assert (sums.payees, sums.cannot) == (3, 0)


# --- what cannot be calculated ----------------------------------------------------------------------
def test_a_missing_quota_is_a_finding_and_no_line(company, calculate):
    plan = PlanVersion.objects.newest().get(plan__name="Reps").plan
    put_under(plan, company.peer)
    run = calculate()
    ((result, finding),) = findings_of(run)
    assert (result.payee, finding["code"]) == (company.peer, "no_quota")
    assert paid(company.peer) == []
    assert paid(company.rep)
    assert totals(run)[0].cannot == 1


@pytest.mark.parametrize(
    "figures", [{"quotas": {"quota": "1e400"}}, {"quotas": {"quota": "a lot"}}, {"quota": "7"}]
)
def test_figures_that_cannot_be_read_are_a_finding_and_no_line(company, calculate, figures):
    plan = PlanVersion.objects.newest().get(plan__name="Reps").plan
    put_under(plan, company.peer, **figures)
    found = [(result.payee, finding["level"]) for result, finding in findings_of(calculate())]
    assert (company.peer, "error") in found
    assert paid(company.peer) == []


def test_a_figure_too_large_to_store_is_a_finding(cast, sell, calculate):
    put_under(make_plan("Reps", {"id": "commission", "rate": "100%"}), cast.rep)
    for number in range(3):
        sell(cast.rep, "40000000000000000.00", number=f"D{number}")
    found = [finding["code"] for _, finding in findings_of(calculate())]
    assert found == ["too_large"]
    assert paid(cast.rep) == []


# --- pay that hangs on others ---------------------------------------------------------------------
def test_pay_on_what_the_team_is_paid_and_a_pool(cast, sell, calculate):
    own = {"id": "commission", "rate": "10%"}
    plan = make_plan(
        "All",
        own,
        {"id": "override", "base": "commission", "rate": "5%", "where": {"role": ["commission"]}},
        pools=[{"id": "pool", "amount": "90", "window": "month"}],
    )
    put_under(plan, cast.rep, cast.peer, cast.manager)
    sell(cast.rep, 1000)
    sell(cast.peer, 3000, "01-20")
    calculate("2026-01-31")
    assert paid(cast.rep) == [100_00, 30_00]
    assert paid(cast.peer) == [300_00, 30_00]
    assert sorted(paid(cast.manager)) == [5_00, 15_00, 30_00]
    for line in CommissionLine.objects.all():
        assert explain_line(line).line.paid == line.paid
    assert calculate("2026-01-31").unchanged == 3


# --- explained ------------------------------------------------------------------------------------
def test_every_stored_line_explains_itself(company, calculate):
    calculate()
    for line in CommissionLine.objects.all():
        trace = explain_line(line)
        assert (trace.line.paid, trace.line.base) == (line.paid, line.base)
        assert trace.steps


def test_a_line_whose_inputs_changed_is_not_explained_by_others(company, calculate):
    calculate()
    line = CommissionLine.objects.filter(result__payee=company.peer).first()
    Deal.objects.filter(number="P1").update(value_minor=1, revision=2)
    credit_deals(now=timezone.now())
    with pytest.raises(CannotCalculate):
        explain_line(line)


# --- who may read -----------------------------------------------------------------------------------
def test_pay_is_for_oneself_and_compensation(company, calculate, frozen_day):
    calculate()
    everything = CommissionLine.objects.count()
    seen = {
        name: CommissionLine.objects.visible_to(person, frozen_day).count()
        for name, person in company.everyone().items()
    }
    assert seen.pop("compensation") == everything
    assert seen.pop("rep") == len(paid(company.rep)) > 0
    assert seen.pop("peer") == len(paid(company.peer)) > 0
    assert seen.pop("manager") == len(paid(company.manager)) > 0
    assert set(seen.values()) == {0}
    for model in (PayeeResult, CommissionStatement, Credit):
        assert not model.objects.visible_to(company.administrator, frozen_day).exists()
        assert model.objects.visible_to(company.rep, frozen_day).exists()


def test_a_shard_takes_the_same_number_of_queries_for_one_and_for_thirty_people(
    cast, sell, django_assert_num_queries
):
    from people.builders import make_person

    plan = make_plan("Reps", {"id": "commission", "rate": "8%"})
    for people in (1, 30):
        for _ in range(people):
            person = make_person()
            put_under(plan, person)
            sell(person, 100)
        now = timezone.now()
        credit_deals(now=now)
        run = runs.start_run(
            first_day=date(2026, 1, 1), last_day=date(2026, 1, 31), actor=None, now=now
        )
        (shard,) = run.shards.values_list("pk", flat=True)
        with django_assert_num_queries(21):
            runs.calculate_shard(shard_id=shard, now=now)
