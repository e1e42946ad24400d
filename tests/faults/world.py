"""A database that other processes can reach, with what a test has put in; what they did is seen by the test again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


class World:
    """On PostgreSQL simply the test's database. SQLite's lives in memory, so `open` copies it into a file, which the
    processes use, and `close` copies it back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "world.sqlite3"
        self.children: list[subprocess.Popen[str]] = []

    def open(self) -> World:
        if connection.vendor == "sqlite":
            self._copy(out=True)
        return self

    def close(self) -> None:
        self.end_children()
        if connection.vendor == "sqlite" and self.file.exists():
            self._copy(out=False)

    @property
    def url(self) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.file}"
        now = connection.settings_dict
        secret = f":{now['PASSWORD']}" if now["PASSWORD"] else ""
        return f"postgresql://{now['USER']}{secret}@{now['HOST'] or '127.0.0.1'}:{now['PORT'] or 5432}/{now['NAME']}"

    def start(self, module: str, *arguments: str, url: str = "", **environment: str) -> subprocess.Popen[str]:
        """Run a module as a process of its own in this world."""
        child = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                "DJANGO_SETTINGS_MODULE": "huopan.config.settings",
                "HUOPAN_DATABASE_URL": url or self.url,
                "HUOPAN_DATA_DIR": str(self.folder / "var"),
                "HUOPAN_LOG_LEVEL": "ERROR",
                "HUOPAN_TESTING": "true",
                **environment,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.children.append(child)
        return child

    def run(self, module: str, *arguments: str, timeout: float = 180, **environment: str) -> str:
        """Run a module to its end and return what it printed."""
        child = self.start(module, *arguments, **environment)
        said, _ = child.communicate(timeout=timeout)
        assert child.returncode == 0, said
        return said

    def numbers(self, sql: str, *values: object) -> list[int]:
        """One column, read while the others still write."""
        if connection.vendor == "sqlite":
            from pysqlite3 import dbapi2

            file = dbapi2.connect(self.file)
            rows = file.execute(sql, values).fetchall()
            file.close()
        else:
            with connection.cursor() as cursor:
                cursor.execute(sql.replace("?", "%s"), values)
                rows = cursor.fetchall()
        return [row[0] for row in rows]

    def end_children(self) -> None:
        for child in self.children:
            if child.poll() is None:
                child.send_signal(signal.SIGKILL)
            child.wait()

    def _copy(self, *, out: bool) -> None:
        from pysqlite3 import dbapi2

        connection.ensure_connection()
        file: Any = dbapi2.connect(self.file)
        source, target = (connection.connection, file) if out else (file, connection.connection)
        source.backup(target)
        file.close()


@pytest.fixture
def world(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.end_children()


class Nursery:
    """The process that raises and kills children; see `tests.faults.nursery`."""

    def __init__(self, world: World) -> None:
        self.child = world.open().start("tests.faults.nursery")

    def __call__(self, do: str, errand: object, **asked: Any) -> dict[str, Any]:
        self.child.stdin.write(json.dumps({"do": do, "errand": vars(errand), **asked}) + "\n")
        self.child.stdin.flush()
        return json.loads(self.child.stdout.readline())
