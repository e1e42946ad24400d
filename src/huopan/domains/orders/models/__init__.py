"""From the first question to the closed after-sale."""

from huopan.domains.orders.models.desk import CustomerNote, OwnQuerySet, Phrase, ShippingSheet
from huopan.domains.orders.models.favourites import Favourite, FavouriteQuerySet
from huopan.domains.orders.models.limits import OfBuyerQuerySet, PurchaseRequest, SpendingLimit
from huopan.domains.orders.models.threads import Thread, ThreadMessage, ThreadMessageQuerySet, ThreadQuerySet
from huopan.domains.orders.models.trading import (
    AfterSale,
    AfterSaleQuerySet,
    CartLine,
    CartLineQuerySet,
    Evidence,
    EvidenceQuerySet,
    OrderLine,
    OrderLineQuerySet,
    OrderMessage,
    OrderMessageQuerySet,
    PurchaseGroup,
    PurchaseGroupQuerySet,
    SupplierOrder,
    SupplierOrderQuerySet,
)

__all__ = [
    "AfterSale",
    "AfterSaleQuerySet",
    "CartLine",
    "CartLineQuerySet",
    "CustomerNote",
    "Evidence",
    "EvidenceQuerySet",
    "Favourite",
    "FavouriteQuerySet",
    "OfBuyerQuerySet",
    "OrderLine",
    "OrderLineQuerySet",
    "OrderMessage",
    "OrderMessageQuerySet",
    "OwnQuerySet",
    "Phrase",
    "PurchaseGroup",
    "PurchaseGroupQuerySet",
    "PurchaseRequest",
    "ShippingSheet",
    "SpendingLimit",
    "SupplierOrder",
    "SupplierOrderQuerySet",
    "Thread",
    "ThreadMessage",
    "ThreadMessageQuerySet",
    "ThreadQuerySet",
]
