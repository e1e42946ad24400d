"""API keys seen a moment ago: a program that asks ten times a second is looked up once every two.

A revoked key or role therefore still opens for `HUOPAN_API_KEY_MEMORY_SECONDS` at the most; 0 looks up every time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from huopan.domains.parties import actions, queries
from huopan.kernel.actor import Actor

MOST_KEYS = 10_000
_seen: dict[str, tuple[Actor, datetime]] = {}


def actor_of_key(secret: str, at: datetime) -> Actor | None:
    """Whom the key acts for; None for an unknown or revoked one, which is never remembered."""
    name = queries.hashed(secret)
    known = _seen.get(name)
    if known and known[1] > at:
        return known[0]
    actor = queries.actor_of_key(secret, at)
    if actor is None:
        _seen.pop(name, None)
        return None
    actions.mark_key_used(secret=secret, at=at)
    _remember(name, actor, at)
    return actor


def _remember(name: str, actor: Actor, at: datetime) -> None:
    seconds = settings.HUOPAN.api_key_memory_seconds
    if seconds:
        if len(_seen) >= MOST_KEYS:
            _seen.clear()
        _seen[name] = (actor, at + timedelta(seconds=seconds))
