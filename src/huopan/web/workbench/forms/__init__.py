"""The shapes of what suppliers type."""
