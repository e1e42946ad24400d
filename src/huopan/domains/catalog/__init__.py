"""Categories, offers, SKUs, price tiers, stock."""
