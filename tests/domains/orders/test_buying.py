"""A buyer finds orders again, and reads of each what comes next."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils.translation import override

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.queries import OrdersWanted
from huopan.domains.orders.rules.next_steps import next_step, next_step_of_claim
from huopan.domains.orders.rules.states import AFTER_SALE_MOVES, ORDER_MOVES, final_states
from huopan.domains.orders.rules.tabs import BUYERS_TABS, states_of
from huopan.domains.parties.models import Party
from tests.factories.after_sales import a_claim
from tests.factories.orders import NOON, a_buyer, a_sku, a_supplier, an_order, later, owner_of

pytestmark = pytest.mark.django_db


def found(buyer, **wanted):
    return [order.number for order in queries.orders_wanted(buyer, OrdersWanted(**wanted))]


def test_every_state_has_one_tab():
    shown = [state for states in BUYERS_TABS.values() for state in states]
    assert sorted(shown) == sorted(ORDER_MOVES)
    assert states_of("in_transit") == {"in_transit"}
    assert states_of("nonsense") == frozenset()


def test_every_state_has_a_next_step_and_open_ones_say_whose_turn_it_is():
    for state in ORDER_MOVES:
        step = next_step(state, NOON)
        assert (step.turn == "nobody") == (state in final_states(ORDER_MOVES)), state
    for state in AFTER_SALE_MOVES:
        step = next_step_of_claim(state, NOON)
        assert (step.turn == "nobody") == (state in final_states(AFTER_SALE_MOVES)), state


def test_an_offer_of_the_factory_is_for_the_buyer_to_answer_until_it_ends():
    step = next_step("awaiting_acceptance", later(days=3), offered_until=later(days=1))
    assert (step.deed, step.turn, step.until) == ("answer_offer", "buyer", later(days=1))
    assert next_step("awaiting_acceptance", later(days=3)).turn == "supplier"


def test_orders_are_found_by_number_goods_and_supplier_in_both_languages():
    buyer, supplier = a_buyer(), a_supplier(name="x")
    Party.objects.filter(pk=supplier.pk).update(name_zh="晨光礼品厂", name_en="Chenguang Gifts")
    mug = an_order(buyer=buyer, pieces={a_sku(supplier, title_zh="山茶杯", title_en="Camellia mug"): 2})
    other = an_order(buyer=buyer)
    for text in (mug.number, mug.number[-5:].lower(), "山茶", "camellia", "晨光", "chenguang"):
        assert found(buyer, text=text) == [mug.number]
    assert found(buyer, text="nothing such") == []
    assert found(buyer) == [other.number, mug.number]
    assert found(a_buyer()) == []


def test_a_period_has_a_first_and_an_excluded_last_moment():
    buyer = a_buyer()
    order = an_order(buyer=buyer)
    assert found(buyer, since=NOON) == [order.number]
    assert found(buyer, until=NOON) == []
    assert found(buyer, since=NOON + timedelta(seconds=1)) == []


def test_tabs_count_what_they_show():
    buyer = a_buyer()
    for state in ("awaiting_payment", "awaiting_acceptance", "delivered", "delivered"):
        an_order(state, buyer=buyer)
    a_claim(an_order("delivered", buyer=buyer))
    counts = queries.order_counts(buyer, OrdersWanted())
    for tab, count in counts.items():
        assert len(found(buyer, tab=tab)) == count, tab
    assert (counts[""], counts["to_confirm"], counts["after_sale"]) == (5, 3, 1)


def test_an_open_claim_is_what_comes_next():
    buyer = a_buyer()
    claim = a_claim(an_order("delivered", buyer=buyer))
    [order] = queries.orders_wanted(buyer, OrdersWanted())
    step = queries.next_steps([order], buyer, NOON)[order.pk]
    assert (order.claim_number, step.deed, step.until) == (claim.number, "answer_claim", claim.due_at)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_orders_takes_as_many_statements_at_any_length(django_assert_num_queries, rows):
    buyer = a_buyer()
    for _ in range(rows):
        an_order("awaiting_acceptance", buyer=buyer)
    with django_assert_num_queries(3):
        listed = list(queries.orders_wanted(buyer, OrdersWanted()))
        assert len(queries.next_steps(listed, buyer, NOON)) == rows
    with django_assert_num_queries(1):
        queries.order_counts(buyer, OrdersWanted())


@pytest.mark.parametrize(
    ("language", "heading", "state"), [("en", "Order number", "delivered"), ("zh-hans", "订单号", "已签收")]
)
def test_the_sheet_has_the_orders_that_were_looked_for(language, heading, state):
    buyer = a_buyer()
    wanted = an_order("delivered", buyer=buyer)
    an_order(buyer=buyer)
    with override(language):
        sheet = orders.export_orders(side="buyer", wanted=OrdersWanted(tab="to_confirm"), by=buyer, at=NOON)
        first, *rows = openpyxl.load_workbook(io.BytesIO(sheet)).active.values
    assert (first[0], rows[0][0], rows[0][5], len(rows)) == (heading, wanted.number, state, 1)


def test_the_history_names_people_of_the_readers_own_side_only():
    order = an_order("awaiting_shipment")
    mine = {each.name: each.person for each in queries.history(order, owner_of(order.buyer_id))}
    theirs = {each.name: each.person for each in queries.history(order, owner_of(order.supplier_id))}
    assert mine["orders.OrderPlaced"]
    assert not mine["orders.OrderAccepted"]
    assert theirs["orders.OrderAccepted"]
    assert not theirs["orders.OrderPlaced"]
