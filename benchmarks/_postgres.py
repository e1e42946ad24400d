"""A PostgreSQL server to measure on: the one named or running here, else one of its own in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg

from benchmarks._figures import say
from tests.faults.cluster import Cluster, binaries

RUNNING = "postgresql://postgres@127.0.0.1:5432/postgres"


@contextlib.contextmanager
def server() -> Iterator[str | None]:
    """The URL of a server where databases may be made; None when this machine has no PostgreSQL at all."""
    url = os.environ.get("HUOPAN_BENCH_POSTGRES", RUNNING)
    if _answers(url):
        yield url
        return
    folder = binaries()
    if folder is None:
        say("PostgreSQL is not installed: install it or name a server in HUOPAN_BENCH_POSTGRES; left out")
        yield None
        return
    with Cluster(folder) as own:
        yield own.url


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
