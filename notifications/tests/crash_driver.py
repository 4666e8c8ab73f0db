"""A process of its own that tells people something and sweeps until all of it is delivered.

``python -m notifications.tests.crash_driver COUNT SECONDS`` in the environment of the worker
under test. Two threads sweep at once, as two schedulers would. It prints each state with its
number as JSON, after ``SECONDS`` at the latest.
"""

import json
import sys
import threading
import time
from collections import Counter

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 needs the applications
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from notifications.actions import notify, sweep  # noqa: E402
from notifications.models import Delivery  # noqa: E402


def tell(count: int) -> None:
    make = get_user_model().objects.create_user
    people = [make(f"person{n}@northwind.example", name=f"Person {n}") for n in range(count)]
    notify(
        key="crash",
        recipients=people,
        kind="expectations.shared",
        data={"document": "Plan", "by": "Mila Trentham"},
        url="/",
        now=timezone.now(),
    )


def sweep_until(done: threading.Event) -> None:
    while not done.wait(0.5):
        sweep(now=timezone.now())
    connection.close()


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("status", flat=True))


def main(count: int, seconds: float) -> None:
    tell(count)
    done, deadline = threading.Event(), time.monotonic() + seconds
    sweepers = [threading.Thread(target=sweep_until, args=[done]) for _ in range(2)]
    for sweeper in sweepers:
        sweeper.start()
    while time.monotonic() < deadline and states() != {"sent": count}:
        time.sleep(0.2)
    done.set()
    for sweeper in sweepers:
        sweeper.join()
    print(json.dumps(states()))  # noqa: T201 the test reads it


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
