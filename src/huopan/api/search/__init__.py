"""Finding goods and factories."""

from huopan.api.search import factories, offers
from huopan.api.search.routing import router

__all__ = ["factories", "offers", "router"]
