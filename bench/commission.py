"""Measures a commission run over the database against the bare writing of its rows.

    .venv/bin/python bench/commission.py                       100,000 deals on SQLite
    .venv/bin/python bench/commission.py --deals 1000000 --workers 2
    DATABASE_URL=postgres://… .venv/bin/python bench/commission.py --workers 2

2,000 reps and 200 managers, 12 months: flat, marginal tiers by quota attainment, retroactive
tiers, caps, splits, overrides of managers, clawbacks. Prints, of one run on one database: the
engine in memory, crediting, the whole run, the floor (the finished rows into the same indexed
table), reruns, and the memory of each worker. The database named is emptied first; it must be a
new one. See bench/README.md.
"""

import argparse
import json
import multiprocessing as mp
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
REPS, MANAGERS = 2_000, 200
SPLIT_PERCENT, LOST_PERCENT = 10, 2


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--deals", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", help="write the figures to this file")
    return parser.parse_args()


def set_up() -> None:
    import django

    os.environ["SALESPERF_ENV"] = "demo"
    os.environ["DJANGO_SETTINGS_MODULE"] = "salesperf.settings"
    django.setup()


# --- plans --------------------------------------------------------------------------------------
def tiers(method: str, *steps: tuple[str, str]) -> dict[str, Any]:
    rows: list[dict[str, str]] = [{"from": start, "rate": rate} for start, rate in steps]
    for row, (end, _) in zip(rows, steps[1:], strict=False):
        row["to"] = end
    return {"tiers": rows, "by": "attainment", "method": method, "at_bound": "upper"}


MARGINAL = tiers("marginal", ("0%", "5%"), ("50%", "7%"), ("100%", "10%"), ("150%", "12%"))
RETROACTIVE = tiers("retroactive", ("0%", "4%"), ("100%", "8%"))


CLAWBACK = {"basis": "earned", "by": "full", "within_months": 12}


def plan(name: str, component: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "schema": "salesperf-commission-plan/1",
        "name": name,
        "currency": "USD",
        "period": "month",
        "earned": "booking",
        "leaver": "keeps_earned",
        "clawback": CLAWBACK,
        "components": [{"id": "sales"} | component],
    } | more


PLANS = (
    # share of the reps in percent, and what they are paid by
    (20, plan("Flat", {"rate": "6%"})),
    (42, plan("Marginal", {"rate": MARGINAL})),
    (18, plan("Marginal, capped", {"rate": MARGINAL, "caps": [{"per": "period", "at": "9000"}]})),
    (20, plan("Retroactive", {"rate": RETROACTIVE})),
)
OVERRIDE = plan("Override of managers", {"rate": "1%", "where": {"role": ["team"]}})


# --- a company ----------------------------------------------------------------------------------
def fill(deals: int, seed: int) -> None:
    """People, plans and deals in an empty database, the same for the same seed."""
    from commissions.actions.plans import assign, store_plan
    from commissions.bulk import write_texts
    from people.models import Person, ReportingLine
    from sales.builders import make_product, make_stages
    from sales.models import Stage

    chance = random.Random(seed)
    people = [
        Person(email=f"p{n}@bench.example", name=f"Person {n}") for n in range(REPS + MANAGERS)
    ]
    Person.objects.bulk_create(people, batch_size=500)
    reps, managers = people[:REPS], people[REPS:]
    ReportingLine.objects.bulk_create(
        ReportingLine(person=rep, manager=managers[n % MANAGERS], starts_on=FIRST)
        for n, rep in enumerate(reps)
    )
    versions = [store_plan(data=data, actor=None, now=NOW) for _, data in PLANS]
    drawn = [
        version for (share, _), version in zip(PLANS, versions, strict=True) for _ in range(share)
    ]
    a_month = 100 * 5_000 * deals // (REPS * 12) // 100  # what one sells on average
    for n, rep in enumerate(reps):
        quota = {"quotas": {"quota": str(a_month)}}
        assign(
            plan=drawn[n % 100].plan,
            person=rep,
            starts_on=FIRST,
            figures=quota,
            actor=None,
            now=NOW,
        )
    override = store_plan(data=OVERRIDE, actor=None, now=NOW)
    for manager in managers:
        assign(plan=override.plan, person=manager, starts_on=FIRST, actor=None, now=NOW)
    won = next(stage for stage in make_stages() if stage.kind == Stage.Kind.WON)
    product = make_product(name="Machine")
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    columns = ("source", "number", "owner_id", "product_id", "stage_id", "opened_on", "closed_on",
               "value_minor", "currency", "revision")  # fmt: skip
    for start in range(0, deals, 50_000):
        rows = []
        for n in range(start, min(start + 50_000, deals)):
            day = chance.choice(days)
            rows.append(("bench", f"D{n:08}", chance.choice(reps).pk, product.pk, won.pk, day, day,
                         chance.randrange(100, 1_000_000), "USD", 1))  # fmt: skip
        write_texts("sales_deal", columns, rows)
    _share_and_lose(chance, [rep.pk for rep in reps])


def _share_and_lose(chance: random.Random, reps: list[int]) -> None:
    """Some deals are shared in halves or thirds, some fall apart within the year."""
    from commissions.bulk import write_texts
    from sales.models import Deal

    splits: list[tuple[Any, ...]] = []
    losses: list[tuple[Any, ...]] = []
    for pk, owner, day in (
        Deal.objects.order_by("pk").values_list("pk", "owner", "closed_on").iterator()
    ):
        if chance.randrange(100) < SPLIT_PERCENT:
            others = {owner, *chance.sample(reps, 1)}
            splits += [(pk, payee, "credit", 1) for payee in sorted(others)]
        if chance.randrange(100) < LOST_PERCENT:
            lost_on = day + timedelta(days=chance.randrange(1, 90))
            if lost_on <= LAST:
                losses.append((pk, "loss", lost_on, None, "", None, None))
    write_texts("commissions_dealsplit", ("deal_id", "payee_id", "kind", "weight"), splits)
    write_texts(
        "commissions_dealevent",
        ("deal_id", "kind", "on", "amount_minor", "name", "share", "term_months"), losses,
    )  # fmt: skip


# --- what is measured ---------------------------------------------------------------------------
def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = what()
    return time.perf_counter() - began, found


def engine_alone() -> tuple[float, int]:
    """Seconds of the calculation of everybody whose credits are in memory, and its lines."""
    from calc.commission.engine import Engine
    from commissions.models import PlanAssignment, PlanVersion
    from commissions.queries.shards import Group

    seconds, lines = 0.0, 0
    for version in PlanVersion.objects.newest():
        payees = list(
            PlanAssignment.objects.filter(plan=version.plan).values_list("person", flat=True)
        )
        for start in range(0, len(payees), 100):
            group = Group.read(version, payees[start : start + 100], FIRST, LAST)
            engine = Engine(group.plan, FIRST, LAST)
            own = [
                (group.payees[pk].person, credits.read("USD"))
                for pk, credits in group.credits.items()
            ]
            began = time.perf_counter()
            for person, credits in own:
                lines += len(engine.pay(person, credits, group.histories).lines)
            seconds += time.perf_counter() - began
    return seconds, lines


def work(jobs: Any, done: Any) -> None:
    """A worker process: shards from ``jobs`` until None; its memory to ``done``."""
    set_up()
    from commissions.actions.runs import calculate_shard

    done.put("ready")
    while (shard := jobs.get()) is not None:
        calculate_shard(shard_id=shard, now=NOW)
        done.put(shard)
    done.put(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


class Workers:
    """Processes that calculate shards, started before the clock."""

    def __init__(self, number: int) -> None:
        spawn = mp.get_context("spawn")
        self._jobs, self._done = spawn.Queue(), spawn.Queue()
        self._processes = [
            spawn.Process(target=work, args=(self._jobs, self._done)) for _ in range(number)
        ]
        for process in self._processes:
            process.start()
        for _ in self._processes:
            self._done.get()

    def run(self) -> Any:
        from commissions.actions.runs import start_run

        run = start_run(first_day=FIRST, last_day=LAST, actor=None, now=NOW)
        shards = list(run.shards.values_list("pk", flat=True))
        for shard in shards:
            self._jobs.put(shard)
        for _ in shards:
            self._done.get()
        run.refresh_from_db()
        return run

    def stop(self) -> list[float]:
        """Ends them; megabytes at their largest."""
        for _ in self._processes:
            self._jobs.put(None)
        found = [self._done.get() for _ in self._processes]
        for process in self._processes:
            process.join()
        return found


def floor() -> tuple[float, int]:
    """Seconds of writing the finished rows into the same indexed table, and how many they are.

    The rows are read and made ready before the clock; the table is emptied of them before it.
    One process, one transaction, the same writer as the run.
    """
    from django.db import connection, transaction

    from commissions.actions.storing import LINE_COLUMNS
    from commissions.bulk import Rows

    names = ", ".join(f'"{name}"' for name, _ in LINE_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {names} FROM commissions_commissionline WHERE credit IS NOT NULL ORDER BY id"  # noqa: S608 names of our own
        )
        finished = cursor.fetchall()
        cursor.execute("DELETE FROM commissions_commissionline")
    rows = Rows("commissions_commissionline", LINE_COLUMNS)
    at = [name for name, _ in LINE_COLUMNS].index("period")
    finished = [(*row[:at], rows.day(_day(row[at])), *row[at + 1 :]) for row in finished]
    _settle()
    began = time.perf_counter()
    with transaction.atomic():
        for start in range(0, len(finished), 50_000):
            rows.extend(finished[start : start + 50_000])
            rows.write()
    return time.perf_counter() - began, len(finished)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _settle() -> None:
    """Leave the database as after a quiet night: nothing to clean up while the clock runs."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in (
                "commissions_commissionline",
                "commissions_commissionstatement",
                "commissions_credit",
            ):
                cursor.execute(f"VACUUM ANALYZE {table}")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def change(numbers: list[int]) -> None:
    """Give these deals another value, as an import does."""
    from django.db.models import F

    from sales.models import Deal

    for start in range(0, len(numbers), 5_000):
        some = Deal.objects.filter(pk__in=numbers[start : start + 5_000])
        some.update(value_minor=F("value_minor") + 100, revision=F("revision") + 1)


def one_percent_of_a_few(deals: int) -> list[int]:
    """Deals of as few reps as it takes: a branch whose prices were corrected."""
    from sales.models import Deal

    return list(Deal.objects.order_by("owner", "pk").values_list("pk", flat=True)[: deals // 100])


def one_percent_of_all(deals: int) -> list[int]:
    """Deals of nearly everybody, drawn at random."""
    from sales.models import Deal

    return random.Random(2).sample(list(Deal.objects.values_list("pk", flat=True)), deals // 100)


def main() -> None:
    chosen = options()
    if "DATABASE_URL" not in os.environ:
        os.environ["SALESPERF_VAR"] = tempfile.mkdtemp(prefix="salesperf-bench-")
    set_up()
    from django.core.management import call_command
    from django.db import connection

    from commissions.actions.crediting import credit_deals
    from commissions.models import CommissionLine, Credit
    from commissions.queries.runs import lines_hash, totals
    from people.models import Person

    call_command("migrate", verbosity=0)
    if Person.objects.exists():
        sys.exit("The database is not empty. Name a new one.")
    seconds, _ = timed(lambda: fill(chosen.deals, chosen.seed))
    print(
        f"{connection.vendor}, {chosen.deals:,} deals, {REPS:,} reps, {MANAGERS} managers, 12 months"
        f" ({seconds:.0f} s to make up)",
        flush=True,
    )
    figures: dict[str, Any] = {
        "database": connection.vendor,
        "deals": chosen.deals,
        "workers": chosen.workers,
    }

    def show(name: str, seconds: float, rows: int, of: str, ratio: float | None = None) -> None:
        figures[name] = {"seconds": round(seconds, 3), of: rows, "ratio": ratio and round(ratio, 3)}
        compared = "" if ratio is None else f"{ratio:8.2f} x floor"
        print(
            f"{name:44} {seconds:8.2f} s {rows:11,} {of:8} {rows / max(seconds, 1e-9):10,.0f}/s{compared}",
            flush=True,
        )

    credit, _ = timed(lambda: credit_deals(now=NOW))
    show("crediting all deals", credit, Credit.objects.count(), "credits")
    _settle()
    show("engine in memory, one core", *engine_alone(), "lines")
    workers = Workers(chosen.workers)
    full, run = timed(workers.run)
    lines = CommissionLine.objects.count()
    before = lines_hash()
    bare, written = floor()
    show(f"floor: {written:,} finished rows, one process", bare, written, "lines", 1.0)
    show(f"whole run, {chosen.workers} worker(s)", full, lines, "lines", full / bare)
    # The floor took the lines away and put most back; a run from nothing makes them whole.
    from commissions.models import PayeeResult

    PayeeResult.objects.update(terms="")
    PayeeResult.objects.update(inputs="")
    _settle()
    again, _ = timed(workers.run)
    show("whole run again over stored lines", again, lines, "lines", again / bare)
    if lines_hash() != before:
        sys.exit("The second run gave other lines than the first.")
    print(f"same lines twice: {before[:16]}", flush=True)
    same, run = timed(workers.run)
    show("rerun, nothing changed", same, run.payees - run.unchanged, "people", same / bare)
    for name, draw in (
        ("of a few reps", one_percent_of_a_few),
        ("of nearly all reps", one_percent_of_all),
    ):
        change(draw(chosen.deals))
        credited, found = timed(lambda: credit_deals(now=NOW))
        _settle()
        partly, run = timed(workers.run)
        show(f"crediting 1 % of the deals, {name}", credited, found.written, "credits")
        show(
            f"rerun, 1 % of the deals changed, {name}",
            partly,
            run.payees - run.unchanged,
            "people",
            partly / bare,
        )
        print(
            f"    of the full run: {partly / full:.1%}; with crediting {(partly + credited) / (full + credit):.1%}",
            flush=True,
        )
        figures[f"share of the full run, {name}"] = round(partly / full, 4)
    memory = workers.stop()
    figures["memory_mb"] = [round(each) for each in memory]
    for sums in totals(run):
        print(
            f"{sums.payees:,} people, {sums.lines:,} lines, {sums.earned / 100:,.2f} {sums.currency}, {sums.cannot} could not be calculated"
        )
    print(f"memory of each worker at its largest: {', '.join(f'{each:.0f} MB' for each in memory)}")
    if chosen.json:
        Path(chosen.json).write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
