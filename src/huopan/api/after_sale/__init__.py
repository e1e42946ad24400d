"""Claims on orders, their evidence and rulings, and what the two sides write to each other."""

from huopan.api.after_sale import claims, disputes, messages
from huopan.api.base import Router

router = Router(tags=["after-sales"])
for part in (claims, disputes, messages):
    router.add_router("", part.router)
