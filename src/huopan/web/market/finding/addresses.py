"""A search as an address: only what is set, always in the same order, so that it can be kept and sent."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from huopan.domains.search.rules import FactoryFilters, Filters
from huopan.kernel.money import UnitPrice

Pairs = Iterator[tuple[str, str]]


def address_of(words: str, filters: Filters, *, sort: str = "", page: int = 1) -> str:
    """The query of the search page, with its “?”."""
    return _query([*_words(words), *_offer_pairs(filters), *_order(sort, page)])


def factory_address_of(words: str, filters: FactoryFilters, *, sort: str = "", page: int = 1) -> str:
    """The query of the factory finder, with its “?”."""
    return _query([*_words(words), *_factory_pairs(filters), *_order(sort, page)])


def _query(pairs: list[tuple[str, str]]) -> str:
    return f"?{urlencode([pair for pair in pairs if pair[1]])}"


def _words(words: str) -> Pairs:
    yield "q", words


def _order(sort: str, page: int) -> Pairs:
    yield "sort", "" if sort == "relevance" else sort
    yield "page", str(page) if page > 1 else ""


def _offer_pairs(filters: Filters) -> Pairs:
    yield "category", filters.category_code
    yield "supplier", _number(filters.supplier_id)
    yield "kind", filters.supplier_kind
    yield "place", filters.division_code
    yield "belt", filters.belt_code
    yield from (("attr", f"{code}:{value}") for code, values in filters.attributes.items() for value in values)
    yield from (("process", process) for process in filters.processes)
    yield from (("credential", kind) for kind in filters.credentials)
    yield from (("membership", plan) for plan in filters.memberships)
    yield "quantity", _number(filters.quantity)
    yield "price_from", _price(filters.min_price_hao)
    yield "price_to", _price(filters.max_price_hao)
    yield "moq", _number(filters.max_moq)
    yield "ship", _number(filters.max_ship_days)
    yield "pickup", _number(filters.min_pickup_pct)
    yield "in_stock", "on" if filters.only_in_stock else ""
    yield "small_lot", "on" if filters.only_small_lot else ""
    yield "dropship", "on" if filters.only_dropship else ""
    yield "sample", "on" if filters.only_sample else ""


def _factory_pairs(filters: FactoryFilters) -> Pairs:
    yield from (("process", process) for process in filters.processes)
    yield from (("material", material) for material in filters.materials)
    yield from (("credential", kind) for kind in filters.credentials)
    yield from (("membership", plan) for plan in filters.memberships)
    yield "category", filters.category_code
    yield "place", filters.division_code
    yield "belt", filters.belt_code
    yield "near", filters.near
    yield "machines", _number(filters.min_machines)
    yield "free", _number(filters.min_free_hours)
    yield "pickup", _number(filters.min_pickup_pct)
    yield "small_lot", "on" if filters.only_small_lot else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _price(hao: int | None) -> str:
    return "" if hao is None else str(UnitPrice(hao)).lstrip("¥").replace(",", "")
