"""What the factory offers instead of what was ordered, and the buyer's one answer to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.actions.stepping import OrderNotReadyError
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.policies import NotItsBuyerError
from huopan.domains.production import actions as production
from huopan.domains.production import queries as making
from huopan.domains.production.models import CapacityHold, Demand
from huopan.domains.settlement.models import Refund
from huopan.infra import checking
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import RefusedError, UnknownError
from tests.factories.orders import NOON, a_buyer, a_sku, a_supplier, an_order, later, owner_of, pay
from tests.factories.production import a_plannable_factory, a_recipe

pytestmark = pytest.mark.django_db
NEXT_WEEK = NOON + timedelta(days=7)


def made_order(pieces: int = 10) -> SupplierOrder:
    """A paid order of pieces that are made for it, one press, five days."""
    supplier = a_supplier()
    shop = a_plannable_factory(supplier, presses=1)
    sku = a_sku(supplier, lead_time_days=5)
    a_recipe(shop.routing, sku=sku)
    return an_order("awaiting_acceptance", pieces={sku: pieces})


@pytest.fixture
def order() -> SupplierOrder:
    return made_order()


def demand_of(order: SupplierOrder) -> Demand:
    return Demand.objects.get(source_kind="order", source_reference__startswith=f"{order.number}:")


def offer(order: SupplierOrder, at=NOON, **terms) -> Demand:
    demand = demand_of(order)
    return production.counter_demand(demand_id=demand.pk, by=owner_of(order.supplier_id), at=at, **terms)


def shown(order: SupplierOrder, at=NOON) -> list[queries.OfferedInstead]:
    return queries.offers_instead(queries.order(order.number, owner_of(order.buyer_id)), owner_of(order.buyer_id), at)


def agree(order: SupplierOrder, at=NOON, **more) -> orders.Agreed:
    line = order.lines.get()
    return orders.agree_to_offer(number=order.number, line_id=line.pk, by=owner_of(order.buyer_id), at=at, **more)


def unbroken(at=NOON) -> list[str]:
    return [finding.invariant.code for finding in checking.broken(at=at) if finding.invariant.code[0] in "COL"]


def test_the_buyer_sees_what_is_offered_beside_what_was_asked(order) -> None:
    offer(order, wanted_by=NEXT_WEEK, revenue_fen=order.goods_fen - 100)
    [found] = shown(order)
    assert (found.offered.changes, found.is_to_pay, found.less_fen) == (("later", "price"), False, 100)
    assert (found.offered.wanted_by, found.offered.price_fen) == (NEXT_WEEK, order.goods_fen - 100)
    assert (found.offered.asked_fen, found.offered.asked_quantity) == (order.goods_fen, 10)
    assert found.offered.expires_at == NOON + timedelta(hours=48)


def test_agreeing_to_a_later_date_and_a_lower_price_holds_capacity_and_pays_back(order) -> None:
    offer(order, wanted_by=NEXT_WEEK, revenue_fen=order.goods_fen - 100)
    agreed = agree(order)
    demand, line = demand_of(order), order.lines.get()
    assert (agreed.is_to_pay, agreed.order.number) == (False, order.number)
    assert (demand.state, demand.wanted_by, demand.revenue_fen) == ("held", NEXT_WEEK, order.goods_fen - 100)
    assert (line.wanted_by, Refund.objects.get().amount_fen) == (NEXT_WEEK, 100)
    assert shown(order) == []
    orders.accept_order(number=order.number, by=owner_of(order.supplier_id), at=NOON)
    assert demand_of(order).promised_at == NEXT_WEEK
    assert unbroken() == []


def test_agreeing_to_another_colour_changes_the_line_and_the_set_up(order) -> None:
    offer(order, colour="红色")
    agree(order)
    assert (demand_of(order).traits, order.lines.get().spec) == ({"colour": "红色"}, {"颜色": "红色"})
    assert unbroken() == []


def test_agreeing_to_a_run_joins_it(order) -> None:
    first = demand_of(order)
    shop_by = owner_of(order.supplier_id)
    other = Demand.objects.create(
        factory_id=order.supplier_id,
        source_kind="x",
        source_reference="1",
        title="x",
        recipe=first.recipe,
        routing=first.routing,
        quantity=60,
        traits=first.traits,
        wanted_by=NOON + timedelta(days=6),
        raised_at=NOON,
    )
    production.accept_demand(demand_id=other.pk, by=shop_by, at=NOON)
    pool = making.membership_of(other.pk).pool
    offer(order, pool_id=pool.pk, revenue_fen=order.goods_fen - 7)
    [found] = shown(order)
    assert (found.offered.changes, found.offered.pool_closes_at) == (("price", "pool"), pool.closes_at)
    agree(order)
    assert making.membership_of(first.pk).pool_id == pool.pk
    assert unbroken() == []


def test_more_pieces_make_a_new_order_to_pay_and_the_old_money_goes_back(order) -> None:
    paid = order.total_fen
    offer(order, quantity=100, revenue_fen=order.goods_fen * 8, wanted_by=NEXT_WEEK)
    [found] = shown(order)
    assert found.is_to_pay
    agreed = agree(order)
    new = agreed.order
    order.refresh_from_db()
    assert (order.state, order.closed_because, Refund.objects.get().amount_fen) == ("cancelled", "replaced", paid)
    assert (new.state, new.goods_fen, new.freight_fen) == ("awaiting_payment", order.goods_fen * 8, order.freight_fen)
    line = new.lines.get()
    assert (line.quantity, line.amount_fen, line.wanted_by) == (100, order.goods_fen * 8, NEXT_WEEK)
    pay(new.group)
    demand = demand_of(new)
    assert (demand.quantity, demand.revenue_fen, demand.wanted_by) == (100, order.goods_fen * 8, NEXT_WEEK)
    orders.accept_order(number=new.number, by=owner_of(order.supplier_id), at=NOON)
    assert demand_of(new).promised_at == NEXT_WEEK
    assert demand_of(order).state == "cancelled"
    assert unbroken() == []


def test_declined_it_waits_for_another_answer(order) -> None:
    offer(order, colour="红色")
    line = order.lines.get()
    orders.decline_offer(number=order.number, line_id=line.pk, by=owner_of(order.buyer_id), at=NOON)
    assert shown(order) == []
    assert (demand_of(order).state, order.lines.get().spec) == ("open", line.spec)
    with pytest.raises(UnknownError):
        agree(order)
    assert TrailEntry.objects.filter(name="production.CounterEnded").get().payload["why"] == "declined"
    offer(order, wanted_by=NEXT_WEEK)
    assert len(shown(order)) == 1


def test_an_offer_is_over_when_its_time_is(order) -> None:
    offer(order, wanted_by=NEXT_WEEK, hours=1)
    late = later(hours=1)
    assert shown(order, late) == []
    with pytest.raises(UnknownError):
        agree(order, at=late)
    assert [production.expire_counters(at=late) for _ in range(2)] == [1, 0]
    assert demand_of(order).counter == {}
    assert TrailEntry.objects.filter(name="production.CounterEnded").get().payload["why"] == "expired"


def test_what_the_buyer_did_not_see_is_not_agreed_to(order) -> None:
    until = offer(order, wanted_by=NEXT_WEEK, hours=4).counter_until
    offer(order, wanted_by=NEXT_WEEK, revenue_fen=order.goods_fen - 1, hours=5)
    with pytest.raises(production.NotOfferedAnyMoreError):
        agree(order, expires_at=until)
    assert demand_of(order).state == "open"


def test_what_cannot_be_made_any_more_is_not_agreed_to(order) -> None:
    offer(order, wanted_by=NOON + timedelta(minutes=30), revenue_fen=order.goods_fen - 1)
    with pytest.raises(RefusedError, match="at best"):
        agree(order)
    assert (Refund.objects.count(), CapacityHold.objects.count(), len(shown(order))) == (0, 0, 1)


def test_once_answered_as_asked_nothing_is_offered_any_more(order) -> None:
    offer(order, wanted_by=NEXT_WEEK)
    orders.accept_order(number=order.number, by=owner_of(order.supplier_id), at=NOON)
    assert demand_of(order).counter_until is None
    with pytest.raises(OrderNotReadyError):
        agree(order)


def test_strangers_see_nothing_and_the_factory_does_not_answer_itself(order) -> None:
    offer(order, wanted_by=NEXT_WEEK)
    line = order.lines.get()
    with pytest.raises(UnknownError):
        orders.agree_to_offer(number=order.number, line_id=line.pk, by=a_buyer(), at=NOON)
    with pytest.raises(NotItsBuyerError):
        orders.agree_to_offer(number=order.number, line_id=line.pk, by=owner_of(order.supplier_id), at=NOON)
    assert queries.offers_instead(order, a_buyer(), NOON) == []


def test_an_offer_must_offer_something_that_can_be(order) -> None:
    for terms in ({}, {"quantity": 0}, {"hours": 0, "quantity": 9}, {"wanted_by": NOON}):
        with pytest.raises(production.NothingOfferedError):
            offer(order, **terms)
