"""Rows that belong to somebody else, one for each address with a parameter, and bodies that the generated ones miss.

`test_access.py` asks for each of them as a stranger, with every verb. A route without a case fails the build.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.domains.parties.models import Address, ApiKey, Invitation, Party
from tests.factories import catalog, orders
from tests.factories.parties import LONG_AGO, a_division

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


def an_offer(victim: Party) -> dict[str, Any]:
    """A draft: not even its title is anybody else's business."""
    row = catalog.an_offer(victim, title_zh=CANARY, title_en=CANARY, state="draft")
    return {"offer_id": row.pk, "buyer_id": victim.pk, "sku_id": row.skus.get().pk}


def a_purchase(victim: Party) -> dict[str, Any]:
    return {"number": _purchase(victim).number}


def an_order(victim: Party) -> dict[str, Any]:
    return {"number": _purchase(victim).orders.get().number}


def _purchase(victim: Party) -> Any:
    consignee = AddressSnapshot(CANARY, "13812341234", "440305", "广东省深圳市南山区", CANARY)
    return orders.a_purchase(orders.owner_of(victim.pk), address=consignee)


def _owner(victim: Party) -> Any:
    return victim.grants.get().person


CASES: dict[str, Case] = {
    "/addresses/{address_id}": an_address,
    "/belts/{code}": lambda _: {"code": "toys"},
    "/invitations/{invitation_id}": an_invitation,
    "/keys/{key_id}": a_key,
    "/organisations/{party_id}": the_party,
    "/organisations/{party_id}/approval": the_party,
    "/organisations/{party_id}/suspension": the_party,
    "/team/{person_id}": a_member,
    "/offers/{offer_id}": an_offer,
    "/offers/{offer_id}/draft": an_offer,
    "/offers/{offer_id}/private-prices": an_offer,
    "/offers/{offer_id}/private-prices/{buyer_id}": an_offer,
    "/offers/{offer_id}/publish": an_offer,
    "/offers/{offer_id}/suspend": an_offer,
    "/offers/{offer_id}/unsuspend": an_offer,
    "/offers/{offer_id}/withdraw": an_offer,
    "/cart/lines/{sku_id}": an_offer,
    "/orders/{number}": an_order,
    "/orders/{number}/accept": an_order,
    "/orders/{number}/cancel": an_order,
    "/orders/{number}/confirm": an_order,
    "/orders/{number}/consignee": an_order,
    "/orders/{number}/refuse": an_order,
    "/orders/{number}/ship": an_order,
    "/purchases/{number}": a_purchase,
    "/purchases/{number}/cancel": a_purchase,
}

# Addresses below one's own basket: the parameter names goods, not somebody's row.
ONES_OWN = {"/cart/lines/{sku_id}"}

BODIES: dict[str, dict[str, Any]] = {
    "change_address": {"contact_name": "王", "phone": "13800138000", "division_code": "440305", "detail": "路1号"},
}
