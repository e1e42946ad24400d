"""Buyers at a site whose ground shakes: they ask again, blindly, until they are answered, and note what was said."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import httpx

from tests.factories.orders import SHENZHEN

ADDRESS = {name: value for name, value in SHENZHEN.as_json().items() if name != "division_name"}
BUYING = ("/purchases", {"address": ADDRESS})
LONGEST_ANSWER = 15  # seconds: beyond it hangs
PATIENCE = 120
T = TypeVar("T")


class Shopper:
    """One buyer. `is_keyed` false is the negative control: a new key with every asking, as if there were none."""

    def __init__(self, url: str, key: str, sku_id: int, *, is_keyed: bool = True) -> None:
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
        self.client = httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=LONGEST_ANSWER)
        self.sku_id, self.is_keyed = sku_id, is_keyed
        self.turns, self.is_closing = 0, False
        self.told: Counter[str] = Counter()
        self._askings = itertools.count()

    def shop(self) -> None:
        """Cart after cart, until it is time to go home."""
        while not self.is_closing:
            self.insist(f"fill-{self.turns}", *self.filling)
            self.insist(f"buy-{self.turns}", *BUYING)
            self.turns += 1

    def fill(self) -> None:
        """One and the same cart, ever fuller."""
        while not self.is_closing:
            self.insist(f"fill-{self.turns}", *self.filling)
            self.turns += 1

    @property
    def filling(self) -> tuple[str, Any]:
        return "/cart/lines", {"lines": [{"sku_id": self.sku_id, "quantity": 1}]}

    def insist(self, key: str, path: str, body: Any) -> None:
        until = time.monotonic() + PATIENCE
        while not self.ask(key, path, body).is_success:
            assert time.monotonic() < until, self.told
            time.sleep(0.05)

    def ask(self, key: str, path: str, body: Any) -> httpx.Response:
        """One try, noted as its status and, of a refusal, whether it says in a problem+json when to come again."""
        sent = key if self.is_keyed else f"{key}-{next(self._askings)}"
        answer = self.client.post(path, json=body, headers={"Idempotency-Key": sent})
        self.told[_in_short(answer)] += 1
        return answer


def _in_short(answer: httpx.Response) -> str:
    if answer.is_success:
        return "done"
    is_problem = answer.headers["Content-Type"] == "application/problem+json"
    return f"{answer.status_code}" + " retry" * ("Retry-After" in answer.headers) + " problem" * is_problem


def at_once(deeds: Sequence[Callable[[], T]]) -> list[Future[T]]:
    """Each in a thread of its own; not waited for."""
    pool = ThreadPoolExecutor(len(deeds))
    going = [pool.submit(deed) for deed in deeds]
    pool.shutdown(wait=False)
    return going
