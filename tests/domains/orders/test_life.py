"""An order's common way, and every fork from it."""

import pytest
from django.db import transaction

from huopan.domains.catalog.models import Stock
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.policies import NotItsBuyerError, NotItsSupplierError
from huopan.domains.settlement.actions.paying import PaymentAlreadyMadeError
from huopan.domains.settlement.models import Account, Payment, Refund
from huopan.infra import checking
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM
from huopan.kernel.refusal import UnknownError
from tests.factories import settlement
from tests.factories.orders import (
    NOON,
    a_buyer,
    a_purchase,
    a_sku,
    an_order,
    later,
    owner_of,
    pay,
    relay,
    see,
    ship,
)

pytestmark = pytest.mark.django_db
STATES = [state for state in SupplierOrder.State.values if state not in ("cancelled", "terminated")]


@pytest.fixture(autouse=True)
def _laws_hold_at_the_end():
    yield
    assert [(finding.invariant.code, finding.violations) for finding in checking.broken(at=NOON)] == []


def stock_of(order):
    stock = Stock.objects.get(sku=order.lines.get().sku_id)
    return stock.on_hand, stock.reserved


def held(order):
    return sum(Account.objects.filter(kind="escrow", reference=order.number).values_list("balance_fen", flat=True))


def test_the_common_way_ends_with_the_suppliers_money():
    order = an_order("completed")
    assert order.closed_at == NOON
    assert order.due_at is None
    assert stock_of(order) == (98, 0)
    assert held(order) == 0
    assert settlement.balance(order.supplier_id) == order.total_fen - order.total_fen * 200 // 10_000


def test_history_tells_every_move_with_who_made_it():
    order = an_order("completed")
    told = [(entry.name.removeprefix("orders.Order"), entry.side) for entry in queries.history(order)]
    assert told == [
        ("Placed", "buyer"),
        ("Paid", "platform"),
        ("Accepted", "supplier"),
        ("Shipped", "supplier"),
        ("Collected", "platform"),
        ("Delivered", "platform"),
        ("Completed", "buyer"),
    ]


def test_each_move_is_told_to_both_sides():
    order = an_order("completed")
    moves = TrailEntry.objects.filter(aggregate="order", aggregate_id=order.pk)
    assert all(set(move.concerns) == {order.buyer_id, order.supplier_id} for move in moves)


def test_payment_heard_twice_moves_once():
    order = an_order("awaiting_acceptance")
    orders.record_payment(purchase_number=order.group.number, by=SYSTEM, at=later(hours=1))
    order.refresh_from_db()
    assert (order.state, order.paid_at) == ("awaiting_acceptance", NOON)


def test_one_payment_moves_all_orders_of_the_purchase_with_one_update(django_assert_num_queries):
    purchase = a_purchase(pieces={a_sku(): 1, a_sku(): 1, a_sku(): 1})
    with django_assert_num_queries(2):
        orders.record_payment(purchase_number=purchase.number, by=SYSTEM, at=NOON)
    assert set(purchase.orders.values_list("state", flat=True)) == {"awaiting_acceptance"}
    _undo_unfunded(purchase)


def _undo_unfunded(purchase):
    purchase.orders.update(state="awaiting_payment", paid_at=None)


def test_an_unpaid_purchase_is_cancelled_as_a_whole():
    purchase = a_purchase(pieces={a_sku(stock=5): 2, a_sku(stock=5): 1})
    first = purchase.orders.first()
    cancelled = orders.cancel_order(number=first.number, because="不要了", by=owner_of(purchase.buyer_id), at=NOON)
    assert (cancelled.state, cancelled.closed_because) == ("cancelled", "不要了")
    assert set(purchase.orders.values_list("state", flat=True)) == {"cancelled"}
    assert Payment.objects.get().state == "closed"
    assert [stock.reserved for stock in Stock.objects.all()] == [0, 0]


def test_a_cancelled_purchase_is_not_cancelled_again():
    purchase = a_purchase()
    buyer = owner_of(purchase.buyer_id)
    orders.cancel_purchase(number=purchase.number, by=buyer, at=NOON)
    with pytest.raises(orders.NothingToCancelError):
        orders.cancel_purchase(number=purchase.number, by=buyer, at=NOON)


def test_money_that_came_first_wins_over_the_cancellation():
    purchase = a_purchase()
    settlement.pay(Payment.objects.get())
    with pytest.raises(PaymentAlreadyMadeError):
        orders.cancel_purchase(number=purchase.number, by=owner_of(purchase.buyer_id), at=NOON)
    assert orders.sweep_due(at=later(minutes=31)) == {"stuck": 1}
    relay()
    assert purchase.orders.get().state == "awaiting_acceptance"


def test_money_that_comes_too_late_goes_back_in_full():
    purchase = a_purchase()
    orders.cancel_purchase(number=purchase.number, by=owner_of(purchase.buyer_id), at=NOON)
    pay(purchase)
    order = purchase.orders.get()
    assert (order.state, order.refunded_fen, held(order)) == ("cancelled", order.total_fen, 0)
    orders.record_payment(purchase_number=purchase.number, by=SYSTEM, at=NOON)
    assert Refund.objects.get().amount_fen == order.total_fen


def test_the_buyer_gives_up_a_paid_order_until_it_is_accepted():
    order = an_order("awaiting_acceptance")
    orders.cancel_order(number=order.number, by=owner_of(order.buyer_id), at=NOON)
    order.refresh_from_db()
    assert (order.state, order.refunded_fen, held(order)) == ("cancelled", order.total_fen, 0)
    assert stock_of(order) == (100, 0)


@pytest.mark.parametrize("state", ["awaiting_shipment", "awaiting_collection", "delivered", "completed"])
def test_an_accepted_order_is_not_cancelled(state):
    order = an_order(state)
    with pytest.raises(orders.OrderNotReadyError):
        orders.cancel_order(number=order.number, by=owner_of(order.buyer_id), at=NOON)


@pytest.mark.parametrize("state", ["awaiting_acceptance", "awaiting_shipment"])
def test_the_supplier_refuses_and_the_buyer_has_the_money_back(state):
    order = an_order(state)
    orders.refuse_order(number=order.number, because="断货", by=owner_of(order.supplier_id), at=NOON)
    order.refresh_from_db()
    assert (order.state, order.closed_because, order.refunded_fen) == ("terminated", "断货", order.total_fen)
    assert stock_of(order) == (100, 0)


def test_a_refusal_needs_a_reason():
    order = an_order("awaiting_acceptance")
    with pytest.raises(orders.ReasonMissingError):
        orders.refuse_order(number=order.number, because=" ", by=owner_of(order.supplier_id), at=NOON)


def test_goods_may_leave_in_parts():
    order = an_order("awaiting_shipment", pieces={(sku := a_sku()): 5})
    ship(order, waybill="A1", quantities={sku.pk: 2})
    order.refresh_from_db()
    assert (order.state, order.lines.get().shipped_quantity, stock_of(order)) == ("awaiting_shipment", 2, (98, 3))
    see(order, "delivered", waybill="A1")
    ship(order, waybill="A2")
    order.refresh_from_db()
    assert (order.state, order.lines.get().shipped_quantity, stock_of(order)) == ("in_transit", 5, (95, 0))
    see(order, "delivered", waybill="A2")
    order.refresh_from_db()
    assert order.state == "delivered"


def test_a_part_that_the_courier_has_already_counts_when_the_rest_leaves():
    order = an_order("awaiting_shipment", pieces={(sku := a_sku()): 5})
    ship(order, waybill="A1", quantities={sku.pk: 2})
    see(order, "collected", waybill="A1")
    ship(order, waybill="A2")
    order.refresh_from_db()
    assert (order.state, order.collected_at) == ("in_transit", NOON)


@pytest.mark.parametrize("asked", [0, 3])
def test_no_more_leaves_than_was_ordered(asked):
    order = an_order("awaiting_shipment", pieces={(sku := a_sku()): 2})
    with pytest.raises(orders.ShipsMoreThanOrderedError):
        ship(order, quantities={sku.pk: asked})


def test_only_what_was_ordered_leaves():
    order, other = an_order("awaiting_shipment"), a_sku()
    with pytest.raises(orders.NotOfThisOrderError):
        ship(order, quantities={other.pk: 1})


def test_an_order_whose_part_left_is_not_refused():
    order = an_order("awaiting_shipment", pieces={(sku := a_sku()): 2})
    ship(order, quantities={sku.pk: 1})
    with pytest.raises(orders.PartlyShippedError):
        orders.refuse_order(number=order.number, because="x", by=owner_of(order.supplier_id), at=NOON)


def test_delivery_news_before_collection_news_ends_the_same():
    order = an_order("awaiting_collection")
    see(order, "delivered")
    see(order, "collected", at=NOON)
    order.refresh_from_db()
    assert (order.state, order.collected_at, order.delivered_at) == ("delivered", NOON, NOON)


def test_the_buyer_confirms_what_no_courier_ever_scanned():
    order = an_order("awaiting_collection")
    orders.confirm_receipt(number=order.number, by=owner_of(order.buyer_id), at=NOON)
    order.refresh_from_db()
    assert order.state == "completed"


@pytest.mark.parametrize("state", STATES)
def test_a_stranger_sees_and_moves_nothing(state):
    order, stranger = an_order(state), a_buyer()
    moves = [
        lambda: queries.order(order.number, stranger),
        lambda: orders.accept_order(number=order.number, by=stranger, at=NOON),
        lambda: orders.refuse_order(number=order.number, because="x", by=stranger, at=NOON),
        lambda: orders.cancel_order(number=order.number, by=stranger, at=NOON),
        lambda: orders.cancel_purchase(number=order.group.number, by=stranger, at=NOON),
        lambda: orders.confirm_receipt(number=order.number, by=stranger, at=NOON),
        lambda: orders.reveal_consignee(number=order.number, by=stranger, at=NOON),
        lambda: orders.ship_order(number=order.number, parcels=[("sf", "S1")], by=stranger, at=NOON),
    ]
    for move in moves:
        with pytest.raises(UnknownError):
            move()
    assert list(queries.orders_bought(stranger)) == list(queries.orders_sold(stranger)) == []
    assert list(queries.purchases(stranger)) == []


def test_each_side_does_only_its_own():
    order = an_order("awaiting_acceptance")
    buyer, supplier = owner_of(order.buyer_id), owner_of(order.supplier_id)
    with pytest.raises(NotItsSupplierError):
        orders.accept_order(number=order.number, by=buyer, at=NOON)
    with pytest.raises(NotItsSupplierError):
        orders.refuse_order(number=order.number, because="x", by=buyer, at=NOON)
    with pytest.raises(NotItsBuyerError):
        orders.cancel_order(number=order.number, by=supplier, at=NOON)
    with pytest.raises(NotItsBuyerError):
        orders.confirm_receipt(number=order.number, by=supplier, at=NOON)


def test_the_supplier_learns_the_address_only_while_it_needs_it():
    order = an_order("awaiting_acceptance")
    supplier = owner_of(order.supplier_id)
    assert queries.consignee_for(order, supplier).contact_name == "张**"
    assert orders.reveal_consignee(number=order.number, by=supplier, at=NOON).contact_name == "张三丰"
    look = TrailEntry.objects.get(name="orders.ConsigneeRevealed")
    assert (look.aggregate_id, look.party_id, look.person_id) == (order.pk, supplier.party_id, supplier.person_id)


def test_the_address_is_closed_before_payment_and_long_after_delivery():
    unpaid = an_order()
    with pytest.raises(orders.ConsigneeClosedError):
        orders.reveal_consignee(number=unpaid.number, by=owner_of(unpaid.supplier_id), at=NOON)
    done = an_order("completed")
    supplier = owner_of(done.supplier_id)
    orders.reveal_consignee(number=done.number, by=supplier, at=later(days=14))
    with pytest.raises(orders.ConsigneeClosedError):
        orders.reveal_consignee(number=done.number, by=supplier, at=later(days=15))


def test_the_buyer_sees_the_own_address_in_full():
    order = an_order()
    assert queries.consignee_for(order, owner_of(order.buyer_id)).phone == "13812341234"


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_two_statements_at_any_length(django_assert_num_queries, rows):
    buyer = a_buyer()
    for _ in range(rows):
        an_order("awaiting_acceptance", buyer=buyer)
    with django_assert_num_queries(2):
        shown = [(str(o.supplier), [line.title_zh for line in o.lines.all()]) for o in queries.orders_bought(buyer)]
    assert len(shown) == rows
    with transaction.atomic(), django_assert_num_queries(2):
        assert len([order.lines.all() for order in queries.orders_bought(buyer, "awaiting_acceptance")]) == rows
