"""Who can be told of something, and where a letter reaches them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from huopan.domains.parties.models import Party, Person, RoleGrant
from huopan.domains.parties.rules import scopes_of


@dataclass(frozen=True, slots=True)
class Hearer:
    """A person as they act for one party; `is_operator`: for the platform itself."""

    person_id: int
    party_id: int
    scopes: frozenset[str]
    is_operator: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a letter to a person goes; `party_ids`: whom they act for now."""

    email: str
    language: str
    party_ids: frozenset[int]


def hearers(party_ids: Collection[int]) -> list[Hearer]:
    """Everybody active who acts for one of these parties or for the operator now. One statement."""
    concerned = Q(party_id__in=party_ids) | Q(party__kind=Party.Kind.OPERATOR)
    live = RoleGrant.objects.filter(concerned, revoked_at__isnull=True, person__is_active=True).order_by("pk")
    return [
        Hearer(person_id, party_id, scopes_of(role, kind=kind, state=state), kind == Party.Kind.OPERATOR)
        for person_id, party_id, role, kind, state in live.values_list(
            "person_id", "party_id", "role", "party__kind", "party__state"
        )
    ]


def reader(person_id: int) -> Reader | None:
    """None for who may not sign in any more. One statement."""
    person = Person.objects.filter(pk=person_id, is_active=True, grants__revoked_at__isnull=True)
    rows = list(person.values_list("email", "language", "grants__party_id"))
    if not rows:
        return None
    return Reader(rows[0][0], rows[0][1], frozenset(row[2] for row in rows))


def party_names(party_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Chinese and English name by id. One statement."""
    named = Party.objects.filter(pk__in=party_ids).values_list("pk", "name_zh", "name_en")
    return {pk: (zh, en) for pk, zh, en in named}


def person_names(person_ids: Collection[int]) -> dict[int, str]:
    """What people are called, by id. One statement."""
    named = Person.objects.filter(pk__in=person_ids).values_list("pk", "full_name", "email")
    return {pk: full_name or email for pk, full_name, email in named}
