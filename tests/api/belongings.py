"""Rows that belong to somebody else, one for each address with a parameter, and bodies that the generated ones miss.

`test_access.py` asks for each of them as a stranger, with every verb. A route without a case fails the build.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huopan.domains.parties.models import Address, ApiKey, Invitation, Party
from tests.factories.parties import LONG_AGO, a_division, a_person

CANARY = "canary-of-another"
Case = Callable[[Party], dict[str, Any]]


def an_address(victim: Party) -> dict[str, Any]:
    row = Address.objects.create(
        party=victim, contact_name=CANARY, phone="13800138000", division=a_division(), detail=CANARY
    )
    return {"address_id": row.pk}


def a_key(victim: Party) -> dict[str, Any]:
    row = ApiKey.objects.create(
        party=victim,
        created_by=_owner(victim),
        name=CANARY,
        prefix="hp_x",
        secret_hash=f"{victim.pk:064d}",
        scopes=[],
        created_at=LONG_AGO,
    )
    return {"key_id": row.pk}


def a_member(victim: Party) -> dict[str, Any]:
    return {"person_id": _owner(victim).pk}


def an_invitation(victim: Party) -> dict[str, Any]:
    row = Invitation.objects.create(
        party=victim,
        email=f"{CANARY}@example.com",
        role="buyer",
        token_hash=f"{victim.pk:064d}",
        invited_by=_owner(victim),
        invited_at=LONG_AGO,
        expires_at=LONG_AGO.replace(year=2027),
    )
    return {"invitation_id": row.pk}


def the_party(victim: Party) -> dict[str, Any]:
    return {"party_id": victim.pk}


def _owner(victim: Party) -> Any:
    grant = victim.grants.first()
    return grant.person if grant else a_person()


CASES: dict[str, Case] = {
    "/addresses/{address_id}": an_address,
    "/belts/{code}": lambda _: {"code": "toys"},
    "/invitations/{invitation_id}": an_invitation,
    "/keys/{key_id}": a_key,
    "/organisations/{party_id}": the_party,
    "/organisations/{party_id}/approval": the_party,
    "/organisations/{party_id}/suspension": the_party,
    "/team/{person_id}": a_member,
}

BODIES: dict[str, dict[str, Any]] = {
    "change_address": {"contact_name": "王", "phone": "13800138000", "division_code": "440305", "detail": "路1号"},
}
