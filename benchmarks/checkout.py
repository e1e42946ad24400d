"""A whole purchase over HTTP: three offers of two suppliers, freight, one payment through the provider's callback.

    make bench NAME=checkout ARGS="--orders 2000"

Eight clients, each with an API key, make five calls per purchase: fill the cart, order to an address, ask for
the payment link, pay at the provider, read the purchase. CPU is that of the app servers, the worker and the database;
statements are counted on the wire to PostgreSQL, the worker's included, BEGIN and COMMIT apart.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections.abc import Callable
from typing import Any

from benchmarks import _postgres, _wire
from benchmarks._figures import percentile, publish, say
from benchmarks._market import furnish
from benchmarks._shoppers import Shopper, UnexpectedAnswerError
from benchmarks._site import Site, site, start

CLIENTS = 8
OK, CREATED, NO_CONTENT = 200, 201, 204
COUNTED_ORDERS = 200
READS = 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=2000)
    parser.add_argument("--offers", type=int, default=20_000)
    asked = parser.parse_args()
    with _postgres.server() as server:
        if server is None:
            publish({"missed": "PostgreSQL is not installed on this machine"})
            return
        with _postgres.database(server) as url, site(url) as here:
            publish(measured(here, server, url, asked))


def measured(here: Site, server: str, database_url: str, asked: argparse.Namespace) -> dict[str, Any]:
    say(f"writing {asked.offers} offers")
    market = furnish(here, offers=asked.offers, suppliers=40, buyers=64, stock=1_000_000)
    here.run("worker", "--once")
    here.run("django", "shell", "-c", "from django.db import connection; connection.cursor().execute('ANALYZE')")
    start(here)
    say("warming up")
    drive(here, market, orders=100)
    say(f"measuring {asked.orders} purchases by {CLIENTS} clients")
    before, started = cpu(here, server), time.monotonic()
    latencies, calls = drive(here, market, orders=asked.orders)
    settle(here)
    wall, used = time.monotonic() - started, cpu(here, server) - before
    detail_cpu, list_cpu = (read_cost(here, market, server, path) for path in (DETAIL, LIST))
    here.stop()
    counts = counted_on_the_wire(here, market, database_url)
    return {
        "orders_per_s": round(asked.orders / wall, 1),
        "p50_ms": round(percentile(latencies, 0.5) * 1000, 1),
        "p95_ms": round(percentile(latencies, 0.95) * 1000, 1),
        "cpu_ms_per_order": round(used / asked.orders * 1000, 2),
        "sql_per_order": counts["order"],
        "transaction_statements_per_order": counts["order_transactions"],
        "calls_per_order": round(calls / asked.orders, 2),
        "detail": {"cpu_ms": detail_cpu, "sql": counts["detail"]},
        "list": {"cpu_ms": list_cpu, "sql": counts["list"]},
    }


def purchase(shopper: Shopper, market: dict[str, Any], address: int, chance: random.Random) -> None:
    """One purchase from cart to paid. Raises UnexpectedAnswerError for any answer that is not the good one."""
    first, second = chance.sample(market["skus"], 2)
    wanted = [(sku, chance.randint(1, 12)) for sku in (*chance.sample(first, 2), chance.choice(second))]
    lines = [{"sku_id": sku, "quantity": quantity} for sku, quantity in wanted]
    must(shopper.write("PUT", "/api/v1/cart/lines", {"lines": lines}), NO_CONTENT)
    placed = must(shopper.write("POST", "/api/v1/purchases", {"address_id": address}), CREATED)
    link = must(shopper.get(f"/api/v1/payments/{placed['payment_number']}/link?return_url={shopper.url}/"), OK)
    must(shopper.pay(link["url"]), OK)
    must(shopper.get(f"/api/v1/purchases/{placed['number']}"), OK)


def drive(here: Site, market: dict[str, Any], *, orders: int, clients: int = CLIENTS) -> tuple[list[float], int]:
    """`orders` purchases shared by `clients` threads; the seconds each took and how many calls were made."""
    latencies: list[float] = []
    shoppers = [Shopper(here.url, market["keys"][n]) for n in range(clients)]

    def shop(n: int) -> None:
        chance = random.Random(f"{n}/{orders}")
        for _ in range(orders // clients + (n < orders % clients)):
            began = time.monotonic()
            purchase(shoppers[n], market, market["addresses"][n], chance)
            latencies.append(time.monotonic() - began)

    in_threads(shop, clients)
    return latencies, sum(shopper.calls for shopper in shoppers)


def in_threads(work: Callable[[int], None], count: int) -> None:
    failures: list[BaseException] = []

    def guarded(n: int) -> None:
        try:
            work(n)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def must(answered: tuple[int, Any], status: int) -> Any:
    if answered[0] != status:
        raise UnexpectedAnswerError(f"{answered[0]} instead of {status}: {answered[1]}")
    return answered[1]


WAITING = "SELECT count(*) FROM outbox_trailentry WHERE relayed_at IS NULL AND NOT is_dead"
DETAIL = "/api/v1/offers/{offer}"
LIST = "/api/v1/offers?limit=20"


def read_cost(here: Site, market: dict[str, Any], server: str, path: str) -> float:
    """CPU milliseconds of one read, server and database together."""
    before = cpu(here, server)
    reads(here, market, path)
    return round((cpu(here, server) - before) / READS * 1000, 2)


def reads(here: Site, market: dict[str, Any], path: str, times: int = READS) -> None:
    shopper = Shopper(here.url, market["keys"][0])
    offers = [item["id"] for item in must(shopper.get("/api/v1/offers?limit=100"), OK)["items"]]
    for n in range(times - 1):
        must(shopper.get(path.format(offer=offers[n % len(offers)])), OK)


def counted_on_the_wire(here: Site, market: dict[str, Any], database_url: str) -> dict[str, float]:
    """Statements per purchase and per read, on a restarted site whose every connection leads through the counter."""
    with _wire.counted(database_url) as (through, count):
        here.env["HUOPAN_DATABASE_URL"] = through
        start(here)
        drive(here, market, orders=20)
        settle(here)
        count.clear()
        drive(here, market, orders=COUNTED_ORDERS)
        settle(here)
        result = {
            "order": round(count.statements / COUNTED_ORDERS, 1),
            "order_transactions": round(count.transaction_statements / COUNTED_ORDERS, 1),
        }
        say("\n".join(f"{n / COUNTED_ORDERS:6.2f}  {text}" for text, n in count.kinds.most_common(45)))
        here.stop_workers()
        for name, path in (("detail", DETAIL), ("list", LIST)):
            reads(here, market, path, 5)
            count.clear()
            reads(here, market, path, 101)
            result[name] = round((count.statements - 1) / 100, 1)
        here.stop()
    return result


def settle(here: Site) -> None:
    """Wait until the worker has told everything."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and here.number(WAITING):
        time.sleep(0.05)


def cpu(here: Site, server: str) -> float:
    return here.cpu_seconds() + _postgres.cpu_seconds(server)


if __name__ == "__main__":
    main()
