"""The moves an order and an after-sale may make; every action and every constraint of time goes by these tables."""

from __future__ import annotations

from collections.abc import Mapping

Moves = Mapping[str, frozenset[str]]


def _moves(table: dict[str, str]) -> Moves:
    return {state: frozenset(targets.split()) for state, targets in table.items()}


# Courier news comes in any order (L4), and a buyer may confirm goods that no courier ever scanned.
ORDER_MOVES = _moves(
    {
        "awaiting_payment": "awaiting_acceptance cancelled",
        "awaiting_acceptance": "awaiting_shipment cancelled terminated",
        "awaiting_shipment": "awaiting_collection in_transit delivered terminated",
        "awaiting_collection": "in_transit delivered completed terminated",
        "in_transit": "delivered completed terminated",
        "delivered": "completed terminated",
        "completed": "",
        "cancelled": "",
        "terminated": "",
    }
)

# `closed` is reached by withdrawal, or when the buyer lets a time limit pass.
AFTER_SALE_MOVES = _moves(
    {
        "requested": "agreed refused disputed refunded closed",
        "agreed": "goods_returning refunded disputed closed",
        "refused": "disputed closed",
        "goods_returning": "goods_received disputed closed",
        "goods_received": "refunded disputed closed",
        "disputed": "arbitrated closed",
        "refunded": "",
        "arbitrated": "",
        "closed": "",
    }
)

PAID_ORDER_STATES = frozenset(
    {"awaiting_acceptance", "awaiting_shipment", "awaiting_collection", "in_transit", "delivered"}
)
SHIPPED_ORDER_STATES = frozenset({"awaiting_collection", "in_transit", "delivered", "completed"})


def may_move(moves: Moves, *, origin: str, target: str) -> bool:
    return target in moves.get(origin, frozenset())


def origins_of(moves: Moves, target: str) -> frozenset[str]:
    """The states that may move to `target`."""
    return frozenset(state for state, targets in moves.items() if target in targets)


def final_states(moves: Moves) -> frozenset[str]:
    return frozenset(state for state, targets in moves.items() if not targets)
