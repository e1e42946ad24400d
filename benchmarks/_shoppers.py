"""Buyers with their programs: each holds an API key and a kept-alive connection, and counts its own calls."""

from __future__ import annotations

import http.client
import json
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


class UnexpectedAnswerError(RuntimeError):
    """The site answered with a status that the benchmark did not ask for."""


@dataclass
class Shopper:
    url: str
    key: str
    calls: int = 0
    _connections: dict[str, http.client.HTTPConnection] = field(default_factory=dict)

    def get(self, path: str) -> tuple[int, Any]:
        return self._call("GET", self.url, path, None)

    def write(self, method: str, path: str, body: Any, *, idempotency_key: str = "") -> tuple[int, Any]:
        return self._call(method, self.url, path, body, {"Idempotency-Key": idempotency_key or uuid.uuid4().hex})

    def pay(self, link: str) -> tuple[int, Any]:
        """Pay at the provider's page, as its own site."""
        parts = urlsplit(link)
        return self._call("POST", f"{parts.scheme}://{parts.netloc}", parts.path, {"way": "pay"})

    def _call(
        self, method: str, site: str, path: str, body: Any, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        self.calls += 1
        connection = self._connections.get(site)
        if connection is None:
            connection = self._connections[site] = http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)
        sent = json.dumps(body) if body is not None else None
        connection.request(
            method,
            path,
            body=sent,
            headers={
                "Authorization": f"Bearer {self.key}",
                "Accept": "application/json",
                **({"Content-Type": "application/json"} if sent else {}),
                **(headers or {}),
            },
        )
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, (json.loads(text) if text else None)
