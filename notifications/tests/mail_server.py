"""A mail server of a few lines: it counts what it accepts, and can fall silent once."""

import contextlib
import socketserver
import threading
from collections import Counter
from email import message_from_bytes
from types import TracebackType


class MailServer:
    """Listens on a free port of this machine.

    With ``stalls`` it answers nothing to the first mail that it has read to the end: the sender
    waits, and does not know whether it was accepted (it was not). Everybody else waits at the
    door until ``go_on``.
    """

    def __init__(self, *, stalls: bool = False) -> None:
        self.accepted: Counter[str] = Counter()
        self.stalled = threading.Event()
        self._came = False
        self._open = threading.Event()
        if not stalls:
            self._open.set()
        self._lock = threading.Lock()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "MailServer":
        self._thread.start()
        return self

    def go_on(self) -> None:
        self._open.set()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _is_first(self) -> bool:
        with self._lock:
            first, self._came = not self._came, True
            return first

    def _accept(self, content: bytes) -> None:
        with self._lock:
            self.accepted[message_from_bytes(content)["Message-ID"]] += 1

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        server = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(ConnectionError):  # of a sender that was killed
                    self._talk()

            def _talk(self) -> None:
                if not server._is_first():
                    server._open.wait()
                self._say("220 ready")
                while line := self.rfile.readline():
                    verb = line.split()[0].upper() if line.split() else b""
                    if verb == b"DATA":
                        self._say("354 go on")
                        if not self._data():
                            return
                    elif verb == b"QUIT":
                        self._say("221 bye")
                        return
                    else:
                        self._say("250 ok")

            def _data(self) -> bool:
                content = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    if not line:
                        return False
                    content += line
                if not server._open.is_set():
                    server.stalled.set()
                    self.rfile.readline()  # until the sender is gone
                    return False
                server._accept(content)
                self._say("250 accepted")
                return True

            def _say(self, answer: str) -> None:
                self.wfile.write(answer.encode() + b"\r\n")

        return Handler
