"""How a buyer's words and filters become a question to the index."""

from __future__ import annotations

from huopan.domains.search import ports
from huopan.domains.search.ports import Asked, Sort
from huopan.domains.search.rules import FARTHEST, Filters, place
from huopan.engines.language.understanding import understood

LARGEST = 2**62


def question(words: str, filters: Filters, *, sort: Sort, offset: int, limit: int) -> Asked:
    """Any text is a question; repeated and overlong ones lose their tail. Without words the newest come first."""
    meant = understood(words, ports.index().vocabulary())
    return Asked(
        terms=meant.terms,
        wanted=meant.wanted,
        neighbours=meant.neighbours,
        least=meant.least,
        category_code=writable(filters.category_code),
        supplier_id=_bounded(filters.supplier_id),
        place=place(writable(filters.division_code)),
        belt_code=writable(filters.belt_code),
        min_price_hao=_bounded(filters.min_price_hao),
        max_price_hao=_bounded(filters.max_price_hao),
        max_moq=_bounded(filters.max_moq),
        only_in_stock=filters.only_in_stock,
        sort=sort if meant.wanted or sort != "relevance" else "newest",
        offset=offset,
        limit=min(limit, max(FARTHEST - offset, 0)),
    )


def _bounded(number: int | None) -> int | None:
    return None if number is None else max(-LARGEST, min(number, LARGEST))


def writable(text: str) -> str:
    """`text` without what no database or index can be asked for: NUL and lone surrogates."""
    return text.replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")
