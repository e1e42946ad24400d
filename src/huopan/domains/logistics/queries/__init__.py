"""What others may ask of logistics."""

from huopan.domains.logistics.queries.freight import FreightAsk, freight_quotes, freight_templates, own_templates_of
from huopan.domains.logistics.queries.shipments import (
    candidates_locked,
    own_parcel,
    shipments_of,
    shipments_seen,
    tracking_of,
)

__all__ = [
    "FreightAsk",
    "candidates_locked",
    "freight_quotes",
    "freight_templates",
    "own_parcel",
    "own_templates_of",
    "shipments_of",
    "shipments_seen",
    "tracking_of",
]
