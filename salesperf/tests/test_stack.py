"""One command runs web server, worker and scheduler, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings

pytestmark = pytest.mark.broker

LIMIT = 90  # seconds that a machine with much else to do may take; it takes about four


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def environment(tmp_path):
    """An embedded installation of its own, migrated."""
    given = {
        key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")
    }
    environment = {**given, "SALESPERF_ENV": "development", "SALESPERF_VAR": str(tmp_path)}
    manage(environment, "migrate", "--verbosity=0", "--skip-checks")
    (tmp_path / "static").mkdir()
    return environment


def manage(environment, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


def answers(port):
    try:
        url = f"http://127.0.0.1:{port}/healthz"
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.read() == b"ok\n"
    except OSError:
        return False


def below(pid):
    """The processes that came from this one, to any depth."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    parents = {int(a): int(b) for a, b in map(str.split, listed.stdout.splitlines())}
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(condition):
    deadline = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def test_it_runs_and_ends_as_one(environment, tmp_path):
    port = free_port()
    command = ["manage.py", "stack", f"--bind=127.0.0.1:{port}", "--worker-processes=1"]
    with (tmp_path / "said").open("w") as said:
        stack = subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        wait_for(lambda: answers(port))
        wait_for(lambda: "Stop with Ctrl-C." in (tmp_path / "said").read_text())
        # gunicorn and its worker, celery and its pool, the scheduler
        wait_for(lambda: len(below(stack.pid)) == 5)
        family = below(stack.pid)

        second = manage(environment, "stack", f"--bind=127.0.0.1:{free_port()}")
        assert second.returncode != 0
        assert f"already runs from {tmp_path} at http://127.0.0.1:{port}" in second.stderr
    finally:
        stack.send_signal(signal.SIGINT)
        stack.wait(timeout=LIMIT)
    wait_for(lambda: not any(lives(pid) for pid in family))
    assert "Stopped." in (tmp_path / "said").read_text()


def test_a_web_server_that_cannot_start_ends_it_with_the_reason(environment):
    environment.update(SALESPERF_ENV="production", ALLOWED_HOSTS="sales.northwind.example")
    stack = manage(environment, "stack", f"--bind=127.0.0.1:{free_port()}")
    assert stack.returncode != 0
    assert "The web server does not start." in stack.stderr
    assert "SECRET_KEY is the default" in stack.stderr
