"""How far what an order has made is, and what its factory offers instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huopan.domains.orders.models import SupplierOrder
from huopan.domains.production import queries as production
from huopan.kernel.actor import Actor

SOURCE = "order"


@dataclass(frozen=True, slots=True)
class OfferedInstead:
    """`until`: when it ends, or the order's own time does. `is_to_pay`: agreeing to it needs a new order, to be paid,
    and what was paid goes back; otherwise `less_fen` of it goes back."""

    line_id: int
    offered: production.Offered
    until: datetime
    is_to_pay: bool

    @property
    def less_fen(self) -> int:
        return max(0, -self.offered.more_fen)


def making_of(order: SupplierOrder, by: Actor) -> list[production.Progress]:
    """Of each line that is made for the order, to both sides; one statement, none where `order_with_marks` knew that
    nothing is made."""
    return production.progress_of(SOURCE, references_of(order), by) if _is_made(order) else []


def offers_instead(order: SupplierOrder, by: Actor, at: datetime) -> list[OfferedInstead]:
    """What the factory would make instead of lines of an order that waits for its answer, to both sides; two
    statements at most."""
    if order.state != SupplierOrder.State.AWAITING_ACCEPTANCE or not _is_made(order):
        return []
    found = production.offers_for(SOURCE, references_of(order), by, at)
    return [
        OfferedInstead(
            line_id=int(each.reference.rpartition(":")[2]),
            offered=each,
            until=min(each.expires_at, order.due_at or each.expires_at),
            is_to_pay="quantity" in each.changes or each.more_fen > 0,
        )
        for each in found
    ]


def _is_made(order: SupplierOrder) -> bool:
    return any(getattr(line, "is_made", True) for line in order.lines.all())


def references_of(order: SupplierOrder) -> list[str]:
    """What production calls the lines of an order."""
    return [f"{order.number}:{line.pk}" for line in order.lines.all()]
