"""Runs web server, worker and scheduler together: the embedded default on one machine."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from salesperf.supervisor import Child, Supervisor

SECONDS_TO_ANSWER = 60
LOG_BYTES = 5 * 1024 * 1024

CELERY = ("celery", "-A", "salesperf")
WORKER = (*CELERY, "worker", "--loglevel=INFO", "--without-gossip", "--without-mingle")
BEAT = (*CELERY, "beat", "--loglevel=WARNING", "--pidfile=")


class Command(BaseCommand):
    help = "Run web server, worker and scheduler; start again what dies; stop with Ctrl-C."
    requires_system_checks = ()  # production is judged by each child, before it serves

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port")
        parser.add_argument("--web-threads", type=int, default=8)
        parser.add_argument("--worker-processes", type=int, default=2)
        parser.add_argument(
            "--demo", action="store_true", help="migrate and fill demo data before the start"
        )
        parser.add_argument("--reset", action="store_true", help="with --demo: begin anew")

    def handle(self, *args: Any, **options: Any) -> None:
        self.bind: str = options["bind"]
        with self._only_one():
            if options["demo"]:
                self._prepare_demo(reset=options["reset"])
            self._run(options)

    # --- before the start ------------------------------------------------------------------------

    @contextlib.contextmanager
    def _only_one(self) -> Iterator[None]:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with (settings.VAR_DIR / "running.lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise CommandError(
                    f"SalesPerf already runs from {settings.VAR_DIR} at {lock.read().strip()}. "
                    "Stop it first, with Ctrl-C in its terminal."
                ) from None
            lock.truncate(0)
            lock.write(self._address)
            lock.flush()
            yield

    def _prepare_demo(self, *, reset: bool) -> None:
        if reset:
            self._forget()
        self._say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout)
        call_command("demo_data", if_empty=True, stdout=self.stdout)
        self._collect_static()
        connection.close()

    def _forget(self) -> None:
        connection.close()
        for pattern in ("salesperf.sqlite3*", "beat-schedule*"):
            for path in settings.VAR_DIR.glob(pattern):
                path.unlink()
        for name in ("broker", "mail", "files", "log"):
            shutil.rmtree(settings.VAR_DIR / name, ignore_errors=True)

    def _collect_static(self) -> None:
        """Hash and compress the static files, when they changed since the last time."""
        stamp, wanted = settings.STATIC_ROOT / ".stamp", _static_stamp()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        self._say("Compressing styles and scripts")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(wanted)

    # --- running ---------------------------------------------------------------------------------

    def _run(self, options: dict[str, Any]) -> None:
        self.demo: bool = options["demo"]
        self.log_folder = settings.VAR_DIR / "log" if self.demo else None
        self.web = self._child(
            "web",
            "gunicorn",
            "salesperf.wsgi:application",
            f"--bind={self.bind}",
            "--worker-class=gthread",
            f"--threads={options['web_threads']}",
            "--graceful-timeout=5",
            "--no-control-socket",
            *(["--worker-tmp-dir=/dev/shm"] if os.access("/dev/shm", os.W_OK) else []),  # noqa: S108
        )
        worker = self._child("worker", *WORKER, f"--concurrency={options['worker_processes']}")
        beat = self._child("scheduler", *BEAT)
        self._answered = self._gave_up = False
        self._began = time.monotonic()
        supervisor = Supervisor([self.web, worker, beat], self._say)
        supervisor.run(self._look)
        if self._gave_up:
            raise CommandError(f"The web server does not start.{self._last_words()}")
        self._say("Stopped.")

    def _child(self, name: str, *command: str) -> Child:
        log = None
        if self.log_folder is not None:
            self.log_folder.mkdir(parents=True, exist_ok=True)
            log = self.log_folder / f"{name}.log"
            if log.exists() and log.stat().st_size > LOG_BYTES:
                log.replace(log.with_suffix(".log.1"))
        return Child(
            name, [sys.executable, "-m", *command], dict(os.environ, PYTHONUNBUFFERED="1"), log
        )

    @property
    def _address(self) -> str:
        host, _, port = self.bind.rpartition(":")
        everywhere = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]", "::": "[::1]"}  # noqa: S104
        return f"http://{everywhere.get(host, host)}:{port}"

    def _look(self) -> bool:
        """Until the web server answers: ask it; then say so once. False ends the run."""
        if self._answered:
            return True
        if self._answers():
            self._answered = True
            self._greet()
            return True
        too_late = time.monotonic() - self._began > SECONDS_TO_ANSWER
        self._gave_up = too_late or self.web.deaths > 0
        return not self._gave_up

    def _answers(self) -> bool:
        host, _, port = self._address.removeprefix("http://").rpartition(":")
        link = HTTPConnection(host.strip("[]"), int(port), timeout=2)
        try:
            link.request("GET", "/healthz")
            return link.getresponse().status == 200
        except (TimeoutError, OSError, HTTPException):
            return False
        finally:
            link.close()

    def _last_words(self) -> str:
        if self.web.log is None:
            return ""
        lines = self.web.log.read_text(errors="replace").splitlines()[-15:]
        return "\n" + "\n".join(lines) + f"\nMore in {self.web.log}."

    def _greet(self) -> None:
        self._say(f"\nSalesPerf runs at {self._address}")
        if self.demo:
            call_command("demo_data", print_sign_ins=True, stdout=self.stdout)
            connection.close()
            self._say(f"Mails are files in {settings.EMAIL_FILE_PATH}, logs in {self.log_folder}.")
        self._say("Stop with Ctrl-C.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _static_stamp() -> str:
    """Changes with every static file and with the installed packages that bring some."""
    digest = hashlib.sha256(settings.STATIC_URL.encode())
    for name in ("requirements.txt", "constraints.txt"):
        digest.update((settings.BASE_DIR / name).read_bytes())
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                about = path.stat()
                digest.update(f"{path}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
