"""Questions to the embedded index, as tantivy's queries."""

from __future__ import annotations

from collections.abc import Iterator

from tantivy import FieldType, Occur, Order, Query, Schema

from huopan.domains.search.ports import Asked, FactoryAsked, FactorySort, Sort
from huopan.domains.search.rules import places
from huopan.integrations.search.schema import RUNG_FIELDS
from huopan.integrations.search.wording import offer_text, plain_text

ORDERS: dict[Sort, tuple[str, Order]] = {
    "newest": ("offer_id", Order.Desc),
    "price_up": ("price_hao", Order.Asc),
    "price_down": ("price_hao", Order.Desc),
    "moq_up": ("moq", Order.Asc),
    "ship_up": ("ship_days", Order.Asc),
    "pickup_down": ("pickup", Order.Desc),
    "standing_down": ("standing", Order.Desc),
}
FACTORY_ORDERS: dict[FactorySort, str] = {
    "free_down": "free_hours",
    "pickup_down": "pickup",
    "offers_down": "offers",
}
Conditions = dict[str, list[Query]]


def query(asked: Asked, fields: Schema, *, without: str = "", rung: int | None = None) -> Query:
    """`without`: a condition to leave out; `rung`: only offers whose ladder stands on this one at the quantity."""
    named = dict(_conditions(asked, fields, rung))
    named.pop(without, None)
    return _all_of(offer_text(asked, fields), [one for several in named.values() for one in several])


def factory_query(asked: FactoryAsked, fields: Schema) -> Query:
    return _all_of(plain_text(asked.terms, fields), [*_factory_conditions(asked, fields)])


def near_query(asked: FactoryAsked, fields: Schema) -> Query:
    """Everything of `factory_query`, the nearer the more: a county adds 4, its city 2, its province 1."""
    musts = [(Occur.Must, Query.const_score_query(factory_query(asked, fields), 1.0))]
    shoulds = [
        (Occur.Should, Query.const_score_query(_term(fields, "place", place), 2.0**step))
        for step, place in enumerate(places(asked.near))
    ]
    return Query.boolean_query([*musts, *shoulds])


def _all_of(text: Query | None, conditions: list[Query]) -> Query:
    musts = [*(Query.const_score_query(condition, 0.0) for condition in conditions), *([text] if text else [])]
    return Query.boolean_query([(Occur.Must, must) for must in musts]) if musts else Query.all_query()


def _conditions(asked: Asked, fields: Schema, rung: int | None) -> Iterator[tuple[str, list[Query]]]:
    for name, text in (("category", asked.category_code), ("place", asked.place), ("belt", asked.belt_code)):
        if text:
            yield name, [_term(fields, name, text)]
    for code, values in asked.attributes:
        yield f"attribute {code}", [_any(fields, "attribute", tuple(f"{code}={value}" for value in values))]
    if asked.processes:
        yield "process", [_any(fields, "process", asked.processes)]
    yield "credential", [_term(fields, "credential", kind) for kind in asked.credentials]
    if asked.memberships:
        yield "membership", [_any(fields, "membership", asked.memberships)]
    if asked.supplier_id is not None:
        yield "supplier", [Query.term_query(fields, "supplier_id", asked.supplier_id)]
    if asked.supplier_kind:
        yield "kind", [Query.term_query(fields, "is_trader", asked.supplier_kind == "trader")]
    flags = (("in_stock", asked.only_in_stock), ("dropship", asked.only_dropship), ("sample", asked.only_sample))
    for name, wanted in flags:
        if wanted:
            yield name, [Query.term_query(fields, name, True)]
    yield "numbers", [*_numbers(asked, fields), *_prices(asked, fields, rung)]


def _numbers(asked: Asked, fields: Schema) -> Iterator[Query]:
    most = [asked.max_moq, asked.quantity]
    if bounds := [bound for bound in most if bound is not None]:
        yield _range(fields, "moq", None, min(bounds))
    if asked.max_ship_days is not None:
        yield _range(fields, "ship_days", None, asked.max_ship_days)
    if asked.min_pickup_pct is not None:
        yield _range(fields, "pickup", asked.min_pickup_pct + 1, None)


def _prices(asked: Asked, fields: Schema, rung: int | None) -> Iterator[Query]:
    low, high = asked.min_price_hao, asked.max_price_hao
    if asked.quantity is None:
        if low is not None or high is not None:
            yield _range(fields, "price_hao", low, high)
    elif rung is not None:
        yield _on_rung(asked, fields, rung)
    elif low is not None or high is not None:
        rungs = [(Occur.Should, _on_rung(asked, fields, number)) for number in range(len(RUNG_FIELDS))]
        yield Query.boolean_query(rungs, minimum_number_should_match=1)


def _on_rung(asked: Asked, fields: Schema, rung: int) -> Query:
    """The ladder stands on this rung at the quantity asked for, and the rung's price is within the bounds."""
    start, price = RUNG_FIELDS[rung]
    ranges = [_range(fields, start, None, asked.quantity)]
    if rung + 1 < len(RUNG_FIELDS):
        ranges.append(_range(fields, RUNG_FIELDS[rung + 1][0], (asked.quantity or 0) + 1, None))
    if asked.min_price_hao is not None or asked.max_price_hao is not None:
        ranges.append(_range(fields, price, asked.min_price_hao, asked.max_price_hao))
    return Query.boolean_query([(Occur.Must, one) for one in ranges])


def _factory_conditions(asked: FactoryAsked, fields: Schema) -> Iterator[Query]:
    for name, text in (("category", asked.category_code), ("place", asked.place), ("belt", asked.belt_code)):
        if text:
            yield _term(fields, name, text)
    named = (("process", asked.processes), ("material", asked.materials), ("credential", asked.credentials))
    for name, several in named:
        for one in several:
            yield _term(fields, name, one)
    if asked.memberships:
        yield _any(fields, "membership", asked.memberships)
    if asked.min_machines is not None:
        yield _range(fields, "machines", asked.min_machines, None)
    if asked.min_free_hours is not None:
        yield _range(fields, "free_hours", asked.min_free_hours, None)
    if asked.min_pickup_pct is not None:
        yield _range(fields, "pickup", asked.min_pickup_pct + 1, None)
    if asked.max_moq is not None:
        yield _range(fields, "least_moq", None, asked.max_moq)


def _term(fields: Schema, name: str, text: str) -> Query:
    return Query.term_query(fields, name, text, index_option="basic")


def _any(fields: Schema, name: str, texts: tuple[str, ...]) -> Query:
    return Query.boolean_query(
        [(Occur.Should, _term(fields, name, text)) for text in texts], minimum_number_should_match=1
    )


def _range(fields: Schema, name: str, low: int | None, high: int | None) -> Query:
    return Query.range_query(fields, name, FieldType.Integer, low, high)
