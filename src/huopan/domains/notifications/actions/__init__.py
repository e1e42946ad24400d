"""What is done in notifications."""

from huopan.domains.notifications.actions.deadlines import warn_of_deadlines
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
from huopan.domains.notifications.actions.letters import (
    mark_unsure,
    next_letter,
    send_again,
    send_letter,
    send_letters,
    stop_secret,
)
from huopan.domains.notifications.actions.noticing import make_notices
from huopan.domains.notifications.actions.queueing import queue_deliveries
from huopan.domains.notifications.actions.reading import (
    choose_notices,
    read_all,
    read_notice,
    stop_kinds,
    unread_notice,
)
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
    "choose_notices",
    "create_webhook",
    "disable_webhook",
    "enable_webhook",
    "forget_deliveries",
    "lease_deliveries",
    "make_notices",
    "mark_unsure",
    "next_letter",
    "ping_webhook",
    "queue_deliveries",
    "read_all",
    "read_notice",
    "remove_webhook",
    "replay_delivery",
    "replay_failed",
    "rotate_webhook_secret",
    "send_again",
    "send_due",
    "send_letter",
    "send_letters",
    "settle",
    "stop_kinds",
    "stop_secret",
    "try_letter",
    "unread_notice",
    "warn_of_deadlines",
]
