"""Public REST API v1."""
