"""What a cart is refused for, and what would make it pass."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from huopan.domains.catalog.queries import MixBatch, SkuTerms
from huopan.domains.catalog.rules import Tier
from huopan.domains.logistics.rules import NotServedError
from huopan.domains.orders.rules import carts, checks
from huopan.infra.sentences import filled, in_words
from huopan.kernel.money import Money

MUG = SkuTerms(
    sku_id=1,
    offer_id=10,
    supplier_id=100,
    supplier_name_zh="义乌工厂",
    supplier_name_en="Yiwu Factory",
    title_zh="马克杯",
    title_en="Mug",
    spec={"颜色": "白"},
    image="",
    unit="件",
    moq=10,
    order_multiple=1,
    is_mixable=True,
    price_kind="ladder",
    weight_grams=300,
    lead_time_days=2,
    on_sale=True,
    origin_code="",
    available=1000,
    tiers=(Tier(None, 1, 125_000), Tier(None, 20, 110_000)),
)
PLATE = replace(MUG, sku_id=2, offer_id=20, title_en="Plate", title_zh="盘子", spec={}, moq=5)
BLACK_MUG = replace(MUG, sku_id=3, spec={"颜色": "黑"})


def checked(wanted, *terms, buyer_id=7, freight=None, language="en"):
    known = {each.sku_id: each for each in terms}
    lines = carts.priced_lines(wanted, known)
    [group] = checks.checked_groups(lines, freight=freight or {}, buyer_id=buyer_id, language=language)
    return group


def sentences(group):
    return [str(refusal) for refusal in group.refusals]


def test_a_cart_that_meets_every_rule_passes():
    group = checked({1: 10}, MUG, freight={100: Money(800)})
    assert (group.refusals, group.goods, group.freight, group.total) == ((), Money(12_500), Money(800), Money(13_300))


def test_all_skus_of_an_offer_count_towards_its_moq_and_its_ladder():
    group = checked({1: 12, 3: 8}, MUG, BLACK_MUG)
    assert group.refusals == ()
    assert {line.priced.unit_price.hao for line in group.lines} == {110_000}


def test_below_the_moq_the_missing_pieces_are_named_once_per_offer():
    assert sentences(checked({1: 1, 3: 1}, MUG, BLACK_MUG)) == ["8 more pieces of “Mug” reach its minimum of 10."]
    assert sentences(checked({1: 9}, MUG)) == ["1 more piece of “Mug” reaches its minimum of 10."]


@pytest.mark.parametrize(
    ("rule", "way"),
    [
        (MixBatch(9, None), ", or any 4 more of this supplier's mix-batch offers."),
        (MixBatch(None, Money(10_000)), ", or ¥37.50 more of this supplier's mix-batch offers."),
        (MixBatch(9, Money(10_000)), ", or any 4 more or ¥37.50 more of this supplier's mix-batch offers."),
    ],
)
def test_a_mix_batch_rule_offers_another_way(rule, way):
    group = checked({1: 2, 2: 3}, replace(MUG, mix_batch=rule), replace(PLATE, mix_batch=rule))
    assert sentences(group) == ["8 more pieces of “Mug”" + way, "2 more pieces of “Plate”" + way]


@pytest.mark.parametrize("rule", [MixBatch(5, None), MixBatch(None, Money(6_250)), MixBatch(99, Money(6_250))])
def test_either_figure_of_the_mix_batch_rule_is_enough(rule):
    assert checked({1: 2, 2: 3}, replace(MUG, mix_batch=rule), replace(PLATE, mix_batch=rule)).refusals == ()


def test_what_does_not_join_the_mix_batch_neither_counts_nor_profits():
    rule = MixBatch(5, None)
    alone = replace(PLATE, mix_batch=rule, is_mixable=False)
    group = checked({1: 2, 2: 3}, replace(MUG, mix_batch=rule), alone)
    assert sentences(group) == [
        "8 more pieces of “Mug”, or any 3 more of this supplier's mix-batch offers.",
        "2 more pieces of “Plate” reach its minimum of 5.",
    ]


def test_packs_are_whole():
    packed = replace(MUG, order_multiple=6)
    assert sentences(checked({1: 13}, packed)) == ["“Mug 白” is sold in packs of 6; order 12 or 18 instead of 13."]
    assert sentences(checked({1: 5}, replace(packed, moq=1))) == [
        "“Mug 白” is sold in packs of 6; order 6 instead of 5."
    ]


def test_missing_pieces_come_in_whole_packs():
    assert sentences(checked({1: 6}, replace(MUG, order_multiple=6))) == [
        "6 more pieces of “Mug” reach its minimum of 10."
    ]


def test_stock_is_told_in_whole_packs():
    scarce = replace(MUG, available=17, order_multiple=6)
    assert sentences(checked({1: 18}, scarce)) == ["Only 12 pieces of “Mug 白” can be had; lower the quantity from 18."]
    assert sentences(checked({1: 12}, replace(scarce, available=5))) == [
        "“Mug 白” is sold out; remove it or choose another variant."
    ]


def test_off_sale_and_own_goods_are_refused_before_anything_else():
    assert [refusal.code for refusal in checked({1: 10}, replace(MUG, on_sale=False, available=0)).refusals] == [
        "off_sale"
    ]
    assert [refusal.code for refusal in checked({1: 10}, MUG, buyer_id=100).refusals] == ["own_goods"]


def test_a_place_that_is_not_served_says_so():
    group = checked({1: 10}, MUG, freight={100: NotServedError(offer_ids=[10])})
    assert ([refusal.code for refusal in group.refusals], group.freight) == (["not_served"], None)


def test_an_item_without_a_price_is_refused():
    assert [refusal.code for refusal in checked({1: 10}, replace(MUG, tiers=())).refusals] == ["no_price"]


def test_the_next_step_says_what_it_saves():
    [line] = checked({1: 12}, MUG).lines
    assert (line.saving.more, line.saving.saves) == (8, Money(20 * 150))
    with override("en"):
        words = filled(line.saving.sentence, line.saving.params)
    assert words == ("8 more pieces and each costs ¥11.00: you save ¥30.00.")


def test_sentences_speak_chinese_and_name_goods_in_chinese():
    rule = MixBatch(9, None)
    group = checked({1: 2, 2: 3}, replace(MUG, mix_batch=rule), replace(PLATE, mix_batch=rule), language="zh-hans")
    with override("zh-hans"):
        assert in_words(group.refusals[0]) == "“马克杯”再加 8 件即达起订量；或该供应商的混批货品任意再加 4 件。"
        assert filled(group.lines[0].saving.sentence, group.lines[0].saving.params).startswith("再加 18 件")


QUANTITY = st.integers(1, 60)


@given(mugs=QUANTITY, plates=QUANTITY, moq=st.integers(1, 40), multiple=st.integers(1, 12), pieces=st.integers(1, 99))
def test_following_the_advice_makes_a_cart_pass(mugs, plates, moq, multiple, pieces):
    """Whole packs first, then the pieces a refusal names: nothing is refused any more."""
    mug = replace(MUG, moq=moq, order_multiple=multiple, mix_batch=MixBatch(pieces, None))
    plate = replace(PLATE, mix_batch=MixBatch(pieces, None))
    wanted = {1: carts.in_multiples(mugs, multiple), 2: plates}
    of_offer = {10: 1, 20: 2}
    for refusal in checked(wanted, mug, plate).refusals:
        wanted[of_offer[refusal.params["offer_id"]]] += refusal.params["missing"]
    assert checked(wanted, mug, plate).refusals == ()


@given(mugs=QUANTITY, multiple=st.integers(1, 12))
def test_a_promised_saving_is_kept(mugs, multiple):
    mug = replace(MUG, order_multiple=multiple)
    [line] = checked({1: mugs}, mug).lines
    if line.saving is None:
        assert mugs >= 20
        return
    [then] = checked({1: mugs + line.saving.more}, mug).lines
    assert then.priced.unit_price == line.saving.unit_price
    assert line.priced.unit_price.times(then.priced.quantity) - then.priced.amount == line.saving.saves
