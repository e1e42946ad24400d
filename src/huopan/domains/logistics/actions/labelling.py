"""Waybill numbers from couriers that are connected."""

from __future__ import annotations

from huopan.domains.logistics.ports import CARRIERS
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError


def request_label(*, carrier: str, request_id: str, reference: str, by: Actor) -> str:
    """A waybill number of `carrier` for a parcel of order `reference`; the same one for the same `request_id`.

    Calls outside: never inside a transaction. Raises ForbiddenError, UnknownError and CarrierSilentError.
    """
    by.must("sell")
    if carrier not in CARRIERS:
        raise UnknownError(what="courier")
    return CARRIERS[carrier].label(request_id=f"{by.party_id}:{request_id}", reference=reference)
