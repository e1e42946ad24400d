"""Everybody a person may act for, for the header of every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Value, When
from django.db.models.expressions import Combinable

from huopan.domains.parties.models import Party, RoleGrant
from huopan.domains.parties.queries.acting import actor_for_party
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Standing:
    """One organisation a person acts for, and as whom. `unread`, `basket`: what upper rooms counted for the person and
    for the organisation."""

    actor: Actor
    name_zh: str
    name_en: str
    kind: str
    state: str
    unread: int = 0
    basket: int = 0

    @property
    def is_seller(self) -> bool:
        return self.kind in (Party.Kind.FACTORY, Party.Kind.TRADER)


def standings(person_id: int, *, unread: Combinable | None = None, basket: Combinable | None = None) -> list[Standing]:
    """The person's live roles, active organisations first, then the earliest joined. One SQL statement, which also
    answers `unread`, a number about the person, and `basket`, one about each party, that the head of every page
    shows."""
    rows = (
        RoleGrant.objects.filter(person_id=person_id, revoked_at__isnull=True, person__is_active=True)
        .annotate(
            rank=Case(When(party__state=Party.State.ACTIVE, then=0), default=Value(1)),
            unread=Value(0) if unread is None else unread,
            basket=Value(0) if basket is None else basket,
        )
        .order_by("rank", "granted_at", "id")
        .values_list(
            "party_id", "role", "party__name_zh", "party__name_en", "party__kind", "party__state", "unread", "basket"
        )
    )
    return [
        Standing(
            actor_for_party(person_id, party_id, role, kind, state), name_zh, name_en, kind, state, of_person, of_party
        )
        for party_id, role, name_zh, name_en, kind, state, of_person, of_party in rows
    ]
