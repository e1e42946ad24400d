"""Organisations, their people, places, addresses and keys."""

from huopan.api.parties import addresses, invoice_titles, keys, organisations, places, team
from huopan.api.parties.routing import router

__all__ = ["addresses", "invoice_titles", "keys", "organisations", "places", "router", "team"]
