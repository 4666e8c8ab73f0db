"""Keeps child processes running: starts them, starts again what dies, stops them all.

Each child leads a process group of its own, so that stopping it takes its pool along and Ctrl-C
in the terminal reaches the supervisor only. On Linux a child is also told to stop when the
supervisor itself is killed.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a child that died is started again
HEALTHY_AFTER = 60.0  # seconds after which a child counts as well; its pauses begin anew
PATIENCE = 8.0  # seconds that children get to stop by themselves
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _stop_with_parent() -> None:
    """In the child, before it begins: ask Linux for a SIGTERM when the parent dies."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process that should always run. ``log`` None means the terminal."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    not_before: float = 0.0
    pause: float = FIRST_PAUSE
    deaths: int = 0

    def start(self, now: float) -> None:
        with contextlib.ExitStack() as stack:
            log = stack.enter_context(self.log.open("ab")) if self.log else None
            self.process = subprocess.Popen(  # noqa: S603 our own commands
                list(self.command),
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_stop_with_parent,
            )
        self.started_at = now

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Tell the leader only: it lets its pool end what it has begun."""
        if self.process is not None and self.lives():
            self.process.terminate()

    def kill(self) -> None:
        """End the whole group; what is gone already is not an error."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Runs children until it is asked to stop (SIGINT or SIGTERM)."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self._say = say
        self._asked_to_stop = 0

    def run(self, on_tick: Callable[[], bool]) -> None:
        """Start the children and mind them; ``on_tick`` is called often, and ends it by False."""
        before = {
            number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            while not self._asked_to_stop:
                self._mind(time.monotonic())
                if not on_tick():
                    break
                time.sleep(0.2)
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop += 1

    def _mind(self, now: float) -> None:
        for child in self.children:
            if child.has_died():
                self._bury(child, now)
            if child.process is None and now >= child.not_before:
                child.start(now)

    def _bury(self, child: Child, now: float) -> None:
        assert child.process is not None
        child.kill()  # what its group still holds: a port, a task
        if now - child.started_at >= HEALTHY_AFTER:
            child.pause = FIRST_PAUSE
        child.deaths += 1
        child.not_before = now + child.pause
        self._say(
            f"{child.name} ended ({_why(child.process.returncode)}); "
            f"starting it again in {child.pause:.0f} s."
        )
        child.pause = min(child.pause * 2, LONGEST_PAUSE)
        child.process = None

    def _stop_all(self) -> None:
        """Ask all groups to stop, wait, and kill what is left. A second Ctrl-C kills at once."""
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + PATIENCE
        while (
            any(child.lives() for child in self.children)
            and time.monotonic() < deadline
            and self._asked_to_stop < 2
        ):
            time.sleep(0.1)
        for child in self.children:
            child.kill()
            if child.process is not None:
                child.process.wait()


def _why(code: int) -> str:
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"
