"""News from catalogue and parties that changes what can be found."""

from __future__ import annotations

from huopan.domains.catalog import events as catalog_events
from huopan.domains.catalog import queries as catalog
from huopan.domains.parties import events as parties_events
from huopan.domains.search import actions as search
from huopan.infra.outbox.receiving import Heard, listen_together

OF_OFFERS = (
    catalog_events.OfferPublished,
    catalog_events.OfferChanged,
    catalog_events.OfferWithdrawn,
    catalog_events.OfferSuspended,
    catalog_events.StockChanged,
)
OF_SUPPLIERS = (
    parties_events.PartyApproved,
    parties_events.PartySuspended,
    parties_events.PartyReactivated,
    parties_events.PartyDescribed,
)


def refresh_offers(news: list[Heard]) -> None:
    search.refresh_offers({heard.entry.aggregate_id for heard in news})


def refresh_suppliers(news: list[Heard]) -> None:
    suppliers = {heard.entry.aggregate_id for heard in news}
    search.refresh_offers({offer_id for supplier_id in suppliers for offer_id in catalog.offers_of(supplier_id)})


def start_listening() -> None:
    for event in OF_OFFERS:
        listen_together(event, refresh_offers)
    for news in OF_SUPPLIERS:
        listen_together(news, refresh_suppliers)
