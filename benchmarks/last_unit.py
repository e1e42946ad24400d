"""A gated rush: 200 buyers with full carts complete at the same moment against a stock of 50.

    make bench NAME=last-unit

Over HTTP against several server processes, on both databases. Exactly 50 may be sold; everybody else gets a
refusal that says so; nobody gets a server error.
"""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

from benchmarks import _postgres
from benchmarks._figures import publish, say
from benchmarks._market import furnish
from benchmarks._shoppers import Shopper
from benchmarks._site import Site, site, start
from benchmarks.checkout import NO_CONTENT, must

STOCK, BUYERS, SERVERS = 50, 200, 3
CREATED, CONFLICT, SERVER_ERROR = 201, 409, 500


def main() -> None:
    figures = {}
    with site("") as here:
        figures["sqlite"] = rush(here)
    with _postgres.server() as server:
        if server:
            with _postgres.database(server) as url, site(url) as here:
                figures["postgresql"] = rush(here)
    publish(figures)


def rush(here: Site) -> dict[str, Any]:
    market = furnish(here, offers=2, suppliers=2, buyers=BUYERS, stock=STOCK)
    start(here, servers=SERVERS, with_worker=False, with_sandbox=False)
    scarce = market["skus"][0][0]
    shoppers = [Shopper(here.url, key) for key in market["keys"]]
    for shopper in shoppers:
        must(shopper.write("PUT", "/api/v1/cart/lines", {"lines": [{"sku_id": scarce, "quantity": 1}]}), NO_CONTENT)
    say(f"{BUYERS} carts are full; opening the gate")
    gate, answers = threading.Barrier(BUYERS), []

    def complete(shopper: Shopper, address: int) -> None:
        gate.wait()
        try:
            answers.append(shopper.write("POST", "/api/v1/purchases", {"address_id": address}))
        except OSError as failure:
            answers.append((SERVER_ERROR, str(failure)))

    threads = [threading.Thread(target=complete, args=pair) for pair in zip(shoppers, market["addresses"], strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tallied(here, answers, scarce)


def tallied(here: Site, answers: list[tuple[int, Any]], scarce: int) -> dict[str, Any]:
    statuses = Counter(status for status, _body in answers)
    refusals = Counter(body["code"] for status, body in answers if status == CONFLICT and body)
    say(f"answers {dict(statuses)}, refusals {dict(refusals)}")
    return {
        "sold": statuses[CREATED],
        "refused": statuses[CONFLICT],
        "errors": len(answers) - statuses[CREATED] - statuses[CONFLICT],
        "reserved_in_stock": here.number(f"SELECT reserved FROM catalog_stock WHERE sku_id = {int(scarce)}"),
        "ordered_lines": here.number(f"SELECT count(*) FROM orders_orderline WHERE sku_id = {int(scarce)}"),
    }


if __name__ == "__main__":
    main()
