"""One invoice lived through by the actions its buyer and its seller would call: cart, till and payment; acceptance,
shipment, returns and receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from huopan.domains.orders import actions as orders
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.kernel.actor import Actor
from huopan.ops import provider_told
from huopan.ops.online_retail.reading import Article, Cancellation, Purchase

NOTE = "Invoice "
WAREHOUSE = AddressSnapshot(
    contact_name="Consolidation warehouse",
    phone="13800000000",
    division_code="440305",
    division_name="广东省深圳市南山区",
    detail="Online retail import",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """Who plays: the seller, the buyers by customer number, and the SKU of each article."""

    seller: Actor
    buyers: dict[str, Actor]
    skus: dict[Article, int]


def buy(purchase: Purchase, stage: Stage) -> None:
    """Cart, till and payment. The note on the order names the invoice."""
    buyer, at = stage.buyers[purchase.customer], purchase.at
    orders.put_in_cart(lines=[(stage.skus[article], n) for article, n in purchase.pieces.items()], by=buyer, at=at)
    placed = orders.place_purchase(
        address=WAREHOUSE,
        notes={stage.seller.party_id: f"{NOTE}{purchase.invoice}"},
        expected_total_fen=purchase.total.fen,
        by=buyer,
        at=at,
    )
    provider_told.money_came(placed, at=at)


def sell(purchase: Purchase, number: str, claims: Sequence[Cancellation], stage: Stage) -> None:
    """Acceptance, shipment, what the buyer sends back, and receipt unless everything went back."""
    buyer, seller = stage.buyers[purchase.customer], stage.seller
    shipped_at = purchase.at + timedelta(hours=4)
    orders.accept_order(number=number, by=seller, at=purchase.at)
    orders.ship_order(number=number, parcels=[("sf", f"OR{purchase.invoice}")], by=seller, at=shipped_at)
    for claim in claims:
        if claim.total:
            _give_back(claim, number, buyer, stage)
    if purchase.cancelled != purchase.pieces:
        ends_at = max([shipped_at, *(claim.at for claim in claims)])
        orders.confirm_receipt(number=number, by=buyer, at=ends_at)


def _give_back(claim: Cancellation, number: str, buyer: Actor, stage: Stage) -> None:
    at: datetime = max(claim.at, claim.purchase.at + timedelta(hours=4))
    after_sale = orders.request_after_sale(
        number=number,
        kind="return",
        reason=f"Invoice {claim.invoice}",
        pieces={stage.skus[article]: pieces for article, pieces in claim.pieces.items()},
        amount=claim.total,
        by=buyer,
        at=at,
    )
    returned = after_sale.number
    orders.agree_after_sale(number=returned, by=stage.seller, at=at)
    orders.send_goods_back(number=returned, carrier="sf", waybill_number=f"OR{claim.invoice}", by=buyer, at=at)
    orders.receive_goods_back(number=returned, by=stage.seller, at=at)
    provider_told.refunds_arrived(number, at=at)
