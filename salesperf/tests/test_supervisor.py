"""What dies is started again, and nothing is left running."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from itertools import pairwise

import pytest

from salesperf import supervisor
from salesperf.supervisor import FIRST_PAUSE, Child, Supervisor

pytestmark = pytest.mark.broker

# Says its number and that of a child of its own, and would run for a minute.
FAMILY = """
    import os, subprocess, sys, time
    below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    print(os.getpid(), below.pid, flush=True)
    time.sleep(60)
"""


def child(tmp_path, code, name="web"):
    return Child(
        name,
        [sys.executable, "-c", textwrap.dedent(code)],
        dict(os.environ),
        log=tmp_path / f"{name}.log",
    )


def lives(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def wait_for_end_of(*pids):
    """Killed is killed, but the system takes a moment."""
    wait_for(lambda: not any(lives(pid) for pid in pids))


def pids(log):
    return [int(word) for word in log.read_text().split()] if log.exists() else []


@pytest.fixture
def said():
    return []


def test_what_dies_is_started_again(tmp_path, said, monkeypatch):
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.1)
    family = child(tmp_path, FAMILY)
    family.pause = 0.1

    def look():
        seen = pids(family.log)
        if len(seen) == 2 and lives(seen[0]):
            os.kill(seen[0], signal.SIGKILL)
        return len(seen) < 4

    Supervisor([family], said.append).run(look)
    first, below_first, second, below_second = pids(family.log)
    assert first != second
    wait_for_end_of(first, below_first, second, below_second)
    assert said == ["web ended (killed by SIGKILL); starting it again in 0 s."]


def test_one_that_dies_at_once_waits_longer_each_time(tmp_path, said):
    broken = child(tmp_path, "raise SystemExit(3)")
    keeper = Supervisor([broken], said.append)
    now, started = 0.0, []
    while len(started) < 4:
        keeper._mind(now)
        if broken.process is not None and (not started or started[-1] != broken.started_at):
            started.append(broken.started_at)
            broken.process.wait()
        now += 0.5
    pauses = [later - earlier for earlier, later in pairwise(started)]
    assert pauses == pytest.approx([FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4], abs=1.0)
    assert said[0] == "web ended (exit code 3); starting it again in 1 s."
    keeper._stop_all()


def test_the_end_leaves_nobody_behind(tmp_path, said):
    families = [child(tmp_path, FAMILY, name) for name in ("web", "worker")]
    Supervisor(families, said.append).run(
        lambda: not all(len(pids(each.log)) == 2 for each in families)
    )
    wait_for_end_of(*(pid for each in families for pid in pids(each.log)))
    assert said == []


def test_one_that_does_not_listen_is_killed(tmp_path, said, monkeypatch):
    monkeypatch.setattr(supervisor, "PATIENCE", 0.3)
    deaf = child(
        tmp_path,
        """
        import os, signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print(os.getpid(), flush=True)
        time.sleep(60)
        """,
    )
    Supervisor([deaf], said.append).run(lambda: not pids(deaf.log))
    wait_for_end_of(*pids(deaf.log))


PARENT = """
    import os, sys
    from pathlib import Path
    from salesperf.supervisor import Child, Supervisor
    command = [sys.executable, "-c", sys.argv[1]]
    family = Child("web", command, dict(os.environ), log=Path(sys.argv[2]))
    Supervisor([family], print).run(lambda: True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_children_go_with_the_supervisor(tmp_path, number):
    """Ctrl-C and a service manager ask; on Linux it holds even when nobody asks."""
    if number == signal.SIGKILL and sys.platform != "linux":
        return
    log = tmp_path / "web.log"
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT), textwrap.dedent(FAMILY), str(log)],
        start_new_session=True,
    )
    leader, below = wait_for(lambda: len(pids(log)) == 2 and pids(log))
    parent.send_signal(number)
    parent.wait(timeout=15)
    wait_for_end_of(leader)
    if number == signal.SIGKILL:
        os.kill(below, signal.SIGKILL)  # the leader's own to mind; ours do
    else:
        wait_for_end_of(below)
