"""The index inside the process (tantivy): files in the data folder that every server process of a machine reads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from tantivy import DocAddress, Index, Order, Query, Searcher

from huopan.domains.search.ports import (
    Asked,
    Facets,
    FactoryAsked,
    FactoryHit,
    FactoryHits,
    Hit,
    Hits,
    IndexUnavailableError,
    Kind,
    Portions,
    Read,
)
from huopan.engines.language.vocabulary import NOTHING, Vocabulary
from huopan.infra.crashing import crash_point
from huopan.integrations.search import asking, counting, schema
from huopan.integrations.search.folders import Folders
from huopan.integrations.search.reading import Readers
from huopan.integrations.search.schema import RUNG_FIELDS, SIGNAL_FIELDS
from huopan.integrations.search.words import Words
from huopan.integrations.search.writing import Keeper, building

UNSCORED = (0.0, 0.0)


class EmbeddedIndex:
    """`folder` holds `current` (the live index's name), one folder per index, and the locks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._folders = Folders(folder)
        self._readers = Readers(self._folders)
        self._keeper = Keeper(self._folders)
        self._writing = threading.Lock()
        self._words = Words()

    def is_ready(self) -> bool:
        try:
            self._readers.searcher("offers")
            self._readers.searcher("factories")
        except IndexUnavailableError:
            return False
        return True

    def find(self, asked: Asked) -> Hits:
        index, searcher = self._readers.searcher("offers")
        with _told():
            if asked.quantity is not None and asked.sort in ("price_up", "price_down"):
                return _by_price_at(searcher, asked, index)
            result = _search(searcher, asking.query(asked, index.schema), asked.sort, asked.offset, asked.limit)
            return Hits(_hits(searcher, asked, result.hits), result.count)

    def facets(self, asked: Asked, *, found: int | None = None) -> Facets:
        index, searcher = self._readers.searcher("offers")
        with _told():
            return counting.facets(searcher, asked, index.schema, found)

    def find_factories(self, asked: FactoryAsked) -> FactoryHits:
        index, searcher = self._readers.searcher("factories")
        with _told():
            query = asking.factory_query(asked, index.schema)
            result = _search_factories(searcher, asked, index)
            counts = counting.factory_facets(searcher, query)
            return FactoryHits(_factory_hits(searcher, asked, result.hits), result.count, counts=counts)

    def vocabulary(self) -> Vocabulary:
        try:
            name = self._folders.current()
            _, searcher = self._readers.searcher("offers")
        except IndexUnavailableError:
            return NOTHING
        return self._words.of(name, searcher)

    def update(self, changed: dict[Kind, Collection[int]], read: Read, *, followed: int | None = None) -> None:
        with self._writing:
            try:
                self._keeper.write(changed, read, followed)
            except IndexUnavailableError:
                return

    def rebuild(self, portions: Portions, *, followed: int, progress: Callable[[int], None]) -> int:
        with self._folders.locked("rebuilding.lock"):
            name = self._folders.new_name()
            with building(self._folders, name) as builder:
                for kind, entries in portions:
                    builder.add(kind, entries)
                    progress(len(entries))
                    crash_point("search_building")
                count = builder.finish()
            self._folders.note_followed(name, followed)
            crash_point("search_before_switch")
            self._folders.switch_to(name)
            return count

    def followed(self) -> int:
        return self._folders.followed(self._folders.current())

    def digests(self, kind: Kind) -> dict[int, str]:
        _, searcher = self._readers.searcher(kind)
        if not searcher.num_docs:
            return {}
        addresses = [address for _, address in searcher.search(Query.all_query(), searcher.num_docs).hits]
        keys, said = _numbers(searcher, schema.key_field(kind), addresses), _numbers(searcher, "digest", addresses)
        return {key: f"{digest:015x}" for key, digest in zip(keys, said, strict=True)}

    def leave(self) -> None:
        """Let another process keep this index."""
        with self._writing:
            self._keeper.leave()


class _told:  # noqa: N801 - reads as a statement
    """What tantivy cannot do with a damaged index is told as the index being away."""

    def __enter__(self) -> None: ...

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, ValueError | OSError):
            raise IndexUnavailableError from error


def _search(searcher: Searcher, query: Query, sort: str, offset: int, limit: int) -> Any:
    order = asking.ORDERS.get(sort)  # type: ignore[call-overload]
    if order:
        return searcher.search(query, limit, offset=offset, order_by_field=order[0], order=order[1])
    return searcher.search(query, limit, offset=offset, weight_by_field="standing")


def _search_factories(searcher: Searcher, asked: FactoryAsked, index: Index) -> Any:
    if asked.sort == "near" and asked.near:
        return searcher.search(asking.near_query(asked, index.schema), asked.limit, offset=asked.offset)
    query = asking.factory_query(asked, index.schema)
    field = asking.FACTORY_ORDERS.get(asked.sort) or ("" if asked.terms else "standing")
    if field:
        return searcher.search(query, asked.limit, offset=asked.offset, order_by_field=field, order=Order.Desc)
    return searcher.search(query, asked.limit, offset=asked.offset, weight_by_field="standing")


def _by_price_at(searcher: Searcher, asked: Asked, index: Index) -> Hits:
    """Each offer stands on one rung of its ladder: search rung by rung, merge."""
    order = Order.Asc if asked.sort == "price_up" else Order.Desc
    found: list[tuple[int, DocAddress]] = []
    total = 0
    for rung, (_, price) in enumerate(RUNG_FIELDS):
        query = asking.query(asked, index.schema, rung=rung)
        result: Any = searcher.search(query, asked.offset + asked.limit, order_by_field=price, order=order)
        found += [(int(value), address) for value, address in result.hits]
        total += result.count
    found.sort(key=lambda pair: pair[0], reverse=order == Order.Desc)
    page = [(0.0, address) for _, address in found[asked.offset : asked.offset + asked.limit]]
    return Hits(_hits(searcher, asked, page), total)


def _hits(searcher: Searcher, asked: Asked, found: list[tuple[Any, DocAddress]]) -> list[Hit]:
    addresses = [address for _, address in found]
    scores = _scores(searcher, found) if asked.sort == "relevance" else [UNSCORED] * len(found)
    signals = [_numbers(searcher, field, addresses) for field in SIGNAL_FIELDS.values()]
    return [
        Hit(offer_id, score, relevance, price, fold, dict(zip(SIGNAL_FIELDS, values, strict=True)))
        for offer_id, (score, relevance), price, fold, *values in zip(
            _numbers(searcher, "offer_id", addresses),
            scores,
            _prices(searcher, asked.quantity, addresses),
            _numbers(searcher, "fold", addresses),
            *signals,
            strict=True,
        )
    ]


def _factory_hits(searcher: Searcher, asked: FactoryAsked, found: list[tuple[Any, DocAddress]]) -> list[FactoryHit]:
    addresses = [address for _, address in found]
    scores = _scores(searcher, found) if asked.sort == "relevance" and asked.terms else [UNSCORED] * len(found)
    signals = [_numbers(searcher, field, addresses) for field in SIGNAL_FIELDS.values()]
    return [
        FactoryHit(factory_id, score, relevance, dict(zip(SIGNAL_FIELDS, values, strict=True)))
        for factory_id, (score, relevance), *values in zip(
            _numbers(searcher, "factory_id", addresses), scores, *signals, strict=True
        )
    ]


def _scores(searcher: Searcher, found: list[tuple[Any, DocAddress]]) -> list[tuple[float, float]]:
    weights = _numbers(searcher, "standing", [address for _, address in found])
    standings = [schema.standing_of(weight) for weight in weights]
    scores = [float(score) / schema.STANDING_SCALE for score, _ in found]
    return [(score, score / standing) for score, standing in zip(scores, standings, strict=True)]


def _prices(searcher: Searcher, quantity: int | None, addresses: list[DocAddress]) -> list[int]:
    if quantity is None:
        return _numbers(searcher, "price_hao", addresses)
    prices = [0] * len(addresses)
    for start, price in RUNG_FIELDS:
        starts, rungs = _numbers(searcher, start, addresses), _numbers(searcher, price, addresses)
        for at, begin in enumerate(starts):
            if begin <= quantity:
                prices[at] = rungs[at]
    return prices


def _numbers(searcher: Searcher, field: str, addresses: list[DocAddress]) -> list[int]:
    return [int(value or 0) for value in searcher.fast_field_values(field, addresses)] if addresses else []
