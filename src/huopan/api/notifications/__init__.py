"""What you were told, where your systems hear of things, and what became of each telling."""

from huopan.api.base import Router
from huopan.api.notifications import deliveries, notices, webhooks

router = Router()
for part, tag in ((webhooks, "webhooks"), (deliveries, "webhooks"), (notices, "notices")):
    router.add_router("", part.router, tags=[tag])
