"""What a scanner read at the packing table."""

from __future__ import annotations

import re

from huopan.domains.logistics import queries as logistics
from huopan.domains.logistics.rules import carrier_of
from huopan.kernel.refusal import RefusedError, said

ORDER = re.compile(r"\b(SO[0-9A-Z]{8,22})\b")
BY_SHAPE = "auto"


class NotAnOrderError(RefusedError):
    kind = "invalid"
    sentence = said("“{text}” is no order number; scan the square code on the picking list or the delivery note.")


class CarrierUnclearError(RefusedError):
    kind = "invalid"
    sentence = said("“{waybill}” does not look like any courier's number; choose the courier and scan it again.")


def number_said(text: str) -> str:
    """The order a code names, or nothing: codes may carry an address around the number."""
    found = ORDER.search(text.strip().upper())
    return found[1] if found else ""


def must_be_number(text: str) -> str:
    """The order a code names. Raises NotAnOrderError."""
    number = number_said(text)
    if not number:
        raise NotAnOrderError(text=text.strip()[:60])
    return number


def courier(chosen: str, waybill: str) -> str:
    """The courier chosen, or the one whose numbers look like this. Raises CarrierUnclearError."""
    known = carrier_of(waybill) if chosen in ("", BY_SHAPE) else logistics.carrier_code(chosen)[:20]
    if not known:
        raise CarrierUnclearError(waybill=waybill.strip()[:40])
    return known
