"""What others may ask of logistics."""

from huopan.domains.logistics.queries.freight import FreightAsk, freight_quotes, freight_templates
from huopan.domains.logistics.queries.shipments import candidates_locked, shipments_of, tracking_of

__all__ = [
    "FreightAsk",
    "candidates_locked",
    "freight_quotes",
    "freight_templates",
    "shipments_of",
    "tracking_of",
]
