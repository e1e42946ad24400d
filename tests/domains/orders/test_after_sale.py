from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.catalog.models import Stock
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.domains.orders.policies import NotItsBuyerError, NotItsSupplierError
from huopan.domains.orders.rules.after_sale import ClaimsNothingError, ClaimTooLateError, NotClaimableError
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Refund
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.after_sales import (
    a_claim,
    assert_sound,
    available_to,
    buyer_of,
    held_for,
    pieces_of,
    supplier_of,
)
from tests.factories.orders import NOON, a_buyer, a_sku, a_supplier, an_offer, an_order, later, see, ship

pytestmark = pytest.mark.django_db


def agree(claim: AfterSale) -> AfterSale:
    return orders.agree_after_sale(number=claim.number, by=supplier_of(claim.order), at=NOON)


def fresh(order: SupplierOrder) -> SupplierOrder:
    return SupplierOrder.objects.get(pk=order.pk)


def a_large_order(state: str = "awaiting_shipment", pieces: int = 3) -> SupplierOrder:
    supplier = a_supplier()
    skus = [a_sku(supplier, ladder=((1, 33_333),)), a_sku(supplier, ladder=((1, 77_777),))]
    return an_order(state, pieces=dict.fromkeys(skus, pieces))


def test_agreed_refund_leaves_the_escrow_at_once() -> None:
    order = an_order("delivered")
    before = held_for(order)
    claim = agree(a_claim(order, amount=123))
    assert (claim.state, claim.refunded_fen, held_for(order)) == ("refunded", 123, before - 123)
    assert Refund.objects.get().cause == f"after_sale:{claim.number}"
    assert fresh(order).state == "delivered"
    assert_sound()


def test_refund_of_everything_ends_the_order() -> None:
    order = an_order("delivered")
    agree(a_claim(order))
    ended = fresh(order)
    assert (ended.state, ended.closed_because, held_for(order)) == ("terminated", "refunded", 0)
    assert_sound()


def test_several_partial_refunds_never_exceed_the_order() -> None:
    order = an_order("delivered")
    for _ in range(3):
        agree(a_claim(order, amount=order.total_fen // 3 - 1))
    left = order.total_fen - 3 * (order.total_fen // 3 - 1)
    with pytest.raises(orders.RefundBeyondOrderError):
        a_claim(order, amount=left + 1)
    assert fresh(order).refunded_fen == order.total_fen - left
    assert_sound()


def test_unshipped_pieces_are_refunded_and_free_for_others() -> None:
    order = a_large_order()
    line = order.lines.order_by("sku_id")[0]
    reserved = Stock.objects.get(pk=line.sku_id).reserved
    claim = agree(a_claim(order, pieces={line.sku_id: 2}))
    assert claim.amount_fen == line.amount_fen * 2 // 3
    assert Stock.objects.get(pk=line.sku_id).reserved == reserved - 2
    with pytest.raises(orders.ShipsMoreThanOrderedError):
        ship(order, quantities={line.sku_id: 2})
    ship(order)
    assert fresh(order).state == "awaiting_collection"
    assert_sound()


def test_refund_of_the_unshipped_rest_lets_the_shipped_part_go_on() -> None:
    order = a_large_order()
    first, second = order.lines.order_by("sku_id")
    ship(order, quantities={first.sku_id: 3})
    agree(a_claim(order, pieces={second.sku_id: 3}))
    assert fresh(order).state == "awaiting_collection"
    assert fresh(order).refunded_fen == second.amount_fen
    assert_sound()


def test_refund_of_all_unshipped_pieces_returns_the_freight_too() -> None:
    order = a_large_order()
    claim = agree(a_claim(order, pieces=pieces_of(order)))
    assert claim.amount_fen == order.total_fen
    assert (fresh(order).state, held_for(order)) == ("terminated", 0)
    assert set(Stock.objects.values_list("reserved", flat=True)) == {0}
    assert_sound()


def test_last_pieces_refunded_piece_by_piece_end_the_order_with_its_freight() -> None:
    order = a_large_order()
    for line in order.lines.order_by("sku_id"):
        agree(a_claim(order, pieces={line.sku_id: 3}))
    assert (fresh(order).state, fresh(order).refunded_fen) == ("terminated", order.total_fen)
    assert_sound()


def test_returned_goods_come_back_into_stock_and_their_price_to_the_buyer() -> None:
    order = an_order("delivered")
    line = order.lines.get()
    on_hand = Stock.objects.get(pk=line.sku_id).on_hand
    claim = agree(a_claim(order, "return", pieces={line.sku_id: 1}))
    assert claim.state == "agreed"
    orders.send_goods_back(number=claim.number, carrier="sf", waybill_number="R1", by=buyer_of(order), at=NOON)
    done = orders.receive_goods_back(number=claim.number, by=supplier_of(order), at=NOON)
    assert (done.state, done.return_waybill, done.refunded_fen) == ("refunded", "sf R1", line.amount_fen // 2)
    assert Stock.objects.get(pk=line.sku_id).on_hand == on_hand + 1
    line.refresh_from_db()
    assert line.returned_quantity == 1
    assert_sound()


def test_damaged_goods_do_not_come_back_into_stock() -> None:
    order = an_order("delivered")
    sku_id = order.lines.get().sku_id
    on_hand = Stock.objects.get(pk=sku_id).on_hand
    claim = agree(a_claim(order, "return", pieces={sku_id: 1}))
    orders.send_goods_back(number=claim.number, carrier="sf", waybill_number="R1", by=buyer_of(order), at=NOON)
    orders.receive_goods_back(number=claim.number, is_sellable=False, by=supplier_of(order), at=NOON)
    assert Stock.objects.get(pk=sku_id).on_hand == on_hand
    assert_sound()


def test_open_after_sale_holds_the_order() -> None:
    order = an_order("delivered")
    a_claim(order, amount=1)
    with pytest.raises(orders.AfterSaleOpenError):
        orders.confirm_receipt(number=order.number, by=buyer_of(order), at=NOON)
    with pytest.raises(orders.AfterSaleOpenError):
        a_claim(order, amount=1)
    assert orders.sweep_due(at=later(days=400)) == {}
    assert fresh(order).state == "delivered"


def test_settled_after_sale_gives_the_order_a_day_to_go_on() -> None:
    order = an_order("delivered")
    claim = a_claim(order, amount=1)
    closing = later(days=3) + timedelta(hours=200)
    orders.withdraw_after_sale(number=claim.number, by=buyer_of(order), at=closing)
    assert orders.sweep_due(at=closing + timedelta(hours=23)) == {}
    assert orders.sweep_due(at=closing + timedelta(hours=24)) == {"delivered": 1}


def test_courier_news_moves_an_order_that_an_after_sale_holds() -> None:
    order = an_order("awaiting_collection")
    claim = a_claim(order, amount=1)
    see(order, "delivered")
    assert fresh(order).state == "delivered"
    agree(claim)
    assert_sound()


def test_completed_order_is_refunded_by_the_seller_and_the_fee_returns_in_proportion() -> None:
    order = an_order("completed")
    had = available_to(order)
    fee = order.total_fen - had
    half = order.total_fen // 2
    agree(a_claim(order, amount=half))
    assert available_to(order) == had - half + fee * half // order.total_fen
    agree(a_claim(order))
    assert available_to(order) == 0
    assert (fresh(order).state, fresh(order).refunded_fen) == ("completed", order.total_fen)
    assert_sound()


def test_seller_without_money_is_told_so_and_nothing_moves() -> None:
    order = an_order("completed")
    settlement_account(order)
    settlement.request_payout(amount=Money(available_to(order)), by=supplier_of(order), at=NOON)
    claim = a_claim(order, amount=500)
    with pytest.raises(settlement.SellerShortError):
        agree(claim)
    assert AfterSale.objects.get().state == "requested"
    assert not Refund.objects.exists()
    assert_sound()


def settlement_account(order: SupplierOrder) -> None:
    settlement.save_payout_account(
        holder="义乌工厂", bank="工商银行", number="6222021234567890123", by=supplier_of(order), at=NOON
    )


def test_after_sale_window_ends() -> None:
    order = an_order("completed")
    a_claim(order, amount=1, at=later(days=15))
    AfterSale.objects.all().delete()
    with pytest.raises(ClaimTooLateError):
        a_claim(order, amount=1, at=later(days=15, seconds=1))


@pytest.mark.parametrize("state", ["awaiting_payment", "awaiting_acceptance"])
def test_order_not_accepted_yet_is_cancelled_instead(state: str) -> None:
    with pytest.raises(NotClaimableError):
        a_claim(an_order(state), amount=1)


def test_claim_says_what_and_why() -> None:
    order = an_order("delivered")
    with pytest.raises(orders.ReasonMissingError):
        a_claim(order, amount=1, reason="  ")
    with pytest.raises(ClaimsNothingError):
        a_claim(order, pieces={})
    for amount in (0, -1, order.total_fen + 1):
        with pytest.raises(orders.RefundBeyondOrderError):
            a_claim(order, amount=amount)


def test_each_side_does_its_own_part() -> None:
    order = an_order("delivered")
    with pytest.raises(NotItsBuyerError):
        a_claim(order, amount=1, by=supplier_of(order))
    claim = a_claim(order, amount=1)
    for action in (orders.agree_after_sale, orders.refuse_after_sale, orders.receive_goods_back):
        words = {"answer": "不行"} if action is orders.refuse_after_sale else {}
        with pytest.raises(NotItsSupplierError):
            action(number=claim.number, by=buyer_of(order), at=NOON, **words)  # type: ignore[operator]
    with pytest.raises(NotItsBuyerError):
        orders.withdraw_after_sale(number=claim.number, by=supplier_of(order), at=NOON)


def test_stranger_sees_no_after_sale() -> None:
    order = an_order("delivered")
    claim = a_claim(order, amount=1)
    stranger = a_buyer()
    for action in (orders.agree_after_sale, orders.withdraw_after_sale, orders.receive_goods_back):
        with pytest.raises(UnknownError):
            action(number=claim.number, by=stranger, at=NOON)  # type: ignore[operator]
    with pytest.raises(UnknownError):
        a_claim(order, amount=1, by=stranger)
    with pytest.raises(ForbiddenError):
        orders.arbitrate(number=claim.number, outcome="full", ruling="x", by=buyer_of(order), at=NOON)


def test_nothing_is_done_twice() -> None:
    order = an_order("delivered")
    claim = agree(a_claim(order, amount=5))
    for action in (orders.agree_after_sale, orders.receive_goods_back):
        with pytest.raises(orders.AfterSaleNotReadyError):
            action(number=claim.number, by=supplier_of(order), at=NOON)  # type: ignore[operator]
    with pytest.raises(orders.AfterSaleNotReadyError):
        orders.withdraw_after_sale(number=claim.number, by=buyer_of(order), at=NOON)
    assert fresh(order).refunded_fen == 5


def test_silence_of_the_supplier_brings_it_before_the_platform() -> None:
    claim = a_claim(an_order("delivered"), amount=1)
    assert orders.sweep_after_sales(at=later(hours=71)) == 0
    assert orders.sweep_after_sales(at=later(hours=72)) == 1
    claim.refresh_from_db()
    assert (claim.state, claim.due_at) == ("disputed", None)
    entry = TrailEntry.objects.get(name="orders.AfterSaleDisputed")
    assert (entry.payload["is_by_silence"], entry.role) == (True, SYSTEM.role)


def test_buyer_who_does_not_pursue_it_lets_it_close() -> None:
    order = an_order("delivered")
    refused = a_claim(order, amount=1)
    orders.refuse_after_sale(number=refused.number, answer="不退", by=supplier_of(order), at=NOON)
    assert orders.sweep_after_sales(at=later(hours=72)) == 1
    agreed = agree(a_claim(order, "return", pieces=pieces_of(order, 1)))
    assert orders.sweep_after_sales(at=later(days=7)) == 1
    states = AfterSale.objects.filter(pk__in=[refused.pk, agreed.pk]).values_list("state", flat=True)
    assert set(states) == {"closed"}
    assert_sound(later(days=7))


def test_supplier_who_does_not_say_that_goods_came_back_is_escalated() -> None:
    order = an_order("delivered")
    claim = agree(a_claim(order, "return", pieces=pieces_of(order, 1)))
    orders.send_goods_back(number=claim.number, carrier="sf", waybill_number="R1", by=buyer_of(order), at=NOON)
    assert orders.sweep_after_sales(at=later(days=7)) == 1
    claim.refresh_from_db()
    assert claim.state == "disputed"


def test_offer_price_is_refunded_to_the_fen_over_any_split() -> None:
    supplier = a_supplier()
    sku = an_offer(supplier, ladder=((1, 33_333),)).skus.get()
    order = an_order("delivered", pieces={sku: 7})
    total = 0
    for pieces in (1, 2, 3, 1):
        claim = agree(a_claim(order, "return", pieces={sku.pk: pieces}))
        orders.send_goods_back(number=claim.number, carrier="sf", waybill_number="R", by=buyer_of(order), at=NOON)
        total += orders.receive_goods_back(number=claim.number, by=supplier_of(order), at=NOON).refunded_fen
    assert total == order.goods_fen
    assert_sound()
