"""An address as a parcel needs it, in one written-out statement: every purchase asks for one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from huopan.domains.parties.models import Address
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError

_KEPT = """
SELECT kept.contact_name, kept.phone, kept.division_id, COALESCE(province.name_zh, ''), COALESCE(city.name_zh, ''),
  division.name_zh, kept.detail
FROM parties_address kept
JOIN parties_division division ON division.code = kept.division_id
LEFT JOIN parties_division city ON city.code = division.parent_id
LEFT JOIN parties_division province ON province.code = city.parent_id
WHERE kept.id = %s AND kept.party_id = %s AND kept.removed_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class KeptAddress:
    """`division_name`: 广东省深圳市南山区, as couriers read it."""

    contact_name: str
    phone: str
    division_code: str
    division_name: str
    detail: str


def kept_address(address_id: int, by: Actor) -> KeptAddress:
    """One of the addresses `by`'s party keeps, as it reads now. Raises UnknownError for any other."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [address_id, by.party_id])
        row = cursor.fetchone()
    if row is None:
        raise UnknownError(what=str(Address._meta.verbose_name))
    contact_name, phone, code, *names, detail = row
    return KeptAddress(contact_name, phone, code, "".join(names), detail)
