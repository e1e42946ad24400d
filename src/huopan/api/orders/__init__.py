"""From the cart to the closed order. A client needs three calls: fill the cart, place the purchase, pay it."""

from huopan.api.base import Router
from huopan.api.orders import carts, limits, offers, purchases, selling, sheets, trading

router = Router(tags=["orders"])
for part in (carts, purchases, limits, sheets, selling, trading, offers):
    router.add_router("", part.router)
