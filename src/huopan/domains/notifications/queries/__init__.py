"""What others may ask of notifications."""

from huopan.domains.notifications.queries.webhooks import (
    deliveries,
    endpoints_of,
    event_types,
    own_endpoint,
    webhook,
    webhooks,
)

__all__ = ["deliveries", "endpoints_of", "event_types", "own_endpoint", "webhook", "webhooks"]
