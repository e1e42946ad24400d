"""What people and the clock do to carts, purchases, orders and after-sales."""
