"""The colour of each state, whatever it is the state of."""

TONES = {
    "good": {
        "completed",
        "delivered",
        "paid",
        "published",
        "active",
        "refunded",
        "sent",
        "done",
        "approved",
        "arbitrated",
        "produced",
        "packed",
    },
    "warn": {
        "awaiting_payment",
        "awaiting_acceptance",
        "awaiting_shipment",
        "requested",
        "pending",
        "goods_received",
        "failed",
        "on_hold",
        "stopped",
        "unsure",
    },
    "bad": {"disputed", "refused", "suspended", "terminated", "lost", "dead", "quarantined"},
    "calm": {
        "awaiting_collection",
        "in_transit",
        "agreed",
        "goods_returning",
        "booked",
        "waiting",
        "released",
        "in_progress",
        "running",
        "sending",
    },
}
TONE = {state: tone for tone, states in TONES.items() for state in states}


def tone_of(state: str) -> str:
    """good, warn, bad, calm, or nothing for what is neither."""
    return TONE.get(str(state), "")
