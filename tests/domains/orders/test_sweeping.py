"""When nobody moves in time, the clock does."""

import pytest

from huopan.domains.catalog.models import Stock
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import AfterSale
from huopan.domains.settlement.models import Payment
from huopan.infra import checking
from tests.factories.after_sales import a_claim, buyer_of
from tests.factories.orders import NOON, a_purchase, a_sku, an_order, later, relay, see, ship

pytestmark = pytest.mark.django_db


def swept(order, at):
    moved = orders.sweep_due(at=at)
    relay(at)
    order.refresh_from_db()
    assert checking.broken(at=at) == []
    return moved


def test_nothing_moves_before_its_time():
    order = an_order()
    assert swept(order, later(minutes=29)) == {}
    assert order.state == "awaiting_payment"


def test_an_unpaid_purchase_closes_and_frees_its_goods():
    purchase = a_purchase(pieces={a_sku(): 1, a_sku(): 1})
    assert sum(orders.sweep_due(at=later(minutes=30)).values()) == 1
    assert set(purchase.orders.values_list("state", "closed_because")) == {("cancelled", "unpaid_in_time")}
    assert Payment.objects.get().state == "closed"
    assert sum(Stock.objects.values_list("reserved", flat=True)) == 0


@pytest.mark.parametrize(
    ("state", "hours", "because"),
    [("awaiting_acceptance", 48, "not_accepted_in_time"), ("awaiting_shipment", 72, "not_shipped_in_time")],
)
def test_a_silent_supplier_loses_the_order(state, hours, because):
    order = an_order(state)
    assert swept(order, later(hours=hours)) == {state: 1}
    assert (order.state, order.closed_because, order.refunded_fen) == ("terminated", because, order.total_fen)


def test_what_was_not_shipped_in_time_is_dropped_and_refunded():
    order = an_order("awaiting_shipment", pieces={(sku := a_sku()): 5})
    ship(order, quantities={sku.pk: 2})
    swept(order, later(hours=72))
    assert (order.state, order.refunded_fen) == ("awaiting_collection", 3 * 1250)
    stock = Stock.objects.get(sku=sku)
    assert (stock.on_hand, stock.reserved) == (98, 0)


def test_an_uncollected_parcel_is_chased_once_and_at_last_refunded():
    order = an_order("awaiting_collection")
    assert swept(order, later(hours=48)) == {"awaiting_collection": 1}
    assert (order.state, order.due_at) == ("awaiting_collection", later(days=30))
    assert swept(order, later(hours=49)) == {}
    swept(order, later(days=30))
    assert (order.state, order.closed_because, order.refunded_fen) == ("terminated", "never_collected", order.total_fen)


def test_a_parcel_nobody_reports_on_is_presumed_delivered_and_then_completed():
    order = an_order("in_transit")
    swept(order, later(days=30))
    assert (order.state, order.due_at) == ("delivered", later(days=37))
    swept(order, later(days=37))
    assert order.state == "completed"


def test_a_lost_parcel_is_refunded_instead():
    order = an_order("in_transit")
    see(order, "lost")
    swept(order, later(days=30))
    assert (order.state, order.closed_because) == ("terminated", "lost")


def test_a_delivered_order_completes_by_itself():
    order = an_order("delivered")
    assert swept(order, later(days=7)) == {"delivered": 1}
    assert order.state == "completed"


def test_an_open_after_sale_stops_the_clock():
    order = an_order("delivered")
    claim = a_claim(order, amount=100)
    AfterSale.objects.update(due_at=later(days=30))
    assert swept(order, later(days=8)) == {}
    orders.withdraw_after_sale(number=claim.number, by=buyer_of(order), at=NOON)
    assert swept(order, later(days=8)) == {"delivered": 1}


def test_one_stuck_order_holds_up_nobody(monkeypatch):
    stuck, free = an_order("delivered"), an_order("delivered")
    real = orders.sweeping.complete

    def complete(order, **told):
        if order.pk == stuck.pk:
            raise orders.OrderNotReadyError(number=order.number, state="stuck")
        real(order, **told)

    monkeypatch.setattr(orders.sweeping, "complete", complete)
    assert orders.sweep_due(at=later(days=7)) == {"delivered": 1, "stuck": 1}
    free.refresh_from_db()
    assert free.state == "completed"


def test_an_order_nobody_swept_is_found_by_the_laws():
    an_order("delivered")
    relay()
    assert {finding.invariant.code for finding in checking.broken(at=later(days=8))} == {"O2b"}
