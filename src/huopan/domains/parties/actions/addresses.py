"""Where a party receives goods; exactly one address is the default while there is any."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.parties.actions.one_default import locked_rows, mark_default, take_off, taken_out, to_fill
from huopan.domains.parties.events import AddressRemoved, AddressSaved
from huopan.domains.parties.models import Address
from huopan.domains.parties.policies import must_keep_addresses
from huopan.domains.parties.queries import place_of_delivery
from huopan.domains.parties.rules import phone_number
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

MOST_KEPT = 200


class AddressIncompleteError(RefusedError):
    kind = "invalid"
    sentence = said("An address needs a contact, a street and a number, so that the courier finds somebody.")


class TooManyAddressesError(RefusedError):
    sentence = said("{limit} addresses are kept already; remove one that is no longer used.")


@transaction.atomic
def save_address(
    *,
    contact_name: str,
    phone: str,
    division_code: str,
    detail: str,
    by: Actor,
    at: datetime,
    address_id: int | None = None,
    is_default: bool = False,
) -> Address:
    """Add an address to `by`'s party, or change `address_id`. The first one becomes the default by itself; the default
    changes by making another one it.

    Raises ForbiddenError, UnknownError, AddressIncompleteError, PhoneNumberError, DivisionNotPreciseError,
    TooManyAddressesError."""
    party_id = must_keep_addresses(by)
    if not (contact_name.strip() and detail.strip()):
        raise AddressIncompleteError
    number, division = phone_number(phone), place_of_delivery(division_code)
    others = locked_rows(Address, party_id)
    address = to_fill(others, address_id, Address(party_id=party_id), most=MOST_KEPT, too_many=TooManyAddressesError)
    address.contact_name, address.phone = contact_name.strip(), number
    address.division, address.detail = division, detail.strip()
    mark_default(address, others, is_wanted=is_default)
    address.save()
    announce(AddressSaved(party_id=party_id, address_id=address.pk, concerns=(party_id,), at=at), by=by)
    return address


@transaction.atomic
def remove_address(*, address_id: int, by: Actor, at: datetime) -> None:
    """Take the address off the list; the newest of the others becomes the default if it was it. Orders keep theirs.

    Raises ForbiddenError, UnknownError."""
    party_id = must_keep_addresses(by)
    others = locked_rows(Address, party_id)
    address = taken_out(others, address_id, Address)
    take_off(address, others, at=at)
    announce(AddressRemoved(party_id=party_id, address_id=address_id, concerns=(party_id,), at=at), by=by)
