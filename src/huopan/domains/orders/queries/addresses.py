"""Where a purchase goes: an address the party keeps, or one said on the spot."""

from __future__ import annotations

from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.domains.parties import queries as parties
from huopan.domains.parties.models import Division
from huopan.domains.parties.rules import phone_number
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said


class ConsigneeIncompleteError(RefusedError):
    kind = "invalid"
    sentence = said("Write who receives the goods, and the street and number.")


def kept_address(address_id: int, by: Actor) -> AddressSnapshot:
    """An address of `by`'s party as it reads now. Raises UnknownError. One statement."""
    kept = parties.kept_address(address_id, by)
    return AddressSnapshot(kept.contact_name, kept.phone, kept.division_code, kept.division_name, kept.detail)


def said_address(*, contact_name: str, phone: str, division_code: str, detail: str) -> AddressSnapshot:
    """An address that nobody keeps, for this purchase only. One statement.

    Raises ConsigneeIncompleteError, PhoneNumberError, DivisionNotPreciseError.
    """
    if not (contact_name.strip() and detail.strip()):
        raise ConsigneeIncompleteError
    dialled, division = phone_number(phone), parties.place_of_delivery(division_code)
    return AddressSnapshot(contact_name.strip(), dialled, division.pk, _full_name(division), detail.strip())


def _full_name(division: Division) -> str:
    """广东省深圳市南山区, as couriers read it."""
    names = [division.name_zh]
    while division.parent is not None:
        division = division.parent
        names.append(division.name_zh)
    return "".join(reversed(names))
