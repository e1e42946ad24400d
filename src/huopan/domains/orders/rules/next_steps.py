"""What comes next on an order, whose turn it is, and until when; the same for every surface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Turn = Literal["buyer", "supplier", "courier", "platform", "nobody"]

_OF_ORDER: Mapping[str, tuple[str, Turn]] = {
    "awaiting_payment": ("pay", "buyer"),
    "awaiting_acceptance": ("accept", "supplier"),
    "awaiting_shipment": ("ship", "supplier"),
    "awaiting_collection": ("collect", "courier"),
    "in_transit": ("deliver", "courier"),
    "delivered": ("confirm", "buyer"),
    "completed": ("over", "nobody"),
    "cancelled": ("stopped", "nobody"),
    "terminated": ("stopped", "nobody"),
}
_OF_CLAIM: Mapping[str, tuple[str, Turn]] = {
    "requested": ("answer_claim", "supplier"),
    "refused": ("take_refusal", "buyer"),
    "agreed": ("send_back", "buyer"),
    "goods_returning": ("take_back", "supplier"),
    "goods_received": ("refund", "platform"),
    "disputed": ("rule", "platform"),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """`until`: when it happens by itself otherwise; None where nothing does."""

    deed: str
    turn: Turn
    until: datetime | None = None


def next_step(state: str, due_at: datetime | None, *, offered_until: datetime | None = None) -> NextStep:
    """Of an order that no after-sale holds. `offered_until`: the factory offers it otherwise, until then."""
    if state == "awaiting_acceptance" and offered_until:
        return NextStep("answer_offer", "buyer", offered_until)
    return NextStep(*_OF_ORDER[state], due_at)


def next_step_of_claim(state: str, due_at: datetime | None) -> NextStep:
    """Of an after-sale; while it is open its order waits for it."""
    return NextStep(*_OF_CLAIM.get(state, ("over", "nobody")), due_at)
