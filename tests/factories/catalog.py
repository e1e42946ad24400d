"""Offers for tests, as their rows: quick, and independent of the actions under test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from huopan.domains.catalog.models import Category, Offer, PriceTier, Sku, Stock, StockMovement
from huopan.domains.catalog.rules import OfferDraft, SkuDraft, Step
from huopan.domains.parties.models import Party
from huopan.kernel.actor import Actor
from huopan.kernel.money import UnitPrice

EPOCH = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
_numbers = count(1)


def a_seller(**fields: Any) -> Party:
    """An active factory, made as a row."""
    return Party.objects.create(
        **{
            "name_zh": f"义乌工厂{next(_numbers)}",
            "name_en": "Yiwu Factory",
            "kind": Party.Kind.FACTORY,
            "state": Party.State.ACTIVE,
            "registered_at": EPOCH,
        }
        | fields
    )


def a_category(**fields: Any) -> Category:
    number = next(_numbers)
    return Category.objects.add_root(
        instance=Category(**{"code": f"category-{number}", "name_zh": "类目", "name_en": "Category"} | fields)
    )


def an_offer(
    supplier: Party | None = None,
    *,
    price_kind: str = "fixed",
    stock: int | Sequence[int] = 100,
    ladder: Sequence[tuple[int, int]] = ((1, 125_000),),
    **fields: Any,
) -> Offer:
    """A published offer with one SKU per stock figure. `ladder`: (from quantity, unit price in hao), given to the offer
    or, for per-SKU kinds, to each SKU at the same prices."""
    number = next(_numbers)
    defaults = {
        "supplier": supplier or a_seller(),
        "code": f"HP-{number}",
        "category": fields.pop("category", None) or Category.objects.first() or a_category(),
        "title_zh": f"陶瓷杯{number}号",
        "title_en": f"Ceramic mug {number}",
        "price_kind": price_kind,
        "state": Offer.State.PUBLISHED,
        "created_at": EPOCH,
        "changed_at": EPOCH,
    }
    offer = Offer.objects.create(**defaults | fields)
    figures = [stock] if isinstance(stock, int) else list(stock)
    skus = [_a_sku(offer, position, on_hand) for position, on_hand in enumerate(figures)]
    priced: Sequence[Sku | None] = skus if price_kind in ("per_sku", "ladder_per_sku") else [None]
    PriceTier.objects.bulk_create(
        PriceTier(offer=offer, sku=sku, from_quantity=quantity, unit_price_hao=hao)
        for sku in priced
        for quantity, hao in ladder
    )
    return offer


def _a_sku(offer: Offer, position: int, on_hand: int) -> Sku:
    colour = "白黑红蓝绿黄紫橙"[position % 8]
    sku = Sku.objects.create(
        offer=offer, code=f"{offer.code}-{position + 1}", spec={"颜色": f"{colour}色"}, position=position
    )
    Stock.objects.create(sku=sku, on_hand=on_hand)
    if on_hand:
        StockMovement.objects.create(sku=sku, quantity=on_hand, reason=StockMovement.Reason.COUNTED, at=EPOCH)
    return sku


def a_draft(**fields: Any) -> OfferDraft:
    """A sound draft of a mug in two colours, at one price; `a_category(code="mugs")` must exist to store it."""
    number = next(_numbers)
    defaults = {
        "code": f"MUG-{number}",
        "category_code": "mugs",
        "title_zh": f"陶瓷杯{number}号",
        "title_en": f"Ceramic mug {number}",
        "price_kind": "fixed",
        "ladder": steps("1:12.5"),
        "skus": (SkuDraft("W", {"颜色": "白"}, on_hand=10), SkuDraft("B", {"颜色": "黑"}, on_hand=0)),
    }
    return OfferDraft(**defaults | fields)


def steps(text: str) -> tuple[Step, ...]:
    """`1:12.5;100:11` as a ladder."""
    pairs = (step.split(":") for step in text.split(";"))
    return tuple(Step(int(quantity), UnitPrice.from_yuan(price)) for quantity, price in pairs)


def a_seller_actor(party: Party, *scopes: str) -> Actor:
    return Actor(
        person_id=1, party_id=party.pk, role="sales", scopes=frozenset(scopes or {"offers.write", "stock.write"})
    )
