"""A market to measure on, written by the platform's own actions inside a site's environment.

Run as a process of its own (`python -m benchmarks._market`), because only it may wake Django up on the site's settings.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks._site import Site

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huopan.config.settings")
OFFERS_AT_ONCE = 500
BUYER_SCOPES = ("buy", "money.pay", "money.read", "offers.read")


def furnish(here: Site, *, offers: int, suppliers: int, buyers: int, stock: int) -> dict[str, Any]:
    """Build the market on `here`; the SKUs by supplier, and an API key and an address for each buyer."""
    numbers = {"--offers": offers, "--suppliers": suppliers, "--buyers": buyers, "--stock": stock}
    command = [sys.executable, "-m", "benchmarks._market", *(str(part) for pair in numbers.items() for part in pair)]
    done = subprocess.run(command, env=here.env, stdout=subprocess.PIPE, text=True, check=True)
    furnished: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return furnished


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("offers", "suppliers", "buyers", "stock"):
        parser.add_argument(f"--{name}", type=int, required=True)
    asked = parser.parse_args()

    import django

    django.setup()
    from django.db import transaction

    at = datetime.now(UTC) - timedelta(days=1)
    with transaction.atomic():
        print(json.dumps(_build(asked, at)))


def _build(asked: argparse.Namespace, at: datetime) -> dict[str, Any]:
    from huopan.domains.catalog import actions as catalog
    from huopan.domains.parties import actions as parties

    parties.load_divisions()
    catalog.load_categories()
    each = asked.offers // asked.suppliers
    skus = [_supplier(place, each, asked.stock, at) for place in range(asked.suppliers)]
    buyers = [_buyer(place, at) for place in range(asked.buyers)]
    return {"skus": skus, "keys": [key for key, _address in buyers], "addresses": [address for _key, address in buyers]}


def _party(name: str, kind: str, at: datetime) -> Any:
    from huopan.domains.parties import actions as parties
    from huopan.domains.parties import queries
    from huopan.kernel.actor import SYSTEM

    person = parties.register_person(email=f"{name}@bench.invalid", full_name=name, by=SYSTEM, at=at)
    party = parties.register_party(name_zh=name, kind=kind, owner_id=person.pk, by=SYSTEM, at=at)
    if kind != "buyer":
        parties.approve_party(party_id=party.pk, by=SYSTEM, at=at)
    return queries.actor_of_person(person.pk, party.pk)


def _supplier(place: int, offers: int, stock: int, at: datetime) -> list[int]:
    from huopan.domains.catalog import actions as catalog
    from huopan.domains.catalog.actions.writing import write_offers
    from huopan.domains.catalog.models import Sku
    from huopan.domains.catalog.queries.categories import categories_by_code
    from huopan.domains.logistics import actions as logistics
    from huopan.domains.logistics.rules import Zone

    by = _party(f"supplier-{place}", "factory", at)
    zones = [Zone(("44",), 1000, 600, 1000, 100), Zone(("",), 1000, 900, 1000, 300)]
    logistics.save_freight_template(name="standard", origin_code="330782", zones=zones, by=by, at=at)
    categories = categories_by_code()
    drafts = [_draft(place, number, stock) for number in range(offers)]
    for start in range(0, offers, OFFERS_AT_ONCE):
        batch = drafts[start : start + OFFERS_AT_ONCE]
        write_offers(batch, supplier_id=by.party_id, categories=categories, by=by, at=at)
        catalog.publish_offers(codes=[draft.code for draft in batch], by=by, at=at)
    return list(Sku.objects.filter(offer__supplier_id=by.party_id).order_by("pk").values_list("pk", flat=True))


def _draft(place: int, number: int, stock: int) -> Any:
    """Half have one price and half a ladder; three SKUs each."""
    from huopan.domains.catalog.rules import OfferDraft, SkuDraft, Step
    from huopan.kernel.money import UnitPrice

    price = 10_000 + number % 97 * 1_300
    steps = ((1, 100), (10, 92), (100, 85)) if number % 2 else ((1, 100),)
    return OfferDraft(
        code=f"B{place:03d}-{number:05d}",
        category_code=("mugs", "stationery", "dresses", "handbags")[number % 4],
        title_zh=f"厂家直供 测试货品 {number} 号 可定制",
        title_en=f"Bench item {number} of supplier {place}, custom logo",
        price_kind="ladder" if number % 2 else "fixed",
        ladder=tuple(Step(quantity, UnitPrice(price * share // 100)) for quantity, share in steps),
        weight_grams=150 + number % 7 * 100,
        skus=tuple(SkuDraft(code=str(n), spec={"颜色": colour}, on_hand=stock) for n, colour in enumerate("红黄蓝")),
    )


def _buyer(place: int, at: datetime) -> tuple[str, int]:
    from huopan.domains.parties import actions as parties

    by = _party(f"buyer-{place}", "buyer", at)
    address = parties.save_address(
        contact_name="王小明", phone="13812341234", division_code="440305", detail="科技园南路1号", by=by, at=at
    )
    _key, secret = parties.create_api_key(name="bench", scopes=BUYER_SCOPES, by=by, at=at)
    return secret, address.pk


if __name__ == "__main__":
    main()
