"""The shapes of what buyers type."""
