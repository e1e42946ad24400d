"""Lines of an order that are made for it: wanted of the factory, taken on with the order, let go with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huopan.domains.orders.models import OrderLine, SupplierOrder
from huopan.domains.orders.queries.making import SOURCE
from huopan.domains.production import actions as production
from huopan.domains.production import queries as making
from huopan.kernel.actor import Actor


@transaction.atomic
def ask_to_make(*, number: str, by: Actor, at: datetime) -> None:
    """A paid order asks its factory to make what is made to order. Safe to hear twice, and late."""
    order = SupplierOrder.objects.select_for_update().get(number=number)
    if order.state == SupplierOrder.State.AWAITING_ACCEPTANCE:
        raise_demands_of(order, by=by, at=at)


def raise_demands_of(order: SupplierOrder, *, by: Actor, at: datetime) -> None:
    """Ask the factory to make what is made to order; asked before, nothing happens. One statement for a supplier that
    makes nothing."""
    if not making.makes_to_order(order.supplier_id):
        return
    lines = list(order.lines.select_related("sku__offer").order_by("id"))
    recipes = making.recipes_for(order.supplier_id, [(line.sku_id, line.offer_id) for line in lines])
    production.raise_demands(
        factory_id=order.supplier_id,
        buyer_id=order.buyer_id,
        source_kind=SOURCE,
        wanted=[_wanted(order, line, recipes[line.sku_id]) for line in lines if line.sku_id in recipes],
        by=by,
        at=at,
    )


def take_on(order: SupplierOrder, *, by: Actor, at: datetime) -> None:
    """Promise what the order has made, from real capacity: all of it or nothing, in the order's own transaction.

    Raises what `production.accept_demand` raises."""
    if not making.makes_to_order(order.supplier_id):
        return
    with transaction.atomic():
        raise_demands_of(order, by=by, at=at)
        for demand_id in making.undecided_of(order.supplier_id, SOURCE, f"{order.number}:"):
            production.accept_demand(demand_id=demand_id, by=by, at=at)


def let_go(order: SupplierOrder, *, because: str, by: Actor, at: datetime) -> None:
    """The order is off: capacity and materials are free again."""
    production.cancel_demands(
        source_kind=SOURCE, source_prefix=f"{order.number}:", because=because or order.state, by=by, at=at
    )


def turn_down(order: SupplierOrder, *, because: str, by: Actor, at: datetime) -> None:
    """The supplier refuses the order: what was not taken on yet is declined. `let_go` ends the rest."""
    production.decline_demands(source_kind=SOURCE, source_prefix=f"{order.number}:", because=because, by=by, at=at)


def _wanted(order: SupplierOrder, line: OrderLine, recipe_id: int) -> production.Wanted:
    days, since = line.sku.offer.lead_time_days, order.paid_at or order.placed_at
    return production.Wanted(
        reference=f"{order.number}:{line.pk}",
        recipe_id=recipe_id,
        quantity=line.quantity,
        title=line.title_zh,
        revenue_fen=line.amount_fen,
        traits=making.traits_of_spec(line.spec),
        wanted_by=line.wanted_by or (since + timedelta(days=days) if days else None),
    )
