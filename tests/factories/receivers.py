"""A small real HTTP server that misbehaves on request: what webhooks meet outside."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BOMB = gzip.compress(bytes(50_000_000))
Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Receiver:
    """`ways`: how each path answers; changed while running. `received`: what came, in order."""

    url: str
    port: int
    ways: dict[str, Behaviour]
    received: list[Received] = field(default_factory=list)

    def at(self, path: str) -> list[Received]:
        return [each for each in self.received if each.path == path]


def answering(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def slow(seconds: float) -> Behaviour:
    def answer(request: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        answering(200)(request)

    return answer


def dripping(request: BaseHTTPRequestHandler) -> None:
    """Headers that never end, a byte at a time: each read is quick, the whole is not."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(400):
        request.wfile.write(b"a")
        request.wfile.flush()
        time.sleep(0.05)


def gigabyte(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(2**30))
    request.end_headers()
    for _ in range(2**10):
        request.wfile.write(bytes(2**20))


def endless_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1_000_000):
        request.wfile.write(f"X-{number}: {'a' * 1000}\r\n".encode())


def garbage(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"\x00\x01 this is not HTTP at all\r\n\r\n")


WAYS: dict[str, Behaviour] = {
    "/ok": answering(200, b"thanks"),
    "/error": answering(500, "出错了".encode()),
    "/gone": answering(410),
    "/busy": answering(429, Retry_After="900"),
    "/redirect": answering(302, Location="http://169.254.169.254/latest/meta-data/"),
    "/bomb": answering(200, BOMB, Content_Encoding="gzip"),
    "/slow": slow(1.5),
    "/drip": dripping,
    "/gigabyte": gigabyte,
    "/headers": endless_headers,
    "/garbage": garbage,
}


@contextmanager
def a_receiver() -> Iterator[Receiver]:
    receiver = Receiver("", 0, dict(WAYS))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.received.append(Received(self.path, headers, body))
            try:
                receiver.ways[self.path](self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    receiver.url = f"http://127.0.0.1:{receiver.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


def a_closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
