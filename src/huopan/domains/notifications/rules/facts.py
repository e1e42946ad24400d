"""What a notice keeps of an event, and whom it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from huopan.domains.notifications.rules.kinds import OPERATOR, Kind

KEPT = frozenset(
    {
        "number", "order_number", "reference", "because", "quantity",
        "total_fen", "refund_fen", "released_fen", "amount_fen",
        "offer_id", "demand_id", "party_id", "credential_kind",
        "plan_zh", "plan_en", "from_day", "until_day",
    }
)  # fmt: skip


def facts_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The few fields that sentences and addresses need. A demand made for an order also tells the order's number."""
    facts = {name: value for name, value in payload.items() if name in KEPT}
    if "source_reference" in payload:
        facts["number"] = str(payload["source_reference"]).partition(":")[0]
    return facts


def hearing_parties(kind: Kind, payload: Mapping[str, Any], concerns: Sequence[int], actor_party: int) -> set[int]:
    """The parties whose people hear, without the one that did it; none for what the operator hears."""
    if kind.hears == OPERATOR:
        return set()
    named = concerns if kind.hears == "concerns" else [payload.get(kind.hears)]
    return {party for party in named if party and party != actor_party}
