"""Webhooks: where your systems hear of things, and what became of each telling."""

from huopan.api.base import Router
from huopan.api.notifications import deliveries, webhooks

router = Router(tags=["webhooks"])
for part in (webhooks, deliveries):
    router.add_router("", part.router)
