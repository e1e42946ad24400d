"""The last piece is sold once, between processes, on whichever database the suite runs and on a SQLite file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from huopan.domains.catalog.models import Reservation, Stock
from huopan.infra import checking
from tests.factories.catalog import EPOCH, an_offer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[3]
RACERS, ATTEMPTS, PIECES = 4, 30, 20


@pytest.fixture
def address(tmp_path):
    """Where other processes find this test's rows: SQLite's memory is copied into a file first."""

    def of_database() -> str:
        if connection.vendor == "postgresql":
            now = connection.settings_dict
            return f"postgresql://{now['USER']}@{now['HOST'] or '127.0.0.1'}:{now['PORT'] or 5432}/{now['NAME']}"
        from pysqlite3 import dbapi2

        connection.ensure_connection()
        with dbapi2.connect(tmp_path / "race.sqlite3") as file:
            connection.connection.backup(file)
        return f"sqlite:///{tmp_path / 'race.sqlite3'}"

    return of_database


def race(mode: str, url: str, orders_of_skus: list[list[int]], tmp_path: Path) -> Counter[str]:
    gate = tmp_path / "gate"
    environment = {**os.environ, "HUOPAN_DATABASE_URL": url, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.domains.catalog.racing", mode, str(gate), str(ATTEMPTS), *map(str, skus)],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        for skus in orders_of_skus
    ]
    while len(list(tmp_path.glob("gate.*"))) < len(racers) and all(racer.poll() is None for racer in racers):
        time.sleep(0.02)
    gate.touch()
    return sum((Counter(json.loads(racer.communicate()[0])) for racer in racers), Counter())


def reserved_rows(url: str, sku: int) -> tuple[int, int]:
    """What the stock row says and how many reservations there are, in the database the racers used."""
    if connection.vendor == "postgresql":
        return Stock.objects.get(pk=sku).reserved, Reservation.objects.filter(sku=sku).count()
    from pysqlite3 import dbapi2

    with dbapi2.connect(url.removeprefix("sqlite:///")) as file:
        [stock] = file.execute("SELECT reserved FROM catalog_stock WHERE sku_id = ?", [sku]).fetchone()
        [rows] = file.execute("SELECT count(*) FROM catalog_reservation WHERE sku_id = ?", [sku]).fetchone()
    return stock, rows


def test_the_last_pieces_are_sold_exactly_once(address, tmp_path):
    """Racers name the two SKUs in opposite orders, which deadlocks where locks are not taken in sorted order."""
    first, second = an_offer(stock=[PIECES, PIECES]).skus.values_list("pk", flat=True)
    url = address()
    outcomes = race("guarded", url, [[first, second], [second, first]] * (RACERS // 2), tmp_path)
    assert outcomes == {"sold": PIECES, "refused": RACERS * ATTEMPTS - PIECES}
    assert reserved_rows(url, first) == reserved_rows(url, second) == (PIECES, PIECES)
    assert checking.broken(at=EPOCH, area="S") == []


def test_without_the_guard_the_same_race_oversells(address, tmp_path):
    [sku] = an_offer(stock=PIECES).skus.values_list("pk", flat=True)
    url = address()
    outcomes = race("unguarded", url, [[sku]] * RACERS, tmp_path)
    assert outcomes["sold"] > PIECES
    _, rows = reserved_rows(url, sku)
    assert rows > PIECES
