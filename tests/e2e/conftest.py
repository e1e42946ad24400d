"""The platform as it runs: web server, worker and payment sandbox, each a process, and a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.core.management import call_command
from django.db import connection

CLI = [sys.executable, "-c", "from huopan.ops.cli import app; app()"]
PATIENCE = 90
STARTING = 300  # a server imports, migrates and builds an index first: minutes where other work has the processors

every_way_of_seeing = pytest.mark.parametrize(
    ("language", "width"), [(language, width) for language in ("zh", "en") for width in (390, 1440)]
)


@dataclass(frozen=True)
class Platform:
    address: str
    env: dict[str, str]

    def hands(self, *words: str) -> None:
        subprocess.run([sys.executable, "-m", "tests.e2e.hands", *words], env=self.env, check=True, timeout=PATIENCE)


@pytest.fixture
def platform(transactional_db: None, tmp_path: Path) -> Iterator[Platform]:
    with served(tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def shared_platform(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Platform]:
    """One for all tests of a file, each of which brings what it needs; named `platform` there."""
    with served(tmp_path_factory.mktemp("platform")) as running:
        yield running
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            call_command("flush", interactive=False, verbosity=0)
            connection.close()


@contextmanager
def served(folder: Path) -> Iterator[Platform]:
    port, sandbox_port = free_port(), free_port()
    address, sandbox = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{sandbox_port}"
    env = {
        **os.environ,
        "PYTHONPATH": "src:.",
        "HUOPAN_DATA_DIR": str(folder),
        "HUOPAN_DATABASE_URL": _database(folder),
        "HUOPAN_BASE_URL": address,
        "HUOPAN_SANDBOX_URL": sandbox,
        "HUOPAN_PAYOUT_SECOND_PERSON_FEN": "1000",
    }
    with ExitStack() as running:
        start = _starter(env, running, folder)
        start(*CLI, "serve", "--migrate", "--port", str(port))
        start(sys.executable, "-m", "huopan.integrations.payments.sandbox", "--port", str(sandbox_port))
        wait_for(f"{address}/healthz")
        wait_for(f"{sandbox}/healthz")
        shop = Platform(address, env)
        shop.hands("stock")
        start(*CLI, "worker")
        yield shop


@pytest.fixture
def browser(platform: Platform) -> Iterator[Any]:
    """Ended before the platform, whose database cannot be emptied beside a running event loop."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: make setup")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield chromium
        chromium.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} never answered")


def _database(folder: Path) -> str:
    """PostgreSQL: the test database itself. SQLite: a file, because the tests' own lives in memory."""
    if connection.vendor != "postgresql":
        return f"sqlite:///{folder / 'huopan.sqlite3'}"
    known = connection.settings_dict
    password = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    return f"postgresql://{known['USER']}{password}@{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"


def _starter(env: dict[str, str], running: ExitStack, folder: Path) -> Callable[..., None]:
    def start(*command: str) -> None:
        log = running.enter_context((folder / f"{len(list(folder.iterdir()))}.log").open("w"))
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        running.callback(_end, process)

    return start


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The demo's tour, served; seeded once for all workers of this run."""
    from tests.e2e import touring

    folder = tmp_path_factory.getbasetemp()
    with touring.market(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) as running:
        yield running
