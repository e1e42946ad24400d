"""Telling parties what happened: webhooks first."""
