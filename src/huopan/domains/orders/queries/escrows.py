"""Money held for a supplier's orders, and when it is let go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, QuerySet, Value, When

from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.rules.states import PAID_ORDER_STATES
from huopan.domains.settlement import queries as settlement
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """`released_by`: when the order completes by itself unless somebody objects; None before its delivery."""

    order: SupplierOrder
    held: Money
    released_by: datetime | None


def orders_with_money_held(by: Actor) -> QuerySet[SupplierOrder]:
    """Paid orders that are under way, the next to be released first, with buyers. One statement."""
    rank = Case(When(state=SupplierOrder.State.DELIVERED, then=Value(0)), default=Value(1), output_field=IntegerField())
    own = SupplierOrder.objects.visible_to(by).filter(supplier_id=by.party_id, state__in=PAID_ORDER_STATES)
    return own.annotate(rank=rank).select_related("buyer").order_by("rank", "due_at", "id")


def held_orders(orders: list[SupplierOrder], by: Actor) -> list[HeldOrder]:
    """What the ledger holds for each of these. One statement."""
    held = settlement.held_of([order.number for order in orders], by.party_id)
    return [
        HeldOrder(
            order,
            held.get(order.number, Money(0)),
            order.due_at if order.state == SupplierOrder.State.DELIVERED else None,
        )
        for order in orders
    ]
