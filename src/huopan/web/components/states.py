"""The colour of each state, whatever it is the state of."""

TONES = {
    # it went well, or stands in use
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
        "received",
        "succeeded",
        "in_use",
        "verified",
    },
    # somebody must do something
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
        "open",
        "asking",
        "submitted",
        "lapsed",
    },
    # it went wrong, or was stopped by somebody
    "bad": {"disputed", "refused", "suspended", "terminated", "lost", "dead", "quarantined", "declined", "late"},
    # it is under way by itself
    "calm": {
        "awaiting_collection",
        "in_transit",
        "agreed",
        "accepted",
        "goods_returning",
        "booked",
        "waiting",
        "released",
        "in_progress",
        "running",
        "sending",
        "writing",
        "expected",
        "learnt",
        "shadow",
    },
    # money, goods or capacity are kept for somebody
    "held": {"held", "committed", "locked"},
}
QUIET = {
    "draft",
    "cancelled",
    "closed",
    "expired",
    "consumed",
    "dissolved",
    "retired",
    "withdrawn",
    "ended",
    "upcoming",
}  # nothing happened yet, or nothing will
TONE = {state: tone for tone, states in TONES.items() for state in states}


def tone_of(state: str) -> str:
    """good, warn, bad, calm, held, or nothing for what is quiet."""
    return TONE.get(str(state), "")
