"""Carts, purchase groups, supplier orders, after-sale, disputes."""
