"""Freight templates and shipments for tests; parties and offers in the least form logistics needs."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from huopan.domains.catalog.models import Category, Offer
from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics.models import FreightTemplate, Shipment
from huopan.domains.logistics.rules import Zone
from huopan.domains.parties.models import Division, Party
from huopan.kernel.actor import Actor

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
SCOPES = frozenset({"offers.write", "offers.read", "sell", "buy"})
_serial = itertools.count(1)


def zone(*divisions: str, first_fee_fen: int = 800, next_fee_fen: int = 200, **weights: int) -> Zone:
    """A zone for `divisions` (none named: everywhere), by whole kilograms unless told."""
    return Zone(
        divisions=divisions or ("",),
        first_weight_grams=weights.get("first_weight_grams", 1000),
        first_fee_fen=first_fee_fen,
        next_weight_grams=weights.get("next_weight_grams", 1000),
        next_fee_fen=next_fee_fen,
    )


def division(code: str = "440305") -> Division:
    return Division.objects.get_or_create(code=code, defaults={"name_zh": f"区划{code}", "level": 3})[0]


def trader(kind: str = Party.Kind.FACTORY) -> Party:
    return Party.objects.create(name_zh=f"企业{next(_serial)}", kind=kind, state=Party.State.ACTIVE, registered_at=AT)


def acting(party: Party, *scopes: str) -> Actor:
    """Somebody who acts for `party`, with `scopes` or all of a seller and buyer."""
    return Actor(party_id=party.pk, role="owner", scopes=frozenset(scopes) or SCOPES)


def offer_of(supplier: Party) -> Offer:
    category = Category.objects.first() or Category.objects.add_root(
        instance=Category(code="all", name_zh="全部", name_en="All")
    )
    return Offer.objects.create(
        supplier=supplier,
        code=f"O{next(_serial)}",
        category=category,
        title_zh="杯子",
        price_kind=Offer.PriceKind.FIXED,
        state=Offer.State.PUBLISHED,
        created_at=AT,
        changed_at=AT,
    )


def freight_template(supplier: Party, *zones: Zone, **wanted: Any) -> FreightTemplate:
    """A saved template of `supplier`; the first becomes the default. No zone given: one for everywhere."""
    return logistics.save_freight_template(
        name=wanted.pop("name", f"模板{next(_serial)}"),
        origin_code=division().code,
        zones=zones or (zone(),),
        by=acting(supplier),
        at=AT,
        **wanted,
    )


def shipment(
    supplier: Party, buyer: Party, *waybills: str, reference: str = "SO1", carrier: str = "sf", at: datetime = AT
) -> Shipment:
    return logistics.book_shipment(
        reference=reference,
        supplier_id=supplier.pk,
        buyer_id=buyer.pk,
        contents=[{"title": "杯子", "quantity": 2}],
        parcels=[(carrier, waybill) for waybill in waybills or (f"SF{next(_serial)}",)],
        by=acting(supplier),
        at=at,
    )
