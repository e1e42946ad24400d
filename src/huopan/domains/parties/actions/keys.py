"""API keys: shown once, kept as a hash, never wider than who made them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from huopan.domains.parties.events import ApiKeyCreated, ApiKeyRevoked
from huopan.domains.parties.models import ApiKey
from huopan.domains.parties.policies import must_be_signed_in, must_in_own_party
from huopan.domains.parties.queries import hashed
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said

MARK = "hp_"
SECRET_BYTES = 32
SHOWN = 10
MOST_LIVE = 50
NOTED_EVERY = timedelta(minutes=1)


class KeyWiderThanRoleError(RefusedError):
    kind = "forbidden"
    sentence = said("A key may not do more than you may: take {scopes} out, or ask an owner to make it.")


class KeyWithoutScopesError(RefusedError):
    kind = "invalid"
    sentence = said("Choose at least one thing this key may do.")


class KeyExpiredFromTheStartError(RefusedError):
    kind = "invalid"
    sentence = said("A key must expire after now; choose a later time, or none.")


class TooManyKeysError(RefusedError):
    sentence = said("{limit} keys are in use already; revoke one that no program needs any more.")


@transaction.atomic
def create_api_key(
    *, name: str, scopes: Iterable[str], expires_at: datetime | None = None, by: Actor, at: datetime
) -> tuple[ApiKey, str]:
    """A new key of `by`'s party and its secret, which nobody can show again. `expires_at` None: until it is revoked.

    Raises ForbiddenError without "keys.manage", KeyWithoutScopesError, KeyWiderThanRoleError,
    KeyExpiredFromTheStartError, TooManyKeysError."""
    party_id = must_in_own_party(by, "keys.manage")
    must_be_signed_in(by)
    wanted = sorted(set(scopes))
    if not wanted:
        raise KeyWithoutScopesError
    if wider := [scope for scope in wanted if not by.may(scope)]:
        raise KeyWiderThanRoleError(scopes=", ".join(wider))
    if expires_at is not None and expires_at <= at:
        raise KeyExpiredFromTheStartError
    unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    if ApiKey.objects.filter(unexpired, party_id=party_id, revoked_at__isnull=True).count() >= MOST_LIVE:
        raise TooManyKeysError(limit=MOST_LIVE)
    secret = MARK + secrets.token_urlsafe(SECRET_BYTES)
    key = ApiKey.objects.create(
        party_id=party_id,
        created_by_id=by.person_id,
        name=name.strip(),
        prefix=secret[:SHOWN],
        secret_hash=hashed(secret),
        scopes=wanted,
        created_at=at,
        expires_at=expires_at,
    )
    announce(
        ApiKeyCreated(party_id=party_id, api_key_id=key.pk, scopes=tuple(wanted), concerns=(party_id,), at=at), by=by
    )
    return key, secret


@transaction.atomic
def revoke_api_key(*, api_key_id: int, by: Actor, at: datetime) -> None:
    """End the key at once; ending it again changes nothing. Raises ForbiddenError, UnknownError."""
    party_id = must_in_own_party(by, "keys.manage")
    ended = ApiKey.objects.filter(pk=api_key_id, party_id=party_id, revoked_at__isnull=True).update(revoked_at=at)
    if ended:
        announce(ApiKeyRevoked(party_id=party_id, api_key_id=api_key_id, concerns=(party_id,), at=at), by=by)
    elif not ApiKey.objects.filter(pk=api_key_id, party_id=party_id).exists():
        raise UnknownError(what=str(ApiKey._meta.verbose_name))


def mark_key_used(*, secret: str, at: datetime) -> None:
    """Note that a key is in use: at most one UPDATE a minute for each key, however many requests it makes."""
    secret_hash = hashed(secret)
    if not cache.add(f"api-key-used:{secret_hash}", value=1, timeout=NOTED_EVERY.total_seconds()):
        return
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - NOTED_EVERY)
    ApiKey.objects.filter(stale, secret_hash=secret_hash).update(last_used_at=at)
