"""Where a party receives goods; exactly one address is the default while there is any."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.parties.events import AddressRemoved, AddressSaved
from huopan.domains.parties.models import Address
from huopan.domains.parties.policies import must_keep_addresses
from huopan.domains.parties.queries import place_of_delivery
from huopan.domains.parties.queries.team import locked_party
from huopan.domains.parties.rules import phone_number
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said

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
    others = _locked_addresses(party_id)
    address = _to_fill(others, address_id, party_id)
    address.contact_name, address.phone = contact_name.strip(), number
    address.division, address.detail = division, detail.strip()
    address.is_default = is_default or address.is_default or not others
    if address.is_default:
        Address.objects.filter(pk__in=[pk for pk, other in others.items() if other.is_default]).update(is_default=False)
    address.save()
    announce(AddressSaved(party_id=party_id, address_id=address.pk, concerns=(party_id,), at=at), by=by)
    return address


@transaction.atomic
def remove_address(*, address_id: int, by: Actor, at: datetime) -> None:
    """Take the address off the list; the newest of the others becomes the default if it was it. Orders keep theirs.

    Raises ForbiddenError, UnknownError."""
    party_id = must_keep_addresses(by)
    others = _locked_addresses(party_id)
    address = others.pop(address_id, None)
    if address is None:
        raise UnknownError(what=str(Address._meta.verbose_name))
    Address.objects.filter(pk=address_id).update(removed_at=at, is_default=False)
    if address.is_default and others:
        Address.objects.filter(pk=max(others)).update(is_default=True)
    announce(AddressRemoved(party_id=party_id, address_id=address_id, concerns=(party_id,), at=at), by=by)


def _to_fill(others: dict[int, Address], address_id: int | None, party_id: int) -> Address:
    """The address to change, taken out of `others`, or a new one."""
    if address_id is None:
        if len(others) >= MOST_KEPT:
            raise TooManyAddressesError(limit=MOST_KEPT)
        return Address(party_id=party_id)
    if address_id not in others:
        raise UnknownError(what=str(Address._meta.verbose_name))
    return others.pop(address_id)


def _locked_addresses(party_id: int) -> dict[int, Address]:
    """The party's live addresses. Its row is locked first, so that two clerks cannot both choose a default."""
    locked_party(party_id)
    return {address.pk: address for address in Address.objects.filter(party_id=party_id, removed_at__isnull=True)}
