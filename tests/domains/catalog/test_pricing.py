import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.domains.catalog.rules import NextTier, NoPriceError, Tier, next_tier, unit_price
from huopan.kernel.money import UnitPrice

LADDER = [Tier(None, 10, 125_000), Tier(None, 100, 110_000), Tier(None, 1000, 98_000)]


def price(tiers, kind, *, sku=1, sku_quantity=1, offer_quantity=None):
    found = unit_price(
        tiers, price_kind=kind, sku_id=sku, sku_quantity=sku_quantity, offer_quantity=offer_quantity or sku_quantity
    )
    return found.hao


def test_fixed_price_is_the_same_at_any_quantity():
    assert price([Tier(None, 1, 50_000)], "fixed", sku_quantity=9_999) == 50_000


def test_each_sku_has_its_own_price():
    tiers = [Tier(1, 1, 50_000), Tier(2, 1, 60_000)]
    assert [price(tiers, "per_sku", sku=sku) for sku in (1, 2)] == [50_000, 60_000]


@pytest.mark.parametrize(("quantity", "hao"), [(10, 125_000), (99, 125_000), (100, 110_000), (5_000, 98_000)])
def test_a_ladder_falls_with_the_quantity_of_the_whole_offer(quantity, hao):
    assert price(LADDER, "ladder", sku_quantity=1, offer_quantity=quantity) == hao


def test_a_ladder_per_sku_counts_each_sku_alone():
    tiers = [Tier(1, 1, 50_000), Tier(1, 10, 40_000)]
    assert price(tiers, "ladder_per_sku", sku_quantity=9, offer_quantity=100) == 50_000


def test_below_the_first_step_its_price_holds():
    assert price(LADDER, "ladder", sku_quantity=3) == 125_000


def test_a_private_price_holds_when_it_is_lower():
    private = Tier(None, 1, 120_000, is_private=True)
    assert price([*LADDER, private], "ladder", sku_quantity=10) == 120_000
    assert price([*LADDER, private], "ladder", sku_quantity=100) == 110_000


def test_a_private_price_waits_for_its_quantity():
    assert price([*LADDER, Tier(1, 50, 90_000, is_private=True)], "ladder", sku_quantity=49) == 125_000


def test_an_offer_without_prices_cannot_be_bought():
    with pytest.raises(NoPriceError):
        price([Tier(2, 1, 50_000)], "per_sku", sku=1)


def test_the_next_step_says_how_many_more_and_at_what_price():
    step = next_tier(LADDER, price_kind="ladder", sku_id=1, sku_quantity=90, offer_quantity=90)
    assert step == NextTier(10, UnitPrice(110_000))


def test_there_is_no_next_step_at_the_bottom_of_the_ladder():
    assert next_tier(LADDER, price_kind="ladder", sku_id=1, sku_quantity=1000, offer_quantity=1000) is None


def test_a_step_that_saves_nothing_is_not_offered():
    private = Tier(None, 1, 100_000, is_private=True)
    step = next_tier([*LADDER, private], price_kind="ladder", sku_id=1, sku_quantity=10, offer_quantity=10)
    assert step == NextTier(990, UnitPrice(98_000))


@given(quantity=st.integers(1, 3_000), more=st.integers(0, 3_000))
def test_a_larger_quantity_never_costs_more_a_piece(quantity, more):
    assert price(LADDER, "ladder", sku_quantity=quantity + more) <= price(LADDER, "ladder", sku_quantity=quantity)


@given(quantity=st.integers(1, 3_000))
def test_the_next_step_holds_what_it_says(quantity):
    step = next_tier(LADDER, price_kind="ladder", sku_id=1, sku_quantity=quantity, offer_quantity=quantity)
    if step:
        assert price(LADDER, "ladder", sku_quantity=quantity + step.more) == step.unit_price.hao
        assert price(LADDER, "ladder", sku_quantity=quantity + step.more - 1) > step.unit_price.hao
