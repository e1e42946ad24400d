"""What is done in notifications."""

from huopan.domains.notifications.actions.endpoints import (
    SleepingWebhookError,
    TooManyWebhooksError,
    UnknownEventTypeError,
    change_webhook,
    create_webhook,
    disable_webhook,
    enable_webhook,
    ping_webhook,
    remove_webhook,
    rotate_webhook_secret,
)
from huopan.domains.notifications.actions.queueing import queue_deliveries
from huopan.domains.notifications.actions.replaying import forget_deliveries, replay_delivery, replay_failed
from huopan.domains.notifications.actions.sending import Letter, Outcome, lease_deliveries, try_letter
from huopan.domains.notifications.actions.settling import send_due, settle

__all__ = [
    "Letter",
    "Outcome",
    "SleepingWebhookError",
    "TooManyWebhooksError",
    "UnknownEventTypeError",
    "change_webhook",
    "create_webhook",
    "disable_webhook",
    "enable_webhook",
    "forget_deliveries",
    "lease_deliveries",
    "ping_webhook",
    "queue_deliveries",
    "remove_webhook",
    "replay_delivery",
    "replay_failed",
    "rotate_webhook_secret",
    "send_due",
    "settle",
    "try_letter",
]
