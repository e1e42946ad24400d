"""Factories as the index keeps them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from huopan.domains.catalog import queries as catalog
from huopan.domains.membership import queries as membership
from huopan.domains.parties import queries as parties
from huopan.domains.production import queries as production
from huopan.domains.search.ports import FactoryEntry
from huopan.domains.search.queries.standings import NO_RECORD, Record, records
from huopan.domains.search.rules import places, terms_of
from huopan.domains.search.rules.conduct import signals_of

NOTHING = catalog.Supply()
NO_MACHINES = production.Equipment()


def factory_entries(factory_ids: Collection[int]) -> list[FactoryEntry]:
    """The active factories among them. Eight statements."""
    return _entries(parties.factory_listings(factory_ids))


def every_factory_entry() -> Iterator[list[FactoryEntry]]:
    for portion in parties.every_factory_listing():
        yield _entries(portion)


def _entries(listings: list[parties.FactoryListing]) -> list[FactoryEntry]:
    ids = [listing.factory_id for listing in listings]
    if not ids:
        return []
    supplies, equipment, measured = catalog.supplies_of(ids), production.equipment_of(ids), records(ids, on=None)
    proven, members = parties.proven_kinds(ids), membership.plans_in_force(ids)
    return [
        _entry(
            listing,
            supplies.get(pk, NOTHING),
            equipment.get(pk, NO_MACHINES),
            measured.get(pk, NO_RECORD),
            credentials=proven.get(pk, ()),
            plan_code=members.get(pk, ""),
        )
        for pk, listing in zip(ids, listings, strict=True)
    ]


def _entry(
    listing: parties.FactoryListing,
    supply: catalog.Supply,
    equipment: production.Equipment,
    record: Record,
    *,
    credentials: tuple[str, ...],
    plan_code: str,
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
        free_hours=record.free_hours or 0,
        machines=sum(equipment.machines.values()),
        least_moq=supply.least_moq,
        offers=supply.offers,
        pickup_pct=record.conduct.pickup_pct,
        signals=tuple(sorted(signals_of(record.conduct).items())),
        credentials=credentials,
        membership=plan_code,
    )
