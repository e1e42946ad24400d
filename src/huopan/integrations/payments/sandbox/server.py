"""The sandbox over HTTP: a page for payers, JSON for the platform and for load tests."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from huopan.integrations.payments.sandbox import page
from huopan.integrations.payments.sandbox.desk import WAYS, Desk
from huopan.integrations.payments.sandbox.signing import BadSignatureError, Order, checked_id, order_of

LARGEST_BODY = 65_536


class Sandbox(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], desk: Desk, secret: str) -> None:
        super().__init__(address, Door)
        self.desk = desk
        self.secret = secret


class Door(BaseHTTPRequestHandler):
    """GET /pay/<token>: the page. POST /pay/<token>: pay, `way` as a form field, in JSON or in the query; JSON when
    that is accepted, else back to the shop. POST /query, /refund, /payout: calls signed by the platform."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Sandbox

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/healthz":
            self._json(HTTPStatus.OK, {"state": "well"})
        elif order := self._order(address.path):
            self._html(HTTPStatus.OK, page.cashier(order, self._language()))
        else:
            self._html(HTTPStatus.NOT_FOUND, page.refusal(self._language()))

    def do_POST(self) -> None:
        body = self._body()
        path = urlsplit(self.path).path
        desk = self.server.desk
        calls = {"/query": desk.query, "/refund": desk.refund, "/payout": desk.pay_out}
        if body is None:
            self._json(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": "too large"})
        elif path in calls:
            self._answer_platform(calls[path], body)
        elif order := self._order(path):
            self._answer_payer(order, body)
        else:
            self._json(HTTPStatus.NOT_FOUND, {"error": "not a payment link of this sandbox"})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Be quiet: addresses carry whole payments."""

    def _answer_platform(self, call: Callable[[dict[str, Any]], dict[str, Any]], body: bytes) -> None:
        headers = dict(self.headers.items())
        try:
            checked_id(self.server.secret, "call", headers, body, timestamp=int(time.time()))
            self._json(HTTPStatus.OK, call(json.loads(body)))
        except BadSignatureError:
            self._json(HTTPStatus.FORBIDDEN, {"error": "signature"})
        except (KeyError, ValueError, TypeError):
            self._json(HTTPStatus.BAD_REQUEST, {"error": "fields"})

    def _answer_payer(self, order: Order, body: bytes) -> None:
        way = self._way(body)
        if way not in WAYS:
            self._json(HTTPStatus.BAD_REQUEST, {"error": f"way is one of {', '.join(WAYS)}"})
            return
        done = self.server.desk.pay(order, way)
        if "text/html" in self.headers.get("Accept", ""):
            self._send(HTTPStatus.SEE_OTHER, b"", {"Location": order.return_url})
        else:
            self._json(HTTPStatus.OK, done)

    def _way(self, body: bytes) -> str:
        """What the payer chose; to pay plainly when nothing is said."""
        if self.headers.get("Content-Type", "").startswith("application/json"):
            try:
                told = json.loads(body or b"{}")
            except ValueError:
                return ""
            return str(told.get("way", "pay")) if isinstance(told, dict) else ""
        asked = urlsplit(self.path).query or body.decode("utf-8", "replace")
        return parse_qs(asked).get("way", ["pay"])[0]

    def _order(self, path: str) -> Order | None:
        if not path.startswith("/pay/"):
            return None
        try:
            return order_of(path.removeprefix("/pay/"), self.server.secret)
        except BadSignatureError:
            return None

    def _language(self) -> page.Language:
        asked = parse_qs(urlsplit(self.path).query).get("lang", [""])[0]
        prefers_english = self.headers.get("Accept-Language", "").lower().startswith("en")
        return "en" if asked == "en" or (asked != "zh" and prefers_english) else "zh"

    def _body(self) -> bytes | None:
        size = int(self.headers.get("Content-Length") or 0)
        if size > LARGEST_BODY:
            self.close_connection = True
            return None
        return self.rfile.read(size)

    def _json(self, status: HTTPStatus, said: dict[str, Any]) -> None:
        self._send(status, json.dumps(said).encode(), {"Content-Type": "application/json"})

    def _html(self, status: HTTPStatus, text: str) -> None:
        self._send(
            status,
            text.encode(),
            {
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
                "Referrer-Policy": "no-referrer",
            },
        )

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
