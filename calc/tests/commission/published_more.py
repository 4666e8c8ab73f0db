"""Published worked examples as plans, continued: matrices, teams, tiers."""

from calc.tests.commission.build import Run, deal, monthly, plan, rate, tiers
from calc.tests.commission.published import YEAR, ann, case, example, sales


# --- matrices -----------------------------------------------------------------------------------
@case(
    "matrix-01",
    plan(
        sales(
            {
                "matrix": {
                    "rows": {"by": "margin_share", "from": ["0%", "15%", "20%"]},
                    "columns": {"by": "deal", "from": [0, 50, 100, 125, 150, 200]},
                    "rates": [[f"{n + row}%" for n in range(9, 15)] for row in range(3)],
                },
                "at_bound": "lower",
            }
        ),
        tests=example([deal(160, cost=144)], "20.80"),
    ),
)
def _(runs):
    return {"rate": rate(runs[0].lines[0])}


@case(
    "matrix-04",
    plan(
        sales(
            {
                "matrix": {
                    "rows": {"by": "attainment", "from": ["0%", "100%"]},
                    "columns": {"by": "fact:term", "from": [0, 2, 3]},
                    "rates": [["10%", "12.5%", "15%"], ["12.5%", "15.625%", "18.75%"]],
                },
                "method": "marginal",
            },
            window="quarter",
        ),
        quotas={"quota": "175000"},
        tests=example(
            [
                deal(100000, "2026-01-10", facts={"term": 3}),
                deal(75000, "2026-02-10", facts={"term": 1}),
                deal(40000, "2026-03-10", facts={"term": 3}),
            ],
            "30000",
        ),
    ),
)
def _(runs):
    below, _, above = (rate(line) for line in runs[0].lines)
    return {"rate": above, "ratio": above / below}


# --- teams ----------------------------------------------------------------------------------------
REPS = [f"rep{n}" for n in range(1, 6)]
TEAM_SALES = (75000, 60000, 67500, 52500, 45000)


@case(
    "over-01",
    plan(
        sales("10%"),
        {"id": "override", "where": {"role": ["team"]}, "rate": "3%"},
        tests=example(
            [deal(n, owner=rep) for rep, n in zip(REPS, TEAM_SALES, strict=True)],
            {"boss": "9000", "rep1": "7500"},
            people=[{"id": "boss"}, *({"id": rep, "manager": "boss"} for rep in REPS)],
        ),
    ),
)
def _(runs):
    lines = runs[0].lines
    return {
        "rep": [runs[0].pay(payee=rep) for rep in REPS],
        "manager_lines": [runs[0].major(x.paid) for x in lines if x.component == "override"],
        "manager": runs[0].pay(payee="boss"),
    }


@case(
    "pool-01",
    plan(
        sales("0%"),
        quotas={"quota": "1000"},
        pools=[
            {
                "id": "pool",
                "amount": "10000",
                "among": {"value": "attainment:commission", "at_least": "50%"},
            }
        ],
        tests=example(
            [deal(500 if n < 10 else 499, owner=f"p{n:02}") for n in range(12)],
            {"p00": "1000", "p09": "1000", "p10": "0"},
        ),
    ),
)
def _(runs):
    shares = {line.paid for line in runs[0].lines if line.component == "pool"}
    assert runs[0].pay("pool") == 10000
    return {"each": runs[0].major(*shares)}


@case(
    "split-01",
    plan(
        sales("10%"),
        tests=example(
            [
                deal(
                    100000,
                    splits=[{"payee": "a", "share": "60%"}, {"payee": "b", "share": "40%"}],
                )
            ],
            {"a": "6000", "b": "4000"},
        ),
    ),
)
def _(runs):
    return {
        "credit": [runs[0].major(line.base) for line in runs[0].lines],
        "payout": runs[0].pays(),
        "total": runs[0].pay(),
    }


THREE = (("a", "60%"), ("b", "25%"), ("c", "15%"))


@case(
    "split-04",
    plan(
        sales("10%"),
        tests=example(
            [
                deal(
                    50000,
                    splits=[{"payee": w, "share": s, "kind": "payout"} for w, s in THREE],
                )
            ],
            "5000",
        ),
    ),
)
def _(runs):
    return {"pool": runs[0].pay(), "payout": runs[0].pays()}


# --- ramps, residuals, spiffs ---------------------------------------------------------------------
RAMP = sales(tiers("tenure", "deal", (0, "8%"), (3, "6%"), (5, "5%"), (7, "4%")))


@case("ramp-01", plan(RAMP, tests=example([deal(50000)], "4000", people=ann(start="2025-12-01"))))
def _(runs):
    return {"payout": runs[0].pay()}


@case("ramp-02", plan(RAMP, tests=example([deal(50000)], "2500", people=ann(start="2025-09-01"))))
def _(runs):
    return {"payout": runs[0].pay()}


@case("residual-01", plan(sales("5%"), tests=example(monthly(3000, 3000, 3000), "450")))
def _(runs):
    return {"per_month": runs[0].major(*{line.paid for line in runs[0].lines})}


CAMPAIGN = {"tag": ["campaign"]}


@case(
    "spiff-02",
    plan(
        {"id": "fixed", "base": "deals", "where": CAMPAIGN, "rate": {"each": 250}},
        {"id": "share", "where": CAMPAIGN, "rate": "2%"},
        tests=example([deal(12500, tags=["campaign"]) for _ in range(4)] + [deal(99999)], "2000"),
    ),
)
def _(runs):
    return {"fixed": runs[0].pay("fixed"), "revenue": runs[0].pay("share")}


@case(
    "spiff-03",
    plan(
        {
            "id": "spiff",
            "base": "deals",
            "where": {"product": ["new"], "from": "2026-01-01", "to": "2026-03-01"},
            "rate": {"each": 2500},
        },
        tests=example(
            [deal(35000, f"2026-02-{n:02}", product="new", cost=6300) for n in range(1, 13)]
            + [deal(35000, "2026-03-02", product="new", cost=6300)],
            "30000",
        ),
    ),
)
def _(runs):
    counted = [c for c in runs[0].outcome.example.credits if c.date.month == 2]
    cost = runs[0].pay()
    profit = runs[0].major(sum(credit.amount - credit.cost for credit in counted))
    return {
        "cost": cost,
        "revenue": runs[0].major(sum(credit.amount for credit in counted)),
        "gross_profit": profit,
        "roi": round((profit - cost) / cost, 2),
    }


# --- tiers ------------------------------------------------------------------------------------------
def marginal(*steps, **more):
    return sales(tiers("total", "marginal", *steps), **more)


def bands(runs: list[Run]):
    return {"bands": runs[0].bands(), "payout": runs[0].pay()}


def payout(runs: list[Run]):
    return {"payout": runs[0].pay()}


case(
    "tier-m-01",
    plan(
        marginal((0, "6%"), (3000, "8%"), (8000, "10%")),
        period="week",
        tests=example([deal(9000)], "680"),
    ),
)(bands)
case(
    "tier-m-06",
    plan(
        marginal((0, "3%"), (300000, "5%"), (500000, "7%")),
        period="quarter",
        tests=example([deal(600000)], "26000"),
    ),
)(bands)
case(
    "tier-m-09",
    plan(marginal((0, "4%"), (35000, "6%"), (50000, "8%")), tests=example([deal(150000)], "10300")),
)(bands)
case(
    "tier-m-16",
    plan(marginal((0, "3%"), (10000, "5%")), tests=example([deal(55000)], "2550")),
)(bands)
case(
    "tier-m-17",
    plan(marginal((0, "15%"), (5000, "20%")), tests=example([deal(15000)], "2750")),
)(bands)
case(
    "tier-m-18",
    plan(
        marginal(*((n * 100000, f"{10 + n}%") for n in range(8))),
        **YEAR,
        tests=example([deal(800000)], "108000"),
    ),
)(payout)


@case(
    "tier-m-10",
    plan(
        sales(
            tiers("deal", "marginal", (0, "1%"), (1000, "2%"), (3000, "3%"), (8000, "5%")),
        ),
        period="quarter",
        tests=example([deal(n) for n in (200, 300, 1500, 1200, 2000, 4500)], "164"),
    ),
)
def _(runs):
    return {"payouts": runs[0].pays(), "total": runs[0].pay()}


@case(
    "tier-m-15",
    plan(
        sales(
            tiers("attainment", "marginal", ("0%", "5%"), ("50%", "10%"), ("100%", "15%")),
            window="quarter",
        ),
        tests=example(
            monthly(2500, 3000, 1800, 3500),
            "820",
            people=ann(quotas={"quota": {"2026-Q1": 6000, "2026-Q2": 7000}}),
        ),
    ),
)
def _(runs):
    found = dict(zip(("Jan", "Feb", "Mar", "Apr"), runs[0].pays(), strict=True))
    return found | {"total": runs[0].pay()}


@case(
    "tier-m-20",
    plan(marginal((0, "1%"), (1000, "2%"), (5000, "3%")), tests=example([deal(2500)], "40")),
)
def _(runs):
    shares = [band / 2500 for band in runs[0].bands()]
    return {"blended_rate": rate(runs[0].lines[0]), "split_rates": shares}


HALF_SIXTY = ((0, "50%"), (100000, "60%"))


@case(
    "tier-r-01",
    plan(
        sales(tiers("total", "retroactive", *HALF_SIXTY)), tests=example([deal(180000)], "108000")
    ),
    plan(marginal(*HALF_SIXTY), tests=example([deal(180000)], "98000")),
)
def _(runs):
    return {"retroactive": runs[0].pay(), "incremental": runs[1].pay()}


@case(
    "tier-r-02",
    plan(
        sales(
            tiers("attainment", "retroactive", ("0%", "1%"), ("50%", "3%"), true_up="next_period"),
            window="year",
        ),
        quotas={"quota": "1000000"},
        tests=example(monthly(250000, 350000, 200000), "24000"),
    ),
)
def _(runs):
    by_credit = {"0": "Jan", "1": "Feb", "2": "Mar"}
    earned = {by_credit[x.credit]: x for x in runs[0].lines if x.reason == "earned"}
    later = {
        by_credit[x.credit]: runs[0].major(x.paid) for x in runs[0].lines if x.reason == "true_up"
    }
    assert {x.period for x in runs[0].lines if x.reason == "true_up"} == {"2026-03"}
    return {
        "marginal": {name: runs[0].major(line.paid) for name, line in earned.items()},
        "true_up": later,
        "feb_over_bound": runs[0].bands(earned["Feb"])[1],
    }
