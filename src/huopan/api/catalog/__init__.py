"""Categories, offers, their prices, stock and pictures, and sheets in and out."""

from huopan.api.catalog import categories, offers, prices, selling, stock
from huopan.api.catalog.routing import router

__all__ = ["categories", "offers", "prices", "router", "selling", "stock"]
