"""Facets out of the embedded index: one pass for all of them, one more for each condition that can be exchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tantivy import Schema, Searcher

from huopan.domains.search.ports import Asked, Facet, Facets, FactoryFacet
from huopan.domains.search.rules.credentials import MOST_MASKS, counted_kinds
from huopan.integrations.search import asking
from huopan.integrations.search.schema import DROPSHIP, PROVEN, STOCK, TRADER, unmixed

SIZES = {
    "branch": 400,
    "belt": 400,
    "city": 600,
    "process": 200,
    "attribute": 400,
    "terms_mix": 100,
    "trust_mix": 400,
    **dict.fromkeys(PROVEN, MOST_MASKS),
}
ATTRIBUTES_UPTO = 20_000
MOST_EXCHANGED = 5  # of the attributes asked for: each costs a count of its own


def counts_attributes(asked: Asked, found: int | None) -> bool:
    """Once a category is chosen or few enough are left: they belong to categories. False where `found` is not known."""
    return bool(asked.category_code) or (found is not None and found <= ATTRIBUTES_UPTO)


def facets(searcher: Searcher, asked: Asked, fields: Schema, found: int | None = None) -> Facets:
    """With attributes where `counts_attributes` of those that are `found`, in a pass of their own if that is news."""
    names = ["branch", "belt", "city", "process", "terms_mix", "trust_mix", *PROVEN]
    at_once = counts_attributes(asked, found)
    counted = _counted(searcher, asked, fields, [*names, "attribute"] if at_once else names)
    total = sum(counted["trust_mix"].values())  # each offer has exactly one
    if not at_once and counts_attributes(asked, total):
        counted |= _counted(searcher, asked, fields, ["attribute"])
    credential = counted_kinds([counted.pop(name) for name in PROVEN])
    counts = facets_of(**({"attribute": {}} | counted), credential=credential)
    for condition, name, facet in exchangeable(asked):
        exchange(counts, facet, condition, _counted(searcher, asked, fields, [name], without=condition)[name])
    return Facets(counts, total)


def facets_of(
    *,
    branch: Mapping[str, int],
    belt: Mapping[str, int],
    city: Mapping[str, int],
    process: Mapping[str, int],
    attribute: Mapping[str, int],
    terms_mix: Mapping[str, int],
    trust_mix: Mapping[str, int],
    credential: Mapping[str, int],
) -> dict[Facet, dict[str, int]]:
    """What was counted by column, by facet."""
    return {
        "category": _rolled_up(branch),
        "city": cities(city),
        "belt": named(belt),
        "process": dict(process),
        "attribute": dict(attribute),
        "credential": dict(credential),
        **_of_terms(terms_mix),
        **_of_trust(trust_mix),
    }


def cities(counts: Mapping[str, int]) -> dict[str, int]:
    return {key.zfill(4): count for key, count in counts.items() if key != "0"}


def factory_facets(searcher: Searcher, query: Any) -> dict[FactoryFacet, dict[str, int]]:
    fields = {
        "process": 200,
        "material": 200,
        "belt": 400,
        "city": 600,
        "category": 1000,
        "pickup_band": 10,
        "credential": 100,
    }
    found = _aggregated(searcher, query, fields)
    return {
        "process": found["process"],
        "material": found["material"],
        "belt": named(found["belt"]),
        "city": cities(found["city"]),
        "category": found["category"],
        "pickup": found["pickup_band"],
        "credential": found["credential"],
    }


def exchangeable(asked: Asked) -> Iterator[tuple[str, str, Facet]]:
    """Conditions whose other values are counted as if they were not there."""
    for code, _ in asked.attributes[:MOST_EXCHANGED]:
        yield f"attribute {code}", "attribute", "attribute"
    if asked.belt_code:
        yield "belt", "belt", "belt"
    if asked.processes:
        yield "process", "process", "process"
    if asked.supplier_kind:
        yield "kind", "trust_mix", "kind"


def exchange(counts: dict[Facet, dict[str, int]], facet: Facet, condition: str, freely: Mapping[str, int]) -> None:
    if facet == "attribute":
        prefix = condition.removeprefix("attribute ") + "="
        kept = {key: count for key, count in counts[facet].items() if not key.startswith(prefix)}
        counts[facet] = kept | {key: count for key, count in freely.items() if key.startswith(prefix)}
    elif facet == "kind":
        counts[facet] = _of_trust(freely)["kind"]
    else:
        counts[facet] = named(freely)


def _counted(
    searcher: Searcher, asked: Asked, fields: Schema, names: list[str], without: str = ""
) -> dict[str, dict[str, int]]:
    query = asking.query(asked, fields, without=without)
    return _aggregated(searcher, query, {name: SIZES[name] for name in names})


def _aggregated(searcher: Searcher, query: Any, sizes: Mapping[str, int]) -> dict[str, dict[str, int]]:
    wanted = {name: {"terms": {"field": name, "size": size}} for name, size in sizes.items()}
    found = searcher.aggregate(query, wanted)
    return {
        name: {_key(bucket["key"]): bucket["doc_count"] for bucket in answer["buckets"]}
        for name, answer in found.items()
    }


def _key(key: str | float) -> str:
    """Numbers come back as floats."""
    return key if isinstance(key, str) else str(int(key))


def named(counts: Mapping[str, int]) -> dict[str, int]:
    return {key: count for key, count in counts.items() if key}


def _rolled_up(branches: Mapping[str, int]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for branch, count in branches.items():
        for code in filter(None, branch.split("/")):
            counts[code] += count
    return dict(counts)


def _of_terms(mixes: Mapping[str, int]) -> dict[Facet, dict[str, int]]:
    price, moq = Counter[str](), Counter[str]()
    for mix, count in mixes.items():
        for counter, digit in zip((price, moq), unmixed(int(mix), 2), strict=True):
            counter[str(digit)] += count
    return {"price": dict(price), "moq": dict(moq)}


def _of_trust(mixes: Mapping[str, int]) -> dict[Facet, dict[str, int]]:
    counters: dict[Facet, Counter[str]] = {name: Counter() for name in ("ship", "pickup", "stock", "dropship", "kind")}
    for mix, count in mixes.items():
        ship, pickup, flags = unmixed(int(mix), 3)
        counters["ship"][str(ship)] += count
        counters["pickup"][str(pickup)] += count
        counters["kind"]["trader" if flags & TRADER else "factory"] += count
        if flags & DROPSHIP:
            counters["dropship"]["1"] += count
        if flags & STOCK:
            counters["stock"]["1"] += count
    return {name: dict(counter) for name, counter in counters.items()}
