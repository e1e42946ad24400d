"""Factories as the index keeps them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from huopan.domains.catalog import queries as catalog
from huopan.domains.parties import queries as parties
from huopan.domains.production import queries as production
from huopan.domains.search.ports import FactoryEntry
from huopan.domains.search.queries.standings import conducts
from huopan.domains.search.rules import places, terms_of
from huopan.domains.search.rules.conduct import UNKNOWN, Conduct, signals_of

NOTHING = catalog.Supply()
NO_MACHINES = production.Equipment()


def factory_entries(factory_ids: Collection[int]) -> list[FactoryEntry]:
    """The active factories among them. Seven statements."""
    return _entries(parties.factory_listings(factory_ids))


def every_factory_entry() -> Iterator[list[FactoryEntry]]:
    for portion in parties.every_factory_listing():
        yield _entries(portion)


def _entries(listings: list[parties.FactoryListing]) -> list[FactoryEntry]:
    ids = [listing.factory_id for listing in listings]
    if not ids:
        return []
    supplies, equipment, measured = catalog.supplies_of(ids), production.equipment_of(ids), conducts(ids)
    proven = parties.proven_kinds(ids)
    return [
        _entry(
            listing,
            supplies.get(pk, NOTHING),
            equipment.get(pk, NO_MACHINES),
            measured.get(pk, UNKNOWN),
            proven.get(pk, ()),
        )
        for pk, listing in zip(ids, listings, strict=True)
    ]


def _entry(
    listing: parties.FactoryListing,
    supply: catalog.Supply,
    equipment: production.Equipment,
    conduct: Conduct,
    credentials: tuple[str, ...],
) -> FactoryEntry:
    about = [listing.about_zh, listing.about_en, listing.belt_names, *equipment.names, *supply.categories.values()]
    return FactoryEntry(
        factory_id=listing.factory_id,
        name=terms_of([listing.name_zh, listing.name_en]),
        about=terms_of(about),
        category_codes=tuple(sorted(supply.categories)),
        places=places(listing.division_code),
        belt_code=listing.belt_code,
        processes=tuple(equipment.machines),
        materials=supply.materials,
        free_hours=conduct.free_hours or 0,
        machines=sum(equipment.machines.values()),
        least_moq=supply.least_moq,
        offers=supply.offers,
        pickup_pct=conduct.pickup_pct,
        signals=tuple(sorted(signals_of(conduct).items())),
        credentials=credentials,
    )
