"""API keys."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from ninja import Query
from pydantic import AwareDatetime, Field, StringConstraints

from huopan.api.base import Asking, Id, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.parties.routing import router
from huopan.api.writing import reads, writes
from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import ApiKey

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Scope = Literal[
    "party.manage",
    "team.manage",
    "keys.manage",
    "webhooks.manage",
    "offers.read",
    "offers.write",
    "stock.write",
    "buy",
    "sell",
    "money.read",
    "money.pay",
    "money.payout",
    "plan",
    "floor",
    "operate",
    "arbitrate",
    "treasury",
]


class KeyIn(Schema):
    name: Name
    scopes: list[Scope] = Field(min_length=1, max_length=20)
    expires_at: AwareDatetime | None = Field(None, description="Dead from then on; null: until you revoke it")


class KeyOut(Schema):
    shown_once: ClassVar[frozenset[str]] = frozenset({"secret"})

    id: int
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    secret: str | None = Field(None, description="Only in the first answer to its creation; kept nowhere")


@router.get("/keys", response=Page[KeyOut])
@reads("keys.manage")
def list_keys(request: Asking, paging: Query[Paging]) -> Page[KeyOut]:
    """Your organisation's API keys, without their secrets."""
    own = ApiKey.objects.visible_to(request.actor).filter(party_id=request.actor.party_id)
    return page_of(own, paging=paging, show=_key)


@router.post("/keys", response={201: KeyOut})
@writes("keys.manage")
def create_key(request: Asking, body: KeyIn) -> KeyOut:
    """Make an API key, never wider than what you may do yourself. Its secret is shown in this answer, once."""
    key, secret = parties.create_api_key(**body.model_dump(), by=request.actor, at=request.at)
    return _key(key, secret)


@router.delete("/keys/{key_id}", response={204: None})
@writes("keys.manage")
def revoke_key(request: Asking, key_id: Id) -> None:
    """End an API key at once."""
    parties.revoke_api_key(api_key_id=key_id, by=request.actor, at=request.at)


def _key(key: ApiKey, secret: str | None = None) -> KeyOut:
    return KeyOut(
        id=key.pk,
        name=key.name,
        prefix=key.prefix,
        scopes=key.scopes,
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
        secret=secret,
    )
