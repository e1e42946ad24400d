"""The platform as its users meet it: app servers, a worker and the sandbox payment provider, each its own process."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
import pysqlite3

PATIENCE_S = 60


@dataclass
class Site:
    """`servers` and `workers` are the processes whose CPU counts; `providers` stand for somebody else's machine."""

    url: str
    sandbox_url: str
    env: dict[str, str]
    servers: list[psutil.Popen] = field(default_factory=list)
    workers: list[psutil.Popen] = field(default_factory=list)
    providers: list[psutil.Popen] = field(default_factory=list)

    def cpu_seconds(self) -> float:
        return sum(_tree_seconds(process) for process in [*self.servers, *self.workers])

    @property
    def database_url(self) -> str:
        return self.env["HUOPAN_DATABASE_URL"]

    def number(self, statement: str) -> int:
        """One number from the database, past the platform's own code."""
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                row = connection.execute(statement).fetchone()
        else:
            connection = pysqlite3.connect(str(Path(self.env["HUOPAN_DATA_DIR"]) / "huopan.sqlite3"))
            row = connection.execute(statement).fetchone()
            connection.close()
        return int(row[0]) if row else 0

    def stop(self) -> None:
        self.stop_workers()
        for process in [*self.servers, *self.providers]:
            _stop(process)
        self.servers, self.providers = [], []

    def stop_workers(self) -> None:
        for process in self.workers:
            _stop(process)
        self.workers = []

    def run(self, *arguments: str) -> None:
        """One `huopan` command in this site's environment."""
        subprocess.run([sys.executable, "-m", "huopan", *arguments], env=self.env, check=True, stdout=sys.stderr)


@contextlib.contextmanager
def site(database_url: str) -> Iterator[Site]:
    """A migrated site, not yet started, on `database_url` (empty: SQLite in a temporary folder)."""
    folder = Path(tempfile.mkdtemp(prefix="huopan-bench-"))
    port, sandbox_port = free_port(), free_port()
    here = Site(
        url=f"http://127.0.0.1:{port}",
        sandbox_url=f"http://127.0.0.1:{sandbox_port}",
        env={
            **os.environ,
            "HUOPAN_DATA_DIR": str(folder),
            "HUOPAN_DATABASE_URL": database_url,
            "HUOPAN_BASE_URL": f"http://127.0.0.1:{port}",
            "HUOPAN_SANDBOX_URL": f"http://127.0.0.1:{sandbox_port}",
            "HUOPAN_LOG_LEVEL": "WARNING",
            "HUOPAN_API_REQUESTS_PER_MINUTE": "1000000",  # eight buyers stand for thousands
            "HUOPAN_API_VISITOR_REQUESTS_PER_MINUTE": "1000000",
            "PYTHONPATH": "src",
        },
    )
    try:
        here.run("migrate")
        # Once an installation; a server that finds it undone does it beside itself, and it would count as the server's.
        subprocess.run([sys.executable, "-m", "huopan.ops.warming"], env=here.env, check=True, stdout=sys.stderr)
        yield here
    finally:
        here.stop()
        shutil.rmtree(folder, ignore_errors=True)


def start(here: Site, *, servers: int = 2, with_worker: bool = True, with_sandbox: bool = True) -> None:
    """Start the processes and wait until the site says it is ready."""
    port = here.url.rsplit(":", 1)[1]
    here.servers.append(_spawn(here, "-m", "huopan", "serve", "--port", port, "--workers", str(servers)))
    if with_worker:
        here.workers.append(_spawn(here, "-m", "huopan", "worker"))
    if with_sandbox:
        sandbox_port = here.sandbox_url.rsplit(":", 1)[1]
        here.providers.append(_spawn(here, "-m", "huopan.integrations.payments.sandbox", "--port", sandbox_port))
        _until_answers(here.sandbox_url + "/healthz")
    _until_answers(here.url + "/readyz")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _spawn(here: Site, *arguments: str) -> psutil.Popen:
    return psutil.Popen([sys.executable, *arguments], env=here.env, stdout=subprocess.DEVNULL)


def _until_answers(url: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return
        except OSError:
            pass
        else:
            return
        time.sleep(0.2)
    raise TimeoutError(f"{url} did not answer within {PATIENCE_S} s")


def _tree_seconds(process: psutil.Popen) -> float:
    total = 0.0
    with contextlib.suppress(psutil.NoSuchProcess):
        for each in [process, *process.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                total += sum(each.cpu_times()[:2])
    return total


def _stop(process: psutil.Popen) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.terminate()
        try:
            process.wait(10)
        except psutil.TimeoutExpired:
            process.kill()
