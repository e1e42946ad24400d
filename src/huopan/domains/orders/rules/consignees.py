"""Who is told where goods go: the supplier in full only while it needs to know (T2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from huopan.domains.parties.rules import masked_name, masked_phone

PAID_AND_OPEN = {"awaiting_acceptance", "awaiting_shipment", "awaiting_collection", "in_transit"}


@dataclass(frozen=True, slots=True)
class AddressSnapshot:
    """Where an order goes, as it was said when the order was placed."""

    contact_name: str
    phone: str
    division_code: str
    division_name: str
    detail: str

    @classmethod
    def stored(cls, snapshot: Mapping[str, str]) -> AddressSnapshot:
        return cls(**snapshot)

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    @property
    def masked(self) -> AddressSnapshot:
        """Enough to recognise an order by: 王*, 138****5678, and the division without the street."""
        return AddressSnapshot(
            masked_name(self.contact_name),
            masked_phone(self.phone),
            self.division_code,
            self.division_name,
            "***",
        )


def may_see_consignee(state: str, *, delivered_at: datetime | None, at: datetime, days_after: int) -> bool:
    """Whether the supplier may see name, phone and street now: between payment and `days_after` the delivery."""
    if state in PAID_AND_OPEN:
        return True
    return delivered_at is not None and at < delivered_at + timedelta(days=days_after)
