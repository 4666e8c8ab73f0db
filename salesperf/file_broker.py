"""A message broker of plain files, for installations on one machine without Redis.

kombu brings one, but its messages appear in the folder before they are written to the end:
with two producers and two readers, 363 of 5,000 were read half and lost. It also forgets a
message as soon as a worker takes it. This subclass keeps four promises:

* A message is written under another name and renamed: a reader sees all of it or nothing.
* A reader takes a message by renaming it: of two readers one gets it.
* What was taken and not acknowledged comes back: it lies in a folder of the reader, whose lock
  the system releases when the reader dies, and the next reader puts it back into the queue.
* Messages are read in the order of sending, also after a restart of the machine (names begin
  with the wall clock; kombu's begin with the time since the start).

Everything is renamed, nothing copied: all folders must lie on one disk. A message is not synced
to the disk; what must survive a power cut is a row of the outbox (notifications/).
"""

import fcntl
import os
import threading
import time
import uuid
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

PART = ".part"
LOCK = ".lock"
SECONDS_BETWEEN_RECOVERIES = 5.0


class _Stamp:
    """Numbers for file names: the wall clock in nanoseconds, and always one more than before."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> int:
        with self._lock:
            self._last = max(time.time_ns(), self._last + 1)
            return self._last


_stamp = _Stamp()


def write_whole(path: Path, content: str) -> None:
    """Write a file so that no reader ever sees a part of it."""
    part = path.with_name(f"{uuid.uuid4().hex}{PART}")
    part.write_text(content)
    part.rename(path)


class Claims:
    """The messages that this process took and has not acknowledged yet.

    They are files in a folder of its own. While the process (or a child that still works on one
    of them) lives, it holds the lock beside the folder.
    """

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        self.folder = root / uuid.uuid4().hex
        self.folder.mkdir()
        self.by_tag: dict[str, Path] = {}
        # Locked first, named afterwards: nobody can find the lock free while we are here.
        part = root / f"{self.folder.name}{PART}"
        self._lock = part.open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        part.rename(self._lock_path(self.folder))

    def _lock_path(self, folder: Path) -> Path:
        return self.root / f"{folder.name}{LOCK}"

    def take(self, path: Path) -> Path | None:
        """Claim one message; None when another reader was faster."""
        claimed = self.folder / path.name
        try:
            path.rename(claimed)
        except FileNotFoundError:
            return None
        return claimed

    def forget(self, tag: str) -> None:
        """The message with this delivery tag is done with."""
        claimed = self.by_tag.pop(tag, None)
        if claimed is not None:
            claimed.unlink(missing_ok=True)

    def recover(self, queue_folder: Path) -> int:
        """Put back what dead readers held; return how many messages that were."""
        return sum(
            self._recover_one(lock, queue_folder)
            for lock in self.root.glob(f"*{LOCK}")
            if lock.stem != self.folder.name
        )

    def _recover_one(self, lock: Path, queue_folder: Path) -> int:
        try:
            handle = lock.open()
        except FileNotFoundError:
            return 0  # another reader is done with it already
        count = 0
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return 0  # its owner lives
            folder = self.root / lock.stem
            for claimed in sorted(folder.glob("*.msg")):
                message = loads(claimed.read_text())
                message["redelivered"] = True  # Celery gives up on one that kills twice
                write_whole(queue_folder / claimed.name, dumps(message))
                claimed.unlink()
                count += 1
            if folder.exists():
                folder.rmdir()
            lock.unlink(missing_ok=True)
        return count

    def close(self) -> None:
        """Give the folder back if nothing is in it; otherwise the next reader recovers it."""
        if not any(self.folder.iterdir()):
            self.folder.rmdir()
            self._lock_path(self.folder).unlink(missing_ok=True)
        self._lock.close()


class Channel(filesystem.Channel):
    """One reader or writer of the queue folder."""

    connection: "Transport"

    def __init__(self, connection: "Transport", **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        for folder in (self.data_folder_in, self.data_folder_out, self.control_folder):
            Path(folder).mkdir(parents=True, exist_ok=True)
        # What the last look into the folder found; a look for each message would take
        # quadratic time with a long queue.
        self._seen: dict[str, deque[str]] = defaultdict(deque)
        self._no_ack: set[str] = set()
        self._next_recovery = 0.0

    @property
    def claims(self) -> Claims:
        return self.connection.claims(Path(self.processed_folder))

    # --- sending -------------------------------------------------------------------------------

    # kombu's own two classes disagree about the name of the second argument.
    def _put(  # type: ignore[override]
        self, queue: str, message: dict[str, Any], **kwargs: Any
    ) -> None:
        name = f"{_stamp():020d}-{uuid.uuid4().hex}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, dumps(message))

    # --- receiving -----------------------------------------------------------------------------

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        folder = Path(self.data_folder_in)
        for name in self._names(queue):
            claimed = self.claims.take(folder / name)
            if claimed is None:
                continue
            message: dict[str, Any] = loads(claimed.read_text())
            if queue in self._no_ack:
                claimed.unlink()
            else:
                self.claims.by_tag[message["properties"]["delivery_tag"]] = claimed
            return message
        raise Empty

    def _names(self, queue: str) -> Iterable[str]:
        seen = self._seen[queue]
        if not seen:
            self._recover_now_and_then()
            ending = f"{queue}.msg"
            seen.extend(
                sorted(
                    name
                    for name in os.listdir(self.data_folder_in)
                    if name.partition(".")[2] == ending
                )
            )
        while seen:
            yield seen.popleft()

    def _recover_now_and_then(self) -> None:
        if time.monotonic() >= self._next_recovery:
            self._next_recovery = time.monotonic() + SECONDS_BETWEEN_RECOVERIES
            self.claims.recover(Path(self.data_folder_in))

    # --- acknowledging -------------------------------------------------------------------------

    def basic_consume(
        self, queue: str, no_ack: bool, callback: Any, consumer_tag: str, **kwargs: Any
    ) -> None:
        if no_ack:
            self._no_ack.add(queue)
        super().basic_consume(queue, no_ack, callback, consumer_tag, **kwargs)

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> Any:
        message = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message is not None and no_ack:
            self.claims.forget(message.delivery_tag)
        return message

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        super().basic_ack(delivery_tag, multiple=multiple)
        self.claims.forget(delivery_tag)

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        super().basic_reject(delivery_tag, requeue=requeue)
        self.claims.forget(delivery_tag)

    def _restore(self, message: Any) -> None:
        # Back in the queue first, out of our folder afterwards: rather twice than never.
        super()._restore(message)
        self.claims.forget(message.delivery_tag)

    # --- the table of queues: changed under one lock, replaced as a whole ------------------------

    def get_table(self, exchange: str) -> list[filesystem.exchange_queue_t]:
        try:
            rows = loads(self._exchange_file(exchange).read_text())
        except FileNotFoundError:
            return []
        return [filesystem.exchange_queue_t(*row) for row in rows]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda rows: rows if row in rows else [row, *rows])

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **kwargs: Any
    ) -> None:
        self._purge(queue)
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda rows: [each for each in rows if each != row])

    def _change_table(self, exchange: str, change: Callable[[list[Any]], list[Any]]) -> None:
        with self._tables_locked():
            before = self.get_table(exchange)
            after = change(before)
            if after != before:
                write_whole(self._exchange_file(exchange), dumps(after))

    @contextmanager
    def _tables_locked(self) -> Any:
        with (self.control_folder / LOCK).open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """Names the channel for kombu and keeps what this process has taken."""

    Channel = Channel
    polling_interval = 0.2  # seconds between two looks into an empty queue
    busy_interval = 0.05  # seconds between two looks whether a busy worker may read again
    worker_turn = 0.5  # seconds after which an idle worker gets its turn
    _claims: Claims | None = None

    def drain_events(self, connection: Any, timeout: float | None = None, **kwargs: Any) -> None:
        """Read one message, waiting at most ``timeout`` seconds for it.

        A worker (who else limits how much it holds?) gets its turn back soon: between two calls
        it acknowledges what is done, and sees that it is asked to stop. kombu would let it wait
        for two seconds, in which two processes end two short tasks.
        """
        if any(channel.qos.prefetch_count for channel in self.channels):
            timeout = min(timeout or self.worker_turn, self.worker_turn)
        deadline = None if timeout is None else time.monotonic() + timeout
        assert self.cycle is not None
        while True:
            try:
                self.cycle.get(self._deliver, timeout=timeout)
            except Empty:
                if not all(channel.qos.can_consume() for channel in self.channels):
                    time.sleep(self.busy_interval)
                    raise TimeoutError from None
                if deadline is not None and time.monotonic() >= deadline:
                    raise TimeoutError from None
                time.sleep(min(self.polling_interval, timeout or self.polling_interval))
            else:
                return

    def claims(self, root: Path) -> Claims:
        if self._claims is None:
            self._claims = Claims(root)
        return self._claims

    def close_connection(self, connection: Any) -> None:
        super().close_connection(connection)
        if self._claims is not None:
            self._claims.close()
            self._claims = None
