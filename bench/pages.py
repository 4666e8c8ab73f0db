"""Measures every page with a whole company behind it, and prints it against the budget.

    .venv/bin/python bench/pages.py                     500 people, 52 weeks
    .venv/bin/python bench/pages.py --people 60 --weeks 13 --json pages.json

For each page and each role that may open it: database queries, the median time of the server,
the HTML on the wire, and what a first visit loads in how many requests. At the end, the memory
of a web worker under load. See bench/README.md.
"""

import argparse
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUDGET = {
    "queries": 15,
    "ms": 50,
    "html_kb": 30,
    "first_visit_kb": 300,
    "requests": 12,
}
WORKER_MB = 120


@dataclass(frozen=True)
class Measured:
    """One page as one reader."""

    page: str
    role: str
    url: str
    queries: int
    ms: float
    cpu_ms: float
    html_kb: float
    first_visit_kb: float
    requests: int

    def worst_ratio(self) -> float:
        return max(getattr(self, name) / most for name, most in BUDGET.items())


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=15, help="requests of which the median counts")
    parser.add_argument("--seconds", type=int, default=20, help="of load on the web worker")
    parser.add_argument("--folder", help="keep the company here and use it again")
    parser.add_argument("--only", default="", help="pages whose name contains this")
    parser.add_argument("--json", help="write the figures to this file")
    return parser.parse_args()


def prepare(chosen: argparse.Namespace) -> None:
    """An installation of its own in a folder: database, company, compressed static files."""
    folder = chosen.folder or tempfile.mkdtemp(prefix="salesperf-bench-")
    os.environ["SALESPERF_VAR"] = str(Path(folder).resolve())
    os.environ["SALESPERF_ENV"] = "demo"
    logging.disable(logging.CRITICAL)
    os.environ["DJANGO_SETTINGS_MODULE"] = "salesperf.settings"
    sys.path.insert(0, str(ROOT))
    Path(folder).mkdir(parents=True, exist_ok=True)

    import django

    django.setup()
    from django.core.management import call_command

    from people.models import Person

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    if not Person.objects.exists():
        call_command("make_company", people=chosen.people, weeks=chosen.weeks, seed=chosen.seed)


def measure_all(chosen: argparse.Namespace) -> tuple[list[Measured], list[tuple[str, str]]]:
    """Every page for every role; and the addresses with sessions, for the load."""
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from bench import samples

    today = timezone.now().date()
    measured: list[Measured] = []
    addresses: list[tuple[str, str]] = []
    for reader in samples.readers(today):
        browser = Client(raise_request_exception=False, headers={"accept-encoding": "gzip"})
        browser.force_login(reader.person)
        session = browser.cookies["sessionid"].value
        for visit in [*samples.visits(reader, today), *samples.drafts(reader)]:
            if chosen.only not in visit.name:
                continue
            found = measure(browser, visit.name, reader.role, visit.url, chosen.runs)
            if found is not None:
                measured.append(found)
                addresses.append((visit.url, session))
    stranger = Client(raise_request_exception=False, headers={"accept-encoding": "gzip"})
    for name in samples.FOR_STRANGERS:
        found = measure(stranger, name, "nobody", reverse(name), chosen.runs)
        measured += [found] if found and chosen.only in name else []
    return measured, addresses


@dataclass
class Count:
    """Counts what goes to the database."""

    number: int = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def measure(browser, page: str, role: str, url: str, runs: int) -> Measured | None:
    """None for what this reader may not open, and for what is no page."""
    from django.db import connection

    first = browser.get(url)
    is_page = first.status_code == 200 and first["Content-Type"].startswith("text/html")
    if first.status_code >= 500:
        print(f"{page} as {role} answers {first.status_code}", file=sys.stderr)
    if not is_page:
        if first.streaming:
            b"".join(first.streaming_content)
        return None
    queries = Count()
    with connection.execute_wrapper(queries):
        browser.get(url)
    wall, cpu = [], []
    for _ in range(runs):
        began, worked = time.perf_counter(), time.process_time()
        response = browser.get(url)
        cpu.append((time.process_time() - worked) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    loaded, requests = weigh(browser, response)
    return Measured(
        page=page,
        role=role,
        url=url,
        queries=queries.number,
        ms=round(statistics.median(wall), 1),
        cpu_ms=round(statistics.median(cpu), 1),
        html_kb=round(len(response.content) / 1000, 1),
        first_visit_kb=round(loaded / 1000, 1),
        requests=requests,
    )


def weigh(browser, response) -> tuple[int, int]:
    """Bytes and requests of a first visit, with fragments that the page loads by itself."""
    import gzip

    from bench import weight

    html = response.content
    if response.get("Content-Encoding") == "gzip":
        html = gzip.decompress(html)
    files, fragments = weight.assets_of(html.decode())
    loaded = len(response.content) + sum(map(weight.size_of, files))
    for fragment in fragments:
        loaded += len(browser.get(fragment, headers={"HX-Request": "true"}).content)
    return loaded, 1 + len(files) + len(fragments)


# --- telling -------------------------------------------------------------------------------------


def table(measured: list[Measured]) -> None:
    print(
        f"\n{'page':42} {'role':14} {'queries':>7} {'ms':>7} {'CPU ms':>7} {'HTML kB':>8} "
        f"{'first kB':>9} {'requests':>8}"
    )
    for each in sorted(measured, key=lambda each: (each.page, each.role)):
        over = "  over" if each.worst_ratio() > 1 else ""
        print(
            f"{each.page:42} {each.role:14} {each.queries:7} {each.ms:7.1f} {each.cpu_ms:7.1f} {each.html_kb:8.1f} "
            f"{each.first_visit_kb:9.1f} {each.requests:8}{over}"
        )


def summary(measured: list[Measured], memory: dict[str, float]) -> None:
    print(f"\n{'':24} {'budget':>8} {'worst':>8} {'ratio':>6}  where")
    for name, most in BUDGET.items():
        worst = max(measured, key=lambda each: getattr(each, name))
        value = getattr(worst, name)
        print(f"{name:24} {most:8} {value:8} {value / most:6.2f}  {worst.page} as {worst.role}")
    if memory:
        largest = memory["largest"]
        print(
            f"{'worker_mb':24} {WORKER_MB:8} {largest:8.0f} {largest / WORKER_MB:6.2f}  "
            f"after {memory['requests']:.0f} requests, {memory['failed']:.0f} failed "
            f"(fresh {memory['fresh']:.0f})"
        )
    over = sorted({each.page for each in measured if each.worst_ratio() > 1})
    print(
        f"\n{len(measured)} pages measured, {len(over)} over the budget: {', '.join(over) or '–'}"
    )


def main() -> None:
    chosen = options()
    prepare(chosen)
    from bench.worker import memory_under_load

    measured, addresses = measure_all(chosen)
    table(measured)
    memory = memory_under_load(addresses, chosen.seconds) if chosen.seconds else {}
    summary(measured, memory)
    if chosen.json:
        result = {
            "budget": BUDGET | {"worker_mb": WORKER_MB},
            "people": chosen.people,
            "weeks": chosen.weeks,
            "pages": [asdict(each) for each in measured],
            "worker": memory,
        }
        Path(chosen.json).write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
