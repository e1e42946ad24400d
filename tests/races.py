"""Races between real processes on the database of the running test."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 120


def address_of_rows(folder: Path) -> str:
    """Where other processes find this test's rows: SQLite's memory is copied into a file first."""
    if connection.vendor == "postgresql":
        now = connection.settings_dict
        return f"postgresql://{now['USER']}@{now['HOST'] or '127.0.0.1'}:{now['PORT'] or 5432}/{now['NAME']}"
    from pysqlite3 import dbapi2

    connection.ensure_connection()
    with dbapi2.connect(folder / "race.sqlite3") as file:
        connection.connection.backup(file)
    return f"sqlite:///{folder / 'race.sqlite3'}"


def start(module: str, folder: Path, *arguments: Any) -> Any:
    """Run `python -m module ARGUMENTS-AS-JSON` on this test's rows; the JSON it prints last."""
    done = subprocess.run(
        [sys.executable, "-m", module, json.dumps(arguments)],
        env={**os.environ, "HUOPAN_DATABASE_URL": address_of_rows(folder), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def forked(racer: Callable[..., Any], arguments: Iterable[list[Any]]) -> list[Any]:
    """What each process returns; one is forked for each list of arguments, connects, and waits until all stand ready.

    Only from a process that has no connection yet."""
    todo = list(arguments)
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(len(todo)), context.SimpleQueue()

    def run(each: list[Any]) -> None:
        connection.ensure_connection()
        gate.wait(PATIENCE_SECONDS)
        answers.put(racer(*each))

    running = [context.Process(target=run, args=(each,)) for each in todo]
    for process in running:
        process.start()
    outcomes = [answers.get() for _ in running]
    for process in running:
        process.join()
    return outcomes
