"""A real wholesaler's order lines (UCI Online Retail columns) replayed through the platform's own actions."""
