"""Everybody a person may act for, for the header of every page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from huopan.domains.parties.models import Party, Person
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


# Written out: every page begins with it, and composing it from objects costs ten times its running.
_SEEN = """SELECT {columns}, live.party_id AS live_party_id, live.role AS live_role, party.name_zh AS party_name_zh,
    party.name_en AS party_name_en, party.kind AS party_kind, party.state AS party_state,
    ({unread}) AS unread, ({basket}) AS basket
  FROM parties_person AS person
  LEFT JOIN parties_rolegrant AS live ON live.person_id = person.id AND live.revoked_at IS NULL
  LEFT JOIN parties_party AS party ON party.id = live.party_id
  WHERE person.id = %s AND person.is_active
  ORDER BY CASE WHEN party.state = 'active' THEN 0 ELSE 1 END, live.granted_at, live.id"""


def standings(person_id: int) -> list[Standing]:
    """The person's live roles, active organisations first, then the earliest joined. One SQL statement."""
    _person, found = person_with_standings(person_id)
    return found


def person_with_standings(
    person_id: int, *, unread: str = "0", basket: str = "0"
) -> tuple[Person | None, list[Standing]]:
    """Who it is, None for nobody active, and the person's live roles, active organisations first, then the earliest
    joined. One SQL statement, which also answers what upper rooms count for the head of every page: `unread`, SQL about
    `person`, and `basket`, SQL about the role `live`."""
    rows: list[Any] = list(Person.objects.raw(_seen(unread, basket), [person_id]))
    return (rows[0] if rows else None), [_standing(row) for row in rows if row.live_party_id]


@cache
def _seen(unread: str, basket: str) -> str:
    columns = ", ".join(f"person.{field.column}" for field in Person._meta.concrete_fields)
    return _SEEN.format(columns=columns, unread=unread, basket=basket)


def _standing(row: Any) -> Standing:
    actor = actor_for_party(row.pk, row.live_party_id, row.live_role, row.party_kind, row.party_state)
    names = (row.party_name_zh, row.party_name_en)
    return Standing(actor, *names, row.party_kind, row.party_state, row.unread, row.basket)
