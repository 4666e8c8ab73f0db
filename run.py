#!/usr/bin/env python3
"""Runs SalesPerf, its tests and its checks from a fresh clone; needs Python 3.11 and no more.

    python3 run.py demo     web server, worker and scheduler with demo data, on this machine
    python3 run.py test     the fast tests (--services: PostgreSQL and Redis, --browser: Chromium)
    python3 run.py check    style, types, import directions, migrations, production settings

Only the standard library is imported here, and the syntax is one that an older Python can read,
so that it can say what is missing.
"""

import argparse
import contextlib
import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
OLDEST = (3, 11)
BASE, DEV = "requirements.txt", "requirements-dev.txt"


def stop(sentence):
    """End with one sentence about what is wrong and what to do."""
    sys.exit("run.py: " + sentence)


# --- the virtual environment ---------------------------------------------------------------------


def environment_folder():
    """.venv, unless another Python made it; then one that carries this Python's version."""
    version = "{}.{}".format(*sys.version_info)
    folder = os.path.join(HERE, ".venv")
    made_by = _made_by(folder)
    if made_by is None or made_by == version:
        return folder
    return f"{folder}-{version}"


def _made_by(folder):
    try:
        with open(os.path.join(folder, "pyvenv.cfg")) as lines:
            for line in lines:
                name, _, value = line.partition("=")
                if name.strip() in ("version", "version_info"):
                    return ".".join(value.strip().split(".")[:2])
    except OSError:
        pass
    return None


def installed_python(requirements):
    """Return the environment's python, with what ``requirements`` names installed."""
    folder = environment_folder()
    python = os.path.join(folder, "bin", "python")
    stamp = os.path.join(folder, requirements + ".stamp")
    wanted = _stamp(requirements)
    with _alone("install"):
        if _read(stamp) == wanted and os.path.exists(python):
            return python
        if not _works(python):
            _make_environment(folder)
        _install(python, requirements)
        with open(stamp, "w") as file:
            file.write(wanted)
    return python


def _works(python):
    if not os.path.exists(python):
        return False
    return not subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode


def _stamp(requirements):
    """Changes with the requirements, the constraints and the Python."""
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted({BASE, requirements, "constraints.txt"}):
        with open(os.path.join(HERE, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def _make_environment(folder):
    try:
        import ensurepip  # noqa: F401 what Debian splits off
        import venv
    except ImportError:
        stop(
            "this Python cannot make a virtual environment. On Debian or Ubuntu install it with "
            "'sudo apt install python3-venv', then run this again."
        )
    print(f"Making {os.path.relpath(folder, HERE)}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        venv.create(folder, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        stop(f"the virtual environment could not be made: {error}")


def _install(python, requirements):
    print(f"Installing {requirements} (about a minute the first time)", flush=True)
    done = subprocess.run(
        [
            python, "-m", "pip", "install", "-qq", "--disable-pip-version-check",
            "--requirement", requirements, "--constraint", "constraints.txt",
        ],
        cwd=HERE,
    )  # fmt: skip
    if done.returncode:
        stop("the packages could not be installed; pip says above why. Is the network there?")


@contextlib.contextmanager
def _alone(what):
    """Hold a lock, so that two commands at once do not install into one environment."""
    folder = os.path.join(HERE, "var")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, what + ".lock"), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return None


# --- demo ----------------------------------------------------------------------------------------


def demo(arguments):
    """Start everything with demo data; never returns."""
    _need_free_port(arguments.host, arguments.port)
    python = installed_python(BASE)
    command = [python, "manage.py", "stack", "--demo"]
    command += ["--bind", f"{arguments.host}:{arguments.port}"]
    if arguments.reset:
        command.append("--reset")
    environment = _demo_environment(arguments.host, arguments.port)
    os.chdir(HERE)
    sys.stdout.flush()
    os.execve(python, command, environment)  # noqa: S606 no shell is what we want


def _demo_environment(host, port):
    """The demo lives in a folder of its own, whatever else this shell is set up for."""
    var = os.path.abspath(os.environ.get("SALESPERF_VAR") or os.path.join(HERE, "var"))
    everywhere = host in ("0.0.0.0", "::", "[::]")  # noqa: S104 asked for with --host
    environment = dict(
        os.environ,
        SALESPERF_ENV="demo",
        SALESPERF_VAR=var,
        SALESPERF_MAIL_FOLDER=os.path.join(var, "mail"),
        SECRET_KEY=_secret_of(var),
        COMPANY_NAME=os.environ.get("COMPANY_NAME") or "Northwind",
        ALLOWED_HOSTS="*" if everywhere else f"localhost,127.0.0.1,[::1],{host}",
        PUBLIC_URL=f"http://{'127.0.0.1' if everywhere else host}:{port}",
    )
    for name in ("DATABASE_URL", "REDIS_URL", "DEBUG", "DJANGO_SETTINGS_MODULE", "STATIC_ROOT"):
        environment.pop(name, None)
    return environment


def _secret_of(var):
    """A secret key of this folder's own: a demo may be opened to the network."""
    path = os.path.join(var, "secret-key")
    if not _read(path):
        os.makedirs(var, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(os.urandom(40).hex())
    return _read(path)


def _need_free_port(host, port):
    if not 0 < port < 65536:
        stop(f"a port is a number from 1 to 65535, not {port}.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except socket.gaierror:
            stop(f"no address of this machine is named {host}.")
        except PermissionError:
            stop(f"port {port} is reserved; choose one above 1023: --port 8000.")
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            stop(
                f"port {port} on {host} cannot be used ({why}). "
                f"Choose another: python3 run.py demo --port {port % 65535 + 1}."
            )


# --- test ----------------------------------------------------------------------------------------


def _processes(arguments):
    """How many at once: a browser, or another server, does a part of the work meanwhile."""
    cores = os.cpu_count() or 1
    if arguments.browser:
        return str(2 * cores)
    return str(cores + 1 if arguments.services else cores)


def test(arguments, rest):
    """Run the tests; returns pytest's result."""
    python = installed_python(DEV if arguments.browser else BASE)
    environment = dict(os.environ)
    environment.pop("SALESPERF_ENV", None)
    command = [python, "-m", "pytest"]
    if not any(each == "-n" or each.startswith(("-n", "--numprocesses")) for each in rest):
        command += ["-n", _processes(arguments)]
    if arguments.browser:
        environment["SALESPERF_CHROMIUM"] = _chromium()
        # Playwright runs a loop of its own in the thread of the test, which Django would refuse.
        environment["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        return _tests([*command, "-m", "browser", *rest], _embedded(environment))
    if not arguments.services:
        return _tests(
            [*command, "-m", "not browser and not services", *rest], _embedded(environment)
        )
    from tests.services import Unavailable, services

    try:
        with services(environment):
            return _tests([*command, "-m", "not browser", *rest], environment)
    except Unavailable as missing:
        return stop(str(missing))


def _tests(command, environment):
    return subprocess.run(command, cwd=HERE, env=environment).returncode


def _embedded(environment):
    """SQLite and files, whatever this shell is set up for."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    return environment


def _chromium():
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found:
            return found
    return stop(
        "the journeys need Chromium or Chrome. On Debian install it with "
        "'sudo apt install chromium', then run this again."
    )


# --- check ---------------------------------------------------------------------------------------


def check():
    """Run every check, one line each; returns 1 when one failed."""
    python = installed_python(DEV)
    tools = os.path.dirname(python)
    manage = [python, "manage.py"]
    templates = _files("templates", ".html")
    plain = dict(os.environ, SALESPERF_ENV="development")
    steps = [
        ("lint", [tools + "/ruff", "check", "."], plain),
        ("format", [tools + "/ruff", "format", "--check", "."], plain),
        ("import directions", [tools + "/lint-imports"], plain),
        ("types", [tools + "/mypy", "."], plain),
        ("templates", [tools + "/djade", "--check", "--target-version", "5.2", *templates], plain),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], plain),
        ("production", [*manage, "check", "--deploy", "--fail-level", "WARNING"], _production()),
    ]
    with tempfile.TemporaryDirectory(prefix="salesperf-check-") as folder:
        failed = [
            name
            for name, command, environment in steps
            if not _step(name, command, environment, folder)
        ]
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def _step(name, command, environment, folder):
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=HERE,
        env=dict(_embedded(environment), SALESPERF_VAR=folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    passed = done.returncode == 0
    seconds = time.monotonic() - began
    print(f"{'ok' if passed else 'FAILED':6} {name:20} {seconds:5.1f} s", flush=True)
    if not passed:
        print(done.stdout.rstrip() + "\n", flush=True)
    return passed


def _production():
    return dict(
        os.environ,
        SALESPERF_ENV="production",
        SECRET_KEY=os.urandom(40).hex(),
        ALLOWED_HOSTS="sales.company.example",
        PUBLIC_URL="https://sales.company.example",
    )


def _files(folder, ending):
    return sorted(
        os.path.join(path, name)
        for path, _, names in os.walk(os.path.join(HERE, folder))
        for name in names
        if name.endswith(ending)
    )


# --- the command line ----------------------------------------------------------------------------


def parser():
    top = argparse.ArgumentParser(description="Run SalesPerf, its tests and its checks.")
    commands = top.add_subparsers(dest="command", metavar="demo | test | check", required=True)
    for_demo = commands.add_parser("demo", help="start SalesPerf with demo data on this machine")
    for_demo.add_argument("--port", type=int, default=8000)
    for_demo.add_argument("--host", default="127.0.0.1", help="0.0.0.0 for the whole network")
    for_demo.add_argument("--reset", action="store_true", help="forget the data and begin anew")
    for_test = commands.add_parser(
        "test", help="run the fast tests; further arguments go to pytest"
    )
    which = for_test.add_mutually_exclusive_group()
    which.add_argument("--services", action="store_true", help="on PostgreSQL and Redis")
    which.add_argument("--browser", action="store_true", help="journeys in a real Chromium")
    commands.add_parser("check", help="style, types, import directions, migrations, settings")
    return top


def main():
    if sys.version_info < OLDEST:
        stop(
            "this is Python {}.{}; SalesPerf needs 3.11 or newer (try: python3.11 run.py …).".format(
                *sys.version_info
            )
        )
    arguments, rest = parser().parse_known_args()
    if arguments.command == "test":
        sys.exit(test(arguments, rest))
    if rest:
        parser().error("unrecognized arguments: " + " ".join(rest))
    if arguments.command == "demo":
        demo(arguments)
    sys.exit(check())


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
