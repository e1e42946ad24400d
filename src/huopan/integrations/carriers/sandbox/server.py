"""A courier for local use, run as a process of its own: gives labels, tells sightings, misbehaves on request.

POST /labels   {"request_id", "reference"} → {"waybill_number"}; the same number to the same request
POST /faults   {"down": n, "lost_answers": n, "number_again": n}: the next n calls fail, or are done and not answered;
               the next n labels bear a number that was given before
POST /scans    {"to", "times", "sightings": [{"waybill_number", "kind", "external_id", "place", "seen_at"}]}: push them
Every call is signed as Standard Webhooks says.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from huopan.infra import clock
from huopan.integrations.carriers.sandbox.signing import BadSignatureError, signed, verified


@dataclass
class Courier:
    secret: str
    labels: dict[str, str] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    serial: Any = field(default_factory=lambda: itertools.count(1))

    def label(self, asked: dict[str, Any]) -> dict[str, str]:
        request_id = str(asked["request_id"])
        if request_id not in self.labels:
            given = next(iter(self.labels.values()), "")
            self.labels[request_id] = given if given and self.takes("number_again") else f"HP{next(self.serial):010d}"
        return {"waybill_number": self.labels[request_id]}

    def scan(self, asked: dict[str, Any]) -> dict[str, list[int]]:
        body = json.dumps({"sightings": asked["sightings"]}, ensure_ascii=False)
        statuses = []
        for _ in range(int(asked.get("times", 1))):
            headers = signed(self.secret, message_id=f"push-{next(self.serial)}", at=clock.now(), body=body)
            pushed = httpx.post(asked["to"], content=body.encode(), headers=headers, timeout=5, trust_env=False)
            statuses.append(pushed.status_code)
        return {"statuses": statuses}

    def misbehave(self, asked: dict[str, Any]) -> dict[str, int]:
        self.faults = {name: int(count) for name, count in asked.items()}
        return self.faults

    def takes(self, fault: str) -> bool:
        """Whether the fault strikes now; each strike uses one up."""
        left = self.faults.get(fault, 0)
        self.faults[fault] = max(0, left - 1)
        return left > 0


def server_of(courier: Courier, port: int) -> ThreadingHTTPServer:
    desks: dict[str, Callable[[dict[str, Any]], Mapping[str, Any]]] = {
        "/labels": courier.label,
        "/scans": courier.scan,
        "/faults": courier.misbehave,
    }

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                asked = verified(courier.secret, {name.lower(): value for name, value in self.headers.items()}, body)
            except BadSignatureError:
                self._answer(401, {"error": "forged"})
                return
            if self.path != "/faults" and courier.takes("down"):
                self._answer(503, {"error": "down"})
                return
            done = desks[self.path](asked) if self.path in desks else None
            if self.path != "/faults" and courier.takes("lost_answers"):
                self.close_connection = True
                return
            self._answer(200 if done is not None else 404, done or {})

        def _answer(self, status: int, answer: Mapping[str, Any]) -> None:
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """A courier's desk is quiet."""

    return ThreadingHTTPServer(("127.0.0.1", port), Desk)
