"""Where an organisation receives goods."""

from __future__ import annotations

from typing import Annotated

from ninja import Query
from pydantic import StringConstraints

from huopan.api.base import Asking, Id, Line, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.parties.places import DivisionCode
from huopan.api.parties.routing import router
from huopan.api.writing import reads, writes
from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import Address

Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=30)]
Contact = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class AddressIn(Schema):
    contact_name: Contact
    phone: Phone
    division_code: DivisionCode
    detail: Line
    is_default: bool = False


class AddressOut(Schema):
    id: int
    contact_name: str
    phone: str
    division_code: str
    detail: str
    is_default: bool


@router.get("/addresses", response=Page[AddressOut])
@reads("buy", "sell", "party.manage")
def list_addresses(request: Asking, paging: Query[Paging]) -> Page[AddressOut]:
    """Your organisation's addresses."""
    live = Address.objects.visible_to(request.actor).filter(party_id=request.actor.party_id, removed_at__isnull=True)
    return page_of(live, paging=paging, show=_address)


@router.post("/addresses", response={201: AddressOut})
@writes("buy", "sell", "party.manage")
def add_address(request: Asking, body: AddressIn) -> AddressOut:
    """Add an address. The first becomes the default by itself."""
    return _address(parties.save_address(**body.model_dump(), by=request.actor, at=request.at))


@router.put("/addresses/{address_id}", response={200: AddressOut})
@writes("buy", "sell", "party.manage")
def change_address(request: Asking, address_id: Id, body: AddressIn) -> AddressOut:
    """Change an address; orders keep the one they were placed with."""
    return _address(parties.save_address(address_id=address_id, **body.model_dump(), by=request.actor, at=request.at))


@router.delete("/addresses/{address_id}", response={204: None})
@writes("buy", "sell", "party.manage")
def remove_address(request: Asking, address_id: Id) -> None:
    """Take an address off the list."""
    parties.remove_address(address_id=address_id, by=request.actor, at=request.at)


def _address(address: Address) -> AddressOut:
    return AddressOut(
        id=address.pk,
        contact_name=address.contact_name,
        phone=address.phone,
        division_code=address.division_id,
        detail=address.detail,
        is_default=address.is_default,
    )
