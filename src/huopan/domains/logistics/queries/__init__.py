"""What others may ask of logistics."""

from huopan.domains.logistics.queries.carriers import carrier_code, carrier_name, connected_carriers
from huopan.domains.logistics.queries.freight import (
    FreightAsk,
    freight_quotes,
    freight_templates,
    has_template,
    own_templates_of,
)
from huopan.domains.logistics.queries.shipments import (
    Sighting,
    TrackedParcel,
    candidates_locked,
    labels_to_print,
    live_waybills,
    own_parcel,
    parcels_of,
    parcels_to_label,
    shipments_of,
    shipments_seen,
    shipped_lately,
    tracking_of,
)

__all__ = [
    "FreightAsk",
    "Sighting",
    "TrackedParcel",
    "candidates_locked",
    "carrier_code",
    "carrier_name",
    "connected_carriers",
    "freight_quotes",
    "freight_templates",
    "has_template",
    "labels_to_print",
    "live_waybills",
    "own_parcel",
    "own_templates_of",
    "parcels_of",
    "parcels_to_label",
    "shipments_of",
    "shipments_seen",
    "shipped_lately",
    "tracking_of",
]
