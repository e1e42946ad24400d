"""Entries and where they come from, for both engines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from huopan.domains.search.ports import Entries, Entry, FactoryEntry, Kind, SearchIndex


def entry(offer_id: int, title: str = "cup", **fields: Any) -> Entry:
    return Entry(
        **{
            "offer_id": offer_id,
            "supplier_id": 1,
            "title": tuple(title.split()),
            "about": (),
            "category_codes": (),
            "places": (),
            "belt_code": "",
            "price_hao": 1,
            "moq": 1,
            "is_in_stock": True,
        }
        | fields
    )


def factory(factory_id: int, name: str = "mill", **fields: Any) -> FactoryEntry:
    plain = FactoryEntry(factory_id, tuple(name.split()), (), (), (), "")
    return replace(plain, **fields)


class Shelf:
    """What the database would say."""

    def __init__(self, *entries: Entry | FactoryEntry) -> None:
        self.offers = {one.key: one for one in entries if isinstance(one, Entry)}
        self.factories = {one.key: one for one in entries if isinstance(one, FactoryEntry)}

    def read(self, kind: Kind, ids: Collection[int]) -> Entries:
        if kind == "offers":
            return [self.offers[key] for key in sorted(ids) if key in self.offers]
        return [self.factories[key] for key in sorted(ids) if key in self.factories]

    def fill(self, index: SearchIndex, *, followed: int = 0) -> None:
        portions: list[tuple[Kind, Entries]] = [
            ("factories", list(self.factories.values())),
            ("offers", list(self.offers.values())),
        ]
        index.rebuild([one for one in portions if one[1]], followed=followed, progress=lambda _: None)
