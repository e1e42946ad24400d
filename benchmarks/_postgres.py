"""A PostgreSQL server to measure on: the one named or running here, else one of its own in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg

from benchmarks._figures import say

RUNNING = "postgresql://postgres@127.0.0.1:5432/postgres"


@contextlib.contextmanager
def server() -> Iterator[str | None]:
    """The URL of a server where databases may be made; None when this machine has no PostgreSQL at all."""
    url = os.environ.get("HUOPAN_BENCH_POSTGRES", RUNNING)
    if _answers(url):
        yield url
        return
    binaries = _binaries()
    if binaries is None:
        say("PostgreSQL is not installed: install it or name a server in HUOPAN_BENCH_POSTGRES; left out")
        yield None
        return
    with _own_server(binaries) as own:
        yield own


@contextlib.contextmanager
def database(server_url: str) -> Iterator[str]:
    """A new database on the server, dropped afterwards."""
    name = f"huopan_bench_{secrets.token_hex(4)}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server_url, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def cpu_seconds(server_url: str) -> float:
    """Processor time the whole server has used: its parent with every child it has reaped, and the children alive."""
    with psycopg.connect(server_url) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        parent = psutil.Process(row[0]).parent() if row else None
        if parent is None:
            return 0.0
        times = parent.cpu_times()
        total = times.user + times.system + times.children_user + times.children_system
        for child in parent.children():
            with contextlib.suppress(psutil.NoSuchProcess):
                total += sum(child.cpu_times()[:2])
    return total


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


@contextlib.contextmanager
def _own_server(binaries: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="huopan-bench-pg-"))
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    run = [*as_user, str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "--auth=trust"]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    options = f"-p 55432 -k {folder} -c listen_addresses=127.0.0.1"
    control = [*as_user, str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-w"]
    subprocess.run([*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL)
    try:
        yield "postgresql://postgres@127.0.0.1:55432/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)
