"""Organisations, their people, places, addresses and keys."""

from huopan.api.parties import addresses, keys, organisations, places, team
from huopan.api.parties.routing import router

__all__ = ["addresses", "keys", "organisations", "places", "router", "team"]
