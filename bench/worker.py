"""How much memory a web worker takes while it answers all pages to everybody."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

THREADS = 8


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def memory_under_load(visits: Sequence[tuple[str, str]], seconds: int) -> dict[str, float]:
    """Megabytes of one gunicorn worker, fresh and at its largest, and what it answered.

    ``visits`` are addresses with the session key of who asks for them.
    """
    port = free_port()
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "salesperf.wsgi:application", "--workers=1",
            f"--bind=127.0.0.1:{port}", "--worker-class=gthread", f"--threads={THREADS}",
            "--log-level=error", "--no-control-socket",
        ],
        env=dict(os.environ, LOG_LEVEL="ERROR"),
        start_new_session=True,
    )  # fmt: skip
    try:
        _wait(port)
        worker = _child_of(server.pid)
        fresh = _megabytes(worker, "VmRSS")
        answered = _load(port, visits, seconds)
        return {
            "fresh": fresh,
            "largest": _megabytes(worker, "VmHWM"),
            "requests": answered[0],
            "failed": answered[1],
        }
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=15)


def _wait(port: int) -> None:
    for _ in range(150):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
            return
        time.sleep(0.2)
    raise RuntimeError("The web server does not answer.")


def _child_of(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0])


def _megabytes(pid: int, name: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(rf"{name}:\s+(\d+) kB", status)
    assert found is not None
    return int(found.group(1)) / 1024


def _load(port: int, visits: Sequence[tuple[str, str]], seconds: int) -> tuple[int, int]:
    """Ask for the pages in turn, from several threads, for that long."""
    until = time.monotonic() + seconds
    counts, lock = [0, 0], threading.Lock()

    def ask(start: int) -> None:
        place = start
        while time.monotonic() < until:
            url, session = visits[place % len(visits)]
            place += THREADS
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}{url}",
                headers={"Cookie": f"sessionid={session}", "Accept-Encoding": "gzip"},
            )
            try:
                with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
                    response.read()
                failed = 0
            except (urllib.error.URLError, OSError):
                failed = 1
            with lock:
                counts[0] += 1
                counts[1] += failed

    threads = [threading.Thread(target=ask, args=(start,)) for start in range(THREADS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return counts[0], counts[1]
