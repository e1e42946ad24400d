"""How many requests a key, a person or an address may make in a minute, told in the standard headers.

Counts live in Django's cache: shared where Redis is set, else each server process counts for itself.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from huopan.api.problems import TooManyRequestsError
from huopan.infra.callers import client_address
from huopan.kernel.actor import Actor

WINDOW_SECONDS = 60


def spend(who: str, *, quota: int, at: datetime) -> dict[str, str]:
    """Count one request of `who`; the answer's rate headers. Raises TooManyRequestsError beyond `quota` a minute."""
    window, elapsed = divmod(int(at.timestamp()), WINDOW_SECONDS)
    left, seconds = quota - _counted(f"rate:{who}:{window}"), WINDOW_SECONDS - elapsed
    if left < 0:
        raise TooManyRequestsError(seconds=seconds)
    return {
        "RateLimit-Policy": f'"minute";q={quota};w={WINDOW_SECONDS}',
        "RateLimit": f'"minute";r={left};t={seconds}',
    }


def _counted(key: str) -> int:
    try:
        return int(cache.incr(key))
    except ValueError:
        # add() loses to a twin that added first; either way incr() then counts this one.
        cache.add(key, 0, WINDOW_SECONDS * 2)
        return int(cache.incr(key))


def asker(request: HttpRequest, actor: Actor) -> str:
    """Who is counted, and whose idempotency keys these are: a member of a party, else a network address."""
    if actor.person_id:
        return f"{actor.party_id}:{actor.person_id}"
    return f"ip:{client_address(request)}"


def quota_of(actor: Actor) -> int:
    limits = settings.HUOPAN
    return int(limits.api_requests_per_minute if actor.person_id else limits.api_visitor_requests_per_minute)
