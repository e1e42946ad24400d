"""A write that is asked for twice happens once."""
