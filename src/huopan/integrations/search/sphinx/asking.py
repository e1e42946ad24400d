"""Questions in SphinxQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huopan.domains.search.ports import Asked, FactoryAsked, FactorySort, Sort
from huopan.domains.search.rules import places
from huopan.domains.search.rules.ladders import RUNGS
from huopan.integrations.search.sphinx.configuration import SIGNALS
from huopan.integrations.search.sphinx.wording import matching, number
from huopan.integrations.search.wording import TITLE_WEIGHT

MOST_MATCHES = 2_200
MOST_COUNTED = 1_000
SCALE = 1_000
# bm25a is the same for all on real-time tables; a little for each word keeps what every offer has in order.
RANKER = (
    f"ranker=expr('sum((tf_idf+0.05*word_count)*user_weight)*{SCALE}'), idf='plain,tfidf_unnormalized', "
    f"field_weights=(title={round(TITLE_WEIGHT * 10)}, about=10)"
)
WEIGHT_SCALE = SCALE * 10
ORDERS: dict[Sort, str] = {
    "newest": "id DESC",
    "price_up": "price ASC, id DESC",
    "price_down": "price DESC, id DESC",
    "moq_up": "moq ASC, id DESC",
    "ship_up": "ship_days ASC, id DESC",
    "pickup_down": "pickup DESC, id DESC",
    "standing_down": "standing DESC, id DESC",
}
FACTORY_ORDERS: dict[FactorySort, str] = {
    "free_down": "free_hours DESC, id DESC",
    "pickup_down": "pickup DESC, id DESC",
    "offers_down": "offers DESC, id DESC",
}


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str
    params: tuple[str, ...] = ()


def finding(asked: Asked, table: str) -> Statement:
    where, params = _where(asked.terms, dict(_conditions(asked)), is_loose=asked.least == 1)
    order = ORDERS.get(asked.sort, "score DESC, id DESC" if asked.terms else "standing DESC, id DESC")
    columns = ", ".join(["id", "fold", *SIGNALS, _price(asked), _moq(asked), *_scored(asked.terms, asked.sort)])
    page = f"LIMIT {asked.offset}, {asked.limit} OPTION max_matches={MOST_MATCHES}, {RANKER}"
    return Statement(f"SELECT {columns} FROM {table}{where} ORDER BY {order} {page}", params)  # noqa: S608


def counting(asked: Asked, table: str, column: str, *, without: str = "") -> Statement:
    """How many have each value of a column."""
    conditions = dict(_conditions(asked))
    conditions.pop(without, None)
    where, params = _where(asked.terms, conditions, is_loose=asked.least == 1)
    is_priced = asked.min_price_hao is not None or asked.max_price_hao is not None
    return Statement(_grouped([_price(asked)] if is_priced else [], table, where, column), params)


def finding_factories(asked: FactoryAsked, table: str) -> Statement:
    where, params = _where(asked.terms, dict(_factory_conditions(asked)))
    columns = ["id", *SIGNALS, *_scored(asked.terms, asked.sort)]
    order = FACTORY_ORDERS.get(asked.sort, "score DESC, id DESC" if asked.terms else "standing DESC, id DESC")
    if asked.sort == "near" and asked.near:
        order = "nearness DESC, id DESC"
        columns.append(_nearness(asked.near))
    page = f"LIMIT {asked.offset}, {asked.limit} OPTION max_matches={MOST_MATCHES}, {RANKER}"
    return Statement(f"SELECT {', '.join(columns)}, standing FROM {table}{where} ORDER BY {order} {page}", params)  # noqa: S608


def counting_factories(asked: FactoryAsked, table: str, column: str) -> Statement:
    where, params = _where(asked.terms, dict(_factory_conditions(asked)))
    return Statement(_grouped([], table, where, column), params)


def _grouped(more: list[str], table: str, where: str, column: str) -> str:
    """Statements that differ in nothing but the column share one pass over what matches."""
    columns = ", ".join(["GROUPBY() AS value, COUNT(*) AS many", *more])
    page = f"ORDER BY many DESC LIMIT {MOST_COUNTED} OPTION max_matches={MOST_COUNTED}, ranker=none"
    return f"SELECT {columns} FROM {table}{where} GROUP BY {column} {page}"  # noqa: S608 - our own names


def _where(
    terms: tuple[str, ...], conditions: dict[str, list[str]], *, is_loose: bool = False
) -> tuple[str, tuple[str, ...]]:
    texts = [one for several in conditions.values() for one in several]
    if terms:
        texts.insert(0, "MATCH(%s)")
    return (f" WHERE {' AND '.join(texts)}" if texts else ""), ((matching(terms, is_loose=is_loose),) if terms else ())


def _scored(terms: tuple[str, ...], sort: str) -> list[str]:
    return ["weight() AS words", "weight()*standing*norm AS score", "norm"] if terms and sort == "relevance" else []


def _price(asked: Asked) -> str:
    if asked.quantity is None:
        return "price_hao AS price"
    price = "price_1"
    for rung in range(2, RUNGS + 1):
        price = f"IF(from_{rung}<={asked.quantity}, price_{rung}, {price})"
    return f"{price} AS price"


def _moq(asked: Asked) -> str:
    """What orders must be among the columns."""
    ordered = {"pickup_down": "pickup", "ship_up": "ship_days", "standing_down": "standing", "relevance": "standing"}
    return f"moq, {ordered[asked.sort]}" if asked.sort in ordered else "moq"


def _conditions(asked: Asked) -> Iterator[tuple[str, list[str]]]:
    if asked.category_code:
        yield "category", [f"categories={number(asked.category_code)}"]
    if asked.place:
        yield "place", [f"places={int(asked.place) if asked.place.isdecimal() else 0}"]
    if asked.belt_code:
        yield "belt", [f"belt={number(asked.belt_code)}"]
    for code, values in asked.attributes:
        wanted = ",".join(str(number(f"{code}={value}")) for value in values)
        yield f"attribute {code}", [f"attributes IN ({wanted})"]
    if asked.processes:
        yield "process", [f"processes IN ({','.join(str(number(each)) for each in asked.processes)})"]
    yield "credential", [f"credentials={number(kind)}" for kind in asked.credentials]
    if asked.memberships:
        yield "membership", [_membership(asked.memberships)]
    if asked.supplier_id is not None:
        yield "supplier", [f"supplier_id={asked.supplier_id}"]
    if asked.supplier_kind:
        yield "kind", [f"is_trader={int(asked.supplier_kind == 'trader')}"]
    yield "numbers", list(_numbers(asked))


def _numbers(asked: Asked) -> Iterator[str]:
    bounds = [bound for bound in (asked.max_moq, asked.quantity) if bound is not None]
    if bounds:
        yield f"moq<={max(min(bounds), 0)}"
    if asked.max_ship_days is not None:
        yield f"ship_days<={max(asked.max_ship_days, 0)}"
    if asked.min_pickup_pct is not None:
        yield f"pickup>={max(asked.min_pickup_pct, 0) + 1}"
    if asked.only_in_stock:
        yield "in_stock=1"
    if asked.only_dropship:
        yield "dropship=1"
    if asked.only_sample:
        yield "sample=1"
    if asked.min_price_hao is not None:
        yield f"price>={asked.min_price_hao}"
    if asked.max_price_hao is not None:
        yield f"price<={asked.max_price_hao}"


def _factory_conditions(asked: FactoryAsked) -> Iterator[tuple[str, list[str]]]:
    if asked.category_code:
        yield "category", [f"categories={number(asked.category_code)}"]
    if asked.place:
        yield "place", [f"places={int(asked.place) if asked.place.isdecimal() else 0}"]
    if asked.belt_code:
        yield "belt", [f"belt={number(asked.belt_code)}"]
    yield "process", [f"processes={number(each)}" for each in asked.processes]
    yield "material", [f"materials={number(each)}" for each in asked.materials]
    yield "credential", [f"credentials={number(each)}" for each in asked.credentials]
    if asked.memberships:
        yield "membership", [_membership(asked.memberships)]
    if asked.min_machines is not None:
        yield "machines", [f"machines>={max(asked.min_machines, 0)}"]
    if asked.min_free_hours is not None:
        yield "free", [f"free_hours>={max(asked.min_free_hours, 0)}"]
    if asked.min_pickup_pct is not None:
        yield "pickup", [f"pickup>={max(asked.min_pickup_pct, 0) + 1}"]
    if asked.max_moq is not None:
        yield "moq", [f"least_moq<={max(asked.max_moq, 0)}"]


def _membership(codes: tuple[str, ...]) -> str:
    return f"membership IN ({','.join(str(number(code)) for code in codes)})"


def _nearness(near: str) -> str:
    known = [place for place in places(near) if place.isdecimal()]
    steps = [f"IF(IN(places, {int(place)}), {2**step}, 0)" for step, place in enumerate(known)]
    return f"{'+'.join(steps) or '0'} AS nearness"
