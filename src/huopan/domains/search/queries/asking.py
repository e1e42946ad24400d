"""How a buyer's words and filters become a question to the index."""

from __future__ import annotations

from huopan.domains.search import ports
from huopan.domains.search.ports import Asked, FactoryAsked, FactorySort, Sort
from huopan.domains.search.rules import FARTHEST, SMALL_LOT, FactoryFilters, Filters, place
from huopan.engines.language import terms
from huopan.engines.language.understanding import understood

MOST_TERMS = 32
MOST_VALUES = 20
LARGEST = 2**31 - 2
DEAREST = 2**62


def question(words: str, filters: Filters, *, sort: Sort, offset: int, limit: int) -> Asked:
    """Any text is a question; repeated and overlong ones lose their tail. Without words the newest come first."""
    meant = understood(words, ports.index().vocabulary())
    return Asked(
        terms=meant.terms,
        wanted=meant.wanted,
        neighbours=meant.neighbours,
        least=meant.least,
        category_code=writable(filters.category_code),
        supplier_id=bounded(filters.supplier_id, DEAREST),
        supplier_kind=writable(filters.supplier_kind),
        place=place(writable(filters.division_code)),
        belt_code=writable(filters.belt_code),
        attributes=_attributes(filters),
        processes=several(filters.processes),
        credentials=several(filters.credentials),
        memberships=several(filters.memberships),
        quantity=None if filters.quantity is None else max(bounded(filters.quantity) or 1, 1),
        min_price_hao=bounded(filters.min_price_hao, DEAREST),
        max_price_hao=bounded(filters.max_price_hao, DEAREST),
        max_moq=_least(bounded(filters.max_moq), SMALL_LOT if filters.only_small_lot else None),
        max_ship_days=bounded(filters.max_ship_days),
        min_pickup_pct=bounded(filters.min_pickup_pct),
        only_in_stock=filters.only_in_stock,
        only_dropship=filters.only_dropship,
        only_sample=filters.only_sample,
        sort=sort if meant.wanted or sort != "relevance" else "newest",
        offset=offset,
        limit=within_reach(offset, limit),
    )


def factory_question(
    words: str, filters: FactoryFilters, *, sort: FactorySort, offset: int, limit: int
) -> FactoryAsked:
    return FactoryAsked(
        terms=terms_asked(words),
        processes=several(filters.processes),
        materials=several(filters.materials),
        credentials=several(filters.credentials),
        memberships=several(filters.memberships),
        category_code=writable(filters.category_code),
        place=place(writable(filters.division_code)),
        belt_code=writable(filters.belt_code),
        near=writable(filters.near),
        min_machines=bounded(filters.min_machines),
        min_free_hours=bounded(filters.min_free_hours),
        min_pickup_pct=bounded(filters.min_pickup_pct),
        max_moq=SMALL_LOT if filters.only_small_lot else None,
        sort=sort,
        offset=offset,
        limit=within_reach(offset, limit),
    )


def terms_asked(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms(words)))[:MOST_TERMS]


def within_reach(offset: int, limit: int) -> int:
    return min(limit, max(FARTHEST - offset, 0))


def several(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(writable(text) for text in texts[:MOST_VALUES])


def bounded(number: int | None, largest: int = LARGEST) -> int | None:
    return None if number is None else max(-largest, min(number, largest))


def writable(text: str) -> str:
    """`text` without what no database or index can be asked for: NUL and lone surrogates."""
    return text.replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")


def _attributes(filters: Filters) -> tuple[tuple[str, tuple[str, ...]], ...]:
    asked = list(filters.attributes.items())[:MOST_VALUES]
    return tuple((writable(code), several(values)) for code, values in asked if values)


def _least(*bounds: int | None) -> int | None:
    return min((bound for bound in bounds if bound is not None), default=None)
