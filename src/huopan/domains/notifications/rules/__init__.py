"""What notifications decides without looking anything up."""

from huopan.domains.notifications.rules.facts import facts_of, hearing_parties
from huopan.domains.notifications.rules.hours import Habits, Mail, mail_due_at
from huopan.domains.notifications.rules.kinds import GROUPS, KINDS, OPERATOR, TOLD_EVENTS, Kind, kinds_of
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
    "GROUPS",
    "KINDS",
    "OPERATOR",
    "TOLD_EVENTS",
    "Habits",
    "Kind",
    "Mail",
    "Verdict",
    "asked_wait",
    "facts_of",
    "hearing_parties",
    "is_wanted",
    "kinds_of",
    "mail_due_at",
    "next_attempt_at",
    "public_body",
    "public_type",
    "unknown_types",
    "verdict_of",
]
