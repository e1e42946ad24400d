"""What others may ask of notifications."""

from huopan.domains.notifications.queries.habits import USUAL, Wishes, wishes_of
from huopan.domains.notifications.queries.notices import (
    UNREAD_NOTICES,
    letter_counts,
    letters_in_trouble,
    notice,
    notices,
    unread_notices,
)
from huopan.domains.notifications.queries.webhooks import (
    deliveries,
    endpoints_of,
    event_types,
    own_endpoint,
    webhook,
    webhook_counts,
    webhooks,
)
from huopan.domains.notifications.queries.wording import label_of, place_of, said_of

__all__ = [
    "UNREAD_NOTICES",
    "USUAL",
    "Wishes",
    "deliveries",
    "endpoints_of",
    "event_types",
    "label_of",
    "letter_counts",
    "letters_in_trouble",
    "notice",
    "notices",
    "own_endpoint",
    "place_of",
    "said_of",
    "unread_notices",
    "webhook",
    "webhook_counts",
    "webhooks",
    "wishes_of",
]
