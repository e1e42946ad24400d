"""One ladder out of an offer's tiers says at every quantity what the catalogue would ask."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huopan.domains.catalog.rules.pricing import Tier, unit_price
from huopan.domains.search.rules.folding import fold_key
from huopan.domains.search.rules.ladders import RUNGS, ladder_of, price_at

STEPS = st.lists(
    st.tuples(st.integers(1, 500), st.integers(1, 9_999)), min_size=1, max_size=8, unique_by=lambda s: s[0]
)
SKUS = st.dictionaries(st.integers(1, 3), STEPS, min_size=1)


def falling(steps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """As the catalogue has them: prices fall with quantities."""
    quantities = sorted(quantity for quantity, _ in steps)
    prices = sorted((hao for _, hao in steps), reverse=True)
    return list(zip(quantities, prices, strict=True))


def asked(skus: dict[int, list[tuple[int, int]]], quantity: int) -> int:
    tiers = [Tier(sku, start, hao) for sku, steps in skus.items() for start, hao in steps]
    return min(
        unit_price(tiers, price_kind="ladder_per_sku", sku_id=sku, sku_quantity=quantity, offer_quantity=quantity).hao
        for sku in skus
    )


@given(SKUS, st.integers(1, 600))
def test_a_ladder_never_says_less_than_the_price_and_exactly_it_when_it_is_short(
    skus: dict[int, list[tuple[int, int]]], quantity: int
) -> None:
    skus = {sku: falling(steps) for sku, steps in skus.items()}
    ladder = ladder_of([(sku, start, hao) for sku, steps in skus.items() for start, hao in steps])
    assert len(ladder) <= RUNGS
    assert price_at(ladder, quantity) >= asked(skus, quantity)
    if sum(map(len, skus.values())) <= RUNGS:
        assert price_at(ladder, quantity) == asked(skus, quantity)


def test_an_offer_without_prices_has_no_ladder() -> None:
    assert ladder_of([]) == ()
    assert price_at((), 5) == 0


def test_the_same_words_in_another_order_fold_with_the_same_picture_only() -> None:
    words = ("steel", "cup")
    one = fold_key(title_terms=words, picture="a", supplier_id=1)
    assert one == fold_key(title_terms=reversed(words), picture="a", supplier_id=2)
    assert one != fold_key(title_terms=words, picture="b", supplier_id=1)


def test_without_a_picture_offers_fold_within_one_supplier() -> None:
    words = ("steel", "cup")
    one = fold_key(title_terms=words, picture="", supplier_id=1)
    assert one == fold_key(title_terms=words, picture="", supplier_id=1)
    assert one != fold_key(title_terms=words, picture="", supplier_id=2)
