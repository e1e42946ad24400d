"""Rows 3 and 4 on a cluster of one's own: it stops at once, has no connection left, or holds a row for ten seconds."""

from __future__ import annotations

import json
import secrets
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.conftest import EVERYTHING
from tests.faults.cluster import Cluster, binaries
from tests.faults.shopping import BUYING, Shopper, at_once
from tests.faults.site import Site, eventually
from tests.faults.world import World

PROGRAMS = binaries()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        PROGRAMS is None and not EVERYTHING, reason="needs PostgreSQL's programs: install Debian's package `postgresql`"
    ),
]
BUYERS = 3
COME_AGAIN = "503 retry problem"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE {}"
CONNECTIONS = 14  # three of them for superusers only


class Market:
    """A furnished database on the cluster and the site that serves from it. The site is no superuser there."""

    def __init__(self, world: World, cluster: Cluster, furniture: dict[str, Any], name: str) -> None:
        self.world, self.cluster = world, cluster
        self.skus, self.offer_id, self.keys = furniture["skus"], furniture["offer_id"], furniture["keys"]
        self.url = url_of(cluster, name)
        self.site = Site(world, "--threads", "4", url=self.url, HUOPAN_API_REQUESTS_PER_MINUTE="100000")
        assert eventually(self.site.is_serving)

    def shopper(self, place: int = 0, *, is_keyed: bool = True) -> Shopper:
        return Shopper(self.site.url, self.keys[place], self.skus[place], is_keyed=is_keyed)

    def shoppers(self, *, is_keyed: bool = True) -> list[Shopper]:
        return [self.shopper(place, is_keyed=is_keyed) for place in range(BUYERS)]

    def number(self, statement: str) -> int:
        with psycopg.connect(self.url) as connection:
            row = connection.execute(statement).fetchone()
            assert row
            return int(row[0])

    def assert_sound(self) -> None:
        """Every invariant, but that no event waits: nobody relays here."""
        asking = self.world.start("huopan", "check", "--json", url=self.url)
        said, _ = asking.communicate(timeout=180)
        found = json.loads(said)["invariants"]
        assert {each["code"] for each in found if each["violations"]} <= {"E2a"}


def url_of(cluster: Cluster, name: str) -> str:
    return f"postgresql://huopan@127.0.0.1:{cluster.port}/{name}"


def command(cluster: Cluster, *statements: str) -> None:
    with psycopg.connect(cluster.url, autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, dict[str, Any]]]:
    """A cluster with one database to copy from."""
    assert PROGRAMS
    world = World(tmp_path_factory.mktemp("furnishing"))
    # What a process wrote outlives the process without fsync, which is for the power failing.
    with Cluster(PROGRAMS, max_connections=str(CONNECTIONS), fsync="off") as cluster:
        command(cluster, "CREATE ROLE huopan LOGIN", "CREATE DATABASE furnished OWNER huopan")
        url = url_of(cluster, "furnished")
        world.run("huopan", "migrate", url=url)
        yield cluster, json.loads(world.run("tests.faults.market", str(BUYERS), "1000", url=url))


@pytest.fixture
def market(furnished: tuple[Cluster, dict[str, Any]], tmp_path: Path) -> Iterator[Market]:
    cluster, furniture = furnished
    world = World(tmp_path)
    name = f"market_{secrets.token_hex(4)}"
    # Without the checkpoint a stop would set the copy's sequences back: it does not write down numbers drawn ahead.
    command(cluster, f"CREATE DATABASE {name} OWNER huopan TEMPLATE furnished", "CHECKPOINT")
    made = Market(world, cluster, furniture, name)
    yield made
    command(cluster, "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
    made.site.stop()


def shaken(market: Market, shoppers: list[Shopper], shop: Callable[[Shopper], None]) -> Counter[str]:
    """What was said while everybody shops and the cluster stops at once, in the midst of commits that it has written
    down and told nobody of: it waits for a standby that is not there."""
    going = at_once([partial(shop, shopper) for shopper in shoppers])
    assert eventually(lambda: sum(shopper.turns for shopper in shoppers) > BUYERS)
    with psycopg.connect(market.cluster.url, autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        admin.execute("SELECT pg_reload_conf()")
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        assert eventually(lambda: admin.execute(waiting).fetchone() == (BUYERS,)), shoppers[0].told
    market.cluster.stop_at_once()
    told = sum(shopper.told[COME_AGAIN] for shopper in shoppers)
    assert eventually(lambda: sum(shopper.told[COME_AGAIN] for shopper in shoppers) > told + 2 * BUYERS)
    market.cluster.forget_altered()
    market.cluster.start()
    for shopper in shoppers:
        shopper.is_closing = True
    for each in going:
        each.result(timeout=240)
    return sum((shopper.told for shopper in shoppers), Counter())


def test_stopped_at_once_every_order_is_there_once(market: Market) -> None:
    shoppers = market.shoppers()
    told = shaken(market, shoppers, Shopper.shop)
    wanted = sum(shopper.turns for shopper in shoppers)
    assert set(told) == {"done", COME_AGAIN}
    assert told["done"] == 2 * wanted
    assert market.number("SELECT count(*) FROM orders_purchasegroup") == wanted
    assert market.number("SELECT sum(reserved) FROM catalog_stock") == wanted
    assert market.number("SELECT count(*) FROM orders_cartline") == 0
    assert market.number("SELECT count(*) FROM idempotency_idempotencykey WHERE status IS NULL") == 0
    market.assert_sound()


def test_without_keys_the_same_stop_makes_more(market: Market) -> None:
    """The negative control: what was written down and not told is asked for once more."""
    shoppers = market.shoppers(is_keyed=False)
    shaken(market, shoppers, Shopper.fill)
    assert market.number("SELECT sum(quantity) FROM orders_cartline") > sum(shopper.turns for shopper in shoppers)


def test_no_connection_left_is_told_and_nothing_hangs(market: Market) -> None:
    shopper = market.shopper()
    shopper.insist("fill", *shopper.filling)
    market.cluster.stop_at_once()  # so that the site holds none
    market.cluster.start()
    with ExitStack() as crowd:
        while True:
            try:
                crowd.enter_context(psycopg.connect(market.url))
            except psycopg.OperationalError:
                break
        assert [shopper.ask("more", *shopper.filling).status_code for _ in range(6)] == [503] * 6
        assert shopper.told == {"done": 1, COME_AGAIN: 6}
        page = httpx.get(f"{market.site.url}/")
        assert (page.status_code, "Retry-After" in page.headers) == (503, True)
        asked = {path: httpx.get(f"{market.site.url}/{path}").status_code for path in ("healthz", "readyz")}
        assert asked == {"healthz": 200, "readyz": 503}
    assert shopper.ask("more", *shopper.filling).is_success
    assert market.number("SELECT sum(quantity) FROM orders_cartline") == 2
    market.assert_sound()


def test_row_locked_for_ten_seconds_is_told_while_reads_go_on(market: Market) -> None:
    shopper, reader = market.shopper(0), market.shopper(1)
    shopper.insist("fill", *shopper.filling)
    held = f"BEGIN; SELECT 1 FROM catalog_stock WHERE sku_id = {market.skus[0]} FOR UPDATE; SELECT pg_sleep(10)"
    with subprocess.Popen(["psql", "-qAt", "-d", market.url, "-c", held], stdout=subprocess.DEVNULL) as holder:
        assert eventually(lambda: market.number(WAITING.format("wait_event = 'PgSleep'")) == 1)
        [buying] = at_once([partial(shopper.ask, "buy", *BUYING)])
        assert eventually(lambda: market.number(WAITING.format("wait_event_type = 'Lock'")) == 1)
        pages = [f"{market.site.url}/", f"{market.site.url}/offers/{market.offer_id}/"]
        assert [httpx.get(page).status_code for page in pages] == [200, 200]
        assert reader.client.get("/cart").status_code == 200
        assert buying.result(timeout=15).status_code == 503
        assert shopper.told[COME_AGAIN] == 1
        assert holder.poll() is None, "answered only when the lock was gone"
    shopper.insist("buy", *BUYING)
    assert market.number("SELECT count(*) FROM orders_purchasegroup") == 1
    market.assert_sound()
