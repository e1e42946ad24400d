"""An order of things made for it: its factory is asked when it is paid, and promises when it accepts."""

from __future__ import annotations

import pytest

from huopan.domains.orders import actions as orders
from huopan.domains.production import actions as production
from huopan.domains.production import queries as making
from huopan.domains.production.models import CapacityHold, Demand
from huopan.infra import checking
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import RefusedError
from tests.factories.orders import NOON, a_buyer, a_sku, a_supplier, an_order, owner_of
from tests.factories.production import a_plannable_factory, a_recipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    """A paid order of ten pieces that are made for it."""
    supplier = a_supplier()
    shop = a_plannable_factory(supplier)
    sku = a_sku(supplier, lead_time_days=5)
    a_recipe(shop.routing, sku=sku)
    return an_order("awaiting_acceptance", pieces={sku: 10})


def demand_of(order) -> Demand:
    return Demand.objects.get(source_kind="order", source_reference__startswith=f"{order.number}:")


def accept(order):
    return orders.accept_order(number=order.number, by=owner_of(order.supplier_id), at=NOON)


def test_a_paid_order_asks_its_factory(order) -> None:
    demand = demand_of(order)
    assert (demand.state, demand.quantity, demand.revenue_fen) == ("open", 10, order.goods_fen)
    assert demand.traits == {"colour": "白色"}
    assert (demand.wanted_by - order.paid_at).days == 5


def test_accepting_the_order_promises_it(order) -> None:
    accept(order)
    demand = demand_of(order)
    assert (demand.state, demand.promised_at) == ("accepted", demand.wanted_by)
    assert CapacityHold.objects.get(demand=demand).state == "committed"
    [progress] = making.progress_of("order", [demand.source_reference], owner_of(order.buyer_id))
    assert progress.promised_at == demand.promised_at
    assert [finding.invariant.code for finding in checking.broken(at=NOON, area="C")] == []


def test_what_cannot_be_made_in_time_is_not_accepted(order) -> None:
    Demand.objects.update(wanted_by=NOON)
    with pytest.raises(RefusedError, match="at best"):
        accept(order)
    order.refresh_from_db()
    assert (order.state, demand_of(order).state) == ("awaiting_acceptance", "open")
    refusals = orders.accept_orders(numbers=[order.number], by=owner_of(order.supplier_id), at=NOON)
    assert refusals[order.number].code == "deadline_missed"
    assert CapacityHold.objects.count() == 0


def test_what_was_held_for_it_is_committed_with_it(order) -> None:
    hold = production.hold_capacity(demand_id=demand_of(order).pk, by=owner_of(order.supplier_id), at=NOON)
    accept(order)
    hold.refresh_from_db()
    assert hold.state == "committed"


def test_refusing_the_order_lets_everything_go(order) -> None:
    accept(order)
    orders.refuse_order(number=order.number, because="机器坏了", by=owner_of(order.supplier_id), at=NOON)
    assert demand_of(order).state == "cancelled"
    assert CapacityHold.objects.get().state == "released"
    assert [finding.invariant.code for finding in checking.broken(at=NOON, area="C")] == []


def test_asked_twice_it_is_wanted_once(order) -> None:
    orders.ask_to_make(number=order.number, by=owner_of(order.supplier_id), at=NOON)
    assert Demand.objects.count() == 1


def test_goods_from_stock_are_not_made() -> None:
    an_order("awaiting_shipment", buyer=a_buyer())
    assert Demand.objects.count() == 0


def test_refusing_what_was_not_taken_on_declines_it(order) -> None:
    production.hold_capacity(demand_id=demand_of(order).pk, by=owner_of(order.supplier_id), at=NOON)
    orders.refuse_order(number=order.number, because="没有这种布", by=owner_of(order.supplier_id), at=NOON)
    demand = demand_of(order)
    assert (demand.state, demand.closed_because) == ("declined", "没有这种布")
    assert CapacityHold.objects.get().state == "released"
    assert TrailEntry.objects.filter(name="production.DemandDeclined").count() == 1
    assert not TrailEntry.objects.filter(name="production.DemandCancelled").exists()


def test_an_order_given_up_by_its_buyer_cancels_what_was_wanted(order) -> None:
    orders.cancel_order(number=order.number, by=owner_of(order.buyer_id), at=NOON)
    assert demand_of(order).state == "cancelled"


def test_refusing_what_is_on_the_floor_tells_the_floor(order) -> None:
    accept(order)
    released = production.release_work_order(demand_id=demand_of(order).pk, by=owner_of(order.supplier_id), at=NOON)
    orders.refuse_order(number=order.number, because="机器坏了", by=owner_of(order.supplier_id), at=NOON)
    released.refresh_from_db()
    assert (released.state, released.closed_because) == ("cancelled", "机器坏了")
    told = TrailEntry.objects.get(name="production.WorkOrderCancelled")
    assert told.payload["number"] == released.number
