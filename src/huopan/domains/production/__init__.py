"""What a factory can make, what is promised of it, and what the floor does: capacity, plans, demands, work orders."""
