"""Freight, shipments, parcels, tracking."""
