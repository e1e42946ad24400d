"""An order in place of another, on terms that both sides have agreed to and that have to be paid anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from huopan.domains.catalog import actions as catalog
from huopan.domains.orders.actions.limiting import must_stay_within_limit
from huopan.domains.orders.actions.moving import close_paid
from huopan.domains.orders.actions.placing import PURPOSE
from huopan.domains.orders.events import OrderCancelled, OrderPlaced
from huopan.domains.orders.models import OrderLine, PurchaseGroup, SupplierOrder
from huopan.domains.orders.rules.timeouts import due_at
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.rules import Allocation
from huopan.infra.numbers import new_number
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.money import HAO_PER_FEN, Money

REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedLine:
    """What line `line_id` is from now on."""

    line_id: int
    quantity: int
    amount: Money
    spec: dict[str, str]
    wanted_by: datetime | None


def replace_order(order: SupplierOrder, agreed: AgreedLine, *, by: Actor, at: datetime) -> SupplierOrder:
    """Close a paid order whose row is locked, its money on its way back, and place one like it with the agreed line,
    its goods reserved and its payment open. The freight stays what it was."""
    refund_fen = order.total_fen - order.refunded_fen
    lines = list(order.lines.order_by("id"))
    close_paid(order, SupplierOrder.State.CANCELLED, REPLACED, by, at)
    announce(OrderCancelled.of(order, because=REPLACED, refund_fen=refund_fen, at=at), by=by)
    new = _placed(order, [_line(each, agreed) for each in lines], by=by, at=at)
    takes = [catalog.Take(new.number, each.sku_id, each.quantity) for each in new.lines.all()]
    catalog.reserve_stock(takes=takes, by=by, at=at)
    announce(OrderPlaced.of(new, purchase_number=new.group.number, total_fen=new.total_fen, at=at), by=by)
    return new


def _placed(order: SupplierOrder, lines: list[OrderLine], *, by: Actor, at: datetime) -> SupplierOrder:
    goods_fen = sum(each.amount_fen for each in lines)
    total, unpaid_until = goods_fen + order.freight_fen, due_at("awaiting_payment", at=at, limits=settings.HUOPAN) or at
    must_stay_within_limit(Money(total), by=by, at=at)
    number, purchase_number = new_number("SO", at), new_number("PG", at)
    payment = settlement.open_payment(
        purpose=PURPOSE,
        reference=purchase_number,
        payer_id=order.buyer_id,
        allocations=[Allocation(number, order.supplier_id, Money(total))],
        expires_at=unpaid_until,
        by=by,
        at=at,
    )
    group = PurchaseGroup.objects.create(
        number=purchase_number,
        buyer_id=order.buyer_id,
        placed_by_id=by.person_id or order.group.placed_by_id,
        address=order.address,
        invoice_title=order.group.invoice_title,
        total_fen=total,
        payment_number=payment.number,
        placed_at=at,
    )
    new = SupplierOrder.objects.create(
        number=number,
        group=group,
        supplier_id=order.supplier_id,
        buyer_id=order.buyer_id,
        goods_fen=goods_fen,
        freight_fen=order.freight_fen,
        total_fen=total,
        address=order.address,
        buyer_note=order.buyer_note,
        due_at=unpaid_until,
        placed_at=at,
    )
    for each in lines:
        each.order = new
    OrderLine.objects.bulk_create(lines)
    return new


def _line(line: OrderLine, agreed: AgreedLine) -> OrderLine:
    """The line anew: as agreed, or as it was."""
    is_it = line.pk == agreed.line_id
    quantity, amount = (agreed.quantity, agreed.amount.fen) if is_it else (line.quantity, line.amount_fen)
    unit_hao = (2 * amount * HAO_PER_FEN + quantity) // (2 * quantity)
    return OrderLine(
        sku_id=line.sku_id,
        offer_id=line.offer_id,
        title_zh=line.title_zh,
        title_en=line.title_en,
        spec=agreed.spec if is_it else line.spec,
        image=line.image,
        quantity=quantity,
        unit_price_hao=unit_hao if is_it else line.unit_price_hao,
        amount_fen=amount,
        weight_grams=line.weight_grams,
        wanted_by=agreed.wanted_by if is_it else line.wanted_by,
    )
