"""How a buyer's orders are laid out in tabs."""

from __future__ import annotations

from collections.abc import Mapping

AFTER_SALE = "after_sale"
BUYERS_TABS: Mapping[str, frozenset[str]] = {
    "to_pay": frozenset({"awaiting_payment"}),
    "to_accept": frozenset({"awaiting_acceptance"}),
    "to_ship": frozenset({"awaiting_shipment"}),
    "on_the_way": frozenset({"awaiting_collection", "in_transit"}),
    "to_confirm": frozenset({"delivered"}),
    "completed": frozenset({"completed"}),
    "stopped": frozenset({"cancelled", "terminated"}),
}


def states_of(tab: str) -> frozenset[str]:
    """The states a tab shows; a state's own name stands for itself, anything else for every state."""
    known = BUYERS_TABS.get(tab)
    if known is not None:
        return known
    return frozenset({tab}) & frozenset().union(*BUYERS_TABS.values())
