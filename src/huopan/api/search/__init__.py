"""Finding goods and factories, what to ask, and saved searches."""

from huopan.api.search import asking, factories, offers, saved
from huopan.api.search.routing import router

__all__ = ["asking", "factories", "offers", "router", "saved"]
