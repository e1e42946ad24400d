"""One payment, written out: each purchase reads its payment twice, and composing that took the ORM ten times as long as
the database took to answer."""

from __future__ import annotations

from django.db import connection

from huopan.domains.settlement.models import Payment
from huopan.infra.database import columns_of
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError

_NUMBERED = f"SELECT {columns_of(Payment)} FROM settlement_payment WHERE number = %s"  # noqa: S608 - our own columns
_SEEN = f"{_NUMBERED} AND (%s = TRUE OR payer_id = %s)"


def payment(number: str, by: Actor) -> Payment:
    """A payment through its door. Raises UnknownError."""
    found = next(iter(Payment.objects.raw(_SEEN, [number, by.is_operator, by.party_id])), None)
    if found is None:
        raise UnknownError(what=str(Payment._meta.verbose_name))
    return found


def locked_payment(number: str) -> Payment | None:
    """A payment that a provider speaks of, held until the transaction ends."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    return next(iter(Payment.objects.raw(_NUMBERED + lock, [number])), None)
