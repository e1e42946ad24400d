"""What happened to goods on their way. `reference` is the supplier order's number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huopan.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class FreightTemplateSaved(Event):
    about: ClassVar[str] = "freight_template_id"

    freight_template_id: int
    supplier_id: int


@dataclass(frozen=True, kw_only=True)
class FreightTemplateRemoved(Event):
    about: ClassVar[str] = "freight_template_id"

    freight_template_id: int
    supplier_id: int


@dataclass(frozen=True, kw_only=True)
class OfferFreightSet(Event):
    """The offer ships by this template from now on; None: by its supplier's default."""

    about: ClassVar[str] = "offer_id"

    offer_id: int
    freight_template_id: int | None


@dataclass(frozen=True, kw_only=True)
class ShipmentBooked(Event):
    about: ClassVar[str] = "shipment_id"

    shipment_id: int
    reference: str
    parcel_count: int


@dataclass(frozen=True, kw_only=True)
class ParcelCollected(Event):
    """The courier's first scan. `seen_at`: ISO 8601, when the courier saw it, which may be long before we heard."""

    about: ClassVar[str] = "parcel_id"

    parcel_id: int
    shipment_id: int
    reference: str
    seen_at: str


@dataclass(frozen=True, kw_only=True)
class ParcelDelivered(Event):
    """`is_last_of_shipment`: with this one every parcel of the shipment has arrived."""

    about: ClassVar[str] = "parcel_id"

    parcel_id: int
    shipment_id: int
    reference: str
    seen_at: str
    is_last_of_shipment: bool


@dataclass(frozen=True, kw_only=True)
class ParcelLost(Event):
    about: ClassVar[str] = "parcel_id"

    parcel_id: int
    shipment_id: int
    reference: str
    seen_at: str


@dataclass(frozen=True, kw_only=True)
class WaybillCorrected(Event):
    """The supplier had written another number; no courier had seen the parcel."""

    about: ClassVar[str] = "parcel_id"

    parcel_id: int
    shipment_id: int
    reference: str
    carrier_before: str
    waybill_before: str
    carrier: str
    waybill_number: str
