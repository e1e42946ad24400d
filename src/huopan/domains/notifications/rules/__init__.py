"""What notifications decides without looking anything up."""

from huopan.domains.notifications.rules.payloads import is_wanted, public_body, public_type, unknown_types
from huopan.domains.notifications.rules.retries import (
    GIVE_UP_AFTER,
    Verdict,
    asked_wait,
    next_attempt_at,
    verdict_of,
)

__all__ = [
    "GIVE_UP_AFTER",
    "Verdict",
    "asked_wait",
    "is_wanted",
    "next_attempt_at",
    "public_body",
    "public_type",
    "unknown_types",
    "verdict_of",
]
