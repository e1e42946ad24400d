"""Whether the orders of a sheet can be shipped, looked up for all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huopan.domains.logistics import queries as logistics
from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.domains.orders.queries.finding import orders_numbered
from huopan.domains.orders.rules.states import AFTER_SALE_MOVES, final_states
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Shippable:
    """`left`: pieces by SKU id. `is_held`: an after-sale is open."""

    order: SupplierOrder
    left: Mapping[int, int]
    is_held: bool


def shippables(numbers: list[str], by: Actor) -> dict[str, Shippable]:
    """`by`'s own of these orders, by number. Three statements."""
    orders = orders_numbered(numbers, by)
    open_claims = AfterSale.objects.filter(order__in=[order.pk for order in orders])
    held = set(open_claims.exclude(state__in=final_states(AFTER_SALE_MOVES)).values_list("order_id", flat=True))
    return {
        order.number: Shippable(
            order, {line.sku_id: line.unshipped_quantity for line in order.lines.all()}, order.pk in held
        )
        for order in orders
    }


def waybills_taken(numbers: list[str]) -> set[tuple[str, str]]:
    """(carrier, number) of those that are on a parcel still travelling. One statement."""
    return logistics.live_waybills(numbers)
