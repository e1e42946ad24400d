"""Calls to addresses that others chose: only to the public internet, only so long, only so much."""
