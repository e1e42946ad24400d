"""The whole installation as an operator starts it: one command, several processes, all kept alive."""

from __future__ import annotations

import signal
from pathlib import Path

import httpx
import psutil
import pytest
from django.core import checks

from huopan.ops import serving
from tests.faults.site import Site, eventually
from tests.faults.world import World, world

__all__ = ["world"]
pytestmark = pytest.mark.slow


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_one_command_serves_all_and_whoever_is_killed_comes_back(world: World) -> None:
    world.open()
    site = Site(world, "--with-worker")
    assert eventually(site.is_ready)
    assert eventually(lambda: httpx.get(f"{site.url}/readyz").json()["workers"] == "ok")
    assert "huopan_sql_statements" in httpx.get(f"{site.url}/metrics").text
    first = site.family()
    for child in first:
        child.kill()
    assert eventually(site.is_ready)
    family = site.family()
    assert not {child.pid for child in first} & {child.pid for child in family}
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(60) == 0
    assert eventually(lambda: all(is_gone(child) for child in family)), "somebody was left behind"

    site = Site(world, "--with-worker")
    assert eventually(site.is_ready)
    family = site.family()
    site.process.kill()
    assert eventually(lambda: all(is_gone(child) for child in family)), "a killed supervisor left somebody behind"


def test_serving_without_migrations_is_refused_with_what_to_do(world: World, tmp_path: Path) -> None:
    site = Site(world, url=f"sqlite:///{tmp_path}/empty.sqlite3")
    assert site.process.wait(180) == 1


@pytest.mark.django_db
def test_refusals_to_serve_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "unapplied_migrations", lambda: ["orders.0002_more"])
    with pytest.raises(serving.NotReadyError, match="0002_more first: run `huopan migrate`"):
        serving.make_ready(migrate=False)
    broken = checks.Error("SQLite 3.40.1 can corrupt the database.", hint="Install the pysqlite3 wheel.")
    monkeypatch.setattr(checks, "run_checks", lambda: [broken])
    with pytest.raises(serving.NotReadyError, match="Install the pysqlite3 wheel"):
        serving.make_ready(migrate=False)
