"""What a buyer's words ask, in the embedded index's terms."""

from __future__ import annotations

from tantivy import Occur, Query, Schema

from huopan.domains.search.ports import Asked
from huopan.engines.language.understanding import NEIGHBOURS, Wanted, least

TITLE_WEIGHT = 2.5
GAP = 1  # words that may stand between two neighbours


def text_query(asked: Asked, fields: Schema) -> Query:
    """Enough of what is needed must be there; the rest only adds to the score."""
    wanted = asked.wanted or tuple(Wanted(((term, 1.0),)) for term in asked.terms)
    needed = [(Occur.Should, _wanted(each, fields)) for each in wanted if each.is_needed]
    more = [(Occur.Should, _wanted(each, fields)) for each in wanted if not each.is_needed]
    more += [(Occur.Should, _weighed(_together(pair, fields, GAP), NEIGHBOURS)) for pair in asked.neighbours]
    fewest = asked.least or least(len(needed))
    if fewest <= 1:
        return Query.boolean_query([*needed, *more])
    most = Query.boolean_query(needed, minimum_number_should_match=fewest)
    return Query.boolean_query([(Occur.Must, most), *more])


def _wanted(wanted: Wanted, fields: Schema) -> Query:
    """The best of its terms in the title, or, for less, in what is said about the offer."""
    ways = [
        _weighed(_term(name, term, fields), weight * field_weight)
        for term, weight in wanted.terms
        for name, field_weight in (("title", TITLE_WEIGHT), ("about", 1.0))
    ]
    ways += [_weighed(_together(pair, fields, 0), 1.0) for pair in wanted.together]
    return Query.disjunction_max_query(ways)


def _term(name: str, term: str, fields: Schema) -> Query:
    return Query.term_query(fields, name, term, index_option="freq")


def _together(pair: tuple[str, str], fields: Schema, gap: int) -> Query:
    return Query.boost_query(Query.phrase_query(fields, "title", list(pair), gap), TITLE_WEIGHT)


def _weighed(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)
