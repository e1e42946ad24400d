"""Offers as the index keeps them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from huopan.domains.catalog import queries as catalog
from huopan.domains.membership import queries as membership
from huopan.domains.parties import queries as parties
from huopan.domains.production import queries as production
from huopan.domains.search.ports import Entry
from huopan.domains.search.queries.standings import NO_RECORD, records
from huopan.domains.search.rules import places, terms_of
from huopan.domains.search.rules.conduct import Conduct, signals_of
from huopan.domains.search.rules.folding import fold_key
from huopan.domains.search.rules.ladders import ladder_of


def entries(offer_ids: Collection[int]) -> list[Entry]:
    """Those of `offer_ids` that are on the market. Seven statements."""
    return _entries(catalog.listings(offer_ids))


def every_entry() -> Iterator[list[Entry]]:
    """All that is on the market, in portions."""
    for portion in catalog.every_listing():
        yield _entries(portion)


def _entries(listings: list[catalog.Listing]) -> list[Entry]:
    if not listings:
        return []
    suppliers = {listing.supplier_id for listing in listings}
    measured, proven = records(suppliers, on=None), parties.proven_kinds(suppliers)
    members = membership.plans_in_force(suppliers)
    processes = production.processes_of_offers([listing.offer_id for listing in listings])
    return [
        _entry(
            listing,
            measured.get(listing.supplier_id, NO_RECORD).conduct,
            processes.get(listing.offer_id, ()),
            proven.get(listing.supplier_id, ()),
            members.get(listing.supplier_id, ""),
        )
        for listing in listings
    ]


def _entry(
    listing: catalog.Listing,
    conduct: Conduct,
    processes: tuple[str, ...],
    credentials: tuple[str, ...],
    plan_code: str,
) -> Entry:
    title = terms_of([listing.title_zh, listing.title_en])
    signals = signals_of(conduct, ship_days=listing.lead_time_days, is_in_stock=listing.is_in_stock)
    return Entry(
        offer_id=listing.offer_id,
        supplier_id=listing.supplier_id,
        title=title,
        about=terms_of([listing.category_names, listing.supplier_names]),
        category_codes=listing.category_codes,
        places=places(listing.division_code),
        belt_code=listing.belt_code,
        price_hao=listing.from_price_hao,
        moq=listing.moq,
        is_in_stock=listing.is_in_stock,
        supplier_kind=listing.supplier_kind,
        attributes=tuple(sorted(f"{code}={_said(value)}" for code, value in listing.attributes.items())),
        processes=processes,
        ladder=ladder_of(listing.tiers),
        ship_days=listing.lead_time_days,
        is_dropshipped=listing.is_dropshipped,
        gives_sample=listing.sample_price_hao is not None,
        pickup_pct=conduct.pickup_pct,
        signals=tuple(sorted(signals.items())),
        fold=fold_key(title_terms=title, picture=listing.picture, supplier_id=listing.supplier_id),
        credentials=credentials,
        membership=plan_code,
    )


def _said(value: Any) -> str:
    """A number without a needless “.0”, yes and no as 1 and 0."""
    if isinstance(value, bool):
        return str(int(value))
    return f"{value:g}" if isinstance(value, float) else str(value)
