"""The sandbox in this process: its notices come through the real door, its answers over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from django.test import Client

from huopan.domains.settlement.ports import PROVIDERS
from huopan.infra import clock
from huopan.integrations.payments.sandbox.adapter import SandboxProvider
from huopan.integrations.payments.sandbox.book import Book
from huopan.integrations.payments.sandbox.courier import Courier, Parcel
from huopan.integrations.payments.sandbox.desk import Desk
from huopan.integrations.payments.sandbox.server import Sandbox

SECRET = "a secret of the tests"


def into_django(request: httpx.Request) -> httpx.Response:
    headers = {name: value for name, value in request.headers.items() if name.startswith("sandbox")}
    answer = Client().post(request.url.path, request.read(), content_type="application/json", headers=headers)
    return httpx.Response(answer.status_code, content=answer.content)


class CourierAtHand(Courier):
    """Keeps what is to be brought later until the test says so; brings the rest straight into Django."""

    def __init__(self) -> None:
        super().__init__(SECRET, (1.0, 1.0), httpx.Client(transport=httpx.MockTransport(into_django)))
        self.later: list[tuple[Parcel, int]] = []

    def bring_later(self, parcel: Parcel, *, seconds: float, attempt: int = 0) -> None:
        self.later.append((parcel, attempt))

    def bring_what_waits(self) -> list[int]:
        waiting, self.later = self.later, []
        return [self.bring(parcel, attempt) for parcel, attempt in waiting]


@dataclass
class Standing:
    """A sandbox with its adapter."""

    server: Sandbox
    courier: CourierAtHand
    provider: SandboxProvider
    client: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False))

    def pay(self, link: str, way: str = "pay", **headers: str) -> httpx.Response:
        """Pay through Django's own thread, so that notices fall into the test's transaction."""
        from huopan.integrations.payments.sandbox.signing import order_of

        order = order_of(link.rsplit("/", 1)[1], SECRET)
        return httpx.Response(200, json=self.server.desk.pay(order, way), headers=headers)


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standing]:
    courier = CourierAtHand()
    server = Sandbox(("127.0.0.1", 0), Desk(Book(), courier), SECRET)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    provider = SandboxProvider(url=f"http://127.0.0.1:{server.server_port}", secret=SECRET, clock=clock.now)
    monkeypatch.setitem(PROVIDERS, "sandbox", provider)
    yield Standing(server, courier, provider)
    server.shutdown()
    server.server_close()
