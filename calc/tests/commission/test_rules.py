"""What each rule of a plan does, as short stories with literal amounts."""

from datetime import date

import pytest

from calc.commission.clawback import Loss, reversals
from calc.commission.crediting import Reporting, commission_credits
from calc.commission.engine import Engine, calculate, explain
from calc.commission.payment import FORFEITED, WAITING, Progress, parts_of
from calc.commission.values import CannotCalculate, Credit, Person
from calc.tests.commission.build import (
    Run,
    day,
    deal,
    monthly,
    plan,
    read,
    run,
    runs,
    straight,
    tiers,
)
from calc.tests.commission.published import ann, draw, example, incentive, sales

MATRIX_OF_PRODUCTS = {
    "rows": {"by": "total", "from": [0, 1000]},
    "columns": {"by": "product", "values": ["A", "B"]},
    "rates": [["1%", "2%"], ["3%", "4%"]],
}


def passes(*components, deals, pays, **fields) -> Run:
    given = {k: fields.pop(k) for k in ("people", "rates", "from", "to") if k in fields}
    data = plan(*components, **fields, tests=example(deals, pays, **given))
    (one,) = runs(data)
    assert one.outcome.passed, one.outcome.findings
    return one


# --- tiers ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("side", "pays"), [("upper", "80"), ("lower", "50")])
def test_a_figure_on_the_bound_has_the_side_that_the_plan_says(side, pays):
    table = tiers("total", "retroactive", (0, "5%"), (1000, "8%"), at_bound=side)
    passes(sales(table), deals=[deal(1000)], pays=pays)


@pytest.mark.parametrize(
    ("method", "pays"),
    [
        ("marginal", ["30", "50", "50"]),  # 600 at 5 %; 400 at 5 % + 300 at 10 %; 500 at 10 %
        ("deal", ["30", "70", "50"]),
        ("period", ["30", "70", "50"]),
        ("retroactive", ["30", "100", "50"]),
    ],
)
def test_what_a_rate_is_applied_to(method, pays):
    table = tiers("total", method, (0, "5%"), (1000, "10%"))
    by_month = {f"2026-0{n}": pay for n, pay in enumerate(pays, start=1)}
    passes(sales(table, window="quarter"), deals=monthly(600, 700, 500), pays={"ann": by_month})


def test_a_window_starts_again():
    table = tiers("total", "marginal", (0, "5%"), (1000, "10%"))
    deals = [deal(1000, "2026-03-31"), deal(1000, "2026-04-01")]
    passes(sales(table, window="quarter"), deals=deals, pays="100")


def test_a_return_walks_the_same_tiers_back():
    table = tiers("total", "marginal", (0, "5%"), (1000, "10%"))
    passes(sales(table, window="year"), deals=monthly(1500, -700), pays={"ann": {"2026-01": "100"}})
    found = run(sales(table, window="year"), deals=monthly(1500, -700))
    assert [line.paid for line in found.lines] == [100_00, -60_00]  # 500 at 10 %, 200 at 5 %


def test_a_return_that_lowers_the_tier_takes_the_difference_back():
    table = tiers("total", "retroactive", (0, "5%"), (1000, "10%"))
    found = run(sales(table, window="year"), deals=monthly(1500, -700))
    assert [(x.period, x.reason, x.paid) for x in found.lines] == [
        ("2026-01", "earned", 150_00),
        ("2026-02", "true_up", -75_00),
        ("2026-02", "earned", -35_00),
    ]


def test_a_true_up_at_the_end_of_the_window():
    table = tiers("total", "retroactive", (0, "5%"), (1000, "10%"), true_up="window_end")
    by_month = {"2026-01": "30", "2026-02": "50", "2026-03": "100"}
    passes(sales(table, window="quarter"), deals=monthly(600, 700, 500), pays={"ann": by_month})


def test_units_are_paid_by_the_piece_and_measured_against_a_quota_of_pieces():
    table = tiers("attainment", "marginal", ("0%", ("each", 5)), ("100%", ("each", "7.50")))
    boxes = {"id": "boxes", "base": "units", "rate": table, "quota": "pieces"}
    passes(boxes, deals=[deal(0, units="12.5")], pays="68.75", quotas={"pieces": 10})


def test_one_measure_places_the_deals_of_two_components():
    """New business and renewals retire one quota; each is paid at its own rates."""

    def rate(low, high):
        return tiers("attainment", "marginal", ("0%", low), ("100%", high))

    new = {"id": "new", "where": {"tag": ["new"]}, "measure": "all", "rate": rate("10%", "20%")}
    renewal = {"id": "renewal", "where": {"not_tag": ["new"]}, "measure": "all", "rate": rate("1%", "2%")}  # fmt: skip
    passes(
        new,
        renewal,
        measures=[{"id": "all"}],
        quotas={"quota": 1000},
        deals=[deal(600, "2026-01-01", tags=["new"]), deal(600, "2026-01-02"), deal(100, "2026-01-03", tags=["new"])],
        pays={"ann": str(60 + 4 + 4 + 20)},
    )  # fmt: skip


def test_a_rate_that_earns_the_target_at_quota():
    per_quota = tiers("attainment", "marginal", ("0%", "100%"), ("100%", "150%"), per_quota="v")
    passes(
        sales(per_quota), deals=[deal(700), deal(140)], pays="130",
        targets={"v": 100}, quotas={"quota": 700},
    )  # fmt: skip


def test_a_word_without_a_column_is_a_finding():
    one = run(
        sales({"matrix": MATRIX_OF_PRODUCTS, "method": "marginal"}), deals=[deal(5, product="C")]
    )
    assert [f.code for f in one.outcome.findings] == ["no_column"]


def test_a_matrix_cuts_each_product_along_one_total():
    passes(
        sales({"matrix": MATRIX_OF_PRODUCTS, "method": "marginal"}),
        deals=[deal(600, product="A"), deal(600, product="B")],
        pays=str(6 + 8 + 8),
    )


def test_attainment_counts_up_to_a_limit():
    table = tiers("attainment", "marginal", ("0%", "10%"), limit="150%")
    passes(sales(table), deals=[deal(1400), deal(200)], pays="150", quotas={"quota": 1000})


# --- gates, caps, floors -------------------------------------------------------------------------
def test_a_gate_on_another_measure_with_a_second_way_through():
    """Below 30 NPS three quarters are paid, unless attainment is above 100 %."""
    gate = {
        "id": "nps",
        "when": {
            "all": [
                {"value": "metric:nps", "below": 30},
                {"not": {"value": "attainment:commission", "above": "100%"}},
            ]
        },
        "multiply": "75%",
    }
    people = [
        {"id": "a", "metrics": {"nps": 29}},
        {"id": "b", "metrics": {"nps": 30}},
        {"id": "c", "metrics": {"nps": 29}},
    ]
    deals = [deal(1000, owner="a"), deal(1000, owner="b"), deal(1001, owner="c")]
    passes(
        sales("10%"), adjustments=[gate], quotas={"quota": 1000}, people=people, deals=deals,
        pays={"a": "75", "b": "100", "c": "100.10"},
    )  # fmt: skip


def test_a_multiplier_from_a_table():
    factor = tiers("attainment:commission", "period", ("0%", "100%"), ("120%", "150%"))
    del factor["method"]
    passes(
        sales("10%"), adjustments=[{"id": "x", "multiply": factor}], quotas={"quota": 1000},
        deals=[deal(1200)], pays="180",
    )  # fmt: skip


def test_a_cap_on_some_components_together_while_a_condition_holds():
    capped = {"id": "c", "components": ["commission", "spiff"], "cap": "60"}
    passes(
        sales("5%"), {"id": "spiff", "rate": "2%"}, {"id": "other", "rate": "1%"},
        adjustments=[capped], deals=[deal(1000)], pays={"ann": "70"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("excess", "pays"), [("lost", ["100", "100", "20"]), ("withheld", ["100", "100", "100"])]
)
def test_what_a_cap_cuts_is_lost_or_withheld_until_there_is_room(excess, pays):
    by_month = {f"2026-0{n}": pay for n, pay in enumerate(pays, start=1)}
    cap = {"per": "period", "at": 100, "excess": excess}
    passes(sales("10%", caps=[cap]), deals=monthly(2000, 1500, 200), pays={"ann": by_month})


def test_a_cap_for_each_deal_and_one_for_the_year():
    caps = [{"per": "credit", "at": 100}, {"per": "year", "at": 250}]
    found = passes(sales("10%", caps=caps), deals=monthly(2000, 900, 2000), pays="250")
    assert [line.paid for line in found.lines] == [100_00, 90_00, 60_00]
    assert found.lines[0].gross == 200_00


def test_floors():
    floors = [{"per": "credit", "at": 5}, {"per": "period", "at": 12}]
    passes(sales("10%", floors=floors), deals=[deal(10), deal(20)], pays="12")


# --- figures --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("by", "target", "quota"),
    [("days", "548.39", 17), ("months", "1000", 31), ("none", "1000", 31)],
)
def test_who_starts_within_a_month_has_part_of_quota_and_target(by, target, quota):
    passes(
        incentive(straight("attainment:s")), measures=[{"id": "s"}], people=ann(start="2026-01-15"),
        proration={"by": by}, targets={"variable": 1000}, quotas={"quota": 31},
        deals=[deal(quota)], pays=target,
    )  # fmt: skip


def test_a_leave_shrinks_the_quota_only_where_the_plan_says_so():
    people = ann(absences=[{"from": "2026-01-01", "to": "2026-01-10"}])
    passes(
        incentive(straight("attainment:s")), measures=[{"id": "s"}], people=people,
        proration={"by": "days", "of": ["quota"]}, targets={"variable": 1000}, quotas={"quota": 310},
        deals=[deal(210)], pays="1000",
    )  # fmt: skip


def test_a_ramp_lowers_the_quota_by_month_of_service():
    people = ann(start="2025-12-01")
    passes(
        incentive(straight("attainment:s")), measures=[{"id": "s"}], people=people,
        proration={"by": "none", "ramp": ["25%", "50%", "100%"]}, targets={"variable": 1000},
        quotas={"quota": 1000}, deals=monthly(500, 500), pays={"ann": {"2026-01": "1000", "2026-02": "500"}},
    )  # fmt: skip


def test_quotas_of_months_make_up_the_quota_of_a_quarter():
    quotas = {"quota": {"2026-01": 100, "2026-02": 200, "2026-03": 300}}
    table = tiers("attainment", "retroactive", ("0%", "1%"), ("100%", "2%"))
    passes(
        sales(table, window="quarter"), people=ann(quotas=quotas), deals=monthly(0, 0, 600), pays="12"
    )  # fmt: skip


def test_objectives_are_parts_of_a_target_weighted():
    def part(name, weight):
        return {"id": name, "base": "target:variable", "rate": straight(f"metric:{name}", times=weight)}  # fmt: skip

    passes(
        part("launch", "60%"), part("training", "40%"), targets={"variable": 1000}, deals=[deal(0)],
        people=ann(metrics={"launch": "50%", "training": {"2026-01": "100%"}}), pays="700",
    )  # fmt: skip


def test_a_bonus_of_the_year_is_paid_once_when_it_is_reached():
    steps = ("0%", ("each", 0)), ("100%", ("each", 1000)), ("120%", ("each", 3000))
    table = tiers("attainment:s", "retroactive", *steps)
    bonus = {"id": "bonus", "base": "window", "window": "year", "rate": table}
    by_month = {"2026-01": "0", "2026-02": "1000", "2026-03": "0", "2026-04": "2000"}
    passes(
        bonus, measures=[{"id": "s", "window": "year"}], quotas={"quota": 1000},
        deals=monthly(500, 500, 100, 100), pays={"ann": by_month},
    )  # fmt: skip


# --- who gets it ----------------------------------------------------------------------------------
def test_an_overlay_takes_nothing_from_the_others_and_does_not_roll_up():
    splits = [
        {"payee": "a", "share": "60%"},
        {"payee": "b", "share": "40%"},
        {"payee": "engineer", "share": "25%", "kind": "overlay"},
    ]
    people = [{"id": "a", "manager": "m"}, {"id": "b", "manager": "m"}, {"id": "m"}, {"id": "engineer", "manager": "m"}]  # fmt: skip
    passes(
        sales("10%"), {"id": "override", "where": {"role": ["team"]}, "rate": "1%"},
        deals=[deal(1000, splits=splits)], people=people,
        pays={"a": "60", "b": "40", "engineer": "25", "m": "10"},
    )  # fmt: skip


def test_an_override_on_what_the_team_was_paid():
    made = read(plan(sales("10%"), {"id": "override", "base": "commission", "rate": "20%"}))
    team = [Reporting("ann", "boss"), Reporting("bob", "boss", None, date(2026, 1, 31))]
    credits = [
        Credit("1", "ann", date(2026, 1, 5), 1000_00, "USD"),
        Credit("2", "bob", date(2026, 2, 5), 1000_00, "USD"),
    ]
    first = calculate(made, [Person("ann"), Person("bob")], credits)
    commission = frozenset({"commission"})
    second = commission_credits(first.lines, commission, "USD", made.calendar, team)
    assert calculate(made, [Person("boss")], second).paid() == 20_00


def test_an_override_on_commission_within_one_plan():
    people = [{"id": "boss"}, {"id": "ann", "manager": "boss"}, {"id": "bob", "manager": "boss"}]
    found = passes(
        sales("10%"), {"id": "override", "base": "commission", "rate": "20%"}, people=people,
        deals=[deal(1000), deal(500, owner="bob")], pays={"ann": 100, "bob": 50, "boss": 30},
    )  # fmt: skip
    assert all(found.trace(line).line == line for line in found.lines)


def test_a_currency_is_converted_once_at_the_last_known_rate():
    rates = [
        {"from": "JPY", "into": "USD", "date": "2026-01-01", "rate": "0.0066667"},
        {"from": "JPY", "into": "USD", "date": "2026-02-01", "rate": "0.007"},
    ]
    found = passes(
        sales("10%"), deals=[deal(100001, "2026-01-31", currency="JPY")], rates=rates, pays="66.67"
    )
    (credit,) = found.outcome.example.credits
    assert credit.amount == 666_68  # 666.67666…67
    assert credit.conversion.amount == 100001
    assert credit.conversion.on == day("2026-01-01")


@pytest.mark.parametrize(("fx", "pays"), [("deal", "120"), ("period_end", "130")])
def test_whose_days_rate_it_is(fx, pays):
    rates = [
        {"from": "GBP", "into": "USD", "date": "2026-01-01", "rate": "1.2"},
        {"from": "GBP", "into": "USD", "date": "2026-01-31", "rate": "1.3"},
    ]
    passes(sales("10%"), deals=[deal(1000, currency="GBP")], rates=rates, fx=fx, pays=pays)


def test_a_manager_who_is_not_under_the_plan_is_a_note():
    made = read(plan(sales("10%")))
    team = Credit("1^boss", "boss", date(2026, 1, 5), 100, "USD", role="team")
    result = calculate(made, [Person("ann")], [team])
    assert [(f.code, f.level) for f in result.findings] == [("unknown_payee", "note")]


# --- money on its way -------------------------------------------------------------------------------
def test_a_draw_is_taken_back_by_share_and_from_a_period_on_then_forgiven():
    terms = {"from": "2026-03", "share": "50%"}
    settlement = draw(
        "recoverable",
        [{"from": "2026-01", "amount": 1000}, {"from": "2026-02"}],
        recovery=terms,
        forgiven_at="2026-05",
    )
    found = run(sales("10%"), deals=monthly(0, 5000, 6000, 4000, 3000), settlement=settlement)
    assert [int(x) for x in found.cash()] == [1000, 500, 300, 200, 300]
    assert [int(x) for x in found.cash("owed")] == [1000, 1000, 700, 500, 0]
    assert [int(x) for x in found.cash("forgiven")] == [0, 0, 0, 0, 500]


def test_while_a_draw_is_in_force_at_least_it_is_paid():
    found = run(sales("10%"), deals=monthly(0, 12000), settlement=draw("recoverable", 1000))
    assert [int(x) for x in found.cash()] == [1000, 1000]
    assert [int(x) for x in found.cash("owed")] == [1000, 800]


def test_a_guarantee_ends():
    phases = [{"from": "2026-01", "amount": 500}, {"from": "2026-02"}]
    passes(
        sales("10%"), settlement={"guarantee": phases}, deals=monthly(1000, 1000),
        pays={"ann": {"2026-01": "500", "2026-02": "100"}},
    )  # fmt: skip


def test_what_a_clawback_takes_below_zero_is_carried_on():
    found = run(sales("10%"), deals=monthly(1000, -3000, 5000))
    assert [int(x) for x in found.cash()] == [100, 0, 200]
    assert [int(x) for x in found.cash("debt")] == [0, 300, 0]


def test_balances_that_a_person_brings_along_are_taken_first():
    settlement = draw("recoverable", [{"from": "2026-01", "amount": 100}, {"from": "2026-02"}])
    people = [{"id": "ann", "opening": {"owed": "150", "debt": "70"}}]
    found = run(sales("10%"), deals=monthly(1000, 5000), people=people, settlement=settlement)
    assert [int(x) for x in found.cash("debt_taken")] == [70, 0]
    assert [int(x) for x in found.cash()] == [100, 280]
    assert [int(x) for x in found.cash("owed")] == [220, 0]


TERMS = {"basis": "paid", "by": "unserved", "within_months": 12}


@pytest.mark.parametrize(
    ("terms", "lost_on", "back"),
    [
        (TERMS, "2026-07-15", -50_00),  # 6 of 12 months were not served
        (TERMS, "2027-01-15", 0),
        ({"basis": "earned", "by": "full"}, "2030-01-15", -100_00),
        (
            {
                "basis": "paid",
                "by": "age",
                "steps": [{"from_month": 0, "share": "100%"}, {"from_month": 12, "share": "50%"}],
            },
            "2027-01-15",
            -50_00,
        ),
    ],
)
def test_what_a_lost_deal_takes_back(terms, lost_on, back):
    found = run(sales("10%"), deals=[deal(1000)], clawback=terms)
    loss = Loss(day("2026-01-15"), day(lost_on), term=12)
    lines = reversals(found.plan.clawback, found.lines, loss, "2030-02")
    assert sum(line.paid for line in lines) == back


def test_only_what_was_paid_is_taken_back():
    found = run(sales("10%"), deals=[deal(10000)], clawback={"basis": "paid", "by": "full"})
    (line,) = found.lines
    loss = Loss(day("2026-01-15"), day("2026-02-15"))
    (back,) = reversals(found.plan.clawback, [line], loss, "2026-02", {line.key: 500_00})
    assert back.paid == -500_00
    assert reversals(found.plan.clawback, [line], loss, "2026-02", {}) == []


def test_a_clawback_uses_the_rates_of_the_day_and_reaches_the_manager():
    table = tiers("total", "marginal", (0, "5%"), (1000, "10%"))
    found = run(
        sales(table, window="year"), {"id": "override", "where": {"role": ["team"]}, "rate": "1%"},
        deals=monthly(1000, 500), people=[{"id": "ann", "manager": "boss"}, {"id": "boss"}],
    )  # fmt: skip
    of_deal = [line for line in found.lines if line.credit.startswith("1")]
    terms = read(plan(sales("1%"), clawback={"basis": "earned", "by": "full"})).clawback
    half = Loss(day("2026-02-15"), day("2026-03-15"), (0, 1, 2))
    back = reversals(terms, of_deal, half, "2026-03")
    assert {line.payee: line.paid for line in back} == {"ann": -25_00, "boss": -2_50}
    assert {line.rate for line in back} == {100_000_000, 10_000_000}


@pytest.mark.parametrize(
    ("rule", "state"), [("forfeits_unpaid", FORFEITED), ("keeps_earned", WAITING)]
)
def test_who_leaves_keeps_or_loses_what_was_not_paid(rule, state):
    found = run(
        sales("10%"), deals=[deal(1000)], payment=[{"weight": 1, "event": "go-live"}], leaver=rule
    )
    left = Person("ann", end=day("2026-02-01"))
    (due,) = parts_of(found.plan, found.lines[0], day("2026-01-15"), Progress(1000_00), left)
    assert (due.state, due.amount) == (state, 100_00)


def test_a_loss_in_two_steps_with_a_manager_and_a_cap_on_the_way():
    """A quarter, then the rest is lost; what came back in between is not taken twice."""
    people = [{"id": "boss"}, {"id": "ann", "manager": "boss"}]
    lost = [{"date": "2026-02-10", "share": "25%"}, {"date": "2026-03-10", "share": "75%"}]
    found = passes(
        sales("10%", caps=[{"per": "credit", "at": "33.33"}]),
        {"id": "override", "where": {"role": ["team"]}, "rate": "1%"},
        clawback={"basis": "paid", "by": "full"}, people=people,
        deals=[deal(1000, lost=lost)],
        pays={"ann": {"2026-01": "33.33", "2026-02": 0, "2026-03": 0}},
    )  # fmt: skip
    assert [(x.payee, x.period, x.paid) for x in found.lines if x.reason == "clawback"] == [
        ("ann", "2026-02", -8_33),
        ("ann", "2026-03", -25_00),
        ("boss", "2026-02", -2_50),
        ("boss", "2026-03", -7_50),
    ]
    assert sum(line.paid for line in found.lines) == 0
    assert all(found.trace(line).line == line for line in found.lines)


def test_a_loss_without_terms_is_a_warning():
    found = run(sales("10%"), deals=[deal(1000, lost=[{"date": "2026-02-10"}])])
    assert [f.code for f in found.outcome.findings if f.level == "warning"] == ["no_clawback"]


# --- the trace ---------------------------------------------------------------------------------------
def test_a_line_explains_its_slices_its_cap_and_its_rounding():
    table = tiers("total", "marginal", (0, "5%"), (1000, "10%"))
    found = run(sales(table, caps=[{"per": "period", "at": 60}]), deals=[deal(1500)])
    steps = found.trace(found.lines[0]).steps
    assert [step.what for step in steps] == ["slice", "slice", "rounded", "cap"]
    assert found.bands() == [50, 50]
    assert dict(steps[-1].facts) == {"at": 6000, "before": 0, "asked": 10000, "paid": 6000}


def test_a_line_that_does_not_come_out_again_is_not_explained():
    found = run(sales("10%"), deals=[deal(1500)])
    (line,) = found.lines
    engine = Engine(found.plan, day("2026-01-01"), day("2026-01-31"))
    with pytest.raises(CannotCalculate, match=r"gives 15000, not 15001"):
        explain(engine, line._replace(paid=15001), Person("ann"), found.outcome.example.credits)


def test_credits_that_cannot_be_counted_are_findings():
    made = read(plan(sales("10%")))
    jan = date(2026, 1, 5)
    credits = [
        Credit("1", "ann", jan, 100, "USD"),
        Credit("2", "nobody", jan, 100, "USD"),
        Credit("3", "ann", jan, 100, "EUR"),
        Credit("4", "ann", date(2027, 1, 5), 100, "USD"),
        Credit("5", "ann", jan, 100, "USD"),
        Credit("5", "ann", jan, 101, "USD"),
    ]
    result = calculate(made, [Person("ann", end=date(2026, 12, 31))], credits)
    assert sorted((f.code, f.at) for f in result.findings) == [
        ("currency", "deals/3"),
        ("not_here", "deals/4"),
        ("twice", "deals/5"),
        ("unknown_payee", "deals/2"),
    ]
    assert [line.credit for line in result.lines] == ["1"]


# --- edges ---------------------------------------------------------------------------------------------
def test_a_return_after_the_cap_takes_back_only_what_falls_below_it():
    cap = {"per": "year", "at": 100}
    found = run(sales("10%", caps=[cap]), deals=monthly(1500, -300, -500, 600))
    assert [line.paid for line in found.lines] == [100_00, 0, -30_00, 30_00]


@pytest.mark.parametrize(("start", "pays"), [("2026-02-15", "1000"), ("2026-02-16", "0")])
def test_half_of_a_month_is_a_month(start, pays):
    passes(
        incentive("100%"), proration={"by": "months"}, targets={"variable": 1000},
        people=ann(start=start), deals=[deal(0, "2026-02-20")], pays=pays,
    )  # fmt: skip


def test_a_true_up_of_multiplied_rates():
    table = tiers("total", "retroactive", (0, "50%"), (1000, "100%"), times="10%")
    by_month = {"2026-01": "30", "2026-02": "100"}
    passes(sales(table, window="year"), deals=monthly(600, 700), pays={"ann": by_month})


@pytest.mark.parametrize(("lost_on", "back"), [("2027-01-14", -100_00), ("2027-01-15", 0)])
def test_the_window_of_a_clawback_ends_on_its_day(lost_on, back):
    terms = {"basis": "earned", "by": "full", "within_months": 12}
    found = run(sales("10%"), deals=[deal(1000)], clawback=terms)
    lines = reversals(
        found.plan.clawback, found.lines, Loss(day("2026-01-15"), day(lost_on)), "2027-01"
    )
    assert sum(line.paid for line in lines) == back


@pytest.mark.parametrize(
    ("point", "pays"), [("line", "0.03"), ("slice", "0.04"), ("total", "0.03")]
)
def test_where_it_is_rounded(point, pays):
    """Slices of 1.5 and 1.5 cents."""
    table = tiers("total", "marginal", (0, "1.5%"), (1, "3%"))
    passes(sales(table), deals=[deal("1.50")], pays=pays, round_at=point)


def test_two_adjustments_multiply():
    both = [{"id": "a", "multiply": "50%"}, {"id": "b", "multiply": "150%"}]
    passes(sales("10%"), deals=[deal(1000)], pays="75", adjustments=both)


def test_a_part_that_was_due_on_the_day_of_the_loss_was_paid():
    parts = [{"weight": 1, "months": 0}, {"weight": 1, "months": 1}, {"weight": 2, "months": 2}]
    found = run(
        sales("10%"), payment=parts, clawback={"basis": "paid", "by": "full"},
        deals=[deal(1000, lost=[{"date": "2026-02-15", "share": "50%"}])],
    )  # fmt: skip
    assert [line.paid for line in found.lines] == [100_00, -25_00]
    assert [due.amount for due in found.outcome.result.dues] == [25_00, 25_00, 25_00]
