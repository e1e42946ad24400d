"""What a buyer's words ask, in the embedded index's terms."""

from __future__ import annotations

from tantivy import Occur, Query, Schema

from huopan.domains.search.ports import Asked
from huopan.engines.language.understanding import NEIGHBOURS, Wanted, least

TITLE_WEIGHT = 2.5
GAP = 1  # words that may stand between two neighbours


def offer_text(asked: Asked, fields: Schema) -> Query | None:
    """Enough of what is needed must be there; the rest only adds to the score. None where nothing is wanted."""
    if not asked.wanted:
        return plain_text(asked.terms, fields)
    together = [_weighed(_together(pair, fields, GAP), NEIGHBOURS) for pair in asked.neighbours]
    return _enough(asked.wanted, asked.least, together, fields)


def plain_text(terms: tuple[str, ...], fields: Schema) -> Query | None:
    """Terms that weigh alike, of which the usual share must be there."""
    return _enough(tuple(Wanted(((term, 1.0),)) for term in terms), 0, [], fields) if terms else None


def _enough(wanted: tuple[Wanted, ...], fewest: int, more: list[Query], fields: Schema) -> Query:
    needed = [(Occur.Should, _wanted(each, fields)) for each in wanted if each.is_needed]
    rest = [(Occur.Should, _wanted(each, fields)) for each in wanted if not each.is_needed]
    rest += [(Occur.Should, query) for query in more]
    fewest = min(fewest or least(len(needed)), len(needed))
    if fewest <= 1:
        return Query.boolean_query([*needed, *rest])
    most = Query.boolean_query(needed, minimum_number_should_match=fewest)
    return Query.boolean_query([(Occur.Must, most), *rest]) if rest else most


def _wanted(wanted: Wanted, fields: Schema) -> Query:
    """The best of its terms in the title, or, for less, in what is said about the offer."""
    ways = [
        _weighed(Query.term_query(fields, name, term, index_option="freq"), weight * of_field)
        for term, weight in wanted.terms
        for name, of_field in (("title", TITLE_WEIGHT), ("about", 1.0))
    ]
    return Query.disjunction_max_query([*ways, *(_together(pair, fields, 0) for pair in wanted.together)])


def _together(pair: tuple[str, str], fields: Schema, gap: int) -> Query:
    return Query.boost_query(Query.phrase_query(fields, "title", list(pair), gap), TITLE_WEIGHT)


def _weighed(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)
