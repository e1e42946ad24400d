"""What the database says, for the index: by kind, some or all."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from huopan.domains.catalog import queries as catalog
from huopan.domains.parties import queries as parties
from huopan.domains.search.ports import Entries, Kind
from huopan.domains.search.queries.entries import entries, every_entry
from huopan.domains.search.queries.factory_entries import every_factory_entry, factory_entries


def read(kind: Kind, ids: Collection[int]) -> Entries:
    return entries(ids) if kind == "offers" else factory_entries(ids)


def everything() -> Iterator[tuple[Kind, Entries]]:
    for factories in every_factory_entry():
        yield "factories", factories
    for offers in every_entry():
        yield "offers", offers


def everything_count() -> int:
    return catalog.listed_count() + parties.factory_count()
