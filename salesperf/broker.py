"""Which broker wakes the workers: Redis where there is one, files on this disk where not.

The broker only wakes; what has to happen is a row in the outbox. Even so the file broker
loses no message that was sent: see :class:`salesperf.file_broker.Channel`.
"""

from pathlib import Path
from typing import Any

from kombu.transport import TRANSPORT_ALIASES

# kombu reads the transport from the scheme of an address, where a module path cannot stand.
TRANSPORT_ALIASES["files"] = "salesperf.file_broker:Transport"


def broker_settings(*, redis_url: str, folder: Path) -> tuple[str, dict[str, Any]]:
    """Return the broker's address and its transport options."""
    if redis_url:
        return redis_url, {
            # Redelivery after the longest task (CELERY_TASK_TIME_LIMIT), looked for each time.
            "visibility_timeout": 900,
            "unacked_restore_throttle": 1,
            # A Redis that is down must not hold up a request: one try, one second.
            "socket_connect_timeout": 1,
            "max_retries": 0,
        }
    queue = str(folder / "queue")
    return "files://localhost", {
        "data_folder_in": queue,
        "data_folder_out": queue,
        "processed_folder": str(folder / "taken"),
        "control_folder": str(folder / "control"),
    }
