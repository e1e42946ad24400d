"""Rows 3 and 4: the line to PostgreSQL breaks before and after COMMIT, a row stays locked, the database is away."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from huopan.domains.catalog.models import Stock
from huopan.domains.orders.models import PurchaseGroup
from huopan.infra import checking
from huopan.infra.idempotency.models import IdempotencyKey
from tests.api.conftest import Caller
from tests.api.test_orders import ADDRESS, caller
from tests.factories.orders import NOON, a_buyer, a_sku
from tests.factories.parties import a_division
from tests.faults.world import World

pytestmark = pytest.mark.slow
WANTED = 1_000


@pytest.fixture
def sku_id(transactional_db: None) -> int:
    return a_sku(stock=100_000).pk


def written(world: World, sku_id: int, wanted: int, rate: float, keys: str) -> int:
    """How often the line broke while `wanted` writes were made through it."""
    now = connection.settings_dict
    host, port = now["HOST"] or "127.0.0.1", str(now["PORT"] or 5432)
    proxy = world.start("tests.faults.faultproxy", host, port, str(rate), "7")
    proxied = world.url.replace(f"{host}:{port}", f"127.0.0.1:{proxy.stdout.readline().strip()}")
    writer = world.start("tests.faults.writing", str(wanted), str(sku_id), keys, url=proxied)
    said, _ = writer.communicate(timeout=300)
    return int(json.loads(said)["breaks"])


@pytest.mark.postgres
def test_a_thousand_writes_over_a_breaking_line_are_exactly_a_thousand(sku_id: int, world: World) -> None:
    breaks = written(world, sku_id, WANTED, 0.02, "keyed")
    assert breaks > 30, "the line was too good to show anything"
    assert Stock.objects.get().reserved == IdempotencyKey.objects.count() == WANTED
    assert checking.broken(at=NOON, area="stock") == []


@pytest.mark.postgres
def test_without_keys_the_same_line_makes_more(sku_id: int, world: World) -> None:
    written(world, sku_id, 200, 0.08, "keyless")
    assert Stock.objects.get().reserved > 200


@pytest.mark.postgres
def test_row_that_stays_locked_is_refused_and_pages_stay_readable(sku_id: int) -> None:
    import psycopg

    with connection.cursor() as cursor:
        assert cursor.execute("SHOW lock_timeout").fetchone() == ("3s",)
        cursor.execute("SET lock_timeout = '200ms'")
    a_division()
    shop = caller(a_buyer())
    shop.post("/cart/lines", {"lines": [{"sku_id": sku_id, "quantity": 1}]})
    with psycopg.connect(_dsn()) as other:
        other.execute("SELECT 1 FROM catalog_stock WHERE sku_id = %s FOR UPDATE", [sku_id])
        refused = shop.post("/purchases", {"address": ADDRESS}, key="k1")
        assert (refused.status_code, refused.json()["code"]) == (503, "database_busy")
        assert refused["Retry-After"]
        assert shop.get("/cart").status_code == 200
    assert shop.post("/purchases", {"address": ADDRESS}, key="k1").status_code == 201
    assert PurchaseGroup.objects.count() == 1


@pytest.mark.postgres
def test_key_still_being_worked_on_is_a_conflict(sku_id: int) -> None:
    import psycopg

    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    a_division()
    shop = caller(a_buyer())
    shop.get("/cart")
    asker = _asker_of(shop, sku_id)
    with psycopg.connect(_dsn()) as other:
        other.execute(
            "INSERT INTO idempotency_idempotencykey (asker, key, fingerprint, at) VALUES (%s, 'k2', '', now())", [asker]
        )
        refused = shop.post("/cart/lines", {"lines": [{"sku_id": sku_id, "quantity": 1}]}, key="k2")
        assert (refused.status_code, refused.json()["code"]) == (409, "still_working")
        other.rollback()


def test_database_away_is_told_everywhere_and_nothing_hangs(world: World) -> None:
    nowhere = "postgresql://postgres@127.0.0.1:1/none" if connection.vendor == "postgresql" else "sqlite:////none/x"
    asking = world.start("tests.faults.asking", url=nowhere)
    said, _ = asking.communicate(timeout=180)
    assert json.loads(said) == {"/healthz": 200, "/readyz": 503, "/api/v1/cart": 503, "/metrics": 503}


def _asker_of(shop: Caller, sku_id: int) -> str:
    shop.post("/cart/lines", {"lines": [{"sku_id": sku_id, "quantity": 1}]}, key="k1")
    return IdempotencyKey.objects.get().asker


def _dsn() -> str:
    now = connection.settings_dict
    where = f"host={now['HOST'] or '127.0.0.1'} port={now['PORT'] or 5432} dbname={now['NAME']}"
    return f"{where} user={now['USER']} password={now['PASSWORD'] or 'none'}"
