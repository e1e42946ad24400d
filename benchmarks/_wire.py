"""Counting SQL where it cannot be missed: a proxy on the wire that reads PostgreSQL's own protocol.

Every Execute and every simple Query counts as one statement; BEGIN, COMMIT, ROLLBACK and savepoints are told apart.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)", re.IGNORECASE)
STARTUP_HEADER = 4
MESSAGE_HEADER = 5


class StatementCount:
    """What went over the wire so far. `kinds` counts statements by their first two words."""

    def __init__(self) -> None:
        self.statements = 0
        self.transaction_statements = 0
        self.kinds: Counter[str] = Counter()

    def note(self, text: str) -> None:
        if TRANSACTION.match(text):
            self.transaction_statements += 1
        else:
            self.statements += 1
            self.kinds[" ".join(text.split()[:8])[:90]] += 1

    def clear(self) -> None:
        self.__init__()  # type: ignore[misc]


class _Frontend:
    """One client's stream of messages, cut as they arrive; remembers the text behind each prepared name."""

    def __init__(self, count: StatementCount) -> None:
        self.count = count
        self.rest = b""
        self.is_started = False
        self.prepared: dict[bytes, str] = {}
        self.portal = ""

    def feed(self, chunk: bytes) -> None:
        self.rest += chunk
        while self._take():
            pass

    def _take(self) -> bool:
        header = MESSAGE_HEADER if self.is_started else STARTUP_HEADER
        if len(self.rest) < header:
            return False
        (length,) = struct.unpack("!I", self.rest[header - 4 : header])
        whole = length + header - 4
        if len(self.rest) < whole:
            return False
        kind, body = self.rest[:1], self.rest[header:whole]
        self.rest = self.rest[whole:]
        if self.is_started:
            self._read(kind, body)
        else:
            # An SSL or GSS request is followed by the real start-up message.
            self.is_started = body[:4] not in (struct.pack("!I", 80877103), struct.pack("!I", 80877104))
        return True

    def _read(self, kind: bytes, body: bytes) -> None:
        if kind == b"Q":
            self.count.note(body.rstrip(b"\0").decode(errors="replace"))
        elif kind == b"P":
            name, text, _rest = body.split(b"\0", 2)
            self.prepared[name] = text.decode(errors="replace")
        elif kind == b"B":
            _portal, name, _rest = body.split(b"\0", 2)
            self.portal = self.prepared.get(name, "prepared earlier")
        elif kind == b"E":
            self.count.note(self.portal)


@contextlib.contextmanager
def counted(database_url: str) -> Iterator[tuple[str, StatementCount]]:
    """A URL that leads to the same database through the counting proxy, and the count."""
    parts = urlsplit(database_url)
    count, ready, loop = StatementCount(), threading.Event(), asyncio.new_event_loop()
    port: list[int] = []

    async def serve() -> None:
        listener = await asyncio.start_server(
            lambda reader, writer: _bridge(reader, writer, parts.hostname or "127.0.0.1", parts.port or 5432, count),
            "127.0.0.1",
            0,
        )
        port.append(listener.sockets[0].getsockname()[1])
        ready.set()

    loop.create_task(serve())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    ready.wait(10)
    login = f"{parts.username}{':' + parts.password if parts.password else ''}@" if parts.username else ""
    yield urlunsplit(parts._replace(netloc=f"{login}127.0.0.1:{port[0]}", query="sslmode=disable")), count
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)


async def _bridge(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int, count: StatementCount
) -> None:
    upstream_reader, upstream_writer = await asyncio.open_connection(host, port)
    frontend = _Frontend(count)

    async def forward() -> None:
        while chunk := await reader.read(65536):
            frontend.feed(chunk)
            upstream_writer.write(chunk)
            await upstream_writer.drain()
        upstream_writer.close()

    async def back() -> None:
        while chunk := await upstream_reader.read(65536):
            writer.write(chunk)
            await writer.drain()
        writer.close()

    with contextlib.suppress(ConnectionError):
        await asyncio.gather(forward(), back())
