"""Facets out of the cluster: grouped statements in one message, which searchd answers in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huopan.domains.search.ports import Asked, Facet, Facets, FactoryAsked, FactoryFacet
from huopan.integrations.search import counting as shared
from huopan.integrations.search.sphinx import asking
from huopan.integrations.search.sphinx.nodes import Nodes, Rows
from huopan.integrations.search.sphinx.reading import Names

COLUMNS = ("branch", "belt", "city", "processes", "terms_mix", "trust_mix", "credentials")
FACTORY_COLUMNS = ("processes", "materials", "belt", "city", "categories", "pickup_band", "credentials")
NAMED = {"attributes", "processes", "credentials", "materials", "categories", "branch", "belt"}
OWN_NAMES = {"attribute": "attributes", "process": "processes"}


def facets(nodes: Nodes, names: Names, asked: Asked, table: str, expected: int | None = None) -> Facets:
    """As the embedded index counts them: one message, another for attributes where it tells that they are few."""
    at_once = shared.counts_attributes(asked, expected)
    columns = [*COLUMNS, "attributes"] if at_once else [*COLUMNS]
    exchanged = list(shared.exchangeable(asked))
    freely = [(OWN_NAMES.get(name, name), condition) for condition, name, _ in exchanged]
    answers = _counted(nodes, names, asked, table, [*((column, "") for column in columns), *freely])
    found = dict(zip(columns, answers, strict=False))
    total = sum(found["trust_mix"].values())
    if not at_once and shared.counts_attributes(asked, total):
        found["attributes"] = _counted(nodes, names, asked, table, [("attributes", "")])[0]
    counts: dict[Facet, dict[str, int]] = shared.facets_of(
        branch=found["branch"],
        belt=found["belt"],
        city=found["city"],
        process=found["processes"],
        attribute=found.get("attributes", {}),
        terms_mix=found["terms_mix"],
        trust_mix=found["trust_mix"],
        credential=found["credentials"],
    )
    for (condition, _, facet), counted in zip(exchanged, answers[len(columns) :], strict=True):
        shared.exchange(counts, facet, condition, counted)
    return Facets(counts, total)


def _counted(
    nodes: Nodes, names: Names, asked: Asked, table: str, wanted: Iterable[tuple[str, str]]
) -> list[dict[str, int]]:
    """For each column and the condition to leave out: how many have each value."""
    wanted = list(wanted)
    statements = [asking.counting(asked, table, column, without=without) for column, without in wanted]
    answers = zip(wanted, nodes.rows_of_each(statements), strict=True)
    return [_counts(names, rows, column) for (column, _), rows in answers]


def factory_facets(
    nodes: Nodes, names: Names, asked: FactoryAsked, table: str
) -> dict[FactoryFacet, Mapping[str, int]]:
    statements = [asking.counting_factories(asked, table, column) for column in FACTORY_COLUMNS]
    answers = zip(FACTORY_COLUMNS, nodes.rows_of_each(statements), strict=True)
    found = {column: _counts(names, rows, column) for column, rows in answers}
    return {
        "process": found["processes"],
        "material": found["materials"],
        "belt": shared.named(found["belt"]),
        "city": shared.cities(found["city"]),
        "category": found["categories"],
        "pickup": found["pickup_band"],
        "credential": found["credentials"],
    }


def _counts(names: Names, rows: Rows, column: str) -> dict[str, int]:
    """Columns of the answer: the value, how many."""
    counts = {int(value): int(many) for value, many, *_ in rows}
    if column not in NAMED:
        return {str(value): many for value, many in counts.items()}
    known = names.of(counts)
    return {known[value]: many for value, many in counts.items() if value in known}
