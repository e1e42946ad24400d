"""Who is asking: one SQL statement each, as every request begins with it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import connection
from django.db.models import Case, FilteredRelation, Q, Value, When

from huopan.domains.parties.models import Party, Person, RoleGrant
from huopan.domains.parties.rules import scopes_of
from huopan.kernel.actor import Actor

PERSON_WITHOUT_PARTY = "person"
KEY_ROLE = "api_key"

# Written out: every call of the API begins with it, and composing it from objects costs ten times its running.
_HOLDER = """SELECT key.created_by_id, key.party_id, key.scopes, live.role, party.kind, party.state
  FROM parties_apikey AS key
  JOIN parties_person AS person ON person.id = key.created_by_id AND person.is_active
  JOIN parties_rolegrant AS live
    ON live.person_id = person.id AND live.party_id = key.party_id AND live.revoked_at IS NULL
  JOIN parties_party AS party ON party.id = key.party_id
  WHERE key.secret_hash = %s AND key.revoked_at IS NULL AND key.created_at <= %s
    AND (key.expires_at IS NULL OR key.expires_at > %s)"""


def hashed(secret: str) -> str:
    """How keys and tokens are stored: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_of_person(person_id: int, party_id: int | None) -> Actor | None:
    """The person acting for `party_id`, or for the first organisation they joined (active ones first) when it is None.

    None when the person is inactive or has no role there. A person of no organisation is an actor with party_id 0."""
    grants = (
        Person.objects.filter(pk=person_id, is_active=True)
        .annotate(
            live=FilteredRelation("grants", condition=Q(grants__revoked_at__isnull=True)),
            rank=Case(When(live__party__state=Party.State.ACTIVE, then=0), default=Value(1)),
        )
        .order_by("rank", "live__granted_at", "live__id")
    )
    if party_id is not None:
        grants = grants.filter(live__party_id=party_id)
    row = grants.values_list("live__party_id", "live__role", "live__party__kind", "live__party__state").first()
    if row is None:
        return None
    party, role, kind, state = row
    if party is None:
        return Actor(person_id=person_id, role=PERSON_WITHOUT_PARTY)
    return _actor(person_id, party, role, scopes_of(role, kind=kind, state=state), kind)


def operator_of(person_id: int) -> Actor | None:
    """The person acting for the operator, None without a role there. One SQL statement."""
    row = (
        RoleGrant.objects.filter(
            person_id=person_id,
            person__is_active=True,
            revoked_at__isnull=True,
            party__kind=Party.Kind.OPERATOR,
        )
        .values_list("party_id", "role", "party__kind", "party__state")
        .first()
    )
    return actor_for_party(person_id, *row) if row else None


def actor_of_key(secret: str, at: datetime) -> Actor | None:
    """The party's program holding `secret`: what its creator's present role and the key's scopes both allow.

    None for an unknown, revoked or expired key, or one whose creator left."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_HOLDER, [hashed(secret), moment, moment])
        row = cursor.fetchone()
    if row is None:
        return None
    person_id, party_id, scopes, role, kind, state = row
    allowed = scopes_of(role, kind=kind, state=state) & frozenset(json.loads(scopes))
    return _actor(person_id, party_id, KEY_ROLE, allowed, kind)


def person_id_of(email: str) -> int | None:
    """The person with this e-mail address, whatever its case."""
    return Person.objects.filter(email__iexact=email).values_list("pk", flat=True).first()


def _actor(person_id: int, party_id: int, role: str, scopes: frozenset[str], kind: str) -> Actor:
    return Actor(
        person_id=person_id,
        party_id=party_id,
        role=role,
        scopes=scopes,
        is_operator=kind == Party.Kind.OPERATOR,
    )


def actor_for_party(person_id: int, party_id: int, role: str, kind: str, state: str) -> Actor:
    """The actor a live role makes of a person; no SQL."""
    return _actor(person_id, party_id, role, scopes_of(role, kind=kind, state=state), kind)
