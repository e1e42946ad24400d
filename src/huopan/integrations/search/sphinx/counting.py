"""Facets out of the cluster: a grouped query for each column."""

from __future__ import annotations

from collections.abc import Mapping

from huopan.domains.search.ports import Asked, Facet, Facets, FactoryAsked, FactoryFacet
from huopan.integrations.search import counting as shared
from huopan.integrations.search.sphinx import asking
from huopan.integrations.search.sphinx.asking import Statement
from huopan.integrations.search.sphinx.nodes import Nodes
from huopan.integrations.search.sphinx.reading import Names

COLUMNS = {"branch": 400, "belt": 400, "city": 600, "processes": 200, "terms_mix": 100, "trust_mix": 400}
FACTORY_COLUMNS = {
    "processes": 200,
    "materials": 200,
    "belt": 400,
    "city": 600,
    "categories": 1_000,
    "pickup_band": 10,
}
NAMED = {"attributes", "processes", "materials", "categories"}
TEXTS = {"branch", "belt"}
MANY_ATTRIBUTES = 400
OWN_NAMES = {"attribute": "attributes", "process": "processes"}


def facets(nodes: Nodes, names: Names, asked: Asked, table: str) -> Facets:
    """As the embedded index counts them."""

    def counted(column: str, most: int, without: str = "") -> dict[str, int]:
        return _counts(nodes, names, asking.counting(asked, table, column, most=most, without=without), column)

    found = {column: counted(column, most) for column, most in COLUMNS.items()}
    total = sum(found["trust_mix"].values())
    if asked.category_code or total <= shared.ATTRIBUTES_UPTO:
        found["attributes"] = counted("attributes", MANY_ATTRIBUTES)
    counts: dict[Facet, dict[str, int]] = shared.facets_of(
        branch=found["branch"],
        belt=found["belt"],
        city=found["city"],
        process=found["processes"],
        attribute=found.get("attributes", {}),
        terms_mix=found["terms_mix"],
        trust_mix=found["trust_mix"],
    )
    for condition, name, facet in shared.exchangeable(asked):
        column = OWN_NAMES.get(name, name)
        shared.exchange(counts, facet, condition, counted(column, MANY_ATTRIBUTES, condition))
    return Facets(counts, total)


def factory_facets(
    nodes: Nodes, names: Names, asked: FactoryAsked, table: str
) -> dict[FactoryFacet, Mapping[str, int]]:
    found = {
        column: _counts(nodes, names, asking.counting_factories(asked, table, column, most=most), column)
        for column, most in FACTORY_COLUMNS.items()
    }
    return {
        "process": found["processes"],
        "material": found["materials"],
        "belt": shared.named(found["belt"]),
        "city": shared.cities(found["city"]),
        "category": found["categories"],
        "pickup": found["pickup_band"],
    }


def _counts(nodes: Nodes, names: Names, statement: Statement, column: str) -> dict[str, int]:
    """Columns of the answer: what it was grouped by, the column itself, how many."""
    rows = [row[:3] for row in nodes.rows_of_any(statement)]
    if column in TEXTS:
        return {_text(text): int(many) for _, text, many in rows}
    if column in NAMED:
        known = names.of([int(value) for value, _, _ in rows])
        return {known[int(value)]: int(many) for value, _, many in rows if int(value) in known}
    return {str(int(value)): int(many) for value, _, many in rows}


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
