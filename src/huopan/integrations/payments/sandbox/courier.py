"""Bringing notices to the platform: at once, late, twice, out of order, again until it listens, or never."""

from __future__ import annotations

import heapq
import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from huopan.integrations.payments.sandbox.signing import signed_headers

RETRY_SECONDS = (1.0, 5.0, 30.0, 120.0, 600.0, 1800.0)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One notice on its way. `body` is what is said; the id stays the same on every attempt."""

    notice_id: str
    url: str
    body: dict[str, Any]


@dataclass(order=True, slots=True)
class _Waiting:
    due: float
    serial: int
    parcel: Parcel = field(compare=False)
    attempt: int = field(compare=False)


class Courier:
    """Delivers at once in the caller's thread; what must wait or be tried again, in one of its own."""

    def __init__(
        self, secret: str, retry_seconds: Sequence[float] = RETRY_SECONDS, client: httpx.Client | None = None
    ) -> None:
        self._secret = secret
        self._retry_seconds = retry_seconds
        self._client = client or httpx.Client(timeout=20.0, trust_env=False)
        self._queue: list[_Waiting] = []
        self._serial = count()
        self._changed = threading.Condition()
        threading.Thread(target=self._run, daemon=True).start()

    def bring(self, parcel: Parcel, attempt: int = 0) -> int:
        """Deliver now; the status answered, 0 for none. Anything but 200 is tried again later."""
        body = json.dumps(parcel.body).encode()
        headers = signed_headers(
            self._secret, "notice", message_id=parcel.notice_id, timestamp=int(time.time()), body=body
        )
        try:
            status = self._client.post(parcel.url, content=body, headers=headers).status_code
        except httpx.HTTPError:
            status = 0
        if status != httpx.codes.OK and attempt < len(self._retry_seconds):
            self.bring_later(parcel, seconds=self._retry_seconds[attempt], attempt=attempt + 1)
        return status

    def bring_later(self, parcel: Parcel, *, seconds: float, attempt: int = 0) -> None:
        with self._changed:
            heapq.heappush(self._queue, _Waiting(time.monotonic() + seconds, next(self._serial), parcel, attempt))
            self._changed.notify()

    def _run(self) -> None:
        while True:
            waiting = self._next_due()
            self.bring(waiting.parcel, waiting.attempt)

    def _next_due(self) -> _Waiting:
        with self._changed:
            while True:
                wait = self._queue[0].due - time.monotonic() if self._queue else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._queue)
                self._changed.wait(wait)
