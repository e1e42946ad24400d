"""Numbers people read out to each other: a prefix for the kind of thing, the day, and 40 random bits."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils.timezone import localtime

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_SYMBOLS = 8


def new_number(prefix: str, at: datetime) -> str:
    """`SO261123K7Q2M9XA`: not guessable, without letters that read like digits; the unique column is the last word."""
    symbols = "".join(secrets.choice(CROCKFORD) for _ in range(RANDOM_SYMBOLS))
    return f"{prefix}{localtime(at):%y%m%d}{symbols}"
