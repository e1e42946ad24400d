"""`huopan import offers`, run as a process and killed without warning."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from pysqlite3 import dbapi2

from huopan.domains.catalog import actions as catalog
from tests.factories.catalog import a_seller

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
OFFERS = 600


@pytest.fixture
def sheet(tmp_path):
    rows = ["货号,类目,标题,价格,库存", *(f"M{n},mugs,杯{n},12.5,{n % 7}" for n in range(OFFERS))]
    path = tmp_path / "offers.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def seller():
    catalog.load_categories()
    return a_seller()


@pytest.fixture
def address(seller, tmp_path):
    """Where a process finds this test's rows: SQLite's memory is copied into a file."""
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        return f"postgresql://{at['USER']}@{at['HOST'] or '127.0.0.1'}:{at['PORT'] or 5432}/{at['NAME']}"
    with dbapi2.connect(tmp_path / "import.sqlite3") as file:
        connection.connection.backup(file)
    return f"sqlite:///{tmp_path / 'import.sqlite3'}"


def bring_in(address, sheet, seller, tmp_path, *more, crash_at=""):
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "HUOPAN_DATABASE_URL": address,
        "HUOPAN_DATA_DIR": str(tmp_path),
        "HUOPAN_TESTING": "true",
        "HUOPAN_CRASH_AT": crash_at,
        "HUOPAN_LANGUAGE": "en",
    }
    huopan = [sys.executable, "-c", "from huopan.ops.cli import app; app()"]
    command = [*huopan, "import", "offers", str(sheet), "--supplier", str(seller.pk)]
    return subprocess.run([*command, *more], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def counted(address, table, where="1 = 1"):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}")
            return cursor.fetchone()[0]
    with dbapi2.connect(address.removeprefix("sqlite:///")) as file:
        return file.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]


@pytest.mark.parametrize("place", ["import.inside_chunk", "import.between_chunks"])
def test_an_import_killed_twice_ends_as_if_never_killed(address, sheet, seller, tmp_path, place):
    for _ in range(2):
        assert bring_in(address, sheet, seller, tmp_path, crash_at=place).returncode == -signal.SIGKILL
    stored = counted(address, "catalog_offer")
    assert stored == (0 if place == "import.inside_chunk" else 500)
    done = bring_in(address, sheet, seller, tmp_path, "--json")
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, figures["state"], figures["offers_created"]) == (0, "done", OFFERS)
    assert counted(address, "catalog_offer") == OFFERS
    assert counted(address, "catalog_stockmovement") == sum(1 for n in range(OFFERS) if n % 7)
    assert counted(address, "outbox_trailentry", "name = 'catalog.OfferDrafted'") == OFFERS


def test_bad_cells_are_told_and_marked(address, seller, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("货号,类目,标题,价格\nM1,mugs,杯,免费\n", encoding="utf-8")
    back = tmp_path / "back.xlsx"
    done = bring_in(address, bad, seller, tmp_path, "--returned", str(back))
    assert done.returncode == 1
    assert "1 bad cells" in done.stdout
    assert back.read_bytes().startswith(b"PK")
    assert counted(address, "catalog_offer") == 0


def test_an_unknown_supplier_is_a_sentence(address, sheet, tmp_path):
    class Nobody:
        pk = 999_999

    done = bring_in(address, sheet, Nobody, tmp_path)
    assert (done.returncode, done.stderr.strip().endswith("list.")) == (1, True), done.stderr
