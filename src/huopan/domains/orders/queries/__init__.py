"""Reads of carts, purchases, orders and after-sales."""
