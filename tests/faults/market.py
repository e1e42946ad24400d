"""Furnishes the database of a fault test: buyers with an API key, each with a SKU to buy; prints them as JSON."""

from __future__ import annotations

import json
import sys

import django


def main(buyers: int, stock: int) -> None:
    django.setup()
    from huopan.domains.parties import actions as parties
    from tests.factories.orders import NOON, a_buyer, a_sku
    from tests.factories.parties import a_division

    a_division()
    skus = [a_sku(stock=stock) for _ in range(buyers)]
    keys = [parties.create_api_key(name="shopper", scopes=["buy"], by=a_buyer(), at=NOON)[1] for _ in range(buyers)]
    print(json.dumps({"skus": [sku.pk for sku in skus], "offer_id": skus[0].offer_id, "keys": keys}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
