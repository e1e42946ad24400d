"""Orders brought to their end by people who are killed and ask again: every third is refused, the others completed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from huopan.domains.logistics import actions as logistics
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.settlement import actions as settlement
from huopan.infra.idempotency.replaying import Answer, once
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.money import Money
from tests.factories.orders import NOON, owner_of
from tests.faults import buying

PAYOUT = Money(500)


def run(errand: buying.Errand) -> None:
    for turn in range(errand.times):
        buying.pay(buying.buy(errand, turn))
    buying.settle_down()
    for turn in range(errand.times):
        bring_to_its_end(buying.buy(errand, turn), errand.by, is_refused=turn % 3 == 2)
    settlement.send_waiting(at=NOON)
    buying.settle_down()


def bring_to_its_end(purchase_number: str, buyer: Actor, *, is_refused: bool) -> None:
    for order in SupplierOrder.objects.filter(group__number=purchase_number).order_by("pk"):
        supplier = owner_of(order.supplier_id)
        if is_refused:
            refuse = partial(orders.refuse_order, number=order.number, because="卖完了", by=supplier, at=NOON)
            keyed(f"refuse {order.number}", refuse)
        else:
            fulfil(order, supplier, buyer)


def fulfil(order: SupplierOrder, supplier: Actor, buyer: Actor) -> None:
    waybill = f"WB{order.number}"
    keyed(f"accept {order.number}", partial(orders.accept_order, number=order.number, by=supplier, at=NOON))
    parcels = [("sf", waybill)]
    keyed(
        f"ship {order.number}", partial(orders.ship_order, number=order.number, parcels=parcels, by=supplier, at=NOON)
    )
    for kind in ("collected", "delivered"):
        scan = {"carrier": "sf", "waybill_number": waybill, "kind": kind, "external_id": f"{kind} {waybill}"}
        logistics.record_tracking(**scan, seen_at=NOON, by=SYSTEM, at=NOON)
    buying.settle_down(rounds=1)
    keyed(f"confirm {order.number}", partial(orders.confirm_receipt, number=order.number, by=buyer, at=NOON))
    keyed(f"payout {order.number}", partial(settlement.request_payout, amount=PAYOUT, by=supplier, at=NOON))


def keyed(key: str, action: Callable[[], object]) -> None:
    """Do it once, however often it is asked for."""

    def work() -> Answer:
        action()
        return Answer(200, {})

    once(asker="trader", key=key, fingerprint="same", at=NOON, work=work)
