"""Each invoice lived through by the actions its buyer and its seller would call: cart, till, payment, acceptance,
shipment, returns, receipt. A wave of invoices commits as one, so a killed replay leaves whole lives or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.infra.outbox.announcing import announced_together
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import Actor
from huopan.ops import provider_told
from huopan.ops.online_retail.reading import Article, Cancellation, Purchase, Replay

WAVE = 25
RELAY_BATCH = 500
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


def replay_purchases(replay: Replay, stage: Stage, *, tick: Callable[[int], None]) -> int:
    """Live every purchase that is not in the database yet, in the file's order of time. Returns how many were lived."""
    done = imported_invoices(stage.seller)
    waiting = sorted((p for p in replay.purchases.values() if p.invoice not in done), key=lambda p: (p.at, p.invoice))
    claims = _claims_by_invoice(replay.cancellations)
    tick(len(replay.purchases) - len(waiting))
    for start in range(0, len(waiting), WAVE):
        wave = waiting[start : start + WAVE]
        _live(wave, claims, stage)
        tick(len(wave))
    return len(waiting)


def imported_invoices(seller: Actor) -> set[str]:
    """Invoices whose lives are in the database: the note on the order names them."""
    notes = SupplierOrder.objects.visible_to(seller).filter(supplier_id=seller.party_id)
    return {note.removeprefix("Invoice ") for note in notes.values_list("buyer_note", flat=True)}


def _claims_by_invoice(cancellations: Iterable[Cancellation]) -> dict[str, list[Cancellation]]:
    claims: defaultdict[str, list[Cancellation]] = defaultdict(list)
    for claim in cancellations:
        claims[claim.purchase.invoice].append(claim)
    return claims


@transaction.atomic(durable=True)
def _live(wave: Sequence[Purchase], claims: dict[str, list[Cancellation]], stage: Stage) -> None:
    with announced_together():
        numbers = {purchase.invoice: _buy(purchase, stage) for purchase in wave}
    while relay_once(RELAY_BATCH, wave[-1].at):
        pass
    with announced_together():
        for purchase in wave:
            _deliver(purchase, numbers[purchase.invoice], claims.get(purchase.invoice, []), stage)


def _buy(purchase: Purchase, stage: Stage) -> str:
    """Cart, till and payment; returns the supplier order's number."""
    buyer, at = stage.buyers[purchase.customer], purchase.at
    orders.put_in_cart(lines=[(stage.skus[article], n) for article, n in purchase.pieces.items()], by=buyer, at=at)
    placed = orders.place_purchase(
        address=WAREHOUSE,
        notes={stage.seller.party_id: f"Invoice {purchase.invoice}"},
        expected_total_fen=purchase.total.fen,
        by=buyer,
        at=at,
    )
    provider_told.money_came(placed, at=at)
    return str(placed.orders.get().number)


def _deliver(purchase: Purchase, number: str, claims: Sequence[Cancellation], stage: Stage) -> None:
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
