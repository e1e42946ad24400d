"""The installation as an operator starts it, in a world of its own."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import httpx
import psutil

from tests.faults.world import World


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """`huopan serve` in a world of its own."""

    def __init__(self, world: World, *options: str, url: str = "", **environment: str) -> None:
        self.port, sandbox = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.sandbox_url = f"http://127.0.0.1:{sandbox}"
        arguments = ["serve", "--port", str(self.port), *options]
        environment = {"HUOPAN_SANDBOX_URL": self.sandbox_url, **environment}
        self.process = world.start("huopan", *arguments, url=url, **environment)

    def is_ready(self) -> bool:
        return self._status(f"{self.url}/readyz") == 200 and self._status(self.sandbox_url) != 0

    def is_serving(self) -> bool:
        """Without a worker and a sandbox."""
        return self._status(f"{self.url}/readyz") == 200

    def stop(self) -> None:
        """With everybody it raised: a killed one would leave its server processes behind."""
        self.process.terminate()
        self.process.wait(60)

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def _status(self, url: str) -> int:
        try:
            return httpx.get(url, timeout=5).status_code
        except httpx.HTTPError:
            return 0


def eventually(is_so: Callable[[], bool], within: float = 120) -> bool:
    until = time.monotonic() + within
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
