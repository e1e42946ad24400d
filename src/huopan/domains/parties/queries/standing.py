"""Everybody a person may act for, for the header of every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Value, When

from huopan.domains.parties.models import Party, RoleGrant
from huopan.domains.parties.queries.acting import actor_for_party
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Standing:
    """One organisation a person acts for, and as whom."""

    actor: Actor
    name_zh: str
    name_en: str
    kind: str
    state: str

    @property
    def is_seller(self) -> bool:
        return self.kind in (Party.Kind.FACTORY, Party.Kind.TRADER)


def standings(person_id: int) -> list[Standing]:
    """The person's live roles, active organisations first, then the earliest joined. One SQL statement."""
    rows = (
        RoleGrant.objects.filter(person_id=person_id, revoked_at__isnull=True, person__is_active=True)
        .annotate(rank=Case(When(party__state=Party.State.ACTIVE, then=0), default=Value(1)))
        .order_by("rank", "granted_at", "id")
        .values_list("party_id", "role", "party__name_zh", "party__name_en", "party__kind", "party__state")
    )
    return [
        Standing(actor_for_party(person_id, party_id, role, kind, state), name_zh, name_en, kind, state)
        for party_id, role, name_zh, name_en, kind, state in rows
    ]
