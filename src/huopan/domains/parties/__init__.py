"""Organisations, people, roles, addresses, belts."""
