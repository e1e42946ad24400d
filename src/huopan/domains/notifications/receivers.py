"""What notifications does about news: all of it may interest somebody outside."""

from __future__ import annotations

from huopan.domains.notifications import actions as notifications
from huopan.infra.outbox.receiving import Heard


def queue_for_webhooks(heard: list[Heard]) -> None:
    notifications.queue_deliveries(heard)


def notify_people(heard: list[Heard]) -> None:
    notifications.make_notices(heard)
