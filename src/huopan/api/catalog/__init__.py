"""Categories, offers, their prices, stock and pictures, and sheets in and out."""

from huopan.api.catalog import categories, offers, pictures, prices, selling, sheets, stock
from huopan.api.catalog.routing import router

__all__ = ["categories", "offers", "pictures", "prices", "router", "selling", "sheets", "stock"]
