"""Who may do what to an order: its supplier, its buyer, or the platform for them."""

from __future__ import annotations

from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.rules.disputes import Side
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import RefusedError, said


class NotItsSupplierError(RefusedError):
    kind = "forbidden"
    sentence = said("Only the supplier of order {number} can do this.")


class NotItsBuyerError(RefusedError):
    kind = "forbidden"
    sentence = said("Only the buyer of order {number} can do this.")


class NotASideError(RefusedError):
    kind = "forbidden"
    sentence = said("Only the buyer and the supplier of order {number} can do this.")


def must_be_a_side(order: SupplierOrder, by: Actor) -> Side:
    """Which side of the order `by` acts for. Raises NotASideError or ForbiddenError."""
    if by.party_id == order.buyer_id:
        by.must("buy")
        return "buyer"
    if by.party_id != order.supplier_id:
        raise NotASideError(number=order.number)
    by.must("sell")
    return "supplier"


def must_supply(order: SupplierOrder, by: Actor) -> None:
    """Raise NotItsSupplierError or ForbiddenError unless `by` sells for the order's supplier."""
    if by.role == SYSTEM.role:
        return
    if by.party_id != order.supplier_id:
        raise NotItsSupplierError(number=order.number)
    by.must("sell")


def must_have_bought(order: SupplierOrder, by: Actor) -> None:
    """Raise NotItsBuyerError or ForbiddenError unless `by` buys for the order's buyer."""
    if by.role == SYSTEM.role:
        return
    if by.party_id != order.buyer_id:
        raise NotItsBuyerError(number=order.number)
    by.must("buy")
