"""How far what an order has made is."""

from __future__ import annotations

from huopan.domains.orders.models import SupplierOrder
from huopan.domains.production import queries as production
from huopan.kernel.actor import Actor

SOURCE = "order"


def making_of(order: SupplierOrder, by: Actor) -> list[production.Progress]:
    """Of each line that is made for the order, to both sides; two statements."""
    return production.progress_of(SOURCE, [f"{order.number}:{line.pk}" for line in order.lines.all()], by)
