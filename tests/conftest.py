"""What every test stands on: quick password hashing, a data folder of its own, and no network but this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0"}
EVERYTHING = os.environ.get("HUOPAN_EVERYTHING") == "1"


@pytest.fixture(autouse=True)
def _quick_and_private(settings: Any, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.HUOPAN = settings.HUOPAN.model_copy(update={"api_key_memory_seconds": 0})
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A page that the test before asked for leaves its language behind."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _emptying_between_tests_passes_the_guards() -> Iterator[None]:
    """Transactional tests empty every table afterwards: on SQLite by DELETE, which the guards of the trail and the
    ledger refuse. PostgreSQL truncates, which row triggers do not see."""
    from django.db.backends.sqlite3.base import DatabaseWrapper

    operations = DatabaseWrapper.ops_class
    emptied = operations.execute_sql_flush

    def empty_without_guards(self: Any, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            guards = cursor.fetchall()
            for name, _ in guards:
                cursor.execute(f'DROP TRIGGER "{name}"')
            emptied(self, sql_list)
            for _, sql in guards:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", empty_without_guards)
        yield


@pytest.fixture(autouse=True)
def _no_search_index() -> None:
    """Tests that search connect an index of their own; nobody writes into the data folder's."""
    from huopan.domains.search import ports, queries

    ports.connect(ports.NoIndex())
    queries.forget_lessons()
    queries.remember_rankers()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the planner once, before tests that hold a transaction would wait for it."""
    from huopan.ops.warming import is_warm

    if not hasattr(config, "workerinput") and not is_warm():
        environment = {**os.environ, "PYTHONPATH": "src"}
        subprocess.run([sys.executable, "-m", "huopan.ops.warming"], env=environment, check=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say clearly what is left out where a browser or PostgreSQL is absent; leave nothing out when asked for all."""
    chromium = shutil.which("chromium")
    for item in items:
        if item.get_closest_marker("browser") and not chromium and not EVERYTHING:
            item.add_marker(pytest.mark.skip(reason="needs Chromium: install Debian's package `chromium`"))
        if item.get_closest_marker("postgres") and not _is_postgres() and not EVERYTHING:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: make test DATABASE_URL=postgresql://…"))


def _is_postgres() -> bool:
    return os.environ.get("HUOPAN_DATABASE_URL", "").startswith("postgres")
