"""A process of its own that sends or reads messages of the file broker, for its tests.

``send FOLDER WHO COUNT`` sends numbered messages. ``read FOLDER COUNT`` reads and acknowledges
until nothing came for two seconds, and prints what it read. ``hold FOLDER`` reads one message,
says so, and waits to be killed.
"""

import json
import sys
import time
from pathlib import Path
from queue import Empty
from typing import Any

from kombu import Connection

from salesperf.broker import broker_settings

QUEUE = "test"
QUIET = 2.0  # seconds without a message after which a reader is done


def connect(folder: str | Path) -> Connection:
    url, options = broker_settings(redis_url="", folder=Path(folder))
    return Connection(url, transport_options=options)


def send(connection: Connection, *bodies: Any) -> None:
    producer = connection.Producer()
    for body in bodies:
        producer.publish(body, exchange="", routing_key=QUEUE)


def take(connection: Connection) -> Any:
    """Take one message without acknowledging it; None when there is none."""
    return connection.default_channel.basic_get(QUEUE)


def read_all(folder: str) -> list[Any]:
    read, quiet_since = [], time.monotonic()
    with connect(folder) as connection, connection.SimpleQueue(QUEUE) as queue:
        while time.monotonic() - quiet_since < QUIET:
            try:
                message = queue.get(timeout=0.2)
            except Empty:
                continue
            read.append(message.payload)
            message.ack()
            quiet_since = time.monotonic()
    return read


def hold(folder: str) -> None:
    with connect(folder) as connection:
        message = take(connection)
        print(json.dumps(message.payload), flush=True)  # noqa: T201 the test reads it
        time.sleep(60)


if __name__ == "__main__":
    what, folder, *rest = sys.argv[1:]
    if what == "send":
        with connect(folder) as connection:
            send(connection, *([rest[0], number] for number in range(int(rest[1]))))
    elif what == "read":
        print(json.dumps(read_all(folder)))  # noqa: T201 the test reads it
    else:
        hold(folder)
