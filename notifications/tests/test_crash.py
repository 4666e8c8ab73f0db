"""A real worker is killed in the middle of a mail: nothing is lost and nothing goes out twice.

Run by ``run.py test`` on SQLite and files, by ``run.py test --services`` on PostgreSQL and Redis.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from notifications.tests.mail_server import MailServer

pytestmark = pytest.mark.broker

MAILS = 30
LEASE = 3  # seconds; a minute and a half outside of tests
LIMIT = 120  # seconds that a machine with much else to do may take; it takes about eight


@pytest.fixture
def database(tmp_path, django_db_blocker) -> Iterator[str]:
    """The address of an empty database of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/crash.sqlite3"
        return
    given, name = connection.settings_dict, f"crash_{os.getpid()}"

    def on_the_server(statement):
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(statement)

    on_the_server(f'CREATE DATABASE "{name}"')
    user = ":".join(filter(None, [given["USER"], given["PASSWORD"]]))
    yield f"postgres://{user}@{given['HOST']}:{given['PORT']}/{name}"
    on_the_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def environment(tmp_path, database):
    """What the processes under test get: a database, a queue and a folder of their own."""
    return {
        **os.environ,
        "SALESPERF_ENV": "development",
        "SALESPERF_VAR": str(tmp_path / "var"),
        "DATABASE_URL": database,
        "QUEUE": f"crash-{os.getpid()}",
        "OUTBOX_LEASE": str(LEASE),
        "LOG_LEVEL": "WARNING",
    }


@pytest.fixture
def worker(environment, tmp_path):
    """Start a worker; all that were started are killed at the end."""
    started = []
    log = (tmp_path / "worker.log").open("wb")

    def worker():
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "salesperf", "worker", "--concurrency=2",
             "--without-gossip", "--without-mingle", f"--hostname=w{len(started)}@%h"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield worker
    for process in started:
        kill(process)
    log.close()


def kill(process):
    """As a machine that loses power: the worker and its pool, without a word."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def run(environment, *command):
    subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, check=True, timeout=60
    )


def test_a_killed_worker_loses_nothing_and_doubles_nothing(environment, worker):
    with MailServer(stalls=True) as server:
        environment["EMAIL_URL"] = server.url
        run(environment, "manage.py", "migrate", "--verbosity=0", "--skip-checks")
        first = worker()
        driver = subprocess.Popen(
            [sys.executable, "-m", "notifications.tests.crash_driver", str(MAILS), str(LIMIT)],
            cwd=settings.BASE_DIR,
            env={**environment, "DJANGO_SETTINGS_MODULE": "salesperf.settings"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stalled.wait(LIMIT), "no mail was begun"
        kill(first)
        killed_at = time.monotonic()
        server.go_on()
        worker()
        states = json.loads(driver.communicate(timeout=LIMIT + 10)[0])

    assert states == {"sent": MAILS}
    assert len(server.accepted) == MAILS
    assert set(server.accepted.values()) == {1}, "a mail went out twice"
    assert time.monotonic() - killed_at < LIMIT
