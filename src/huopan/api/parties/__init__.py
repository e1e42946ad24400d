"""Organisations, their people, places, addresses and keys."""

from huopan.api.parties import addresses, credentials, invoice_titles, keys, organisations, places, team
from huopan.api.parties.routing import router

__all__ = ["addresses", "credentials", "invoice_titles", "keys", "organisations", "places", "router", "team"]
