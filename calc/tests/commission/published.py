"""Published worked examples as plans: id, plan with its test, and which figures come of it.

The inputs stand in the plan's own tests. The expected figures are read from the file of cases
(see test_published_cases), which says where each was published.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from calc.commission.clawback import Loss, reversals
from calc.commission.payment import Progress, parts_of
from calc.commission.values import Person
from calc.tests.commission.build import Run, deal, monthly, plan, rate, straight, tiers

Figures = Callable[[list[Run]], dict[str, Any]]
CASES: dict[str, tuple[list[dict[str, Any]], Figures]] = {}

YEAR = {"period": "year"}


def case(name: str, *plans: dict[str, Any]) -> Callable[[Figures], Figures]:
    def add(figures: Figures) -> Figures:
        CASES[name] = (list(plans), figures)
        return figures

    return add


def example(deals: Any, pays: Any, **more: Any) -> list[dict[str, Any]]:
    return [{"name": "as published", "deals": deals, "pays": pays} | more]


def sales(rate_: Any, **more: Any) -> dict[str, Any]:
    return {"id": "commission", "rate": rate_} | more


def salary(amount: Any) -> dict[str, Any]:
    return {"id": "salary", "base": "period", "rate": {"each": amount}}


def incentive(rate_: Any) -> dict[str, Any]:
    return {"id": "incentive", "base": "target:variable", "rate": rate_}


def ann(**figures: Any) -> list[dict[str, Any]]:
    return [{"id": "ann"} | figures]


SALES = [{"id": "sales"}]


# --- accelerators, curves, thresholds -----------------------------------------------------------
@case(
    "accel-03",
    plan(
        sales(tiers("total", "marginal", (0, "5%"), (120000, "8%"))),
        settlement={"draw": {"kind": "recoverable", "timing": "advance", "amount": "4000"}},
        tests=example([deal(150000)], "8400"),
    ),
)
def _(runs):
    return {"gross": runs[0].pay(), "net": runs[0].cash("settled")[0]}


@case(
    "accel-04",
    plan(
        salary(80000),
        incentive(straight("attainment:sales")),
        measures=SALES,
        **YEAR,
        targets={"variable": "80000"},
        quotas={"quota": "1000000"},
        tests=example([deal(750000)], "140000"),
    ),
)
def _(runs):
    return {"commission": runs[0].pay("incentive"), "total": runs[0].pay()}


@case(
    "accel-05",
    plan(
        sales(
            tiers(
                "attainment",
                "marginal",
                ("0%", "100%"),
                ("100%", "150%"),
                ("150%", "200%"),
                times="10%",
            ),
            window="year",
        ),
        quotas={"quota": "100000"},
        tests=example(monthly(100000, 50000, 50000), "27500"),
    ),
)
def _(runs):
    return {"rates": [rate(line) for line in runs[0].lines]}


@case(
    "attain-01",
    plan(
        sales("10%", where={"tag": ["revenue", "opening"]}, window="year"),
        tests=example(
            [
                deal(150, "2026-01-01", tags=["opening"]),
                deal(50, "2026-02-01", tags=["revenue"]),
                deal(100, "2026-02-01", tags=["bookings"]),
                deal(50, "2026-02-02", tags=["revenue"]),
            ],
            "25",
        ),
    ),
)
def _(runs):
    reached = [runs[0].major(line.before + line.base) for line in runs[0].lines]
    return {"after_order1": reached[1], "after_order2": reached[2]}


@case(
    "bonus-01",
    plan(
        {
            "id": "bonus",
            "base": "period",
            "rate": tiers(
                "attainment:sales",
                "period",
                ("0%", ("each", 0)),
                ("100%", ("each", 10000)),
                ("120%", ("each", 20000)),
                ("150%", ("each", 40000)),
            ),
        },
        measures=SALES,
        **YEAR,
        quotas={"quota": "600000"},
        tests=example([deal(750000)], "20000"),
    ),
)
def _(runs):
    (found,) = runs[0].steps("looked_up")
    return {
        "attainment": Decimal(found["at"]) / found["at_of"] / 10**9,
        "payout": runs[0].pay(),
    }


@case(
    "curve-02",
    plan(
        incentive(
            {
                "curve": [
                    {"at": "0%", "rate": "0%"},
                    {"at": "40%", "rate": "20%"},
                    {"at": "60%", "rate": "35%"},
                ],
                "by": "attainment:sales",
                "method": "period",
            }
        ),
        measures=SALES,
        targets={"variable": "1000"},
        quotas={"quota": "10000"},
        tests=example([deal(5000)], "275"),
    ),
)
def _(runs):
    return {"payout_pct": rate(runs[0].lines[0]) * 100}


DECELERATED = {
    "id": "decelerator",
    "when": {"value": "attainment:commission", "below": "80%"},
    "multiply": "50%",
}


@case(
    "decel-01",
    plan(
        sales("10%"),
        adjustments=[DECELERATED],
        quotas={"quota": "500000"},
        tests=example([deal(350000)], "17500"),
    ),
)
def _(runs):
    return {"without": runs[0].major(runs[0].lines[0].gross), "with_": runs[0].pay()}


@case(
    "gate-03",
    plan(
        incentive(straight("attainment:sales")),
        measures=SALES,
        adjustments=[
            {
                "id": "gate",
                "when": {"not": {"value": "attainment:sales", "at_least": "80%"}},
                "pay": "nothing",
            }
        ],
        targets={"variable": "12000"},
        quotas={"quota": "100"},
        tests=example(
            [deal(n, owner=who) for who, n in zip("abcd", (79, 80, 100, 120), strict=True)],
            {"a": "0", "b": "9600", "c": "12000", "d": "14400"},
        ),
    ),
)
def _(runs):
    return {"payouts": runs[0].pays()}


@case(
    "threshold-02",
    plan(
        salary(452),
        sales(tiers("total", "marginal", (0, "0%"), (15000, "0.9%"), (25000, "1.1%"))),
        period="week",
        tests=example([deal(28400)], "579.40"),
    ),
)
def _(runs):
    bands = runs[0].bands(runs[0].lines[1])
    return {
        "base": runs[0].pay("salary"),
        "band2": bands[1],
        "band3": bands[2],
        "total": runs[0].pay(),
    }


# --- caps, clawbacks, draws, guarantees ------------------------------------------------------------
@case(
    "cap-02",
    plan(
        {"id": "broker", "rate": "30%", "caps": [{"per": "anniversary", "at": "21000"}]},
        {"id": "royalty", "rate": "6%"},
        tests=example(monthly(50000, 20000), "25200", people=ann(start="2025-11-03")),
    ),
)
def _(runs):
    return {
        "broker_share": runs[0].pay("broker"),
        "royalty": runs[0].pay("royalty"),
        "total": runs[0].pay(),
    }


@case(
    "claw-03",
    plan(
        sales("10%"),
        clawback={"basis": "paid", "by": "age", "steps": [{"from_month": 0, "share": "50%"}]},
        tests=example([deal(100000)], "10000"),
    ),
)
def _(runs):
    terms = runs[0].plan.clawback
    back = reversals(terms, runs[0].lines, Loss(date(2026, 1, 15), date(2026, 3, 1)), "2026-03")
    return {"adjustment": runs[0].major(sum(line.paid for line in back))}


@case(
    "claw-05",
    plan(
        sales("10%"),
        clawback={"basis": "paid", "by": "full"},
        tests=example(
            [deal(1000, lost=[{"date": "2026-02-20"}]), deal(5000, "2026-02-15")],
            {"ann": {"2026-01": "100", "2026-02": "400"}},
        ),
    ),
)
def _(runs):
    return {"net": runs[0].cash()[1]}


def draw(kind: str, amount: Any, **more: Any) -> dict[str, Any]:
    return {"draw": {"kind": kind, "amount": amount} | more}


@case(
    "draw-n-01",
    plan(
        sales("10%"),
        settlement=draw("non_recoverable", 1500),
        tests=example(monthly(5000, 30000), {"ann": {"2026-01": "1500", "2026-02": "3000"}}),
    ),
)
def _(runs):
    return {"paid": runs[0].cash()}


@case(
    "draw-n-02",
    plan(
        sales("10%"),
        settlement=draw("non_recoverable", 2000),
        tests=example(monthly(10000, 40000), "6000"),
    ),
)
def _(runs):
    return {"paid": runs[0].cash()}


@case(
    "draw-r-02",
    plan(
        sales("10%"),
        settlement=draw("recoverable", 1500),
        tests=example(monthly(5000, 30000), {"ann": {"2026-01": "1500", "2026-02": "2000"}}),
    ),
)
def _(runs):
    return {"paid": runs[0].cash(), "balance": runs[0].cash("owed")}


STEPPED = [{"from": "2026-01", "amount": 4000}, {"from": "2026-02", "amount": 3000}]


@case(
    "draw-r-04",
    plan(
        sales("10%"),
        settlement=draw("recoverable", STEPPED, timing="advance"),
        tests=example(monthly(60000, 20000), {"ann": {"2026-01": "6000", "2026-02": "3000"}}),
    ),
)
def _(runs):
    return {"settlement": runs[0].cash("settled"), "owed": runs[0].cash("owed")}


@case(
    "draw-r-05",
    plan(
        sales("10%"),
        settlement=draw("recoverable", 3000, timing="advance"),
        tests=example(monthly(50000, 20000), "8000"),
    ),
)
def _(runs):
    return {"settlement": runs[0].cash("settled"), "deficit": runs[0].cash("owed")}


@case(
    "draw-r-10",
    plan(
        sales("10%"),
        settlement=draw("recoverable", 200, timing="advance", recovery={"share": "75%"}),
        tests=example([deal(5000)], "500"),
    ),
)
def _(runs):
    """What is left of the 375 that recovery may use; the other 125 are paid in any case."""
    return {"result": runs[0].cash("usable")[0] - runs[0].cash("recovered")[0]}


@case(
    "guar-02",
    plan(
        {
            "id": "hourly",
            "base": "metric:hours",
            "rate": tiers("total", "marginal", (0, ("each", 8)), (40, ("each", 12))),
        },
        sales("7%"),
        period="week",
        settlement={"greater_of": [["hourly"], ["commission"]]},
        tests=example([deal(6120)], "428.40", people=ann(metrics={"hours": 48})),
    ),
)
def _(runs):
    assert runs[0].pay("hourly") == 416
    return {"gross": runs[0].cash()[0]}


# --- flat, margin, fx -------------------------------------------------------------------------------
@case("flat-03", plan(sales("7.5%"), period="week", tests=example([deal(290000)], "21750")))
def _(runs):
    return {"payout": runs[0].pay()}


@case("flat-05", plan(salary(7000), sales("6%"), tests=example([deal(55000)], "10300")))
def _(runs):
    return {"commission": runs[0].pay("commission"), "total": runs[0].pay()}


@case(
    "flat-10",
    plan(
        {"id": "leads", "base": "units", "rate": {"each": "5"}},
        sales("5%"),
        tests=example([deal(100, units=10)], "55"),
    ),
)
def _(runs):
    return {"per_unit": runs[0].pay("leads"), "percent": runs[0].pay("commission")}


@case("flat-11", plan(salary(500), sales("10%"), tests=example([deal(20000)], "2500")))
def _(runs):
    return {"commission": runs[0].pay("commission"), "total": runs[0].pay()}


POUNDS = [deal(1000, "2026-01-15", currency="GBP")]
AT_POSTING = [{"from": "GBP", "into": "USD", "date": "2026-01-01", "rate": "1.22"}]


@case(
    "fx-01",
    plan(sales("10%"), currency="GBP", fx="payment", tests=example(POUNDS, "100")),
    plan(sales("10%"), fx="deal", tests=example(POUNDS, "122", rates=AT_POSTING)),
)
def _(runs):
    return {"gbp": runs[0].pay(), "usd_at_posting": runs[1].pay()}


MARGIN = {"id": "margin", "base": "margin"}


def margin_and_revenue(margin: str, revenue: str) -> list[dict[str, Any]]:
    return [MARGIN | {"rate": margin}, sales(revenue)]


@case(
    "margin-01",
    plan(*margin_and_revenue("20%", "5%"), tests=example([deal(100000, cost=75000)], "10000")),
)
def _(runs):
    return {
        "margin_commission": runs[0].pay("margin"),
        "revenue_commission": runs[0].pay("commission"),
    }


@case(
    "margin-02",
    plan(
        *margin_and_revenue("15%", "10%"),
        tests=example(
            [deal(75000, owner="list", cost=45000), deal(60000, owner="off", cost=45000)], "20250"
        ),
    ),
)
def _(runs):
    pay = runs[0].pay
    return {
        "list_margin": pay("margin", "list"),
        "discounted_margin": pay("margin", "off"),
        "list_revenue": pay("commission", "list"),
        "discounted_revenue": pay("commission", "off"),
    }


@case(
    "margin-03",
    plan(
        *margin_and_revenue("20%", "8%"),
        tests=example(
            [deal(20000, owner="A", cost=8000), deal(20000, owner="B", cost=16000)], "6400"
        ),
    ),
)
def _(runs):
    pay = runs[0].pay
    return {
        "A_margin": pay("margin", "A"),
        "B_margin": pay("margin", "B"),
        "A_revenue": pay("commission", "A"),
        "B_revenue": pay("commission", "B"),
    }


# --- payment in parts ---------------------------------------------------------------------------------
ADVANCED = [{"weight": 9, "months": 0}, *({"weight": 1, "months": n} for n in (9, 10, 11))]


def dues(run: Run, progress: Progress) -> list[Decimal]:
    (line,) = run.lines
    found = parts_of(run.plan, line, date(2026, 1, 15), progress, Person("ann"))
    return [run.major(due.amount) for due in found if due.on]


@case(
    "hold-01",
    plan(sales("95%"), payment=ADVANCED, tests=example([deal(600)], "570")),
)
def _(runs):
    advance, *tail = dues(runs[0], Progress(60000))
    return {"total": runs[0].pay(), "advance": advance, "tail": tail}


@case(
    "hold-02",
    plan(sales("110%"), payment=ADVANCED, tests=example([deal(1200)], "1320")),
)
def _(runs):
    advance, *tail = dues(runs[0], Progress(120000))
    return {"total": runs[0].pay(), "advance": advance, "tail": tail}


ON_CASH = [{"share": "100%", "on_cash": True}]


@case(
    "hold-04",
    plan(
        sales("10%"),
        payment=ON_CASH,
        tests=example([deal(10000, payments=[{"date": "2026-02-01", "amount": 5000}])], "500"),
    ),
)
def _(runs):
    return {"eligible_pct": sum(runs[0].cash()) / runs[0].pay()}


HALVES = [{"date": f"2026-0{month}-01", "amount": 500000} for month in (2, 3)]


@case(
    "hold-07",
    plan(
        sales("10%"),
        payment=ON_CASH,
        tests=example(
            [deal(1000000, payments=HALVES)],
            {"ann": {"2026-01": 0, "2026-02": 50000, "2026-03": 50000}},
        ),
    ),
)
def _(runs):
    return {"eligible": runs[0].pay(), "earned": runs[0].cash()[1:]}
