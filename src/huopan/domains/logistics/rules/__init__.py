"""What logistics decides without looking anything up."""

from huopan.domains.logistics.rules.carriers import carrier_of
from huopan.domains.logistics.rules.freight import (
    FreightTerms,
    NoFreightTemplateError,
    NotServedError,
    Zone,
    freight,
    zone_for,
)
from huopan.domains.logistics.rules.tracking import Life, Sighting, life_of, parcel_meant
from huopan.domains.logistics.rules.transit import Transit, usual_transit
from huopan.domains.logistics.rules.zones import checked_zones

__all__ = [
    "FreightTerms",
    "Life",
    "NoFreightTemplateError",
    "NotServedError",
    "Sighting",
    "Transit",
    "Zone",
    "carrier_of",
    "checked_zones",
    "freight",
    "life_of",
    "parcel_meant",
    "usual_transit",
    "zone_for",
]
