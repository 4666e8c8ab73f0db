"""A PostgreSQL and a Redis for one run of the tests, from what the machine has.

Only the standard library, because run.py uses it: both servers listen on free ports of this
machine, keep their data in a temporary folder, and are gone afterwards.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, MutableMapping


class Unavailable(Exception):  # noqa: N818 run.py shows it as a sentence
    """A server is not installed or does not start; the text says what to do."""


@contextlib.contextmanager
def services(environment: MutableMapping[str, str]) -> Iterator[None]:
    """Put DATABASE_URL and REDIS_URL into the environment: given, or started for this run."""
    with contextlib.ExitStack() as stack:
        if not environment.get("DATABASE_URL"):
            environment["DATABASE_URL"] = stack.enter_context(_postgresql())
        if not environment.get("REDIS_URL"):
            environment["REDIS_URL"] = stack.enter_context(_redis())
        yield


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def _redis() -> Iterator[str]:
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if not program:
        raise Unavailable(
            "the tests need Redis: set REDIS_URL, or install it, on Debian with "
            "'sudo apt install redis-server'."
        )
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="salesperf-redis-") as folder:
        options = f"--port {port} --bind 127.0.0.1 --dir {folder} --save".split()
        command = [program, *options, ""]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            _wait_for_port(port, "Redis")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(timeout=10)


@contextlib.contextmanager
def _postgresql() -> Iterator[str]:
    programs = _postgresql_programs()
    port = _free_port()
    folder = tempfile.mkdtemp(prefix="salesperf-postgresql-")
    data, log = os.path.join(folder, "data"), os.path.join(folder, "log")
    as_user = _as_plain_user(folder)
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off "
        "-c synchronous_commit=off -c full_page_writes=off -c max_connections=100"
    )

    def call(program: str, *more: str) -> None:
        command = [*as_user, os.path.join(programs, program), *more]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            said = (done.stderr or done.stdout).strip()[-500:]
            raise Unavailable(f"PostgreSQL could not be started for the tests ({program}): {said}")

    try:
        call("initdb", "-D", data, "-U", "salesperf", "-A", "trust", "-E", "UTF8", "--no-sync")
        call("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        try:
            yield f"postgres://salesperf@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postgresql_programs() -> str:
    """The folder with initdb and pg_ctl; the newest version where there are several."""
    found = shutil.which("initdb")
    if found:
        return os.path.dirname(os.path.realpath(found))
    base = "/usr/lib/postgresql"
    versions = sorted(os.listdir(base), key=_number, reverse=True) if os.path.isdir(base) else []
    for version in versions:
        folder = os.path.join(base, version, "bin")
        if os.path.exists(os.path.join(folder, "initdb")):
            return folder
    raise Unavailable(
        "the tests need PostgreSQL: set DATABASE_URL, or install it, on Debian with "
        "'sudo apt install postgresql'."
    )


def _number(text: str) -> float:
    return float(text) if text.replace(".", "", 1).isdigit() else 0.0


def _as_plain_user(folder: str) -> list[str]:
    """PostgreSQL refuses root: return what to put before its commands, and give it the folder."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        if shutil.which("runuser"):
            return ["runuser", "-u", name, "--"]
        if shutil.which("setpriv"):
            ids = ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid)]
            return ["setpriv", *ids, "--clear-groups", "--"]
    raise Unavailable("PostgreSQL does not run as root, and no user was found to run it as.")


def _wait_for_port(port: int, name: str) -> None:
    for _ in range(100):
        with contextlib.closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise Unavailable(f"{name} did not start within ten seconds.")
